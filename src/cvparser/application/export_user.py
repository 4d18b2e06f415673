"""Give a person all that is held of them: KVKK art. 11, GDPR art. 15 and 20."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, Mapping
from datetime import UTC, datetime
from typing import Any

from cvparser.domain.data_subject import Exported
from cvparser.domain.job import Job
from cvparser.domain.submission import user_id_of
from cvparser.ports.clock import Clock
from cvparser.ports.file_store import FileStore
from cvparser.ports.job_repository import OwnedJobs
from cvparser.ports.key_management import StoredDataTamperedError

#: Jobs that are read at once: what is in memory at any time, beside one document.
PAGE = 100


class ExportUser:
    """Reads page by page, one document at a time: memory does not grow with what is held."""

    def __init__(self, *, jobs: OwnedJobs, files: FileStore, clock: Clock) -> None:
        self._jobs = jobs
        self._files = files
        self._clock = clock

    async def __call__(self, user_id: str) -> AsyncGenerator[Exported, None]:
        """Yield files of JSON and documents: of each job what is known of it, its result and its document.

        The last is `export.json`, with how many jobs there are: without it, it is not complete. A job that is erased
        meanwhile is left out from there on.

        Raises:
            FieldError: `user_id` is none.
            StorageUnavailableError: something cannot be read now; again.
        """
        user, began_at, count = user_id_of(user_id), self._clock.now(), 0
        page = await self._jobs.of_user(user, PAGE)
        while page:
            for job in page:
                count += 1
                async for each in self._of(job):
                    yield each
            page = await self._jobs.of_user(user, PAGE, after=page[-1].id)
        objected_at = await self._jobs.objected_at(user)
        summary = {
            "user_id": user,
            "began_at": _moment(began_at),
            "ended_at": _moment(self._clock.now()),
            "jobs": count,
            "objected_at": _moment(objected_at),
        }
        yield _json("export.json", summary)

    async def _of(self, job: Job) -> AsyncGenerator[Exported, None]:
        folder = f"jobs/{job.id}"
        yield _json(f"{folder}/job.json", _known(job))
        try:
            parsed = await self._jobs.result(job.id)
            if parsed is not None:
                yield _json(f"{folder}/result.json", parsed.model_dump(mode="json"))
            checkpoint = None if job.is_final else await self._jobs.checkpoint(job.id)
            if checkpoint is not None:
                yield Exported(name=f"{folder}/checkpoint.json", content=checkpoint.encode())
            content = await self._files.get(job.location, job_id=job.id)
            if content is not None:
                yield Exported(name=f"{folder}/document.{job.document_type}", content=content)
        except StoredDataTamperedError as error:
            # Said, not left out: it is held.
            yield _json(f"{folder}/unreadable.json", {"code": error.code, "message": error.message})


def _known(job: Job) -> Mapping[str, Any]:
    """Return what is kept in the row of a job, but for who works on it."""
    return {
        "id": str(job.id),
        "user_id": job.user_id,
        "session_id": job.session_id,
        "parse_mode": job.parse_mode,
        "document_type": job.document_type,
        "file_name": job.file_name,
        "stored_file_path": job.location,
        "status": job.status,
        "created_at": _moment(job.created_at),
        "started_at": _moment(job.started_at),
        "updated_at": _moment(job.updated_at),
        "deadline_at": _moment(job.deadline_at),
        "kept_from": _moment(job.kept_from),
        "expires_at": _moment(job.expires_at),
        "delete_after_read": job.delete_after_read,
        "retry_of": None if job.retry_of is None else str(job.retry_of),
        "traceparent": job.traceparent,
        "processing_time_seconds": None if job.processing_time is None else job.processing_time.total_seconds(),
        "cv_language": job.cv_language,
        "error_code": job.error_code,
        "error_message": job.error_message,
        "model_calls": job.usage.calls,
        "prompt_tokens": job.usage.prompt,
        "answer_tokens": job.usage.answer,
    }


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _json(name: str, document: Mapping[str, Any]) -> Exported:
    return Exported(name=name, content=json.dumps(document, ensure_ascii=False, indent=2).encode())
