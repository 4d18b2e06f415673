from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path

import pytest

from cvparser.adapters.clock.frozen import FrozenClock
from cvparser.adapters.job_repository.migrations import migrate
from cvparser.adapters.job_repository.sqlalchemy import SqlAlchemyJobRepository
from cvparser.domain.errors import ConfigurationError, StorageUnavailableError
from cvparser.domain.job import Job
from cvparser.testing.conformance.job_repository import (
    DEADLINE,
    FAILURE,
    LEASE,
    START,
    WATCHER,
    WORKER,
    claimed,
    new_job,
    watched,
)


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


MINUTES = timedelta(minutes=1)
#: What happens between two starts of the service, and how far the machine's clock is off then.
BETWEEN = [(lambda clock: None, -10), (lambda clock: None, 20), (lambda clock: clock.reboot(), -10)]


@pytest.mark.parametrize(
    ("happens", "minutes"), BETWEEN, ids=["clock set back", "clock set forward", "reboot, clock set back"]
)
async def test_a_lease_ends_when_it_should_though_the_clock_was_set_while_no_service_ran(
    path: Path, happens: Callable[[FrozenClock], None], minutes: int
) -> None:
    clock = FrozenClock(START)
    async with SqlAlchemyJobRepository(f"sqlite:///{path}", clock=clock) as jobs:
        held = await claimed(jobs, new_job())
        await jobs.renew({held.id: held.fence}, lease=LEASE, worker=WORKER)
    clock.step(MINUTES * minutes)
    happens(clock)

    async with SqlAlchemyJobRepository(f"sqlite:///{path}", clock=clock) as jobs:
        await watched(jobs, clock.advance)
        again = await jobs.claim(held.id, LEASE, worker=WATCHER)

        assert again is not None
        ended = await jobs.finish(held.id, fence=again.fence, outcome=FAILURE)
        assert ended.processing_time == LEASE


async def test_the_time_while_no_service_ran_has_passed(path: Path) -> None:
    clock = FrozenClock(START)
    async with SqlAlchemyJobRepository(f"sqlite:///{path}", clock=clock) as jobs:
        waiting = await jobs.add(new_job())
    clock.step(-DEADLINE)
    clock.advance(DEADLINE)

    async with SqlAlchemyJobRepository(f"sqlite:///{path}", clock=clock) as jobs:
        assert [job.id for job in await jobs.give_up(10)] == [waiting.id]


async def test_a_new_run_of_the_machine_goes_on_from_its_clock_or_from_what_was_written_last(path: Path) -> None:
    clock = FrozenClock(START)
    stored: list[Job] = []
    for minutes in (0, 10, -30):
        clock.step(MINUTES * minutes)
        clock.reboot()
        async with SqlAlchemyJobRepository(f"sqlite:///{path}", clock=clock) as jobs:
            stored.append(await jobs.add(new_job()))

    assert [job.created_at - START for job in stored] == [timedelta(0), 10 * MINUTES, 10 * MINUTES]


@pytest.mark.parametrize("ends", [False, True], ids=["a job waits", "no job waits"])
async def test_the_time_never_runs_backwards_whatever_the_machine_says(path: Path, *, ends: bool) -> None:
    clock, stored = FrozenClock(START), []
    for _ in range(2):
        async with SqlAlchemyJobRepository(f"sqlite:///{path}", clock=clock) as jobs:
            stored.append(await jobs.add(new_job()))
            held = await jobs.claim(stored[-1].id, LEASE, worker=WORKER)
            assert held is not None
            if ends:
                await jobs.finish(held.id, fence=held.fence, outcome=FAILURE)
        # As a container that was put back to an earlier moment.
        clock.step(-10 * MINUTES)
        clock.advance(-5 * MINUTES)

    assert stored[1].created_at >= stored[0].created_at


async def test_the_time_follows_the_clock_again_where_no_job_waits_for_anything(path: Path) -> None:
    clock = FrozenClock(START)
    for _ in range(2):
        async with SqlAlchemyJobRepository(f"sqlite:///{path}", clock=clock) as jobs:
            job = await jobs.add(new_job())
            held = await jobs.claim(job.id, LEASE, worker=WORKER)
            assert held is not None
            await jobs.finish(job.id, fence=held.fence, outcome=FAILURE)
        clock.step(20 * MINUTES)

    assert job.created_at == START + 20 * MINUTES


async def test_processes_whose_clocks_differ_tell_the_same_time(path: Path) -> None:
    behind, right = FrozenClock(START), FrozenClock(START)
    async with (
        SqlAlchemyJobRepository(f"sqlite:///{path}", clock=right) as first,
        SqlAlchemyJobRepository(f"sqlite:///{path}", clock=behind) as second,
    ):
        behind.step(-20 * MINUTES)
        right.step(20 * MINUTES)

        assert (await first.add(new_job())).created_at == (await second.add(new_job())).created_at == START
