"""Take no more jobs than can be ended in time."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from datetime import timedelta
from typing import Final

from cvparser.domain.access.limits import UNLIMITED, Limits, RateLimitedError
from cvparser.domain.access.owner import Owner
from cvparser.domain.errors import UnavailableError
from cvparser.domain.statistics import Backlog
from cvparser.ports.clock import Clock
from cvparser.ports.job_repository import JobReports, OwnedJobs

#: How old a count of a backlog may be: bounds what is counted, and by how much a burst overshoots.
FRESH = timedelta(seconds=1)
#: Owners whose counts are remembered.
MAX_OWNERS: Final = 4_096


class BusyError(UnavailableError):
    """More jobs wait than can be ended in time; nothing was stored."""

    code = "too_busy"
    default_message = "The service has more CVs than it can parse in time. Send this one again in a minute."


class AdmissionControl:
    """Looks at a backlog at most once in `FRESH`, however many submissions come.

    Args:
        jobs: Of all owners.
        clock: The time.
        max_jobs: Jobs that may be under way or waiting.
        max_wait: How long the first that waits may have waited for a worker; where owners take turns, the first of the
            owner: those of others keep it waiting no longer.
        is_by_owner: Whether owners are told apart.
    """

    def __init__(
        self, *, jobs: JobReports, clock: Clock, max_jobs: int, max_wait: timedelta, is_by_owner: bool = False
    ) -> None:
        self._clock = clock
        self._most_jobs = max_jobs
        self._longest_wait = max_wait
        self._is_by_owner = is_by_owner
        self._all = _Look(jobs, clock)
        self._of_owners: OrderedDict[Owner, _Look] = OrderedDict()

    async def __call__(self, own: OwnedJobs | None = None, limits: Limits = UNLIMITED) -> None:
        """Return when there is room for a job of the owner of `own`.

        Raises:
            BusyError: there is none.
            RateLimitedError: the owner has as many unfinished jobs as `limits` allow.
            StorageUnavailableError: the backlog cannot be counted.
        """
        found = await self._all.found()
        if found.jobs >= self._most_jobs:
            raise BusyError
        if own is None or not (self._is_by_owner or limits.unfinished_jobs):
            self._require_soon(found)
            return
        look = self._look_at(own)
        mine = await look.found()
        self._require_soon(mine if self._is_by_owner else found)
        if limits.unfinished_jobs and mine.jobs + look.admitted >= limits.unfinished_jobs:
            message = "You have as many unfinished jobs as you may. Send this one when some have ended."
            raise RateLimitedError(message, retry_after_s=5)
        look.admitted += 1

    def _require_soon(self, found: Backlog) -> None:
        if found.unclaimed_age is not None and found.unclaimed_age > self._longest_wait:
            raise BusyError

    def _look_at(self, own: OwnedJobs) -> _Look:
        look = self._of_owners.pop(own.owner, None) or _Look(own, self._clock)
        self._of_owners[own.owner] = look
        if len(self._of_owners) > MAX_OWNERS:
            self._of_owners.popitem(last=False)
        return look


class _Look:
    """One backlog, counted again once it is not fresh any more."""

    def __init__(self, jobs: JobReports, clock: Clock) -> None:
        self._jobs = jobs
        self._clock = clock
        self._looking: asyncio.Future[None] | None = None
        self._found = Backlog(jobs=0, age=None, unclaimed_age=None)
        self._fresh_until = float("-inf")
        #: Submissions that were let in since.
        self.admitted = 0

    async def found(self) -> Backlog:
        """Return the count.

        Raises:
            StorageUnavailableError: it cannot be made.
        """
        if self._clock.monotonic() >= self._fresh_until:
            await self._fresh()
        return self._found

    async def _fresh(self) -> None:
        """Count; whoever comes meanwhile waits for the same count, and hears the same of one that failed."""
        if self._looking is None:
            self._looking = asyncio.ensure_future(self._count())
            self._looking.add_done_callback(self._forget)
        await asyncio.shield(self._looking)

    async def _count(self) -> None:
        self._found = await self._jobs.backlog()
        self._fresh_until = self._clock.monotonic() + FRESH.total_seconds()
        self.admitted = 0

    def _forget(self, look: asyncio.Future[None]) -> None:
        self._looking = None
        if not look.cancelled():
            # Whoever waited may be gone.
            look.exception()
