"""What holds on either database."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError
from tests.servers.postgres import PostgresServer

from cvparser.adapters.clock.frozen import FrozenClock
from cvparser.adapters.job_repository.migrations import migrate
from cvparser.adapters.job_repository.sqlalchemy import SqlAlchemyJobRepository
from cvparser.domain.errors import ConfigurationError, JobErasedError, StorageUnavailableError
from cvparser.domain.heartbeat import WorkerId
from cvparser.domain.job import JobId
from cvparser.domain.retention import Retention
from cvparser.domain.usage import NOTHING_USED, TokenUsage
from cvparser.testing.conformance.job_repository import (
    FAILURE,
    LEASE,
    START,
    SUCCESS,
    WORKER,
    claimed,
    new_job,
    watched,
)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/a folder/jobs.db"
    server: PostgresServer = request.getfixturevalue("postgres")
    return server.new_database()


@pytest.fixture
async def jobs(url: str) -> AsyncIterator[SqlAlchemyJobRepository]:
    async with SqlAlchemyJobRepository(url, clock=FrozenClock(START)) as jobs:
        yield jobs


@pytest.fixture
def execute(url: str) -> Callable[[str], list[tuple[object, ...]]]:
    def run(statement: str) -> list[tuple[object, ...]]:
        engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
        try:
            with engine.begin() as connection:
                found = connection.execute(text(statement))
                return [tuple(row) for row in found] if found.returns_rows else []
        finally:
            engine.dispose()

    return run


Execute = Callable[[str], list[tuple[object, ...]]]


async def test_the_database_itself_refuses_to_change_an_ended_job(
    jobs: SqlAlchemyJobRepository, execute: Execute
) -> None:
    held = await claimed(jobs, new_job())
    await jobs.finish(held.id, fence=held.fence, outcome=FAILURE)

    with pytest.raises(DBAPIError, match="never changes"):
        execute("UPDATE parsed_cv SET status = 'processing', error_code = NULL")


@pytest.mark.parametrize(
    "change",
    ["status = 'success'", "status = 'failed'", "status = 'done'", "error_code = 'x'", "parsed_data = '{}'"],
)
async def test_the_database_refuses_a_row_that_contradicts_itself(
    jobs: SqlAlchemyJobRepository, execute: Execute, change: str
) -> None:
    await jobs.add(new_job())

    with pytest.raises(DBAPIError):
        execute(f"UPDATE parsed_cv SET {change}")


@pytest.mark.parametrize("end", ["success", "failed", "given up", "erased"])
async def test_the_end_of_a_job_takes_its_checkpoint_out_of_the_database(url: str, execute: Execute, end: str) -> None:
    clock = FrozenClock(START)
    async with SqlAlchemyJobRepository(url, clock=clock) as jobs:
        held = await claimed(jobs, new_job())
        await jobs.save_checkpoint(held.id, fence=held.fence, checkpoint="kept")
        assert execute("SELECT checkpoint FROM parsed_cv") == [("kept",)]
        if end == "erased":
            await jobs.erase(held.id)
        elif end == "given up":
            clock.advance(timedelta(hours=1))
            assert len(await jobs.give_up(10)) == 1
        else:
            await jobs.finish(held.id, fence=held.fence, outcome=SUCCESS if end == "success" else FAILURE)

        assert execute("SELECT checkpoint FROM parsed_cv WHERE checkpoint IS NOT NULL") == []


async def test_the_database_itself_refuses_to_end_a_job_with_a_checkpoint(
    jobs: SqlAlchemyJobRepository, execute: Execute
) -> None:
    held = await claimed(jobs, new_job())
    await jobs.save_checkpoint(held.id, fence=held.fence, checkpoint="kept")

    with pytest.raises(DBAPIError, match="final_has_no_checkpoint"):
        execute("UPDATE parsed_cv SET status = 'failed', error_code = 'x', lease_until = NULL")


async def test_answers_that_a_version_before_kept_are_gone_and_their_job_is_worked_on(
    url: str, execute: Execute
) -> None:
    async with SqlAlchemyJobRepository(url, clock=FrozenClock(START)) as jobs:
        held = await claimed(jobs, new_job())
        await jobs.save_checkpoint(held.id, fence=held.fence, checkpoint="kept")
        await jobs.release(held.id, fence=held.fence)
    migrate(url, "0006")
    execute(f"INSERT INTO model_answer VALUES ('{held.id.hex}', '{'k' * 64}', 'kept', '2027-01-01 00:00:00')")

    async with SqlAlchemyJobRepository(url, clock=FrozenClock(START)) as jobs:
        again = await jobs.claim(held.id, LEASE, worker=WORKER)

    assert again is not None
    assert (again.fence, again.checkpoint) == (2, None)
    with pytest.raises(DBAPIError):
        execute("SELECT answer FROM model_answer")


async def test_a_second_process_sees_what_the_first_committed(jobs: SqlAlchemyJobRepository, url: str) -> None:
    held = await claimed(jobs, new_job())

    async with SqlAlchemyJobRepository(url, clock=FrozenClock(START)) as second:
        assert await second.get(held.id) == held
        ended = await second.finish(held.id, fence=held.fence, outcome=SUCCESS)

    assert await jobs.get(held.id) == ended


async def test_claims_from_several_processes_exclude_each_other(jobs: SqlAlchemyJobRepository, url: str) -> None:
    job = new_job()
    await jobs.add(job)
    async with SqlAlchemyJobRepository(url, clock=FrozenClock(START)) as second:
        answers = await asyncio.gather(
            *(each.claim(job.id, LEASE, worker=WORKER) for _ in range(10) for each in (jobs, second))
        )

    assert len([answer for answer in answers if answer is not None]) == 1


async def test_several_processes_that_start_at_once_migrate_once(url: str) -> None:
    repositories = [SqlAlchemyJobRepository(url, clock=FrozenClock(START)) for _ in range(4)]
    await asyncio.gather(*(each.__aenter__() for each in repositories))
    try:
        await repositories[0].add(new_job())
        assert len(await repositories[3].newest(10)) == 1
    finally:
        await asyncio.gather(*(each.__aexit__(None, None, None) for each in repositories))


async def test_the_schema_goes_down_and_up_again_with_data_in_it(url: str, execute: Execute) -> None:
    async with SqlAlchemyJobRepository(url, clock=FrozenClock(START)) as jobs:
        await claimed(jobs, new_job())
        erased = await claimed(jobs, new_job())
        await jobs.erase(erased.id)

    migrate(url, "base")
    with pytest.raises(DBAPIError):
        execute("SELECT count(*) FROM parsed_cv")
    migrate(url)
    migrate(url)

    assert execute("SELECT (SELECT count(*) FROM parsed_cv) + (SELECT count(*) FROM erased_job)") == [(0,)]


async def test_a_version_that_is_older_than_the_schema_does_not_start_and_says_why(url: str, execute: Execute) -> None:
    migrate(url)
    execute("UPDATE alembic_version SET version_num = '9999'")

    with pytest.raises(ConfigurationError, match="another version"):
        await SqlAlchemyJobRepository(url, clock=FrozenClock(START)).__aenter__()


async def test_a_job_of_the_first_schema_is_worked_on_by_the_newest_and_survives_the_way_back(
    url: str, execute: Execute
) -> None:
    migrate(url, "0001")
    zone = "" if url.startswith("sqlite") else "+00"
    came, late = f"'2026-01-16 10:30:00.000000{zone}'", f"'2026-01-16 10:45:00.000000{zone}'"
    execute(
        "INSERT INTO parsed_cv (id, user_id, session_id, parse_mode, document_type, stored_file_path, status, fence,"
        " crashes, created_at, updated_at, deadline_at) VALUES ('00000000000000000000000000000007', 'u', 's',"
        f" 'advanced', 'txt', '/files/7', 'processing', 0, 0, {came}, {came}, {late})"
    )

    async with SqlAlchemyJobRepository(url, clock=FrozenClock(START)) as jobs:
        held = await jobs.claim(JobId(UUID(int=7)), LEASE, worker=WORKER)
        assert held is not None
        await jobs.release(held.id, fence=held.fence, later=timedelta(minutes=1), usage=TokenUsage(calls=3))
        assert (await jobs.get(held.id)).not_before == START + timedelta(minutes=1)
    for revision in ("0006", "0004", "0003", "0002", "0001", "head"):
        migrate(url, revision)

    async with SqlAlchemyJobRepository(url, clock=FrozenClock(START)) as jobs:
        back = await jobs.get(held.id)
        assert (back.not_before, back.usage, back.fence) == (None, NOTHING_USED, 1)
        assert await jobs.claim(held.id, LEASE, worker=WORKER) is not None


async def test_a_job_that_a_worker_of_an_older_version_held_is_taken_over_once_that_is_gone(
    url: str, execute: Execute
) -> None:
    clock = FrozenClock(START)
    async with SqlAlchemyJobRepository(url, clock=clock) as jobs:
        held = await claimed(jobs, new_job())
    migrate(url, "0004")

    async with SqlAlchemyJobRepository(url, clock=clock) as jobs:
        clock.advance(LEASE)
        assert (await jobs.get(held.id)).worker is None
        assert await jobs.claim(held.id, LEASE, worker=WORKER) is None
        await watched(jobs, clock.advance)
        again = await jobs.claim(held.id, LEASE, worker=WORKER)

    assert again is not None
    assert (again.fence, again.crashes) == (2, 1)


async def test_jobs_that_were_there_before_anything_was_counted_have_all_of_their_time_from_then_on(
    url: str, execute: Execute
) -> None:
    async with SqlAlchemyJobRepository(url, clock=FrozenClock(START)) as jobs:
        old = await claimed(jobs, new_job())
        await jobs.finish(old.id, fence=old.fence, outcome=SUCCESS)
        text = await claimed(jobs, new_job(is_text=True))
        await jobs.finish(text.id, fence=text.fence, outcome=FAILURE)
        erased = await jobs.add(new_job())
        await jobs.erase(erased.id)
    migrate(url, "0007")
    upgraded = datetime.now(UTC)
    clock = FrozenClock(upgraded)

    async with SqlAlchemyJobRepository(url, clock=clock) as jobs:
        kept_from = (await jobs.get(old.id)).kept_from
        assert upgraded <= kept_from < upgraded + timedelta(minutes=5)
        assert list(await jobs.expired(10, retention=Retention(results=timedelta(days=1)))) == []
        assert list(await jobs.overdue_files(10, age=LEASE, kept_for=timedelta(days=1))) == []
        with pytest.raises(JobErasedError):
            await jobs.get(erased.id)
        clock.advance(timedelta(days=1, minutes=5))
        assert list(await jobs.overdue_files(10, age=LEASE, kept_for=timedelta(days=1))) == [old.id]
        assert {job.id for job in await jobs.expired(10, retention=Retention(results=timedelta(days=1)))} == {
            old.id,
            text.id,
        }
        assert await jobs.purge([old.id], retention=Retention(results=timedelta(days=1))) == {old.id}


async def test_a_purge_and_a_look_for_old_files_read_no_row_that_is_kept(url: str, execute: Execute) -> None:
    if url.startswith("postgresql"):
        pytest.skip("PostgreSQL chooses its plans by statistics")
    async with SqlAlchemyJobRepository(url, clock=FrozenClock(START)):
        pass

    plans = [
        execute(f"EXPLAIN QUERY PLAN SELECT id FROM parsed_cv WHERE {condition}")
        for condition in ("expires_at <= '2026' OR kept_from <= '2026'",)
    ] + [
        execute(f"EXPLAIN QUERY PLAN SELECT job_id FROM expected_file WHERE {condition}")
        for condition in ("is_kept = 0", "is_kept = 1 AND noted_at <= '2026'")
    ]

    assert all("USING" in str(plan) and "SCAN parsed_cv" not in str(plan) for plan in plans)


async def test_of_workers_that_are_gone_for_a_day_nothing_is_left(url: str, execute: Execute) -> None:
    clock = FrozenClock(START)
    async with SqlAlchemyJobRepository(url, clock=clock) as jobs:
        for number in range(5):
            await jobs.renew({}, lease=LEASE, worker=WorkerId(UUID(int=number)))
            clock.advance(timedelta(days=2))

    assert execute("SELECT count(*) FROM heartbeat") == [(1,)]


async def test_a_closed_repository_says_that_it_is_away(url: str) -> None:
    async with SqlAlchemyJobRepository(url, clock=FrozenClock(START)) as jobs:
        pass

    with pytest.raises(StorageUnavailableError):
        await jobs.add(new_job())


async def test_a_reader_sees_jobs_and_can_write_nothing(jobs: SqlAlchemyJobRepository, url: str) -> None:
    held = await claimed(jobs, new_job())

    async with SqlAlchemyJobRepository(url, clock=FrozenClock(START), is_read_only=True) as reader:
        assert await reader.get(held.id) == held
        for write in (reader.add(new_job()), reader.erase(held.id), reader.claim(held.id, LEASE, worker=WORKER)):
            with pytest.raises(StorageUnavailableError):
                await write

    assert await jobs.newest(10) == [held]


async def test_a_reader_of_a_database_without_jobs_says_so_and_makes_none(url: str, execute: Execute) -> None:
    execute("CREATE TABLE other (id INTEGER)") if url.startswith("postgresql") else migrate(url, "0001")

    with pytest.raises(ConfigurationError, match=r"no jobs of cvparser|older version"):
        await SqlAlchemyJobRepository(url, clock=FrozenClock(START), is_read_only=True).__aenter__()


async def test_a_claim_in_turn_reads_the_index_of_those_that_wait_and_sorts_nothing(url: str, execute: Execute) -> None:
    if url.startswith("postgresql"):
        pytest.skip("PostgreSQL chooses its plans by statistics")
    async with SqlAlchemyJobRepository(url, clock=FrozenClock(START)):
        pass

    waits = "status = 'processing' AND waits = 1"
    taken = execute(
        f"EXPLAIN QUERY PLAN SELECT * FROM parsed_cv WHERE {waits} AND lease_until IS NULL "
        "AND coalesce(deadline_at, deadline_at) > '2026' ORDER BY turn, created_at, id LIMIT 1"
    )
    last = execute("EXPLAIN QUERY PLAN SELECT max(turn) FROM parsed_cv WHERE status = 'processing' AND owner = 'a'")

    assert "parsed_cv_turn" in str(taken)
    assert "TEMP B-TREE" not in str(taken)
    assert "SEARCH parsed_cv USING" in str(last)
    assert "parsed_cv_owner_turn" in str(last)


@pytest.mark.parametrize(
    ("condition", "order", "index"),
    [
        ("status = 'processing' AND deadline_at <= '2026'", "deadline_at", "parsed_cv_deadline"),
        ("status = 'processing' AND crashes > 0 AND crashes >= 7", None, "parsed_cv_crashed"),
        (
            (
                "status = 'processing' AND coalesce(deadline_at, deadline_at) > '2026'"
                " AND (created_at, id) > ((SELECT created_at FROM parsed_cv WHERE id = 'a'), 'a')"
            ),
            "created_at, id",
            "parsed_cv_unfinished ((created_at,id)>(?,?))",
        ),
        ("status = 'processing' AND owner = 'a'", "created_at", "parsed_cv_owner_unfinished"),
        ("status = 'failed'", "created_at DESC, id DESC", "parsed_cv_failed"),
        ("status = 'failed' AND error_code = 'a'", "created_at DESC, id DESC", "parsed_cv_failed_code"),
        ("status = 'failed' AND owner = 'a'", "created_at DESC, id DESC", "parsed_cv_owner_failed"),
        (
            "status = 'failed' AND owner = 'a' AND error_code = 'a'",
            "created_at DESC, id DESC",
            "parsed_cv_owner_failed_code",
        ),
    ],
)
async def test_what_recovery_and_lists_look_for_is_found_in_an_index_and_not_sorted(
    tmp_path: Path, condition: str, order: str | None, index: str
) -> None:
    migrate(f"sqlite:///{tmp_path}/jobs.db")
    ordered = "" if order is None else f"ORDER BY {order} LIMIT 5"

    with closing(sqlite3.connect(tmp_path / "jobs.db")) as connection:
        plan = str(
            connection.execute(f"EXPLAIN QUERY PLAN SELECT * FROM parsed_cv WHERE {condition} {ordered}").fetchall()
        )

    assert index in plan
    assert "TEMP B-TREE" not in plan
