"""Look at a job."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta

from cvparser.domain.errors import JobFailedError, StorageUnavailableError
from cvparser.domain.job import Job, JobId, JobStatus
from cvparser.domain.profile import ParsedCV
from cvparser.ports.job_events import JobEvents
from cvparser.ports.job_repository import JobRepository

#: How long a listener trusts events alone before it looks at the row.
ROW_CHECK = timedelta(seconds=1)


class ReadJob:
    """Status, result and end of jobs."""

    def __init__(self, *, jobs: JobRepository, events: JobEvents) -> None:
        self._jobs = jobs
        self._events = events

    async def status(self, job_id: JobId) -> Job:
        """Give the job as it stands.

        Raises:
            JobUnknownError, JobErasedError, StorageUnavailableError: as `JobRepository.get`.
        """
        return await self._jobs.get(job_id)

    async def result(self, job_id: JobId) -> tuple[Job, ParsedCV | None]:
        """Give the job and its result, None while it is processing.

        Raises:
            JobFailedError: the job ended without one; the message says why.
            JobUnknownError, JobErasedError, StorageUnavailableError: as `JobRepository.get`.
        """
        job = await self._jobs.get(job_id)
        if job.status is JobStatus.FAILED:
            raise JobFailedError(job.error_message, reason_code=job.error_code or JobFailedError.code)
        if job.status is JobStatus.PROCESSING:
            return job, None
        parsed = await self._jobs.result(job_id)
        if parsed is None:
            # Erased between the two reads: say so.
            return await self._jobs.get(job_id), None
        return job, parsed

    async def newest(self, limit: int, *, status: JobStatus | None = None) -> Sequence[Job]:
        """Give at most `limit` jobs, newest first.

        Raises:
            StorageUnavailableError: cannot be read now.
        """
        return await self._jobs.newest(limit, status=status)

    async def end(self, job_id: JobId) -> Job:
        """Wait for the job's end and give it. Bounded by the job's deadline and the recovery that enforces it.

        Raises:
            JobUnknownError, JobErasedError: as `JobRepository.get`.
        """
        async with self._events.listen(job_id) as moves:
            while True:
                with suppress(StorageUnavailableError):
                    job = await self._jobs.get(job_id)
                    if job.is_final:
                        return job
                with suppress(TimeoutError):
                    await asyncio.wait_for(anext(moves), ROW_CHECK.total_seconds())
