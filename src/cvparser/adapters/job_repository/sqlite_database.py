"""SQLite, one writer and several readers, each in a thread of its own.

A statement takes microseconds and a hop between threads ten times that: so a whole transaction is one hop, and writes
that wait at the same moment share one transaction, with one flush of the disk.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from cvparser.adapters.job_repository.failures import mapped
from cvparser.domain.errors import ConfigurationError, CVParserError
from cvparser.group_commit import GroupCommit

T = TypeVar("T")
Step = Callable[[Connection], T]

#: Steps that one transaction takes at most: bounds how long the first of them waits for the last.
MOST_STEPS = 200
READERS = 4

#: Flushed at every commit; no memory map, which turns a full disk into a crash; waits for another process's write.
_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=10000", "foreign_keys=ON", "mmap_size=0")


class SqliteDatabase:
    """Runs steps, functions of a connection, in transactions. Opened with `open`, closed with `close`."""

    def __init__(self, url: str) -> None:
        location = sqlite_url(url)
        self._writing = sqlite_engine(location, begin="BEGIN IMMEDIATE")
        self._writer: GroupCommit[Step[None]] = GroupCommit(self._commit, most=MOST_STEPS, name="jobs-write")
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="jobs-read")
        self._reading = sqlite_engine(location, begin="BEGIN")

    def open(self) -> None:
        """Start the writer."""
        self._writer.open()

    async def close(self) -> None:
        """Let what waits be written, then end the threads and the connections."""
        await self._writer.close()
        self._writing.dispose()
        await asyncio.to_thread(self._readers.shutdown)
        self._reading.dispose()

    async def read(self, step: Step[T]) -> T:
        """Give what `step` gives in a transaction that sees one moment.

        Raises:
            StorageUnavailableError: the database cannot be read.
            CVParserError: what `step` raised.
        """
        return await asyncio.get_running_loop().run_in_executor(self._readers, self._read, step)

    async def write(self, step: Step[T]) -> T:
        """Give what `step` gave once the next transaction is committed. Cancelling does not undo it.

        Raises:
            StorageUnavailableError: the transaction was not committed.
            CVParserError: what `step` raised; it must have written nothing by then.
        """
        results: list[T] = []
        await self._writer.add(lambda connection: results.append(step(connection)))
        return results[0]

    def _read(self, step: Step[T]) -> T:
        with mapped(), self._reading.begin() as connection:
            return step(connection)

    def _commit(self, steps: Sequence[Step[None]]) -> list[CVParserError | None]:
        with mapped(), self._writing.begin() as connection:
            return [_run(step, connection) for step in steps]


def _run(step: Step[None], connection: Connection) -> CVParserError | None:
    try:
        step(connection)
    except CVParserError as error:
        return error
    return None


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


def sqlite_engine(url: URL, *, begin: str) -> Engine:
    """Give an engine whose transactions begin with `begin`; the driver begins none by itself."""
    engine = create_engine(url, hide_parameters=True, pool_size=READERS, max_overflow=0)

    def prepare(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in _PRAGMAS:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    def begin_transaction(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    event.listen(engine, "connect", prepare)
    event.listen(engine, "begin", begin_transaction)
    return engine
