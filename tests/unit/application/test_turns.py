from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.servers.redis import RedisServer
from tests.working import worked_on

from cvparser.adapters.clock.frozen import FrozenClock
from cvparser.adapters.job_queue.dramatiq.queue import DramatiqJobQueue
from cvparser.adapters.job_queue.in_process import InProcessJobQueue
from cvparser.adapters.job_repository.memory import MemoryJobRepository
from cvparser.domain.access.owner import Owner
from cvparser.domain.job import JobId
from cvparser.testing.conformance.job_repository import FAILURE, LEASE, OTHER, OWNER, START, WORKER, new_job

Queue = InProcessJobQueue | DramatiqJobQueue


@pytest.fixture(params=["in process", "dramatiq"])
def queue(request: pytest.FixtureRequest) -> Queue:
    if request.param == "in process":
        return InProcessJobQueue(keeps=True)
    server: RedisServer = request.getfixturevalue("redis_server")
    server.client().flushdb()
    return DramatiqJobQueue(server.url)


async def test_a_job_behind_many_of_another_owner_in_the_queue_is_the_second_that_is_worked_on(queue: Queue) -> None:
    clock = FrozenClock(START)
    jobs = MemoryJobRepository(clock=clock)
    many = [(await jobs.of(OWNER).add(new_job())).id for _ in range(200)]
    clock.advance(timedelta(seconds=1))
    only = (await jobs.of(OTHER).add(new_job())).id
    worked: list[Owner] = []
    ended = asyncio.Event()

    async def process(job_id: JobId) -> None:
        job = await jobs.claim_in_turn(job_id, LEASE, worker=WORKER)
        assert job is not None
        await jobs.finish(job.id, fence=job.fence, outcome=FAILURE)
        worked.append(job.owner)
        if len(worked) == len(many) + 1:
            ended.set()

    async with worked_on(queue, process, slots=1) as opened:  # type: ignore[type-var]
        await opened.notify([*many, only])
        await ended.wait()

    assert worked.index(OTHER) == 1
    assert worked.count(OWNER) == len(many)


async def test_as_many_notifications_as_jobs_leave_none_behind_whoever_was_notified_of_what() -> None:
    jobs = MemoryJobRepository(clock=FrozenClock(START))
    sent = [replace(new_job(), owner=owner) for owner in (OWNER, OWNER, OTHER, OWNER, OTHER, OWNER)]
    for job in sent:
        await jobs.add(job)

    for job in reversed(sent):
        taken = await jobs.claim_in_turn(job.id, LEASE, worker=WORKER)
        assert taken is not None

    assert (await jobs.backlog()).unclaimed_age is None
