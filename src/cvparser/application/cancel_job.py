"""End a job that nobody wants any more."""

from __future__ import annotations

import logging
from contextlib import suppress

from cvparser.application.keep_files import KeepFiles
from cvparser.domain.errors import JobCancelledError, StorageUnavailableError
from cvparser.domain.job import Job, JobId
from cvparser.ports.job_events import JobEvents
from cvparser.ports.job_repository import JobLifecycle, OwnedJobs
from cvparser.ports.metrics import Metrics

_log = logging.getLogger(__name__)


class CancelJob:
    """End the row, then tell who follows it; its worker learns of it with its next renewal, and stops."""

    def __init__(
        self, *, jobs: OwnedJobs | JobLifecycle, events: JobEvents, metrics: Metrics, keep_files: KeepFiles
    ) -> None:
        self._jobs = jobs
        self._events = events
        self._metrics = metrics
        self._keep_files = keep_files

    async def __call__(self, job_id: JobId) -> Job:
        """Return the job as it is then: ended as `cancelled`, or as it had ended before. Again: a no-op.

        Raises:
            JobUnknownError, JobErasedError, StorageUnavailableError: as `JobLifecycle.cancel`.
        """
        job = await self._jobs.get(job_id)
        if job.is_final:
            return job
        ended = await self._jobs.cancel(job_id)
        if ended.error_code == JobCancelledError.code:
            await self._tell(ended)
        return ended

    async def _tell(self, job: Job) -> None:
        await self._events.publish(job.id)
        self._metrics.job_ended(job.status, code=job.error_code)
        _log.info("🛑 [BACKGROUND] Cancelled job: %.8s...", job.id, extra={"job_id": str(job.id)})
        # A text is not needed any more. What is left is removed by its note.
        with suppress(StorageUnavailableError):
            await self._keep_files.remove(job)
