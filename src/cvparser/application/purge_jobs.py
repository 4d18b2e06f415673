"""Erase jobs whose time is over, files and rows."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from cvparser.application.keep_files import delete_each
from cvparser.domain.job import Job, JobId
from cvparser.domain.retention import FOR_GOOD, Retention
from cvparser.ports.file_store import FileStore
from cvparser.ports.job_events import JobEvents
from cvparser.ports.job_repository import JobRecovery
from cvparser.ports.metrics import Metrics

_log = logging.getLogger(__name__)

#: Jobs that one step handles, and steps at a time: bounds how long other jobs wait for recovery.
PAGE = 500
PAGES = 10
#: Batches that are forgotten at a time.
BATCHES = 50


class PurgeJobs:
    """Remove the files first, then the rows, as an erasure does: whatever breaks in between, the rows are there."""

    def __init__(
        self,
        *,
        jobs: JobRecovery,
        files: FileStore,
        events: JobEvents,
        metrics: Metrics,
        retention: Retention = FOR_GOOD,
    ) -> None:
        self._jobs = jobs
        self._files = files
        self._events = events
        self._metrics = metrics
        self._retention = retention
        self._last: JobId | None = None

    async def __call__(self) -> None:
        """Erase some pages of jobs whose time is over; the next time go on behind them.

        Raises:
            StorageUnavailableError: some are left for the next time.
        """
        purged = 0
        for _ in range(PAGES):
            page = await self._jobs.expired(PAGE, retention=self._retention, after=self._last)
            purged += await self._purge(page)
            self._last = page[-1].id if len(page) == PAGE else None
            if self._last is None:
                break
        # After their jobs, which came before them or with them.
        await self._jobs.purge_batches(BATCHES, retention=self._retention)
        if purged:
            _log.info("[RETENTION] Erased %d jobs whose time was over", purged)
            await self._jobs.scrub()

    async def _purge(self, page: Sequence[Job]) -> int:
        if not page:
            return 0
        gone = await delete_each(self._files, {job.id: job.location for job in page})
        purged = await self._jobs.purge(gone, retention=self._retention)
        self._metrics.jobs_purged(len(purged))
        for job in page:
            # Who waits for its end.
            if job.id in purged and not job.is_final:
                await self._events.publish(job.id)
        if len(gone) < len(page):
            _log.warning("[RETENTION] %d files cannot be removed", len(page) - len(gone))
        return len(purged)
