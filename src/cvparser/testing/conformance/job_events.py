"""The promises of `cvparser.ports.job_events`."""

from __future__ import annotations

import asyncio
from uuid import uuid4

import pytest

from cvparser.domain.job import JobId
from cvparser.ports.job_events import JobEvents
from cvparser.testing.conformance import Conformance

#: Seconds that an event may take to arrive; and that the suite waits for one that must not.
LOST_S, SILENCE = 5.0, 0.05


class JobEventsConformance(Conformance):
    """Subclass and give your adapter, opened, in the fixture `events`."""

    @pytest.fixture
    def events(self) -> JobEvents:
        message = "Give your adapter in a fixture named 'events'."
        raise NotImplementedError(message)

    async def test_every_listener_of_the_job_hears_that_it_moved(self, events: JobEvents) -> None:
        job_id = JobId(uuid4())
        async with events.listen(job_id) as first, events.listen(job_id) as second:
            await events.publish(job_id)

            await asyncio.wait_for(anext(first), LOST_S)
            await asyncio.wait_for(anext(second), LOST_S)

    async def test_a_move_between_entering_and_waiting_is_heard(self, events: JobEvents) -> None:
        job_id = JobId(uuid4())
        async with events.listen(job_id) as moves:
            await events.publish(job_id)
            await asyncio.sleep(SILENCE)

            await asyncio.wait_for(anext(moves), LOST_S)

    async def test_other_jobs_are_not_heard(self, events: JobEvents) -> None:
        async with events.listen(JobId(uuid4())) as moves:
            await events.publish(JobId(uuid4()))

            with pytest.raises(TimeoutError):
                await asyncio.wait_for(anext(moves), SILENCE)

    async def test_a_listener_may_give_up_waiting_and_wait_again(self, events: JobEvents) -> None:
        job_id = JobId(uuid4())
        async with events.listen(job_id) as moves:
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(anext(moves), SILENCE)

            await events.publish(job_id)

            await asyncio.wait_for(anext(moves), LOST_S)

    async def test_publishing_without_listeners_is_a_no_op(self, events: JobEvents) -> None:
        await events.publish(JobId(uuid4()))

    async def test_who_has_left_hears_nothing_and_disturbs_nobody(self, events: JobEvents) -> None:
        job_id = JobId(uuid4())
        async with events.listen(job_id):
            pass
        async with events.listen(job_id) as moves:
            await events.publish(job_id)

            await asyncio.wait_for(anext(moves), LOST_S)
