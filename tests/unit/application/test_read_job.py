from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import aclosing

import pytest

from cvparser.adapters.clock.frozen import FrozenClock
from cvparser.adapters.job_events.in_process import InProcessJobEvents
from cvparser.adapters.job_repository.memory import MemoryJobRepository
from cvparser.application.read_job import ReadJob
from cvparser.domain.errors import JobErasedError, JobUnknownError
from cvparser.domain.job import JobStatus
from cvparser.testing.conformance.job_repository import FAILURE, LEASE, START, WORKER, new_job


@pytest.fixture
async def jobs() -> AsyncIterator[MemoryJobRepository]:
    async with MemoryJobRepository(clock=FrozenClock(START)) as jobs:
        yield jobs


@pytest.fixture
async def events() -> AsyncIterator[InProcessJobEvents]:
    async with InProcessJobEvents() as events:
        yield events


async def test_a_move_whose_event_is_lost_is_found_in_the_row(
    jobs: MemoryJobRepository, events: InProcessJobEvents
) -> None:
    job = new_job()
    stored = await jobs.add(job)
    async with aclosing(ReadJob(jobs=jobs, events=events).follow(job.id)) as states:
        first = await anext(states)
        held = await jobs.claim(job.id, LEASE, worker=WORKER)
        assert held is not None
        await jobs.finish(job.id, fence=held.fence, outcome=FAILURE)

        rest = [state.status async for state in states]

    assert first == stored
    assert rest == [JobStatus.FAILED]


async def test_a_job_that_is_erased_while_it_is_followed_says_so(
    jobs: MemoryJobRepository, events: InProcessJobEvents
) -> None:
    job = new_job()
    await jobs.add(job)
    async with aclosing(ReadJob(jobs=jobs, events=events).follow(job.id)) as states:
        await anext(states)
        await jobs.erase(job.id)
        await events.publish(job.id)

        with pytest.raises(JobErasedError):
            await anext(states)


async def test_a_job_that_nobody_knows_cannot_be_followed(
    jobs: MemoryJobRepository, events: InProcessJobEvents
) -> None:
    with pytest.raises(JobUnknownError):
        await anext(ReadJob(jobs=jobs, events=events).follow(new_job().id))
