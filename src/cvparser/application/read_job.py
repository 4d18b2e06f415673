"""Look at a job."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing, suppress
from dataclasses import replace
from datetime import datetime, timedelta

from cvparser.domain.errors import JobFailedError, StorageUnavailableError
from cvparser.domain.job import Job, JobId, JobStatus
from cvparser.domain.profile import ParsedCV
from cvparser.domain.retention import FOR_GOOD, Retention, expires_at
from cvparser.ports.job_events import JobEvents
from cvparser.ports.job_repository import JobReads

#: How long a listener trusts events alone before it looks at the row: at first, and in the long run.
FIRST_LOOK, LAST_LOOK = timedelta(seconds=1), timedelta(seconds=5)
#: Longest silence towards somebody who follows a job.
KEEP_ALIVE = timedelta(seconds=15)


class ReadJob:
    """Status, result, moves and end of jobs, each with the moment at which it is erased."""

    def __init__(self, *, jobs: JobReads, events: JobEvents, retention: Retention = FOR_GOOD) -> None:
        self._retention = retention
        self._jobs = jobs
        self._events = events

    async def status(self, job_id: JobId) -> Job:
        """Return the job as it stands.

        Raises:
            JobUnknownError, JobErasedError, StorageUnavailableError: as `JobReads.get`.
        """
        return await self._get(job_id)

    async def result(self, job_id: JobId) -> tuple[Job, ParsedCV | None]:
        """Return the job and its result, None while it is processing.

        Raises:
            JobFailedError: the job ended without one; the message says why.
            JobUnknownError, JobErasedError, StorageUnavailableError: as `JobReads.get`.
        """
        job = await self._get(job_id)
        if job.status is JobStatus.FAILED:
            raise JobFailedError(job.error_message, reason_code=job.error_code or JobFailedError.code)
        if job.status is JobStatus.PROCESSING:
            return job, None
        parsed = await self._jobs.result(job_id)
        if parsed is None:
            # Erased between the two reads: say so.
            return await self._get(job_id), None
        return job, parsed

    async def newest(
        self,
        limit: int,
        *,
        status: JobStatus | None = None,
        code: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> Sequence[Job]:
        """Return at most `limit` jobs, newest first, narrowed as by `JobLifecycle.newest`.

        Raises:
            StorageUnavailableError: cannot be read now.
        """
        found = await self._jobs.newest(limit, status=status, code=code, since=since, until=until)
        return [self._dated(job) for job in found]

    async def end(self, job_id: JobId) -> Job:
        """Wait for the job's end and give it. Bounded by the job's deadline and the recovery that enforces it.

        Raises:
            JobUnknownError, JobErasedError: as `JobReads.get`.
        """
        async with aclosing(self.follow(job_id)) as states:
            return [job async for job in states][-1]

    async def follow(self, job_id: JobId) -> AsyncGenerator[Job, None]:
        """Yield the job as it stands, then as it is after each move, up to its end.

        An event that is lost is made up for by looking at the row; while the row cannot be read it is looked at again.
        After `KEEP_ALIVE` without a move the job is given once more, so that whoever passes it on finds out that nobody
        listens any more.

        Raises:
            JobUnknownError, JobErasedError: as `JobReads.get`.
        """
        shown: Job | None = None
        wait, silence = FIRST_LOOK, timedelta(0)
        async with self._events.listen(job_id) as moves:
            while shown is None or not shown.is_final:
                with suppress(StorageUnavailableError):
                    job = await self._get(job_id)
                    if shown is None or _has_moved(shown, job) or silence >= KEEP_ALIVE:
                        shown, wait, silence = job, FIRST_LOOK, timedelta(0)
                        yield job
                        continue
                with suppress(TimeoutError):
                    await asyncio.wait_for(anext(moves), wait.total_seconds())
                silence += wait
                wait = min(wait * 2, LAST_LOOK)

    async def _get(self, job_id: JobId) -> Job:
        return self._dated(await self._jobs.get(job_id))

    def _dated(self, job: Job) -> Job:
        return replace(job, expires_at=expires_at(job, self._retention))


def _has_moved(shown: Job, job: Job) -> bool:
    """Return whether anything has changed but the lease."""
    return (shown.status, shown.updated_at) != (job.status, job.updated_at)
