"""Which jobs are to be worked on soon."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import AsyncIterable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Protocol, Self

from cvparser.domain.errors import UnavailableError
from cvparser.domain.job import JobId


class QueueUnavailableError(UnavailableError):
    """The queue cannot be notified; the job is stored and will be picked up by recovery."""

    code = "queue_unavailable"
    default_message = "The queue is away. The job is stored and will be picked up."


@dataclass(frozen=True, slots=True)
class Delivery:
    """One id that was received.

    Attributes:
        job_id: Of the job.
        done: Called once in the event loop that received it, when the job was processed or given up: its slot is free.
    """

    job_id: JobId
    done: Callable[[], None]


class Consumer(AsyncIterable[Delivery], Protocol):
    """What one worker receives, until it is stopped; then iteration ends with what was fetched before."""

    def __aiter__(self) -> Self:
        return self

    @abstractmethod
    async def __anext__(self) -> Delivery:
        """Return the next id, once there is one and a slot for it.

        Raises:
            StopAsyncIteration: the consumer was stopped.
        """

    @abstractmethod
    async def stop(self) -> None:
        """Receive no more. Takes a few seconds at most, whatever hangs."""


class JobQueue(Protocol):
    """Tells a worker the id of a job, and nothing else.

    The row is the truth: an id may be lost or come twice; recovery notifies again of jobs that nobody took. Safe for
    concurrent tasks. Suite: `cvparser.testing.conformance.job_queue`.
    """

    @abstractmethod
    async def notify(self, job_ids: Sequence[JobId], *, first: bool = False) -> int:
        """Have a worker process each job soon, in order, and return how many did not wait already.

        `first`: before those that wait, for jobs that have waited once. Returns without waiting for any of it. An id
        that waits already is not queued twice. An id that is being processed may be queued once more. While nobody
        consumes, an id may be dropped.

        Raises:
            QueueUnavailableError: nobody was notified; recovery will.
        """

    @abstractmethod
    async def depth(self) -> int:
        """Return how many ids wait for a worker.

        Raises:
            QueueUnavailableError: not known now.
        """

    @abstractmethod
    def consume(self, slots: int) -> AbstractAsyncContextManager[Consumer]:
        """Return what receives ids while the context is open, at most `slots` (1 or more) that are not done at a time.

        What has no slot waits for any other consumer. Leaving the context takes a few seconds at most; what was not
        done by then may come again.
        """
