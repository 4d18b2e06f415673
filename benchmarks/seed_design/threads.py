"""The build with threads: a synchronous background task, a synchronous session.

Starlette runs the tasks in the 40 threads that it has for synchronous code. The routes are coroutines, so that they do
not wait for those; their session blocks the event loop for a statement or two.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID, uuid4

from benchmarks.seed_design.bodies import (
    CONNECTIONS,
    POOL_TIMEOUT_S,
    AcceptedBody,
    Answer,
    ResultBody,
    StatusBody,
    TextBody,
    question,
    stored_name,
)
from benchmarks.seed_design.table import ParsedCV, Table, read_file
from fastapi import BackgroundTasks, FastAPI, Form, HTTPException, UploadFile
from openai import OpenAI
from sqlalchemy import create_engine
from sqlalchemy.orm import sessionmaker

FOLDER = Path(os.environ["CV_FOLDER"])

_log = logging.getLogger(__name__)
engine = create_engine(os.environ["DATABASE_URL"], pool_size=CONNECTIONS, pool_timeout=POOL_TIMEOUT_S)
Session = sessionmaker(engine)
model = OpenAI()


@asynccontextmanager
async def lifespan(_: FastAPI) -> AsyncIterator[None]:
    """Make the table and the folder."""
    Table.metadata.create_all(engine)
    FOLDER.mkdir(parents=True, exist_ok=True)  # noqa: ASYNC240 - once, before anything is served
    yield


app = FastAPI(lifespan=lifespan)


@app.post("/api/v1/parser/parse-file-async", status_code=202)
async def parse_file(
    tasks: BackgroundTasks,
    file: UploadFile,
    user_id: Annotated[str, Form()],
    session_id: Annotated[str, Form()],
    parse_mode: Annotated[str, Form()] = "advanced",
) -> AcceptedBody:
    """Keep the file, insert the job, work on it after the answer."""
    job_id = uuid4()
    name = Path(file.filename or "cv").name
    path = FOLDER / stored_name(name, job_id)
    path.write_bytes(await file.read())
    with Session.begin() as session:
        session.add(
            ParsedCV(id=job_id, user_id=user_id, session_id=session_id, file_name=name, stored_file_path=str(path))
        )
    tasks.add_task(work_on_file, job_id, path)
    return AcceptedBody.of(job_id)


@app.post("/api/v1/parser/parse-text-async", status_code=202)
async def parse_text(tasks: BackgroundTasks, body: TextBody) -> AcceptedBody:
    """Insert the job, work on it after the answer."""
    job_id = uuid4()
    with Session.begin() as session:
        session.add(ParsedCV(id=job_id, user_id=body.user_id, session_id=body.session_id))
    tasks.add_task(work_on_text, job_id, body.text)
    return AcceptedBody.of(job_id)


@app.get("/api/v1/parser/job/{job_id}")
async def job(job_id: UUID) -> StatusBody:
    """Give the status."""
    return StatusBody.model_validate(found(job_id))


@app.get("/api/v1/parser/result/{job_id}")
async def result(job_id: UUID) -> ResultBody:
    """Give the result of a job that succeeded."""
    row = found(job_id)
    if row.status != "success":
        raise HTTPException(409, f"Job is {row.status}")
    return ResultBody.model_validate(row)


def found(job_id: UUID) -> ParsedCV:
    """Give the row of a job, or answer 404."""
    with Session() as session:
        row = session.get(ParsedCV, job_id)
    if row is None:
        raise HTTPException(404, "Job not found")
    return row


def work_on_file(job_id: UUID, path: Path) -> None:
    """Read the file and parse its text."""
    started = time.monotonic()
    _log.info("🚀 [BACKGROUND] Starting file parsing for job: %s", job_id)
    try:
        text = read_file(path)
    except Exception as error:  # noqa: BLE001 - the page wraps its tasks so
        _log.exception("[BACKGROUND] Extraction failed: %s", job_id)
        finish(job_id, started, status="failed", error_message=str(error))
        return
    _log.info("📄 [BACKGROUND] File extraction completed in %.2fs", time.monotonic() - started)
    parse(job_id, text, started)


def work_on_text(job_id: UUID, text: str) -> None:
    """Parse the text."""
    _log.info("🚀 [BACKGROUND] Starting text parsing for job: %s", job_id)
    parse(job_id, text, time.monotonic())


def parse(job_id: UUID, text: str, started: float) -> None:
    """Ask the model and store what it says."""
    try:
        completion = model.chat.completions.create(**question(text))
        answer = Answer.model_validate_json(completion.choices[0].message.content or "")
    except Exception as error:  # noqa: BLE001 - the page wraps its tasks so
        _log.exception("[BACKGROUND] Parsing failed: %s", job_id)
        finish(job_id, started, status="failed", error_message=str(error))
        return
    finish(job_id, started, status="success", parsed_data=answer.parsed_data(), cv_language=answer.cv_language)
    _log.info("✅ [BACKGROUND] Successfully completed job: %s | Total: %.2fs", job_id, time.monotonic() - started)


def finish(job_id: UUID, started: float, **values: Any) -> None:  # noqa: ANN401 - columns of the row
    """End the job."""
    with Session.begin() as session:
        row = session.get_one(ParsedCV, job_id)
        row.processing_time_seconds = round(time.monotonic() - started, 2)
        for name, value in values.items():
            setattr(row, name, value)
