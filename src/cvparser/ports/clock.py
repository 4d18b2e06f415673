"""The time."""

from __future__ import annotations

from abc import abstractmethod
from datetime import datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells the time and waits.

    Safe for any number of tasks and threads. Suite: `cvparser.testing.conformance.clock`.
    """

    @abstractmethod
    def now(self) -> datetime:
        """Return the present moment, aware, in UTC. Never earlier than the last answer by more than a clock step.

        For people, file names and protocols. Times that are compared come from where they are stored.
        """

    @abstractmethod
    def monotonic(self) -> float:
        """Return seconds since an arbitrary start; never runs backwards. For measuring only."""

    @abstractmethod
    def since_boot(self) -> tuple[str, timedelta]:
        """Return a name of the machine's present run and how long ago it began, sleep of the machine included.

        Never runs backwards. Processes that are given the same name count from the same moment.
        """

    @abstractmethod
    async def sleep(self, duration: timedelta) -> None:
        """Wait for `duration`; at once for zero or less. Cancelling the task ends the wait."""
