from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from cvparser.adapters.clock.frozen import FrozenClock
from cvparser.adapters.job_repository.migrations import migrate
from cvparser.adapters.job_repository.sqlalchemy import SqlAlchemyJobRepository
from cvparser.domain.errors import ConfigurationError, StorageUnavailableError
from cvparser.testing.conformance.job_repository import FAILURE, LEASE, START, SUCCESS, claimed, new_job


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a folder" / "jobs.db"


@pytest.fixture
async def jobs(path: Path) -> AsyncIterator[SqlAlchemyJobRepository]:
    async with SqlAlchemyJobRepository(f"sqlite:///{path}", clock=FrozenClock(START)) as jobs:
        yield jobs


def execute(path: Path, statement: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(path)
    try:
        with connection:
            return connection.execute(statement).fetchall()
    finally:
        connection.close()


async def test_the_database_itself_refuses_to_change_an_ended_job(jobs: SqlAlchemyJobRepository, path: Path) -> None:
    held = await claimed(jobs, new_job())
    await jobs.finish(held.id, fence=held.fence, outcome=FAILURE)

    with pytest.raises(sqlite3.IntegrityError, match="never changes"):
        execute(path, "UPDATE parsed_cv SET status = 'processing', error_code = NULL")


@pytest.mark.parametrize(
    "change",
    ["status = 'success'", "status = 'failed'", "status = 'done'", "error_code = 'x'", "parsed_data = '{}'"],
)
async def test_the_database_refuses_a_row_that_contradicts_itself(
    jobs: SqlAlchemyJobRepository, path: Path, change: str
) -> None:
    await jobs.add(new_job())

    with pytest.raises(sqlite3.IntegrityError):
        execute(path, f"UPDATE parsed_cv SET {change}")


async def test_a_second_process_sees_what_the_first_committed(jobs: SqlAlchemyJobRepository, path: Path) -> None:
    held = await claimed(jobs, new_job())

    async with SqlAlchemyJobRepository(f"sqlite:///{path}", clock=FrozenClock(START)) as second:
        assert await second.get(held.id) == held
        ended = await second.finish(held.id, fence=held.fence, outcome=SUCCESS)

    assert await jobs.get(held.id) == ended


async def test_claims_from_several_processes_exclude_each_other(jobs: SqlAlchemyJobRepository, path: Path) -> None:
    job = new_job()
    await jobs.add(job)
    async with SqlAlchemyJobRepository(f"sqlite:///{path}", clock=FrozenClock(START)) as second:
        answers = await asyncio.gather(*(each.claim(job.id, LEASE) for _ in range(10) for each in (jobs, second)))

    assert len([answer for answer in answers if answer is not None]) == 1


def test_the_schema_goes_down_and_up_again_with_data_in_it(path: Path) -> None:
    url = f"sqlite:///{path}"
    migrate(url)
    execute(path, "INSERT INTO erased_job VALUES ('00000000000000000000000000000001', '2026-01-16 10:30:00')")

    migrate(url, "base")
    tables = execute(
        path, "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE '%job' OR name LIKE '%cv'"
    )
    migrate(url)
    migrate(url)

    assert tables == []
    assert execute(path, "SELECT count(*) FROM parsed_cv") == [(0,)]


def test_writes_are_flushed_and_readers_do_not_block_them(path: Path) -> None:
    migrate(f"sqlite:///{path}")

    assert execute(path, "PRAGMA journal_mode") == [("wal",)]


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "mysql://x/y", "sqlite+aiosqlite:///x"])
def test_a_database_that_is_not_supported_is_refused_by_name(url: str) -> None:
    with pytest.raises(ConfigurationError, match="CVPARSER_DATABASE_URL"):
        SqlAlchemyJobRepository(url, clock=FrozenClock(START))


async def test_a_closed_repository_says_that_it_is_away(path: Path) -> None:
    async with SqlAlchemyJobRepository(f"sqlite:///{path}", clock=FrozenClock(START)) as jobs:
        pass

    with pytest.raises(StorageUnavailableError):
        await jobs.add(new_job())


async def test_a_damaged_database_is_an_error_without_its_content(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"Ada Quill" * 1000)

    with pytest.raises(StorageUnavailableError) as caught:
        await SqlAlchemyJobRepository(f"sqlite:///{path}", clock=FrozenClock(START)).__aenter__()

    assert "Quill" not in str(caught.value)
