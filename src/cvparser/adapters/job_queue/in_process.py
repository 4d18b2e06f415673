"""Workers in this process."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from types import TracebackType
from typing import Self

from cvparser.adapters.job_queue.drain import Drain
from cvparser.adapters.job_queue.handler import Handler, handle
from cvparser.domain.job import JobId
from cvparser.ports.job_queue import JobQueue


class InProcessJobQueue(JobQueue):
    """Has at most `workers` tasks of this event loop work at once; they start when the context is entered.

    Leaving the context takes no more ids, gives running jobs `drain` to end, then cancels them. What waits is
    forgotten: its rows are found again by recovery.
    """

    def __init__(self, handler: Handler, *, workers: int, drain: timedelta | Drain) -> None:
        self._handler = handler
        self._workers = workers
        self._drain = drain if isinstance(drain, Drain) else Drain(drain)
        self._waiting: dict[JobId, None] = {}
        self._rung = asyncio.Condition()
        self._closing = False
        self._tasks: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> Self:
        self._tasks = [asyncio.create_task(self._work(), name=f"worker-{n}") for n in range(self._workers)]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        async with self._rung:
            self._closing = True
            self._waiting.clear()
            self._rung.notify_all()
        await self._drain.end(self._tasks)

    async def ring(self, job_ids: Sequence[JobId], *, first: bool = False) -> int:
        if not self._workers or self._closing:
            return 0
        async with self._rung:
            new = dict.fromkeys(job_id for job_id in job_ids if job_id not in self._waiting)
            if first:
                self._waiting = {**new, **self._waiting}
            else:
                self._waiting.update(new)
            self._rung.notify(len(new))
            return len(new)

    async def depth(self) -> int:
        return len(self._waiting)

    async def _work(self) -> None:
        while (job_id := await self._next()) is not None:
            await handle(self._handler, job_id)

    async def _next(self) -> JobId | None:
        async with self._rung:
            await self._rung.wait_for(lambda: self._waiting or self._closing)
            if self._closing:
                return None
            job_id = next(iter(self._waiting))
            del self._waiting[job_id]
            return job_id
