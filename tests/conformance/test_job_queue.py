from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from tests.servers.redis import RedisServer

from cvparser.adapters.job_queue.dramatiq.queue import DramatiqJobQueue
from cvparser.adapters.job_queue.in_process import InProcessJobQueue
from cvparser.adapters.job_queue.memory import MemoryJobQueue
from cvparser.testing.conformance.job_queue import JobQueueConformance


class TestInProcessJobQueue(JobQueueConformance):
    @pytest.fixture
    def queue(self) -> InProcessJobQueue:
        return InProcessJobQueue()


class TestDramatiqJobQueue(JobQueueConformance):
    @pytest.fixture
    async def queue(self, redis_server: RedisServer) -> AsyncIterator[DramatiqJobQueue]:
        redis_server.empty()
        async with DramatiqJobQueue(redis_server.url) as queue:
            yield queue


class TestMemoryJobQueue(JobQueueConformance):
    @pytest.fixture
    def queue(self) -> MemoryJobQueue:
        return MemoryJobQueue()
