"""The promises of `cvparser.ports.job_events`."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from uuid import UUID, uuid4

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

    async def test_one_move_is_heard_once_and_the_next_again(self, events: JobEvents) -> None:
        job_id = JobId(uuid4())
        async with events.listen(job_id) as moves:
            for _ in range(3):
                await events.publish(job_id)
                await asyncio.wait_for(anext(moves), LOST_S)

                with pytest.raises(TimeoutError):
                    await asyncio.wait_for(anext(moves), SILENCE)

    async def test_a_move_from_before_somebody_listened_is_not_heard(self, events: JobEvents) -> None:
        job_id = JobId(uuid4())
        async with events.listen(job_id) as before:
            await events.publish(job_id)
            await asyncio.wait_for(anext(before), LOST_S)

            async with events.listen(job_id) as moves:
                with pytest.raises(TimeoutError):
                    await asyncio.wait_for(anext(moves), SILENCE)

    async def test_publishing_never_waits_for_a_listener_and_the_last_move_is_heard(self, events: JobEvents) -> None:
        job_id = JobId(uuid4())
        async with events.listen(job_id) as idle, events.listen(job_id):
            async with asyncio.timeout(LOST_S):
                for _ in range(300):
                    await events.publish(job_id)

            await asyncio.wait_for(anext(idle), LOST_S)

    async def test_who_leaves_takes_no_other_listener_of_the_job_along(self, events: JobEvents) -> None:
        job_id = JobId(uuid4())
        async with events.listen(job_id) as stays:
            async with events.listen(job_id):
                pass
            await events.publish(job_id)

            await asyncio.wait_for(anext(stays), LOST_S)

    async def test_a_move_that_comes_while_the_wait_is_given_up_is_not_lost(self, events: JobEvents) -> None:
        job_id = JobId(uuid4())
        async with events.listen(job_id) as moves:
            waiting = asyncio.ensure_future(anext(moves))
            await asyncio.sleep(SILENCE)
            await events.publish(job_id)
            waiting.cancel()
            (told,) = await asyncio.gather(waiting, return_exceptions=True)

            if isinstance(told, asyncio.CancelledError):
                await asyncio.wait_for(anext(moves), LOST_S)

    async def test_jobs_that_move_at_once_are_told_apart(self, events: JobEvents) -> None:
        near = uuid4().int >> 4 << 4
        ids = [JobId(UUID(int=near | number)) for number in range(10)]
        async with AsyncExitStack() as stack:
            listening = [await stack.enter_async_context(events.listen(job_id)) for job_id in ids]

            await asyncio.gather(*(events.publish(job_id) for job_id in ids[::2]))

            heard = await asyncio.gather(*map(_is_heard, listening))
        assert heard == [True, False] * 5

    async def test_what_is_raised_while_somebody_listens_is_raised(self, events: JobEvents) -> None:
        with pytest.raises(LookupError):
            async with events.listen(JobId(uuid4())):
                raise LookupError


async def _is_heard(moves: AsyncIterator[None]) -> bool:
    try:
        await asyncio.wait_for(anext(moves), 0.5)
    except TimeoutError:
        return False
    return True
