"""Forget a job: KVKK art. 7, GDPR art. 17."""

from __future__ import annotations

import logging
from datetime import timedelta

from cvparser.domain.errors import JobErasedError, JobUnknownError, StorageUnavailableError
from cvparser.domain.job import Job, JobId
from cvparser.domain.retention import ErasureReason
from cvparser.ports.clock import Clock
from cvparser.ports.file_store import FileStore
from cvparser.ports.job_events import JobEvents
from cvparser.ports.job_repository import JobLifecycle, OwnedJobs

_log = logging.getLogger(__name__)

#: Tries to erase what was read, while something that it needs is away, and the wait between two.
TRIES, WAIT = 60, timedelta(seconds=1)


class EraseJob:
    """Remove the file first, then the row: whatever breaks in between, the row is there to try again from."""

    def __init__(self, *, jobs: OwnedJobs | JobLifecycle, files: FileStore, events: JobEvents, clock: Clock) -> None:
        self._clock = clock
        self._jobs = jobs
        self._files = files
        self._events = events

    async def __call__(self, job_id: JobId, *, reason: ErasureReason = ErasureReason.REQUEST) -> None:
        """Remove the job, its result, its stored file and what a model answered for it. Again: a no-op.

        Raises:
            JobUnknownError: no job has this id.
            StorageUnavailableError: something may be left; the caller should retry.
        """
        try:
            location = await self._jobs.location(job_id)
        except JobErasedError:
            # Perhaps not to the last byte.
            await self._jobs.erase(job_id, reason=reason)
            return
        await self._files.delete(location)
        await self._jobs.erase(job_id, reason=reason)
        await self._events.publish(job_id)
        _log.info("🗑️ [BACKGROUND] Erased job: %.8s...", job_id, extra={"job_id": str(job_id), "reason": reason.value})

    async def after_read(self, job: Job) -> None:
        """Remove a job whose result its reader has; an outage is waited out for a minute.

        What cannot be removed by then stays until it is read again or has expired.
        """
        for _ in range(TRIES):
            try:
                return await self(job.id, reason=ErasureReason.READ)
            except JobUnknownError:
                return None
            except StorageUnavailableError:
                await self._clock.sleep(WAIT)
        _log.error("🗑️ [BACKGROUND] Not erased though read, job: %.8s...", job.id, extra={"job_id": str(job.id)})
        return None
