from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from uuid import uuid4

import pytest
from tests.servers.redis import RedisServer

from cvparser.adapters.job_events.in_process import InProcessJobEvents
from cvparser.adapters.job_events.redis import RedisJobEvents
from cvparser.domain.job import JobId
from cvparser.testing.conformance.job_events import JobEventsConformance


class TestInProcessJobEvents(JobEventsConformance):
    @pytest.fixture
    async def events(self) -> AsyncIterator[InProcessJobEvents]:
        async with InProcessJobEvents() as events:
            yield events


class TestRedisJobEvents(JobEventsConformance):
    @pytest.fixture
    async def events(self, redis_server: RedisServer) -> AsyncIterator[RedisJobEvents]:
        async with RedisJobEvents(redis_server.url) as events:
            yield events

    async def test_a_move_is_heard_in_another_process(self, events: RedisJobEvents, redis_server: RedisServer) -> None:
        job_id = JobId(uuid4())
        async with RedisJobEvents(redis_server.url) as others, events.listen(job_id) as moves:
            await others.publish(job_id)

            await asyncio.wait_for(anext(moves), 5)
