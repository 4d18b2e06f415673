"""See to it that every job ends, and that nothing is kept for longer than it should be."""

from __future__ import annotations

import logging
from contextlib import suppress
from datetime import timedelta

from cvparser.application.keep_files import KeepFiles
from cvparser.application.log_and_continue import log_and_continue
from cvparser.application.purge_jobs import PurgeJobs
from cvparser.application.record_audit import RecordAudit
from cvparser.domain.errors import StorageUnavailableError
from cvparser.domain.job import JobId
from cvparser.ports.clock import Clock
from cvparser.ports.job_events import JobEvents
from cvparser.ports.job_queue import JobQueue
from cvparser.ports.job_repository import JobRecovery
from cvparser.ports.metrics import Metrics

_log = logging.getLogger(__name__)

#: Jobs that one step handles.
PAGE = 500
#: Pages of jobs that workers are notified of at a time: bounds what a long queue costs.
PAGES = 10
#: Between two looks for what is kept too long: what has expired is gone within a minute.
PURGE_INTERVAL = timedelta(seconds=15)
#: Between two looks for what other rows left in the files of the store.
SCRUB_INTERVAL = timedelta(minutes=1)


class RecoverJobs:
    """Fail what is beyond rescue, notify of what nobody works on, remove what nobody needs."""

    def __init__(  # noqa: PLR0913 - a port or a step each
        self,
        *,
        jobs: JobRecovery,
        queue: JobQueue,
        events: JobEvents,
        clock: Clock,
        interval: timedelta,
        metrics: Metrics,
        keep_files: KeepFiles,
        purge_jobs: PurgeJobs,
        record_audit: RecordAudit | None = None,
    ) -> None:
        self._record_audit = record_audit
        self._keep_files = keep_files
        self._purge_jobs = purge_jobs
        self._metrics = metrics
        self._last_job: JobId | None = None
        self._next_purge_at = self._next_scrub_at = float("-inf")
        self._jobs = jobs
        self._queue = queue
        self._events = events
        self._clock = clock
        self._interval = interval

    async def forever(self) -> None:
        """Recover at once and then at each interval, until cancelled; an outage is waited out."""
        untouched_for = timedelta(0)
        while True:
            with log_and_continue(_log, "RECOVERY"):
                await self(untouched_for)
                untouched_for = self._interval
            await self._clock.sleep(self._interval)

    async def __call__(self, untouched_for: timedelta) -> None:
        """Recover once, unless somebody else does at this moment.

        Raises:
            StorageUnavailableError, QueueUnavailableError: the next interval will do the rest.
        """
        async with self._jobs.try_exclusive("recovery") as is_ours:
            if is_ours:
                await self._give_up()
                await self._notify(untouched_for)
                await self._remove()
        # Last: files that are away keep no job waiting.
        await self._keep_files.sweep_refused()

    async def _notify(self, untouched_for: timedelta) -> None:
        """Notify of some pages of those that wait; the next time go on where it stopped."""
        for _ in range(PAGES):
            waiting = await self._jobs.claimable(PAGE, untouched_for=untouched_for, after=self._last_job)
            self._last_job = waiting[-1] if len(waiting) == PAGE else None
            rescued = await self._queue.notify(waiting, first=True)
            if rescued:
                self._metrics.jobs_rescued(rescued)
                _log.info("[RECOVERY] Notified of %d jobs", rescued)
            if self._last_job is None:
                return

    async def _give_up(self) -> None:
        for job in await self._jobs.give_up(PAGE):
            _log.error(
                "❌ [BACKGROUND] Job %.8s... given up: %s",
                job.id,
                job.error_code,
                extra={"job_id": str(job.id), "code": job.error_code},
            )
            await self._events.publish(job.id)
            self._metrics.job_ended(job.status, code=job.error_code)
            # What is left is removed by its note.
            with suppress(StorageUnavailableError):
                await self._keep_files.remove(job)

    async def _forget_idempotency_keys(self) -> None:
        for _ in range(PAGES):
            if await self._jobs.purge_idempotency_keys(PAGE) < PAGE:
                return

    async def _remove(self) -> None:
        """Remove what is kept too long, and now and then what is left of it."""
        if self._clock.monotonic() < self._next_purge_at:
            return
        await self._purge_jobs()
        if self._record_audit is not None:
            await self._record_audit.purge()
        self._metrics.files_purged(await self._keep_files.sweep())
        await self._forget_idempotency_keys()
        if self._clock.monotonic() >= self._next_scrub_at:
            await self._jobs.scrub()
            self._next_scrub_at = self._clock.monotonic() + SCRUB_INTERVAL.total_seconds()
        self._next_purge_at = self._clock.monotonic() + PURGE_INTERVAL.total_seconds()
