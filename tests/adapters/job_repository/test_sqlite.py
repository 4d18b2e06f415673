from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from cvparser.adapters.clock.frozen import FrozenClock
from cvparser.adapters.job_repository.migrations import migrate
from cvparser.adapters.job_repository.sqlalchemy import SqlAlchemyJobRepository
from cvparser.domain.errors import ConfigurationError, StorageUnavailableError
from cvparser.testing.conformance.job_repository import START


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


def test_writes_are_flushed_and_readers_do_not_block_them(path: Path) -> None:
    migrate(f"sqlite:///{path}")

    assert execute(path, "PRAGMA journal_mode") == [("wal",)]


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "mysql://x/y", "sqlite+aiosqlite:///x"])
def test_a_database_that_is_not_supported_is_refused_by_name(url: str) -> None:
    with pytest.raises(ConfigurationError, match="CVPARSER_DATABASE_URL"):
        SqlAlchemyJobRepository(url, clock=FrozenClock(START))


async def test_a_damaged_database_is_an_error_without_its_content(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"Ada Quill" * 1000)

    with pytest.raises(StorageUnavailableError) as caught:
        await SqlAlchemyJobRepository(f"sqlite:///{path}", clock=FrozenClock(START)).__aenter__()

    assert "Quill" not in str(caught.value)
