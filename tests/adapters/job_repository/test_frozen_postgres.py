"""A server that is frozen, or behind a network that swallows everything, takes nobody with it."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import timedelta

import psycopg
import pytest
from tests.servers.postgres import PostgresServer
from tests.servers.proxy import Proxy

from cvparser.adapters.clock.frozen import FrozenClock
from cvparser.adapters.job_repository.sqlalchemy import SqlAlchemyJobRepository
from cvparser.deadline import GRACE_S
from cvparser.domain.errors import StorageUnavailableError
from cvparser.domain.job import Job, NewJob
from cvparser.testing.conformance.job_repository import LEASE, START, SUCCESS, WORKER, claimed, new_job

TIMEOUT_S = 1.0
#: Seconds after which something hangs: far beyond every deadline here, and far below what made it hang before.
HANGS_S = 30.0


@contextmanager
def frozen(server: PostgresServer) -> Iterator[None]:
    server.pause()
    try:
        yield
    finally:
        server.resume()


@pytest.fixture
async def jobs(postgres: PostgresServer) -> AsyncIterator[SqlAlchemyJobRepository]:
    url = postgres.new_database()
    async with SqlAlchemyJobRepository(url, clock=FrozenClock(START), timeout_s=TIMEOUT_S) as jobs:
        yield jobs


async def each_step(jobs: SqlAlchemyJobRepository, held: Job) -> list[BaseException | object]:
    """Take every step that there is, several times, at the same moment."""
    steps = [
        step
        for _ in range(10)
        for step in (
            jobs.add(new_job()),
            jobs.get(held.id),
            jobs.claim(held.id, LEASE, worker=WORKER),
            jobs.renew({held.id: held.fence}, lease=LEASE, worker=WORKER),
            jobs.release(held.id, fence=held.fence),
            jobs.finish(held.id, fence=held.fence, outcome=SUCCESS),
            jobs.give_up(10),
            jobs.claimable(10, untouched_for=timedelta(0)),
            jobs.backlog(),
            jobs.erase(held.id),
            recovered(jobs),
        )
    ]
    return await asyncio.wait_for(asyncio.gather(*steps, return_exceptions=True), HANGS_S)


async def recovered(jobs: SqlAlchemyJobRepository) -> None:
    async with jobs.try_exclusive("recovery"):
        pass


async def test_every_step_on_a_frozen_server_ends_as_unavailable_and_leaves_no_thread_and_no_connection(
    postgres: PostgresServer, jobs: SqlAlchemyJobRepository
) -> None:
    held = await claimed(jobs, new_job())
    with frozen(postgres):
        for _ in range(2):
            answers = await each_step(jobs, held)
            assert {type(answer) for answer in answers} == {StorageUnavailableError}
        threads = threading.active_count()
        await each_step(jobs, held)
        assert threading.active_count() <= threads

    # What was under way is thrown away by the server itself; nothing is kept from who comes now.
    await until_it_answers(jobs, held)
    assert await jobs.get(held.id) == held
    assert (await jobs.finish(held.id, fence=held.fence, outcome=SUCCESS)).is_final
    async with jobs.try_exclusive("recovery") as is_ours:
        assert is_ours


async def until_it_answers(jobs: SqlAlchemyJobRepository, held: Job) -> None:
    until = time.monotonic() + HANGS_S
    while True:
        try:
            await jobs.renew({held.id: held.fence}, lease=LEASE, worker=WORKER)
        except StorageUnavailableError:
            assert time.monotonic() < until
        else:
            return


async def test_a_job_that_was_refused_by_a_frozen_server_is_not_taken_in_when_it_goes_on(
    postgres: PostgresServer,
) -> None:
    url = postgres.new_database()
    async with SqlAlchemyJobRepository(url, clock=FrozenClock(START), timeout_s=TIMEOUT_S) as jobs:
        with frozen(postgres):
            # The first is under way; the others wait behind it until nobody waits for them any more.
            first = asyncio.create_task(jobs.add(new_job()))
            await asyncio.sleep(GRACE_S)
            others = [new_job() for _ in range(5)]
            answers = await asyncio.gather(first, *map(jobs.add, others), return_exceptions=True)
            assert {type(answer) for answer in answers} == {StorageUnavailableError}
        last = new_job()
        await until_added(jobs, last)
        with psycopg.connect(url) as connection:
            stored = {job_id for (job_id,) in connection.execute("SELECT id FROM parsed_cv")}

    assert last.id in stored
    assert not stored & {job.id for job in others}


async def until_added(jobs: SqlAlchemyJobRepository, job: NewJob) -> None:
    until = time.monotonic() + HANGS_S
    while True:
        try:
            await jobs.add(job)
        except StorageUnavailableError:
            assert time.monotonic() < until
        else:
            return


async def test_a_repository_closes_while_its_server_is_frozen(postgres: PostgresServer) -> None:
    jobs = SqlAlchemyJobRepository(postgres.new_database(), clock=FrozenClock(START), timeout_s=8)
    await jobs.__aenter__()
    held = await claimed(jobs, new_job())
    with frozen(postgres):
        waiting: list[asyncio.Future[object]] = [asyncio.ensure_future(jobs.add(new_job())) for _ in range(500)]
        waiting += [asyncio.ensure_future(jobs.erase(held.id)) for _ in range(50)]
        await asyncio.sleep(0)

        await asyncio.wait_for(jobs.__aexit__(None, None, None), 8)

        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)


@asynccontextmanager
async def behind_a_proxy(postgres: PostgresServer) -> AsyncIterator[tuple[SqlAlchemyJobRepository, Proxy]]:
    url = postgres.new_database()
    async with Proxy(postgres.port) as proxy:
        address = url.replace(f":{postgres.port}/", f":{proxy.port}/")
        async with SqlAlchemyJobRepository(address, clock=FrozenClock(START), timeout_s=TIMEOUT_S) as jobs:
            yield jobs, proxy


async def test_a_network_that_swallows_everything_is_unavailable_and_everything_works_when_it_is_mended(
    postgres: PostgresServer,
) -> None:
    async with behind_a_proxy(postgres) as (jobs, proxy):
        held = await claimed(jobs, new_job())
        proxy.is_cut = True
        assert {type(answer) for answer in await each_step(jobs, held)} == {StorageUnavailableError}

        proxy.mend()

        await until_it_answers(jobs, held)
        assert await jobs.get(held.id) == held


async def test_a_server_that_is_frozen_at_the_start_is_an_error_soon(postgres: PostgresServer) -> None:
    jobs = SqlAlchemyJobRepository(postgres.new_database(), clock=None, timeout_s=TIMEOUT_S)

    with frozen(postgres), pytest.raises(StorageUnavailableError):
        await asyncio.wait_for(jobs.__aenter__(), HANGS_S)
