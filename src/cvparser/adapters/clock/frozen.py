"""A clock that stands still until it is told to move."""

from __future__ import annotations

import asyncio
import heapq
from datetime import datetime, timedelta
from itertools import count

from cvparser.ports.clock import Clock


class FrozenClock(Clock):
    """Stands at `now`, aware and in UTC, until `advance` moves it or `step` puts it forward or back."""

    def __init__(self, now: datetime) -> None:
        self._start = self._now = now
        self._stepped = timedelta(0)
        self._boot, self._booted_at = 0, now
        self._sleepers: list[tuple[datetime, int, asyncio.Future[None]]] = []
        self._order = count()

    def now(self) -> datetime:
        return self._now + self._stepped

    def monotonic(self) -> float:
        return (self._now - self._start).total_seconds()

    def since_boot(self) -> tuple[str, timedelta]:
        return f"boot {self._boot}", self._now - self._booted_at

    async def sleep(self, duration: timedelta) -> None:
        if duration <= timedelta(0):
            await asyncio.sleep(0)
            return
        wake: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self._now + duration, next(self._order), wake))
        await wake

    def step(self, by: timedelta) -> None:
        """Put `now` forward or back, as somebody who sets the machine's clock does: no time passes."""
        self._stepped += by

    def reboot(self) -> None:
        """Begin another run of the machine."""
        self._boot += 1
        self._booted_at = self._now

    def advance(self, duration: timedelta) -> None:
        """Move the time by `duration` and wake who slept until then, in the order of waking."""
        self._now += duration
        while self._sleepers and self._sleepers[0][0] <= self._now:
            _, _, wake = heapq.heappop(self._sleepers)
            if not wake.done():
                wake.set_result(None)
