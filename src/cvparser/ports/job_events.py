"""News of jobs."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from cvparser.domain.job import JobId


class JobEvents(Protocol):
    """Tells listeners that a job has moved; what it moved to is in the repository.

    An event may be lost: a listener looks at the row as well, now and then. Safe for concurrent tasks.
    Suite: `cvparser.testing.conformance.job_events`.
    """

    @abstractmethod
    async def publish(self, job_id: JobId) -> None:
        """Tell every present listener of the job that it has moved. Never waits for a listener, never raises."""

    @abstractmethod
    def listen(self, job_id: JobId) -> AbstractAsyncContextManager[AsyncIterator[None]]:
        """Return an iterator that yields once for each time the job moved since the context was entered.

        Moves that come while the listener is busy may be joined into one. A listener may give up waiting for a move and
        wait again later; none is lost by that. Leaving the context ends the listening.
        """
