"""SQLite, one writer and several readers, each in a thread of its own.

A statement takes microseconds and a hop between threads ten times that: so a whole transaction is one hop, and writes
that wait at the same moment share one transaction, with one flush of the disk.
"""

from __future__ import annotations

import asyncio
import fcntl
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import ExitStack, asynccontextmanager, contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from cvparser.adapters.job_repository.failures import mapped
from cvparser.database import CLOSE_S, Database, Step, T, run_each
from cvparser.deadline import DeadlineThreads
from cvparser.domain.errors import ConfigurationError, CVParserError
from cvparser.group_commit import GroupCommit

#: Steps that one transaction takes at most: bounds how long the first of them waits for the last.
MOST_STEPS = 200
READERS = 4

#: Seconds that the schema's migration waits for another process's write.
MIGRATION_PATIENCE_S = 10.0

#: Flushed at every commit; no memory map, which turns a full disk into a crash.
_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "mmap_size=0")


class SqliteDatabase(Database):
    """Runs steps in transactions of one writer and a few readers."""

    def __init__(self, url: str, *, timeout_s: float) -> None:
        location = sqlite_url(url)
        self._path = location.database
        self._writing = sqlite_engine(location, begin="BEGIN IMMEDIATE", patience_s=timeout_s)
        self._writer: GroupCommit[Step[None]] = GroupCommit(
            self._commit, most=MOST_STEPS, name="jobs-write", seconds=timeout_s
        )
        self._readers = DeadlineThreads(READERS, name="jobs-read", seconds=timeout_s)
        self._reading = sqlite_engine(location, begin="BEGIN", patience_s=timeout_s)

    def open(self) -> None:
        self._writer.open()

    async def close(self) -> None:
        await self._writer.close()
        self._writing.dispose()
        await self._readers.close(CLOSE_S)
        self._reading.dispose()

    async def read(self, step: Step[T]) -> T:
        with mapped():
            return await self._readers.run(self._read, step)

    async def write(self, step: Step[T]) -> T:
        results: list[T] = []
        await self.write_with_others(lambda connection: results.append(step(connection)))
        return results[0]

    async def write_perhaps_twice(self, step: Step[T]) -> T:
        # No network lies between: a commit is always answered.
        return await self.write(step)

    async def write_with_others(self, step: Step[None]) -> None:
        await self._writer.add(step)

    @asynccontextmanager
    async def alone(self, task: str) -> AsyncIterator[bool]:
        with ExitStack() as stack:
            with mapped():
                is_ours = await asyncio.to_thread(_lock, Path(f"{self._path}.{task}"), stack)
            yield is_ours

    def _read(self, step: Step[T]) -> T:
        with mapped(), self._reading.begin() as connection:
            return step(connection)

    def _commit(self, steps: Sequence[Step[None]]) -> Sequence[CVParserError | None]:
        with mapped(), self._writing.begin() as connection:
            return run_each(steps, connection)


def _lock(path: Path, stack: ExitStack) -> bool:
    # The lock is its open file's: where the process ends, so does the lock.
    file = stack.enter_context(path.open("ab"))
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def migrating(url: str) -> Iterator[Connection]:
    """Give a connection in a transaction that no other process writes in."""
    engine = sqlite_engine(sqlite_url(url), begin="BEGIN IMMEDIATE", patience_s=MIGRATION_PATIENCE_S)
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def sqlite_url(text: str) -> URL:
    """Give the URL of an SQLite file, its folder made where it is missing.

    Raises:
        ConfigurationError: it is no such URL.
    """
    url = make_url(text)
    if url.drivername != "sqlite" or not url.database or url.database == ":memory:":
        raise ConfigurationError("CVPARSER_DATABASE_URL must have the form sqlite:///path/to/file.")
    Path(url.database).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    return url


def sqlite_engine(url: URL, *, begin: str, patience_s: float) -> Engine:
    """Give an engine whose transactions begin with `begin`; the driver begins none by itself.

    They wait `patience_s` seconds for another process's write.
    """
    engine = create_engine(url, hide_parameters=True, pool_size=READERS, max_overflow=0)

    def prepare(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (*_PRAGMAS, f"busy_timeout={int(patience_s * 1000)}"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    def begin_transaction(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    event.listen(engine, "connect", prepare)
    event.listen(engine, "begin", begin_transaction)
    return engine
