from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import psycopg
import pytest
from tests.servers.postgres import PostgresServer
from tests.servers.proxy import Proxy

from cvparser.adapters.clock.frozen import FrozenClock
from cvparser.adapters.job_repository.sqlalchemy import SqlAlchemyJobRepository
from cvparser.domain.errors import ConfigurationError, JobErasedError, StorageUnavailableError
from cvparser.domain.job import JobStatus
from cvparser.testing.conformance.job_repository import LEASE, START, SUCCESS, WORKER, claimed, new_job


async def test_without_a_clock_of_its_own_leases_run_by_the_clock_of_the_server(postgres: PostgresServer) -> None:
    url = postgres.new_database()
    async with SqlAlchemyJobRepository(url, clock=None) as jobs:
        job = new_job()
        stored = await jobs.add(job)
        held = await jobs.claim(job.id, LEASE, worker=WORKER)
        with psycopg.connect(url) as connection:
            row = connection.execute("SELECT clock_timestamp() FROM parsed_cv").fetchone()

    assert held is not None
    assert held.lease_until is not None
    assert row is not None
    assert stored.created_at < held.lease_until - LEASE < row[0]


@asynccontextmanager
async def behind_a_proxy(postgres: PostgresServer) -> AsyncIterator[tuple[SqlAlchemyJobRepository, Proxy, FrozenClock]]:
    """Give jobs in a database whose answers a proxy can lose."""
    host, _, rest = postgres.new_database().partition("127.0.0.1:")
    port, _, name = rest.partition("/")
    clock = FrozenClock(START)
    async with (
        Proxy(int(port)) as proxy,
        SqlAlchemyJobRepository(f"{host}127.0.0.1:{proxy.port}/{name}", clock=clock) as jobs,
    ):
        yield jobs, proxy, clock


@pytest.mark.parametrize("step", ["add", "claim", "finish"])
async def test_a_step_whose_commit_was_not_answered_is_read_back(postgres: PostgresServer, step: str) -> None:
    async with behind_a_proxy(postgres) as (jobs, proxy, _):
        job = new_job()
        if step == "add":
            proxy.cut_after = b"COMMIT"
        await jobs.add(job)
        if step == "claim":
            proxy.cut_after = b"COMMIT"
        held = await jobs.claim(job.id, LEASE, worker=WORKER)
        assert held is not None
        if step == "finish":
            proxy.cut_after = b"COMMIT"
        ended = await jobs.finish(job.id, fence=held.fence, outcome=SUCCESS)

        assert proxy.cuts == 1
        assert await jobs.get(job.id) == ended
        assert (ended.status, ended.fence) == (JobStatus.SUCCESS, 1)


async def test_leases_are_renewed_though_the_commit_was_not_answered(postgres: PostgresServer) -> None:
    async with behind_a_proxy(postgres) as (jobs, proxy, clock):
        held = await claimed(jobs, new_job())
        clock.advance(LEASE / 2)
        proxy.cut_after = b"COMMIT"

        assert await jobs.renew({held.id: held.fence}, lease=LEASE, worker=WORKER) == set()
        clock.advance(LEASE * 0.9)
        assert await jobs.claim(held.id, LEASE, worker=WORKER) is None
        assert proxy.cuts == 1


async def test_what_was_given_up_is_said_though_the_commit_was_not_answered(postgres: PostgresServer) -> None:
    async with behind_a_proxy(postgres) as (jobs, proxy, clock):
        job = new_job()
        await jobs.add(job)
        clock.advance(timedelta(hours=2))
        proxy.cut_after = b"COMMIT"

        given_up = await jobs.give_up(10)

        assert [(each.id, each.status) for each in given_up] == [(job.id, JobStatus.FAILED)]
        assert await jobs.get(job.id) == given_up[0]
        assert proxy.cuts == 1


async def test_a_job_is_erased_though_the_commit_was_not_answered(postgres: PostgresServer) -> None:
    async with behind_a_proxy(postgres) as (jobs, proxy, _):
        job = new_job()
        await jobs.add(job)
        proxy.cut_after = b"COMMIT"

        await jobs.erase(job.id)

        with pytest.raises(JobErasedError):
            await jobs.get(job.id)
        assert proxy.cuts == 1


async def test_jobs_outlive_a_crash_of_the_server(postgres: PostgresServer) -> None:
    async with SqlAlchemyJobRepository(postgres.new_database(), clock=FrozenClock(START)) as jobs:
        held = await claimed(jobs, new_job())

        postgres.stop(signal.SIGQUIT)
        try:
            with pytest.raises(StorageUnavailableError):
                await jobs.get(held.id)
        finally:
            postgres.start()

        assert await jobs.get(held.id) == held
        await jobs.add(new_job())


async def test_a_row_that_somebody_holds_makes_nobody_else_wait(postgres: PostgresServer) -> None:
    url = postgres.new_database()
    async with SqlAlchemyJobRepository(url, clock=FrozenClock(START)) as jobs:
        held, free = new_job(), new_job()
        await asyncio.gather(jobs.add(held), jobs.add(free))
        with psycopg.connect(url) as connection:
            connection.execute("SELECT 1 FROM parsed_cv WHERE id = %s FOR UPDATE", [held.id])
            waiting = asyncio.create_task(jobs.claim(held.id, LEASE, worker=WORKER))

            assert await jobs.claim(free.id, LEASE, worker=WORKER) is not None
            assert not waiting.done()
            connection.rollback()

        assert await waiting is not None


async def test_what_cannot_be_reached_is_an_error_without_the_password() -> None:
    jobs = SqlAlchemyJobRepository("postgresql://someone:hunter2@127.0.0.1:1/jobs", clock=None)

    with pytest.raises(StorageUnavailableError) as caught:
        await jobs.__aenter__()

    assert "hunter2" not in repr(caught.value)
    assert caught.value.__cause__ is None


def test_an_address_that_cannot_be_read_is_refused_by_name() -> None:
    with pytest.raises(ConfigurationError, match="CVPARSER_DATABASE_URL") as caught:
        SqlAlchemyJobRepository("postgresql://someone:hunter2@host:port/jobs", clock=None)

    assert "hunter2" not in str(caught.value)
