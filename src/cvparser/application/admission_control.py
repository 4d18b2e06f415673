"""Take no more jobs than can be ended in time."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from cvparser.domain.errors import UnavailableError
from cvparser.domain.statistics import Backlog
from cvparser.ports.clock import Clock
from cvparser.ports.job_repository import JobReports

#: How old a count of the backlog may be: bounds what is counted, and by how much a burst overshoots.
FRESH = timedelta(seconds=1)


class BusyError(UnavailableError):
    """More jobs wait than can be ended in time; nothing was stored."""

    code = "too_busy"
    default_message = "The service has more CVs than it can parse in time. Send this one again in a minute."


class AdmissionControl:
    """Looks at the backlog at most once in `FRESH`, however many submissions come.

    Args:
        max_jobs: Jobs that may be under way or waiting.
        max_wait: How long the first that waits may have waited for a worker.
    """

    def __init__(self, *, jobs: JobReports, clock: Clock, max_jobs: int, max_wait: timedelta) -> None:
        self._jobs = jobs
        self._clock = clock
        self._most_jobs = max_jobs
        self._longest_wait = max_wait
        self._look: asyncio.Future[None] | None = None
        self._found = Backlog(jobs=0, age=None, unclaimed_age=None)
        self._fresh_until = float("-inf")

    async def __call__(self) -> None:
        """Return when there is room for a job.

        Raises:
            BusyError: there is none.
            StorageUnavailableError: the backlog cannot be counted.
        """
        if self._clock.monotonic() >= self._fresh_until:
            await self._fresh()
        waits = self._found.unclaimed_age
        is_late = waits is not None and waits > self._longest_wait
        if is_late or self._found.jobs >= self._most_jobs:
            raise BusyError

    async def _fresh(self) -> None:
        """Count; whoever comes meanwhile waits for the same count, and hears the same of one that failed."""
        if self._look is None:
            self._look = asyncio.ensure_future(self._count())
            self._look.add_done_callback(self._forget)
        await asyncio.shield(self._look)

    async def _count(self) -> None:
        self._found = await self._jobs.backlog()
        self._fresh_until = self._clock.monotonic() + FRESH.total_seconds()

    def _forget(self, look: asyncio.Future[None]) -> None:
        self._look = None
        if not look.cancelled():
            # Whoever waited may be gone.
            look.exception()
