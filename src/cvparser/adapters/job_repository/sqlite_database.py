"""SQLite, one writer and several readers, each in a thread of its own.

A statement takes microseconds and a hop between threads ten times that: so a whole transaction is one hop, and writes
that wait at the same moment share one transaction, with one flush of the disk.
"""

from __future__ import annotations

import asyncio
import logging
import queue
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from cvparser.adapters.job_repository.failures import mapped
from cvparser.domain.errors import ConfigurationError, CVParserError, StorageUnavailableError

_log = logging.getLogger(__name__)

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
        self._url = sqlite_url(url)
        self._waiting: queue.SimpleQueue[_Write | None] = queue.SimpleQueue()
        self._writer: threading.Thread | None = None
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="jobs-read")
        self._reading = sqlite_engine(self._url, begin="BEGIN")

    def open(self) -> None:
        """Start the writer."""
        self._writer = threading.Thread(target=self._write, name="jobs-write", daemon=True)
        self._writer.start()

    async def close(self) -> None:
        """Let what waits be written, then end the threads and the connections."""
        if self._writer is not None:
            self._waiting.put(None)
            await asyncio.to_thread(self._writer.join)
            self._writer = None
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
        if self._writer is None:
            raise StorageUnavailableError
        loop = asyncio.get_running_loop()
        settled: asyncio.Future[None] = loop.create_future()
        results: list[T] = []
        self._waiting.put(
            _Write(
                lambda connection: results.append(step(connection)),
                lambda error: loop.call_soon_threadsafe(_settle, settled, error),
            )
        )
        await settled
        return results[0]

    def _read(self, step: Step[T]) -> T:
        with mapped(), self._reading.begin() as connection:
            return step(connection)

    def _write(self) -> None:
        engine = sqlite_engine(self._url, begin="BEGIN IMMEDIATE")
        while batch := self._next_batch():
            for write, error in zip(batch, _commit(engine, batch), strict=True):
                write.settle(error)
        engine.dispose()

    def _next_batch(self) -> list[_Write]:
        """Wait for a write and give it with those that wait beside it; nothing when the database closes."""
        batch: list[_Write] = []
        while len(batch) < MOST_STEPS and not (batch and self._waiting.empty()):
            write = self._waiting.get()
            if write is None:
                if batch:
                    self._waiting.put(None)
                return batch
            batch.append(write)
        return batch


@dataclass(frozen=True, slots=True)
class _Write:
    step: Step[None]
    #: Called with what went wrong, or None once the step is committed.
    settle: Callable[[CVParserError | None], object]


def _commit(engine: Engine, batch: list[_Write]) -> list[CVParserError | None]:
    try:
        with mapped(), engine.begin() as connection:
            return [_run(write.step, connection) for write in batch]
    except StorageUnavailableError as error:
        return [error] * len(batch)
    except Exception as error:  # noqa: BLE001 - the writer's last resort: whoever waits must hear, and others be served
        # The type only: a traceback can quote a row.
        _log.error("Write failed: %s", type(error).__name__)
        return [StorageUnavailableError()] * len(batch)


def _run(step: Step[None], connection: Connection) -> CVParserError | None:
    try:
        step(connection)
    except CVParserError as error:
        return error
    return None


def _settle(settled: asyncio.Future[None], error: CVParserError | None) -> None:
    if settled.done():
        return
    if error is None:
        settled.set_result(None)
    else:
        settled.set_exception(error)


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
