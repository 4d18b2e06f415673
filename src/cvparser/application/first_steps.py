"""How many jobs of a worker take their first steps at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

#: Jobs for each process that redacts: so many that it has work while others are claimed and read.
FIRST_STEPS_A_PROCESS = 8
#: Seconds after which a job counts as past its first steps whatever it does: those that hang keep no other away.
SLOW_AFTER_S = 2.0


class FirstSteps:
    """Bounds the jobs of one event loop that were taken and have not been redacted yet.

    Until then a job needs the processor, and after that a model perhaps, for which many may wait. More of them than
    keep the processor busy would wait here, while a worker elsewhere has nothing to do.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._taking: set[object] = set()
        self._changed = asyncio.Event()
        self._is_over = False

    async def room(self) -> bool:
        """Return True once there is room for another job, or False when no more are to be taken."""
        while not self._is_over and len(self._taking) >= self._most:
            self._changed.clear()
            await self._changed.wait()
        return not self._is_over

    def begin(self) -> Callable[[], None]:
        """Count another job, until what is returned is called, once or more often, or it has taken too long."""
        job = object()
        self._taking.add(job)

        def done() -> None:
            timer.cancel()
            self._taking.discard(job)
            self._changed.set()

        timer = asyncio.get_running_loop().call_later(SLOW_AFTER_S, done)
        return done

    def end(self) -> None:
        """Let no more be taken."""
        self._is_over = True
        self._changed.set()
