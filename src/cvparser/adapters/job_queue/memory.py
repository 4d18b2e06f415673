"""A queue that remembers what was rung and works only when it is told to."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from types import TracebackType
from typing import Self

from cvparser.domain.job import JobId
from cvparser.ports.job_queue import JobQueue


class MemoryJobQueue(JobQueue):
    """For tests, and for programs that decide themselves when work is done."""

    def __init__(self) -> None:
        self._waiting: dict[JobId, None] = {}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None

    async def ring(self, job_ids: Sequence[JobId], *, first: bool = False) -> int:
        new = dict.fromkeys(job_id for job_id in job_ids if job_id not in self._waiting)
        self._waiting = {**new, **self._waiting} if first else {**self._waiting, **new}
        return len(new)

    async def depth(self) -> int:
        return len(self._waiting)

    async def work(self, handler: Callable[[JobId], Awaitable[None]]) -> None:
        """Have `handler` process what waits, in order, until nothing waits."""
        while self._waiting:
            job_id = next(iter(self._waiting))
            del self._waiting[job_id]
            await handler(job_id)
