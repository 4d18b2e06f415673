"""The last seconds of running jobs."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Collection
from datetime import timedelta

_log = logging.getLogger(__name__)

#: Seconds in which jobs that were cancelled hand themselves back, all together: a database that is frozen takes none.
HAND_BACK_S = 2.5


class Drain:
    """Gives running jobs `time` from the moment at which the process was told to stop.

    That is when `begin` is called, else when somebody first waits.
    """

    def __init__(self, time: timedelta) -> None:
        self._time_s = time.total_seconds()
        self._ends_at: float | None = None

    def begin(self) -> None:
        """Let the time run."""
        if self._ends_at is None:
            self._ends_at = time.monotonic() + self._time_s

    async def end(self, tasks: Collection[asyncio.Task[None]]) -> Collection[asyncio.Task[None]]:
        """Let tasks end, cancel those that take longer than there is time, and return these.

        One that does not end though it was cancelled is left behind: its lease will run out.
        """
        self.begin()
        if not tasks or self._ends_at is None:
            return ()
        _, late = await asyncio.wait(tasks, timeout=max(self._ends_at - time.monotonic(), 0.0))
        for task in late:
            task.cancel()
        if late:
            _, lost = await asyncio.wait(late, timeout=HAND_BACK_S)
            if lost:
                _log.warning("[BACKGROUND] %d jobs could not be handed back; their leases will run out", len(lost))
        return late
