from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from tests.servers.redis import RedisServer

from cvparser.adapters.job_queue.dramatiq.queue import DramatiqJobQueue
from cvparser.adapters.job_queue.in_process import InProcessJobQueue
from cvparser.adapters.job_queue.memory import MemoryJobQueue
from cvparser.domain.job import JobId
from cvparser.testing.conformance.job_queue import JobQueueConformance, Settled


class TestInProcessJobQueue(JobQueueConformance):
    @pytest.fixture
    def processed(self) -> list[JobId]:
        return []

    @pytest.fixture
    async def queue(self, processed: list[JobId]) -> AsyncIterator[InProcessJobQueue]:
        async def handle(job_id: JobId) -> None:
            processed.append(job_id)

        async with InProcessJobQueue(handle, workers=1, drain=timedelta(seconds=5)) as queue:
            yield queue

    @pytest.fixture
    def settled(self, queue: InProcessJobQueue, processed: list[JobId]) -> Settled:
        async def settle() -> list[JobId]:
            for _ in range(200):
                await asyncio.sleep(0)
            return processed

        return settle


class TestDramatiqJobQueue(JobQueueConformance):
    @pytest.fixture
    def processed(self) -> list[JobId]:
        return []

    @pytest.fixture
    async def queue(self, processed: list[JobId], redis_server: RedisServer) -> AsyncIterator[DramatiqJobQueue]:
        async def handle(job_id: JobId) -> None:
            processed.append(job_id)

        redis_server.empty()
        async with DramatiqJobQueue(redis_server.url, handle, workers=1, drain=timedelta(seconds=5)) as queue:
            yield queue

    @pytest.fixture
    def settled(self, redis_server: RedisServer, processed: list[JobId]) -> Settled:
        async def settle() -> list[JobId]:
            await asyncio.to_thread(redis_server.wait_until_at_rest)
            return processed

        return settle


class TestMemoryJobQueue(JobQueueConformance):
    @pytest.fixture
    def queue(self) -> MemoryJobQueue:
        return MemoryJobQueue()

    @pytest.fixture
    def settled(self, queue: MemoryJobQueue) -> Settled:
        processed: list[JobId] = []

        async def handle(job_id: JobId) -> None:
            processed.append(job_id)

        async def settle() -> list[JobId]:
            await queue.work(handle)
            return processed

        return settle
