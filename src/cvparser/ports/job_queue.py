"""The doorbell of the workers."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import Protocol

from cvparser.domain.job import JobId


class JobQueue(Protocol):
    """Rings a worker with the id of a job, and with nothing else.

    The row is the truth and the queue a doorbell: a ring may be lost or come twice, and recovery rings again for jobs
    that nobody took. Safe for concurrent tasks. Suite: `cvparser.testing.conformance.job_queue`.
    """

    @abstractmethod
    async def ring(self, job_ids: Sequence[JobId], *, first: bool = False) -> int:
        """Have a worker process each job soon, in order, and give how many did not wait already.

        `first`: before those that wait, for jobs that have waited once. Returns without waiting for any of it. An id
        that waits already is not queued twice. An id that is being processed may be queued once more.

        Raises:
            QueueUnavailableError: not rung; recovery will.
        """

    @abstractmethod
    async def depth(self) -> int:
        """Give how many ids wait for a worker.

        Raises:
            QueueUnavailableError: not known now.
        """
