from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from cvparser.adapters.clock.frozen import FrozenClock
from cvparser.adapters.document_inspector.in_process import InProcessDocumentInspector
from cvparser.adapters.file_store.memory import MemoryFileStore
from cvparser.adapters.job_queue.memory import MemoryJobQueue
from cvparser.adapters.job_repository.memory import MemoryJobRepository
from cvparser.application.admission_control import AdmissionControl
from cvparser.application.keep_files import KeepFiles
from cvparser.application.submit_job import MAX_INLINE_BYTES, SubmitJob
from cvparser.domain.access.owner import LOCAL
from cvparser.domain.document import MAX_TEXT_LENGTH, DocumentType
from cvparser.domain.errors import TextTooLongError, TooComplexError
from cvparser.domain.job import ParseMode
from cvparser.domain.submission import Submitter

START = datetime(2026, 3, 1, tzinfo=UTC)
WHO = Submitter(user_id="user123", session_id="session456")


class Overrun(InProcessDocumentInspector):
    """Takes too long over everything, and counts how often it is asked."""

    def __init__(self) -> None:
        self.looks = 0

    async def identify(self, content: bytes, file_name: str) -> DocumentType:
        self.looks += 1
        raise TooComplexError

    async def check_text(self, text: str) -> None:
        self.looks += 1
        raise TooComplexError

    async def fields(self, body: bytes) -> dict[str, Any]:
        self.looks += 1
        raise TooComplexError


@pytest.fixture
def inspector() -> Overrun:
    return Overrun()


@pytest.fixture
def jobs() -> MemoryJobRepository:
    return MemoryJobRepository(clock=FrozenClock(START))


@pytest.fixture
def submit(inspector: Overrun, jobs: MemoryJobRepository) -> SubmitJob:
    clock = FrozenClock(START)
    return SubmitJob(
        inspector=inspector,
        jobs=jobs.of(LOCAL),
        keep_files=KeepFiles(notes=jobs, files=MemoryFileStore()),
        queue=MemoryJobQueue(),
        clock=clock,
        new_id=uuid4,
        deadline=timedelta(minutes=15),
        admission_control=AdmissionControl(jobs=jobs, clock=clock, max_jobs=3, max_wait=timedelta(minutes=10)),
    )


async def test_what_the_inspector_refuses_is_refused_and_no_job_is_made(
    submit: SubmitJob, jobs: MemoryJobRepository
) -> None:
    with pytest.raises(TooComplexError):
        await submit.file(b"Data Engineer", "cv.txt", submitter=WHO, mode=ParseMode.BASIC)
    with pytest.raises(TooComplexError):
        await submit.text("Data Engineer", submitter=WHO, mode=ParseMode.BASIC)

    assert await jobs.newest(10) == []


async def test_a_text_that_is_too_long_is_refused_before_anybody_looks_at_it(
    submit: SubmitJob, inspector: Overrun
) -> None:
    with pytest.raises(TextTooLongError):
        await submit.text("x" * (MAX_TEXT_LENGTH + 1), submitter=WHO, mode=ParseMode.BASIC)

    assert inspector.looks == 0


async def test_large_json_is_read_by_the_inspector_and_small_json_at_once(submit: SubmitJob) -> None:
    assert await submit.fields(b'{"user_id": "u1"}') == {"user_id": "u1"}

    with pytest.raises(TooComplexError):
        await submit.fields(b'{"text": "' + b"x" * MAX_INLINE_BYTES + b'"}')


@pytest.mark.parametrize(
    ("by_id", "stored"), [(False, r".*CV_20260301_000000_[0-9a-f]{8}\.txt"), (True, r".*[0-9a-f-]{36}\.txt")]
)
async def test_a_document_is_stored_without_whose_it_is_and_under_its_id_alone_where_that_is_set(
    jobs: MemoryJobRepository, *, by_id: bool, stored: str
) -> None:
    clock = FrozenClock(START)
    submit = SubmitJob(
        inspector=InProcessDocumentInspector(),
        jobs=jobs.of(LOCAL),
        keep_files=KeepFiles(notes=jobs, files=MemoryFileStore()),
        queue=MemoryJobQueue(),
        clock=clock,
        new_id=uuid4,
        deadline=timedelta(minutes=15),
        admission_control=AdmissionControl(jobs=jobs, clock=clock, max_jobs=3, max_wait=timedelta(minutes=10)),
        store_by_id=by_id,
    )

    job = await submit.file(b"Data Engineer", "Ada Quill CV.txt", submitter=WHO, mode=ParseMode.BASIC)

    assert re.fullmatch(stored, job.location)
    assert job.file_name == "Ada Quill CV.txt"
