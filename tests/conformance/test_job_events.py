from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from uuid import uuid4

import pytest
from tests.servers.redis import RedisServer

from cvparser.adapters.job_events.in_process import InProcessJobEvents
from cvparser.adapters.job_events.redis import CHANNEL, RedisJobEvents
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

    async def test_jobs_that_move_in_one_moment_are_told_in_one_message(
        self, events: RedisJobEvents, redis_server: RedisServer
    ) -> None:
        first, second = JobId(uuid4()), JobId(uuid4())
        async with (
            RedisJobEvents(redis_server.url) as others,
            events.listen(first) as moves,
            events.listen(second) as more,
        ):
            channel = redis_server.client().pubsub()  # type: ignore[no-untyped-call]
            channel.subscribe(CHANNEL)
            assert channel.get_message(timeout=5) is not None
            await asyncio.gather(others.publish(first), others.publish(second))

            await asyncio.wait_for(anext(moves), 5)
            await asyncio.wait_for(anext(more), 5)
            message = channel.get_message(timeout=5)
            channel.close()

        assert message is not None
        assert all(str(job_id) in str(message["data"]) for job_id in (first, second))
