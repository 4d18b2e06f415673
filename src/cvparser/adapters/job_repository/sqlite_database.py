"""SQLite, one writer and several readers, each in a thread of its own.

A statement takes microseconds and a hop between threads ten times that: so a whole transaction is one hop, and writes
that wait at the same moment share one transaction, with one flush of the disk.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import sqlite3
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import ExitStack, asynccontextmanager, closing, contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool

from cvparser.adapters.job_repository.database import CLOSE_S, Database, Step, T, run_each
from cvparser.adapters.job_repository.failures import mapped
from cvparser.adapters.job_repository.prefixed_names import prefix_names
from cvparser.deadline import DeadlineThreads
from cvparser.domain.access.owner import Owner
from cvparser.domain.errors import ConfigurationError, CVParserError, StorageUnavailableError
from cvparser.group_commit import GroupCommit
from cvparser.private_files import FILE_MODE, make_private_file, tighten, tighten_folder

#: Steps that one transaction takes at most: bounds how long the first of them waits for the last.
MAX_STEPS = 200
READERS = 4
#: Seconds that a reader may hold the journal before an erasure says that it is not done, and between two tries.
SCRUB_PATIENCE_S, SCRUB_PAUSE_S = 5.0, 0.05
#: Milliseconds that one try keeps writers waiting at most.
SCRUB_HOLD_MS = 100
#: Of a file that an erasure writes anew, within a fifth of a second. Rows grow, and a page from which SQLite has moved
#: one to another keeps a copy in its unused part until that is used: what `secure_delete` does not overwrite.
SMALL_BYTES = 16 * 2**20

_SETTING = "CVPARSER_DATABASE_URL"
#: Seconds that the schema's migration waits for another process's write.
MIGRATION_PATIENCE_S = 10.0

#: Flushed at every commit; no memory map, which turns a full disk into a crash; what is deleted is overwritten with
#: zeros.
_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "mmap_size=0", "secure_delete=ON")
_READING_PRAGMAS = ("mmap_size=0", "query_only=ON")


class SqliteDatabase(Database):
    """Runs steps in transactions of one writer and a few readers.

    Args:
        url: Of a file.
        timeout_s: Seconds that a step may take.
        is_read_only: Whether nothing is written, and no file made where there is none.
        prefix: What the names of the tables begin with.
    """

    def __init__(self, url: str, *, timeout_s: float, is_read_only: bool = False, prefix: str = "") -> None:
        self._path = sqlite_path(url)
        self._prefix = prefix
        self._is_read_only = is_read_only
        self._writing = sqlite_engine(
            self._path, begin="BEGIN IMMEDIATE", patience_s=timeout_s, is_read_only=is_read_only
        )
        self._writer: GroupCommit[Step[None]] = GroupCommit(
            self._commit, most=MAX_STEPS, name="jobs-write", seconds=timeout_s
        )
        self._has_erased = False
        self._scrubber: GroupCommit[bool] = GroupCommit(
            self._scrub, most=MAX_STEPS, name="jobs-scrub", seconds=timeout_s
        )
        self._readers = DeadlineThreads(READERS, name="jobs-read", seconds=timeout_s)
        self._reading = sqlite_engine(self._path, begin="BEGIN", patience_s=timeout_s, is_read_only=is_read_only)
        for engine in (self._writing, self._reading):
            prefix_names(engine, prefix)

    def open(self) -> None:
        self._writer.open()
        self._scrubber.open()

    async def close(self) -> None:
        await self._scrubber.close()
        await self._writer.close()
        self._writing.dispose()
        await self._readers.close(CLOSE_S)
        self._reading.dispose()

    async def read(self, step: Step[T], *, owner: Owner | None = None) -> T:
        with mapped():
            return await self._readers.run(self._read, step)

    async def write(self, step: Step[T]) -> T:
        results: list[T] = []
        await self.write_with_others(lambda connection: results.append(step(connection)))
        return results[0]

    async def write_perhaps_twice(self, step: Step[T], *, owner: Owner | None = None) -> T:
        # No network lies between: a commit is always answered.
        return await self.write(step)

    async def write_with_others(self, step: Step[None]) -> None:
        await self._writer.add(step)

    async def scrub(self, *, has_erased: bool) -> None:
        # Beside the writer: submissions go on while most of the journal is copied.
        await self._scrubber.add(has_erased)

    @asynccontextmanager
    async def try_exclusive(self, task: str) -> AsyncIterator[bool]:
        with ExitStack() as stack:
            with mapped():
                is_ours = await asyncio.to_thread(_lock, Path(f"{self._path}.{self._prefix}{task}"), stack)
            yield is_ours

    def _read(self, step: Step[T]) -> T:
        if self._is_read_only:
            _require_readable(self._path)
        with mapped(), self._reading.begin() as connection:
            return step(connection)

    def _commit(self, steps: Sequence[Step[None]]) -> Sequence[CVParserError | None]:
        with mapped(), self._writing.begin() as connection:
            return run_each(steps, connection)

    def _scrub(self, waiting: Sequence[bool]) -> Sequence[CVParserError | None]:
        self._has_erased |= any(waiting)
        try:
            with closing(sqlite3.connect(self._path, isolation_level=None, timeout=SCRUB_PATIENCE_S)) as connection:
                connection.execute("PRAGMA synchronous=FULL")
                if self._has_erased and self._path.stat().st_size <= SMALL_BYTES:
                    connection.execute("PRAGMA temp_store=MEMORY")
                    connection.execute("VACUUM")
                _empty_journal(connection)
        except (sqlite3.Error, OSError):
            raise StorageUnavailableError from None
        self._has_erased = False
        return [None] * len(waiting)


def _empty_journal(connection: sqlite3.Connection) -> None:
    """Copy the journal into the database and cut it to nothing: older versions of pages stand in it."""
    until = time.monotonic() + SCRUB_PATIENCE_S
    # Most of it without the lock of the writer.
    connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
    connection.execute(f"PRAGMA busy_timeout={SCRUB_HOLD_MS}")
    while True:
        is_busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if not is_busy:
            return
        if time.monotonic() > until:
            raise StorageUnavailableError
        time.sleep(SCRUB_PAUSE_S)


def _require_readable(path: Path) -> None:
    if not path.exists():
        raise ConfigurationError(f"{_SETTING}: there is no database. Name the one that the service uses.")
    if not os.access(path, os.R_OK):
        raise ConfigurationError(f"{_SETTING}: the database may be read by its owner alone. Run as its owner.")


def _lock(path: Path, stack: ExitStack) -> bool:
    # The lock is its open file's: where the process ends, so does the lock.
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, FILE_MODE)
    stack.callback(os.close, descriptor)
    os.fchmod(descriptor, FILE_MODE)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def migrating(url: str) -> Iterator[Connection]:
    """Yield a connection in a transaction that no other process writes in, to a file that is made where it is missing.

    Raises:
        ConfigurationError: the file is somebody else's, or others could put one in its place.
    """
    path = sqlite_path(url)
    _make_private(path)
    engine = sqlite_engine(path, begin="BEGIN IMMEDIATE", patience_s=MIGRATION_PATIENCE_S)
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def rebuild(url: str) -> None:
    """Write the file anew, without what was deleted in it before deleting overwrote."""
    with mapped():
        engine = sqlite_engine(sqlite_path(url), begin="", patience_s=MIGRATION_PATIENCE_S)
        try:
            with engine.connect() as connection:
                connection.exec_driver_sql("VACUUM")
        finally:
            engine.dispose()


def _make_private(path: Path) -> None:
    make_private_file(path, setting=_SETTING)
    # SQLite gives those that it makes the mode of the first.
    for suffix in ("-wal", "-shm", "-journal"):
        tighten(path.with_name(path.name + suffix), setting=_SETTING)
    tighten_folder(path.parent, ours=path.name)


def sqlite_path(text: str) -> Path:
    """Return the SQLite file that a URL names.

    Raises:
        ConfigurationError: it is no such URL.
    """
    form = f"{_SETTING} must have the form sqlite:///path/to/file."
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise ConfigurationError(form) from None
    if url.drivername != "sqlite" or not url.database or url.database == ":memory:" or url.query:
        raise ConfigurationError(form)
    # SQLite keeps its journal beside the file that a link leads to.
    return Path(url.database).resolve()


def sqlite_engine(path: Path, *, begin: str, patience_s: float, is_read_only: bool = False) -> Engine:
    """Return an engine whose transactions begin with `begin`, or not at all; the driver begins none by itself.

    They wait `patience_s` seconds for another process's write.
    """

    def connect() -> sqlite3.Connection:
        if not is_read_only:
            return sqlite3.connect(path, check_same_thread=False)
        return sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, check_same_thread=False)

    def prepare(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        pragmas = _READING_PRAGMAS if is_read_only else _PRAGMAS
        for pragma in (*pragmas, f"busy_timeout={int(patience_s * 1000)}"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    def begin_transaction(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    engine = create_engine(
        "sqlite://", creator=connect, poolclass=QueuePool, hide_parameters=True, pool_size=READERS, max_overflow=0
    )
    event.listen(engine, "connect", prepare)
    if begin:
        event.listen(engine, "begin", begin_transaction)
    return engine
