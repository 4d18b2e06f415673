from __future__ import annotations

import asyncio
import re
import signal
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from tests.servers.postgres import PostgresServer
from tests.servers.proxy import Proxy

from cvparser.adapters.clock.frozen import FrozenClock
from cvparser.adapters.job_repository.sqlalchemy import SqlAlchemyJobRepository
from cvparser.domain.errors import ConfigurationError, JobErasedError, StorageUnavailableError
from cvparser.domain.job import Ending, FileLocation, JobStatus
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


async def test_steps_of_several_jobs_whose_commit_was_not_answered_are_read_back(postgres: PostgresServer) -> None:
    async with behind_a_proxy(postgres) as (jobs, proxy, _):
        sent = [(await jobs.add(new_job())).id for _ in range(3)]
        proxy.cut_after = b"COMMIT\0"
        taken = await jobs.claim_some_in_turn(sent, LEASE, worker=WORKER)
        proxy.cut_after = b"COMMIT\0"
        ended = await jobs.finish_some([Ending(job_id=job_id, fence=1, outcome=SUCCESS) for job_id in sent])

        assert proxy.cuts == 2
        assert [job and (job.id, job.fence) for job in taken] == [(job_id, 1) for job_id in sent]
        assert list(ended) == [await jobs.get(job_id) for job_id in sent]
        assert {job and job.status for job in ended} == {JobStatus.SUCCESS}


async def test_a_row_that_somebody_holds_is_left_out_of_a_step_of_several(postgres: PostgresServer) -> None:
    url = postgres.new_database()
    async with SqlAlchemyJobRepository(url, clock=FrozenClock(START)) as jobs:
        held, other, due = [await claimed(jobs, new_job()) for _ in range(3)]
        await jobs.release(due.id, fence=1, later=timedelta(microseconds=1))
        with psycopg.connect(url) as connection:
            connection.execute("SELECT 1 FROM parsed_cv WHERE id IN (%s, %s) FOR UPDATE", (held.id, due.id))
            taken = await jobs.claim_some_in_turn([due.id], LEASE, worker=WORKER)
            ended = await jobs.finish_some([Ending(job_id=job.id, fence=1, outcome=SUCCESS) for job in (held, other)])

        assert list(taken) == [None]
        assert [job and job.id for job in ended] == [None, other.id]
        assert (await jobs.finish(held.id, fence=1, outcome=SUCCESS)).status is JobStatus.SUCCESS


async def test_leases_are_renewed_though_the_commit_was_not_answered(postgres: PostgresServer) -> None:
    async with behind_a_proxy(postgres) as (jobs, proxy, clock):
        held = await claimed(jobs, new_job())
        clock.advance(LEASE / 2)
        proxy.cut_after = b"COMMIT"

        assert await jobs.renew({held.id: held.fence}, lease=LEASE, worker=WORKER) == set()
        clock.advance(LEASE * 0.9)
        assert await jobs.claim(held.id, LEASE, worker=WORKER) is None
        assert proxy.cuts == 1


async def test_a_checkpoint_is_saved_though_the_commit_was_not_answered(postgres: PostgresServer) -> None:
    async with behind_a_proxy(postgres) as (jobs, proxy, _):
        held = await claimed(jobs, new_job())
        proxy.cut_after = b"COMMIT"

        await jobs.save_checkpoint(held.id, fence=held.fence, checkpoint="kept")

        assert proxy.cuts == 1
        await jobs.release(held.id, fence=held.fence)
        proxy.cut_after = b"COMMIT"
        again = await jobs.claim(held.id, LEASE, worker=WORKER)
        assert again is not None
        assert (again.fence, again.checkpoint, proxy.cuts) == (2, "kept", 2)


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


def files_with(folder: Path, words: Iterable[str]) -> set[str]:
    """Give which words stand in the files of a folder."""
    contents = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    return {word for word in words for content in contents if word.encode() in content}


async def test_what_is_erased_leaves_the_tables_of_the_server_by_the_policy_of_the_guide(
    postgres: PostgresServer,
) -> None:
    if postgres.tables is None:
        pytest.skip("the files of a server that was given cannot be read")
    url, clock = postgres.new_database(), FrozenClock(START)
    async with SqlAlchemyJobRepository(url, clock=clock) as jobs:
        stored = {}
        for mark in (f"{word}{number:02}kestrelworks" for number in range(10) for word in ("gone", "kept")):
            job = replace(new_job(), user_id=f"u-{mark}", location=FileLocation(f"/f/{mark}"), file_name=f"{mark}.pdf")
            await jobs.expect_file(job.id, job.location)
            held = await claimed(jobs, job)
            await jobs.save_checkpoint(job.id, fence=held.fence, checkpoint=f"a-{mark}")
            stored[mark] = await jobs.finish(held.id, fence=held.fence, outcome=SUCCESS)
        gone = [mark for mark in stored if mark.startswith("gone")]
        await asyncio.gather(*(jobs.erase(stored[mark].id) for mark in gone))

        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("ANALYZE")
            connection.execute("CHECKPOINT")
            before = files_with(postgres.tables, stored)
            for statement in policy():
                connection.execute(statement.encode())
            connection.execute("CHECKPOINT")

    assert before == set(stored)
    assert files_with(postgres.tables, stored) == stored.keys() - set(gone)


def policy() -> list[str]:
    """Give the statements that the guide tells whoever runs the server to run."""
    guide = (Path(__file__).parents[3] / "docs" / "how-to" / "deploy.md").read_text(encoding="utf-8")
    return re.findall(r"^VACUUM .+;$", guide, re.MULTILINE)


async def test_what_is_personal_is_not_sampled_into_the_statistics_of_the_server(postgres: PostgresServer) -> None:
    url = postgres.new_database()
    async with SqlAlchemyJobRepository(url, clock=FrozenClock(START)) as jobs:
        for _ in range(50):
            held = await claimed(jobs, new_job())
            await jobs.save_checkpoint(held.id, fence=held.fence, checkpoint="kept")
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("ANALYZE")
            sampled = connection.execute("SELECT attname FROM pg_stats WHERE tablename = 'parsed_cv'").fetchall()

    columns = {name for (name,) in sampled}
    assert "status" in columns
    personal = {"user_id", "session_id", "stored_file_path", "file_name", "checkpoint", "parsed_data", "error_message"}
    assert not columns & personal


async def test_dead_rows_are_vacuumed_without_waiting_for_more_of_them(postgres: PostgresServer) -> None:
    url = postgres.new_database()
    async with SqlAlchemyJobRepository(url, clock=FrozenClock(START)):
        with psycopg.connect(url) as connection:
            found = connection.execute(
                "SELECT relname, reloptions FROM pg_class WHERE relname IN ('parsed_cv', 'expected_file')"
            ).fetchall()

    assert len(found) == 2
    assert all("autovacuum_vacuum_threshold=0" in options for _, options in found)
