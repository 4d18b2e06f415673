"""The queue."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import timedelta
from types import TracebackType
from typing import Self

import redis

from cvparser.adapters.job_queue.drain import Drain
from cvparser.adapters.job_queue.dramatiq.listener import Listener
from cvparser.adapters.job_queue.dramatiq.ringer import Ringer
from cvparser.adapters.job_queue.dramatiq.server import CALL_S, WAITING, broker_at
from cvparser.adapters.job_queue.handler import Handler, handle
from cvparser.domain.errors import QueueUnavailableError
from cvparser.domain.job import JobId
from cvparser.ports.job_queue import JobQueue

_log = logging.getLogger(__name__)


class DramatiqJobQueue(JobQueue):
    """Rings workers of any process through the Redis at `url`; with a `handler`, works on what is rung.

    Leaving the context takes no more ids, gives running jobs `drain` to end, then cancels them and rings for them.

    Args:
        url: Such as `redis://127.0.0.1:6379/0`.
        handler: Processes a job; None only rings.
        workers: Jobs worked on at once, each in a task of the event loop.
        drain: How long running jobs may go on, from when it begins.

    Raises:
        ConfigurationError: `url` is none of Redis's.
    """

    def __init__(self, url: str, handler: Handler | None = None, *, workers: int = 0, drain: timedelta | Drain) -> None:
        self._broker = broker_at(url)
        self._ringer = Ringer(self._broker)
        self._handler = handler
        self._workers = workers
        self._drain = drain if isinstance(drain, Drain) else Drain(drain)
        self._listener: Listener | None = None
        self._running: dict[asyncio.Task[None], JobId] = {}

    async def __aenter__(self) -> Self:
        self._ringer.open()
        if self._handler is not None and self._workers:
            self._listener = Listener(self._broker, self._begin, places=self._workers)
            self._listener.open()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        listener, self._listener = self._listener, None
        if listener is not None:
            await listener.stop()
            await self._hand_back(await self._drained())
            await listener.close()
        await self._ringer.close()
        await asyncio.to_thread(self._broker.client.connection_pool.disconnect)

    async def ring(self, job_ids: Sequence[JobId], *, first: bool = False) -> int:
        return await self._ringer.ring(job_ids, first=first) if job_ids else 0

    async def depth(self) -> int:
        try:
            async with asyncio.timeout(CALL_S):
                return await asyncio.to_thread(self._broker.client.llen, WAITING)
        except (redis.RedisError, OSError):
            raise QueueUnavailableError from None

    def _begin(self, job_id: JobId, done: Callable[[], None]) -> None:
        task = asyncio.create_task(self._process(job_id), name=f"job-{job_id}")
        self._running[task] = job_id
        task.add_done_callback(lambda ended: self._running.pop(ended, None))
        task.add_done_callback(lambda _: done())

    async def _process(self, job_id: JobId) -> None:
        assert self._handler is not None  # noqa: S101 - nothing is heard without one
        await handle(self._handler, job_id)

    async def _drained(self) -> Sequence[JobId]:
        """Let running jobs end, cancel those that take longer, and give these."""
        running = dict(self._running)
        return [running[task] for task in await self._drain.end(running)]

    async def _hand_back(self, job_ids: Sequence[JobId]) -> None:
        if not job_ids:
            return
        _log.info("[BACKGROUND] Handed back %d jobs", len(job_ids))
        try:
            await self._ringer.ring(job_ids, first=True)
        except QueueUnavailableError:
            _log.warning("[QUEUE] Redis is away; recovery will ring for them")
