"""The queue."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from types import TracebackType
from typing import Self

import redis

from cvparser.adapters.job_queue.dramatiq.consumer import DramatiqConsumer
from cvparser.adapters.job_queue.dramatiq.notifier import Notifier
from cvparser.adapters.job_queue.dramatiq.server import CALL_S, WAITING, broker_at
from cvparser.domain.job import JobId
from cvparser.ports.job_queue import Consumer, JobQueue, QueueUnavailableError


class DramatiqJobQueue(JobQueue):
    """Notifies workers of any process through the Redis at `url`, such as `redis://127.0.0.1:6379/0`.

    Raises:
        ConfigurationError: `url` is none of Redis's.
    """

    def __init__(self, url: str) -> None:
        self._broker = broker_at(url)
        self._notifier = Notifier(self._broker)

    async def __aenter__(self) -> Self:
        self._notifier.open()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._notifier.close()
        await asyncio.to_thread(self._broker.client.connection_pool.disconnect)

    async def notify(self, job_ids: Sequence[JobId], *, first: bool = False) -> int:
        return await self._notifier.notify(job_ids, first=first) if job_ids else 0

    async def depth(self) -> int:
        try:
            async with asyncio.timeout(CALL_S):
                return await asyncio.to_thread(self._broker.client.llen, WAITING)
        except (redis.RedisError, OSError):
            raise QueueUnavailableError from None

    @asynccontextmanager
    async def consume(self, slots: int) -> AsyncGenerator[Consumer, None]:
        consumer = DramatiqConsumer(self._broker, slots=slots)
        consumer.open()
        try:
            yield consumer
        finally:
            await consumer.stop()
            await consumer.close()
