"""News of jobs within one event loop."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from types import TracebackType
from typing import Self

from cvparser.domain.job import JobId
from cvparser.ports.job_events import JobEvents


class InProcessJobEvents(JobEvents):
    """Tells the listeners of this event loop."""

    def __init__(self) -> None:
        self._listeners: defaultdict[JobId, set[asyncio.Event]] = defaultdict(set)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None

    async def publish(self, job_id: JobId) -> None:
        for moved in self._listeners.get(job_id, ()):
            moved.set()

    @asynccontextmanager
    async def listen(self, job_id: JobId) -> AsyncIterator[AsyncIterator[None]]:
        moved = asyncio.Event()
        self._listeners[job_id].add(moved)
        try:
            yield _Moves(moved)
        finally:
            self._listeners[job_id].discard(moved)
            if not self._listeners[job_id]:
                del self._listeners[job_id]


class _Moves(AsyncIterator[None]):
    """No generator: giving up the wait for one move must not end the listening."""

    def __init__(self, moved: asyncio.Event) -> None:
        self._moved = moved

    async def __anext__(self) -> None:
        await self._moved.wait()
        self._moved.clear()
