from __future__ import annotations

import asyncio
import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from cvparser.adapters.clock.frozen import FrozenClock
from cvparser.adapters.job_repository import sqlite_database
from cvparser.adapters.job_repository.migrations import migrate
from cvparser.adapters.job_repository.sqlalchemy import SqlAlchemyJobRepository
from cvparser.domain.errors import ConfigurationError, JobErasedError, StorageUnavailableError
from cvparser.domain.job import FileLocation, Job, Success
from cvparser.domain.profile import Basics, ParsedCV, ParseMeta, Profile
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


def modes(folder: Path) -> dict[str, int]:
    return {path.name: stat.S_IMODE(path.stat().st_mode) for path in (folder, *folder.iterdir())}


@pytest.fixture(params=[0o000, 0o022, 0o277], ids=oct)
def _umask(request: pytest.FixtureRequest) -> Iterator[None]:
    before = os.umask(request.param)
    yield
    os.umask(before)


async def used(path: Path) -> dict[str, int]:
    """Use a database in every way and give the modes of what is there meanwhile."""
    async with (
        SqlAlchemyJobRepository(f"sqlite:///{path}", clock=FrozenClock(START)) as jobs,
        jobs.try_exclusive("recovery"),
    ):
        held = await claimed(jobs, new_job())
        await jobs.get(held.id)
        return modes(path.parent)


@pytest.mark.usefixtures("_umask")
async def test_whatever_the_umask_nobody_else_can_read_the_database(path: Path) -> None:
    found = await used(path)

    assert found.pop("a folder") == 0o700
    assert found == dict.fromkeys(("jobs.db", "jobs.db-wal", "jobs.db-shm", "jobs.db.recovery"), 0o600)


async def test_a_database_that_others_could_read_is_tightened(path: Path) -> None:
    await used(path)
    holding = sqlite3.connect(path)
    holding.execute("SELECT count(*) FROM parsed_cv").fetchall()
    path.parent.chmod(0o755)
    for each in path.parent.iterdir():
        each.chmod(0o644)

    found = await used(path)

    holding.close()
    assert found.pop("a folder") == 0o700
    assert set(found.values()) == {0o600}


async def test_a_folder_that_others_use_keeps_its_mode(path: Path) -> None:
    path.parent.mkdir()
    path.parent.chmod(0o755)
    (path.parent / "page.html").touch(0o644)
    (path.parent / "page.html").chmod(0o644)

    found = await used(path)

    assert (found["a folder"], found["page.html"], found["jobs.db"]) == (0o755, 0o644, 0o600)


async def test_a_folder_that_others_can_write_to_is_refused(path: Path) -> None:
    path.parent.mkdir()
    path.parent.chmod(0o777)

    with pytest.raises(ConfigurationError, match=r"CVPARSER_DATABASE_URL.*chmod 700"):
        await used(path)
    assert list(path.parent.iterdir()) == []


async def test_a_database_of_somebody_else_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    await used(path)
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)

    with pytest.raises(ConfigurationError, match=r"CVPARSER_DATABASE_URL.*somebody else"):
        await used(path)


async def test_nothing_is_made_where_there_is_nothing_to_read(path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"CVPARSER_DATABASE_URL.*no database"):
        await SqlAlchemyJobRepository(f"sqlite:///{path}", clock=FrozenClock(START), is_read_only=True).__aenter__()

    assert not path.parent.exists()


def marks(folder: Path, words: Iterable[str]) -> set[tuple[str, str]]:
    """Give which words stand in which files of a folder, whatever the case."""
    found = {path.name: path.read_bytes().lower() for path in folder.rglob("*") if path.is_file()}
    return {(name, word) for word in words for name, content in found.items() if word.lower().encode() in content}


async def lived(jobs: SqlAlchemyJobRepository, mark: str) -> Job:
    """Give a job that ended, with a mark in everything that is kept of it, some of it long."""
    job = replace(
        new_job(),
        user_id=f"u-{mark}",
        session_id=f"s-{mark}",
        location=FileLocation(f"/f/{mark}"),
        file_name=f"{mark}.pdf",
    )
    await jobs.expect_file(job.id, job.location)
    held = await claimed(jobs, job)
    await jobs.save_checkpoint(job.id, fence=held.fence, checkpoint=f"a-{mark} " * 300)
    profile = Profile(basics=Basics(profession=f"p-{mark}", summary=f"{mark} " * 200))
    parsed = ParsedCV(profile=profile, cv_language="en", meta=ParseMeta(parser="Offline", withheld={}))
    return await jobs.finish(held.id, fence=held.fence, outcome=Success(parsed=parsed))


async def test_nothing_of_an_erased_job_stands_in_the_database_or_its_journal(
    path: Path, jobs: SqlAlchemyJobRepository
) -> None:
    names = [f"{word}{number:02}kestrelworks" for number in range(15) for word in ("gone", "kept")]
    stored = {mark: await lived(jobs, mark) for mark in names}
    erased = [mark for mark in names if mark.startswith("gone")]
    assert len({word for _, word in marks(path.parent, names)}) == len(names)

    await asyncio.gather(*(jobs.erase(stored[mark].id) for mark in erased))

    assert marks(path.parent, erased) == set()
    assert await jobs.result(stored["kept07kestrelworks"].id) is not None


def with_a_moved_row(path: Path) -> set[str]:
    """Grow and delete rows until a page keeps a copy of one that is deleted; give the marks of such."""
    random, columns = Random(2), "id, user_id, session_id, parse_mode, document_type, stored_file_path, status, fence"
    live: list[int] = []
    deleted: set[str] = set()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA secure_delete=ON")
        for round_of in range(40):
            connection.execute("BEGIN")
            for number in range(round_of * 200, round_of * 200 + 200):
                connection.execute(
                    f"INSERT INTO parsed_cv ({columns}, crashes, created_at, updated_at, deadline_at) VALUES"
                    " (?, ?, 's', 'basic', 'txt', '/f', 'processing', 0, 0, '2026', '2026', '2026')",
                    [f"{random.getrandbits(128):032x}", f"u{number:05}kestrelworks"],
                )
                live.append(number)
                mark = f"u{random.choice(live):05}kestrelworks"
                grown = mark * random.choice([1, 10, 60, 150])
                connection.execute("UPDATE parsed_cv SET session_id = ? WHERE user_id = ?", [grown, mark])
                if random.random() < 0.5:
                    gone = f"u{live.pop(random.randrange(len(live))):05}kestrelworks"
                    connection.execute("DELETE FROM parsed_cv WHERE user_id = ?", [gone])
                    deleted.add(gone)
            connection.execute("COMMIT")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            if left := {word for _, word in marks(path.parent, deleted)}:
                return left
    pytest.skip("this SQLite leaves no copies")


async def test_no_copy_that_a_moved_row_left_in_a_page_survives_an_erasure(
    path: Path, jobs: SqlAlchemyJobRepository
) -> None:
    left = with_a_moved_row(path)
    job = new_job()
    await jobs.add(job)

    await jobs.erase(job.id)

    assert not marks(path.parent, left)


async def test_an_erasure_that_somebody_reads_beside_is_not_done_until_the_journal_is_empty(
    path: Path, jobs: SqlAlchemyJobRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_database, "SCRUB_PATIENCE_S", 0.2)
    job = await lived(jobs, "gonekestrelworks")
    reader = sqlite3.connect(path, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM parsed_cv").fetchall()

    with pytest.raises(StorageUnavailableError):
        await jobs.erase(job.id)
    with pytest.raises(JobErasedError):
        await jobs.get(job.id)
    await jobs.add(new_job())
    assert marks(path.parent, ["gonekestrelworks"])
    reader.close()

    await jobs.scrub()

    assert not marks(path.parent, ["gonekestrelworks"])


async def test_what_a_version_before_had_deleted_goes_when_the_schema_is_brought_up_to_date(path: Path) -> None:
    url = f"sqlite:///{path}"
    migrate(url, "0004")
    columns = "id, user_id, session_id, parse_mode, document_type, stored_file_path, status, fence, crashes,"
    for number in range(20):
        execute(
            path,
            f"INSERT INTO parsed_cv ({columns} created_at, updated_at, deadline_at) VALUES ('{number:032}',"
            " 'gonekestrelworks', 's', 'basic', 'txt', '/f', 'processing', 0, 0, '2026', '2026', '2026')",
        )
    before = sqlite3.connect(path)
    with before:
        # As most builds of SQLite have it.
        before.execute("PRAGMA secure_delete=OFF")
        before.execute("DELETE FROM parsed_cv")
    before.close()
    assert marks(path.parent, ["gonekestrelworks"])

    migrate(url)

    assert not marks(path.parent, ["gonekestrelworks"])


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


#: Opens a repository, and tells whether that loaded what changes schemas.
_OPENS = """
import asyncio, sys
from cvparser.adapters.clock.system import SystemClock
from cvparser.adapters.job_repository.sqlalchemy import SqlAlchemyJobRepository

async def main():
    async with SqlAlchemyJobRepository(sys.argv[1], clock=SystemClock()):
        print("alembic" in sys.modules)

asyncio.run(main())
"""


def test_a_process_that_finds_the_newest_schema_does_not_load_what_changes_schemas(tmp_path: Path) -> None:
    def opened() -> str:
        command = [sys.executable, "-c", _OPENS, f"sqlite:///{tmp_path}/jobs.db"]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()

    assert [opened(), opened()] == ["True", "False"]
