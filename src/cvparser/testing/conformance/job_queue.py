"""The promises of `cvparser.ports.job_queue`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from uuid import uuid4

import pytest

from cvparser.domain.job import JobId
from cvparser.ports.job_queue import JobQueue
from cvparser.testing.conformance import Conformance

Settled = Callable[[], Awaitable[list[JobId]]]


class JobQueueConformance(Conformance):
    """Subclass and give two fixtures.

    `queue`: your queue, opened. `settled`: waits until everything that was rung has been processed, and gives the ids
    in the order in which the workers got them.
    """

    @pytest.fixture
    def queue(self) -> JobQueue:
        message = "Give your adapter in a fixture named 'queue'."
        raise NotImplementedError(message)

    @pytest.fixture
    def settled(self) -> Settled:
        message = "Give what waits for the workers in a fixture named 'settled'."
        raise NotImplementedError(message)

    async def test_every_rung_job_is_processed_in_order(self, queue: JobQueue, settled: Settled) -> None:
        ids = [JobId(uuid4()) for _ in range(20)]

        assert await queue.ring(ids) == len(ids)

        assert await settled() == ids

    async def test_an_id_that_waits_already_is_not_queued_twice(self, queue: JobQueue, settled: Settled) -> None:
        job_id = JobId(uuid4())

        assert await queue.ring([job_id, job_id]) == 1

        assert await settled() == [job_id]

    async def test_an_id_can_be_rung_again_after_it_was_processed(self, queue: JobQueue, settled: Settled) -> None:
        job_id = JobId(uuid4())
        await queue.ring([job_id])
        await settled()

        await queue.ring([job_id])

        assert await settled() == [job_id, job_id]

    async def test_what_is_rung_first_is_processed_in_order_too(self, queue: JobQueue, settled: Settled) -> None:
        ids = [JobId(uuid4()) for _ in range(20)]

        assert await queue.ring(ids, first=True) == len(ids)

        assert await settled() == ids

    async def test_ringing_for_nothing_is_a_no_op(self, queue: JobQueue, settled: Settled) -> None:
        assert await queue.ring([]) == 0

        assert await settled() == []

    async def test_nothing_waits_when_everything_is_processed(self, queue: JobQueue, settled: Settled) -> None:
        await queue.ring([JobId(uuid4())])
        await settled()

        assert await queue.depth() == 0
