"""A queue in this process."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from types import TracebackType
from typing import Self

from cvparser.domain.job import JobId
from cvparser.ports.job_queue import Consumer, Delivery, JobQueue


class InProcessJobQueue(JobQueue):
    """For consumers in one event loop. While there is none, nothing is kept: recovery finds the rows again.

    Args:
        keeps: Whether ids are kept also while nobody consumes.
    """

    def __init__(self, *, keeps: bool = False) -> None:
        self._keeps = keeps
        self._consumers = 0
        self._waiting: dict[JobId, None] = {}
        self._changed = asyncio.Event()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None

    async def notify(self, job_ids: Sequence[JobId], *, first: bool = False) -> int:
        if not (self._consumers or self._keeps):
            return 0
        new = dict.fromkeys(job_id for job_id in job_ids if job_id not in self._waiting)
        if first:
            waiting = dict(self._waiting)
            self._waiting.clear()
            self._waiting.update({**new, **waiting})
        else:
            self._waiting.update(new)
        self._changed.set()
        return len(new)

    async def depth(self) -> int:
        return len(self._waiting)

    @asynccontextmanager
    async def consume(self, slots: int) -> AsyncGenerator[Consumer, None]:
        self._consumers += 1
        try:
            yield _Consumer(self._waiting, self._changed, slots)
        finally:
            self._consumers -= 1
            if not (self._consumers or self._keeps):
                self._waiting.clear()


class _Consumer(Consumer):
    def __init__(self, waiting: dict[JobId, None], changed: asyncio.Event, slots: int) -> None:
        self._waiting = waiting
        self._changed = changed
        self._free = slots
        self._is_stopped = False

    async def __anext__(self) -> Delivery:
        while not (self._is_stopped or (self._free and self._waiting)):
            self._changed.clear()
            await self._changed.wait()
        if self._is_stopped:
            raise StopAsyncIteration
        job_id = next(iter(self._waiting))
        del self._waiting[job_id]
        self._free -= 1
        return Delivery(job_id, self._done)

    async def stop(self) -> None:
        self._is_stopped = True
        self._changed.set()

    def _done(self) -> None:
        self._free += 1
        self._changed.set()
