"""Forget a job: KVKK art. 7, GDPR art. 17."""

from __future__ import annotations

import logging

from cvparser.domain.errors import JobErasedError
from cvparser.domain.job import JobId
from cvparser.ports.file_store import FileStore
from cvparser.ports.job_events import JobEvents
from cvparser.ports.job_repository import JobLifecycle, OwnedJobs

_log = logging.getLogger(__name__)


class EraseJob:
    """Remove the file first, then the row: whatever breaks in between, the row is there to try again from."""

    def __init__(self, *, jobs: OwnedJobs | JobLifecycle, files: FileStore, events: JobEvents) -> None:
        self._jobs = jobs
        self._files = files
        self._events = events

    async def __call__(self, job_id: JobId) -> None:
        """Remove the job, its result, its stored file and what a model answered for it. Again: a no-op.

        Raises:
            JobUnknownError: no job has this id.
            StorageUnavailableError: something may be left; the caller should retry.
        """
        try:
            job = await self._jobs.get(job_id)
        except JobErasedError:
            # Perhaps not to the last byte.
            await self._jobs.erase(job_id)
            return
        await self._files.delete(job.location)
        await self._jobs.erase(job_id)
        await self._events.publish(job_id)
        _log.info("🗑️ [BACKGROUND] Erased job: %.8s...", job_id, extra={"job_id": str(job_id)})
