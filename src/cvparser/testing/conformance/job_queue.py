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
