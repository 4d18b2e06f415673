"""The last seconds of running jobs."""

from __future__ import annotations

from datetime import timedelta

from cvparser.ports.clock import Clock


class Drain:
    """Says how long running jobs still have, from the moment at which the process was told to stop.

    That is when `begin` is called, else when somebody first asks.
    """

    def __init__(self, time: timedelta, *, clock: Clock) -> None:
        self._time_s = time.total_seconds()
        self._clock = clock
        self._ends_at: float | None = None

    def begin(self) -> None:
        """Let the time run. Safe in a signal's handler; again: a no-op."""
        if self._ends_at is None:
            self._ends_at = self._clock.monotonic() + self._time_s

    def left_s(self) -> float:
        """Return the seconds that are left."""
        self.begin()
        return max((self._ends_at or 0.0) - self._clock.monotonic(), 0.0)
