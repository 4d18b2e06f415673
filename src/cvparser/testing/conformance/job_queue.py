"""The promises of `cvparser.ports.job_queue`."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from uuid import uuid4

import pytest

from cvparser.domain.job import JobId
from cvparser.ports.job_queue import Consumer, Delivery, JobQueue
from cvparser.testing.conformance import Conformance

#: Seconds after which an id that does not come is taken for lost.
LOST_S = 30


def new_ids(count: int) -> list[JobId]:
    """Return the ids of jobs that nobody has."""
    return [JobId(uuid4()) for _ in range(count)]


async def received(consumer: Consumer, count: int) -> Sequence[Delivery]:
    """Return what is received next, none of it done."""
    return [await asyncio.wait_for(anext(consumer), LOST_S) for _ in range(count)]


async def processed(consumer: Consumer, count: int) -> Sequence[JobId]:
    """Return the ids that are received next, each done before the next is waited for."""
    ids = []
    for _ in range(count):
        (delivery,) = await received(consumer, 1)
        delivery.done()
        ids.append(delivery.job_id)
    return ids


class JobQueueConformance(Conformance):
    """Subclass and give one fixture, `queue`: your queue, opened."""

    @pytest.fixture
    def queue(self) -> JobQueue:
        message = "Give your adapter in a fixture named 'queue'."
        raise NotImplementedError(message)

    async def test_every_notified_job_is_received_in_order(self, queue: JobQueue) -> None:
        ids = new_ids(20)
        async with queue.consume(1) as consumer:
            assert await queue.notify(ids) == len(ids)

            assert await processed(consumer, len(ids)) == ids

    async def test_an_id_that_waits_already_is_not_queued_twice(self, queue: JobQueue) -> None:
        (job_id,) = new_ids(1)
        async with queue.consume(1) as consumer:
            assert await queue.notify([job_id, job_id]) == 1

            assert await processed(consumer, 1) == [job_id]
            assert await queue.depth() == 0

    async def test_an_id_can_be_notified_again_after_it_was_processed(self, queue: JobQueue) -> None:
        (job_id,) = new_ids(1)
        async with queue.consume(1) as consumer:
            for _ in range(2):
                await queue.notify([job_id])

                assert await processed(consumer, 1) == [job_id]

    async def test_what_is_notified_first_comes_in_order_before_what_waits(self, queue: JobQueue) -> None:
        under_way, later, *first = new_ids(12)
        async with queue.consume(1) as consumer:
            await queue.notify([under_way, later])
            (delivery,) = await received(consumer, 1)
            assert await queue.notify(first, first=True) == len(first)
            delivery.done()

            assert await processed(consumer, len(first) + 1) == [*first, later]

    async def test_no_more_is_received_than_there_are_slots_and_the_rest_waits_for_anybody(
        self, queue: JobQueue
    ) -> None:
        ids = new_ids(5)
        async with queue.consume(2) as consumer:
            await queue.notify(ids)
            held = await received(consumer, 2)
            assert await queue.depth() == 3

            held[0].done()

            assert [each.job_id for each in (*held, *await received(consumer, 1))] == ids[:3]

    async def test_a_consumer_that_was_stopped_receives_no_more(self, queue: JobQueue) -> None:
        async with queue.consume(1) as consumer:
            await queue.notify(new_ids(3))
            await received(consumer, 1)

            await consumer.stop()

            for _ in range(2):
                with pytest.raises(StopAsyncIteration):
                    await asyncio.wait_for(anext(consumer), LOST_S)

    async def test_notifying_of_nothing_is_a_no_op(self, queue: JobQueue) -> None:
        async with queue.consume(1):
            assert await queue.notify([]) == 0
            assert await queue.depth() == 0

    async def test_an_id_that_waits_is_not_queued_again_by_a_later_notice(self, queue: JobQueue) -> None:
        under_way, waits, new = new_ids(3)
        async with queue.consume(1) as consumer:
            await queue.notify([under_way, waits])
            (held,) = await received(consumer, 1)

            assert await queue.notify([waits]) == 0
            assert await queue.notify([waits], first=True) == 0
            assert await queue.notify([waits, new]) == 1
            assert await queue.depth() == 2
            held.done()

            assert set(await processed(consumer, 2)) == {waits, new}
            assert await queue.depth() == 0

    async def test_what_is_being_worked_on_does_not_wait(self, queue: JobQueue) -> None:
        ids = new_ids(2)
        async with queue.consume(2) as consumer:
            await queue.notify(ids)
            held = await received(consumer, 2)

            assert await queue.depth() == 0
            for each in held:
                each.done()
            assert await queue.depth() == 0

    async def test_notifying_waits_for_no_worker(self, queue: JobQueue) -> None:
        ids = new_ids(1_000)
        async with queue.consume(1) as consumer:
            async with asyncio.timeout(LOST_S):
                assert await queue.notify(ids) == len(ids)

            assert [delivery.job_id for delivery in await received(consumer, 1)] == ids[:1]

    async def test_who_waits_for_an_id_gets_the_next_that_comes(self, queue: JobQueue) -> None:
        (job_id,) = new_ids(1)
        async with queue.consume(1) as consumer:
            waiting = asyncio.ensure_future(anext(consumer))
            await asyncio.sleep(0.05)
            assert not waiting.done()
            await queue.notify([job_id])

            assert (await asyncio.wait_for(waiting, LOST_S)).job_id == job_id

    async def test_no_slot_is_free_until_something_is_done(self, queue: JobQueue) -> None:
        ids = new_ids(3)
        async with queue.consume(2) as consumer:
            await queue.notify(ids)
            held = await received(consumer, 2)
            waiting = asyncio.ensure_future(anext(consumer))
            await asyncio.sleep(0.1)
            assert not waiting.done()

            held[1].done()

            assert (await asyncio.wait_for(waiting, LOST_S)).job_id == ids[2]

    async def test_each_id_goes_to_one_of_several_consumers(self, queue: JobQueue) -> None:
        ids = new_ids(10)
        async with queue.consume(5) as first, queue.consume(5) as second:
            await queue.notify(ids)

            both = await asyncio.gather(received(first, 5), received(second, 5))

        assert sorted(each.job_id for some in both for each in some) == sorted(ids)

    async def test_what_one_consumer_has_no_slot_for_goes_to_another_that_comes_later(self, queue: JobQueue) -> None:
        ids = new_ids(3)
        async with queue.consume(1) as first:
            await queue.notify(ids)
            await received(first, 1)
            async with queue.consume(2) as second:
                assert [each.job_id for each in await received(second, 2)] == ids[1:]

    async def test_stopping_ends_a_wait_and_stops_no_other_consumer(self, queue: JobQueue) -> None:
        async with queue.consume(1) as stopped, queue.consume(1) as other:
            waiting = asyncio.ensure_future(anext(stopped))
            await asyncio.sleep(0.05)
            await stopped.stop()
            # An awaitable of its own: what ends an iteration cannot be the outcome of a future.
            with pytest.raises((StopAsyncIteration, RuntimeError)):
                await asyncio.wait_for(waiting, LOST_S)
            await stopped.stop()
            ids = new_ids(1)
            await queue.notify(ids)

            assert [each.job_id for each in await received(other, 1)] == ids

    async def test_a_consumer_is_iterated_over(self, queue: JobQueue) -> None:
        ids, seen = new_ids(3), []
        async with asyncio.timeout(LOST_S), queue.consume(1) as consumer:
            await queue.notify(ids)
            async for delivery in consumer:
                seen.append(delivery.job_id)
                delivery.done()
                if len(seen) == len(ids):
                    await consumer.stop()

        assert seen == ids

    async def test_what_is_raised_while_somebody_consumes_is_raised(self, queue: JobQueue) -> None:
        with pytest.raises(LookupError):
            async with queue.consume(1):
                raise LookupError

    async def test_after_one_consumer_another_is_served(self, queue: JobQueue) -> None:
        for job_id in new_ids(2):
            async with queue.consume(1) as consumer:
                await queue.notify([job_id])

                assert await processed(consumer, 1) == [job_id]

    async def test_many_who_notify_at_once_lose_and_double_nothing(self, queue: JobQueue) -> None:
        under_way, *ids = new_ids(21)
        async with queue.consume(1) as consumer:
            await queue.notify([under_way])
            # While the only slot is taken: what was received meanwhile would be new again.
            (held,) = await received(consumer, 1)
            new = await asyncio.gather(*(queue.notify([job_id]) for job_id in (*ids, *ids)))
            held.done()

            assert sum(new) == len(ids)
            assert sorted(await processed(consumer, len(ids))) == sorted(ids)
            assert await queue.depth() == 0
