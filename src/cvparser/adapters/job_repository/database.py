"""What is the same on SQLite and PostgreSQL: a database that runs steps, functions of a connection, in transactions."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from sqlalchemy import Connection

from cvparser.domain.errors import CVParserError
from cvparser.transactions import Step, T, Transactions, UtcDateTime

__all__ = ["CLOSE_S", "TIMEOUT_S", "Database", "Step", "T", "UtcDateTime", "run_each"]

#: Seconds that a step may take where nobody says otherwise.
TIMEOUT_S = 8.0
#: Seconds in which steps under way must end at the close.
CLOSE_S = 1.5


class Database(Transactions, Protocol):
    """Opened with `open`, closed with `close`. Cancelling a step does not undo it.

    A step that is run for an `owner` is shown the rows of that owner alone where the database can see to it
    (PostgreSQL), whatever the step asks for.

    Every step ends in the time it has, with StorageUnavailableError where nothing came: also while a server is frozen.
    """

    @abstractmethod
    def open(self) -> None:
        """Start what runs beside the event loop."""

    @abstractmethod
    async def close(self) -> None:
        """Let what waits be written, for a few seconds at most, then end threads and connections."""

    @abstractmethod
    async def write(self, step: Step[T]) -> T:
        """Return what `step` gave once it is committed. Rows that it reads for update are nobody else's meanwhile.

        Raises:
            CommitUncertainError: the connection was lost during the commit.
            StorageUnavailableError: nothing was committed.
            CVParserError: what `step` raised; it must have written nothing by then.
        """

    @abstractmethod
    async def write_with_others(self, step: Step[None]) -> None:
        """Run `step` in one transaction with those that wait at the same moment, perhaps twice: it must not matter.

        Raises:
            StorageUnavailableError: it may have been committed.
            CVParserError: as `write`.
        """

    @abstractmethod
    async def scrub(self, *, has_erased: bool) -> None:
        """Remove what was deleted from the files of the database, as far as a client of it can.

        Of SQLite nothing is left in the journal then; where something was erased since the last time, by `has_erased`
        of this call or of one that failed, a small file is written anew. PostgreSQL's files are its server's: a no-op.

        Raises:
            StorageUnavailableError: something is left, since somebody still reads it; try again.
        """

    @abstractmethod
    def try_exclusive(self, task: str) -> AbstractAsyncContextManager[bool]:
        """As `JobRepository.try_exclusive`.

        Raises:
            StorageUnavailableError: the database cannot be reached.
        """


def run_each(steps: Sequence[Step[None]], connection: Connection) -> list[CVParserError | None]:
    """Run steps of one transaction and give what each raised."""
    return [_run(step, connection) for step in steps]


def _run(step: Step[None], connection: Connection) -> CVParserError | None:
    try:
        step(connection)
    except CVParserError as error:
        return error
    return None
