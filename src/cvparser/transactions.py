"""What adapters that keep rows share: steps, functions of a connection, each in a transaction of one database.

The database is opened and closed by the jobs' adapter; others keep their tables in it.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Protocol, TypeVar

from sqlalchemy import Connection, DateTime, Dialect
from sqlalchemy.types import TypeDecorator

from cvparser.domain.access.owner import Owner

T = TypeVar("T")
Step = Callable[[Connection], T]


class Transactions(Protocol):
    """Runs steps. Cancelling a step does not undo it.

    A step that is run for an `owner` is shown the rows of that owner alone where the database can see to it.
    """

    @abstractmethod
    async def read(self, step: Step[T], *, owner: Owner | None = None) -> T:
        """Return what `step`, which writes nothing, gives, for an owner or for all.

        Raises:
            StorageUnavailableError: the database cannot be read.
            CVParserError: what `step` raised.
        """

    @abstractmethod
    async def write_perhaps_twice(self, step: Step[T], *, owner: Owner | None = None) -> T:
        """Return what `step` gave once it is committed, for an owner or for all.

        Where the connection was lost during the commit `step` runs again: it must not matter.

        Raises:
            StorageUnavailableError: it may have been committed.
            CVParserError: what `step` raised; it must have written nothing by then.
        """


class UtcDateTime(TypeDecorator[datetime]):
    """An aware time in UTC. SQLite keeps no zone: it is put back on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the time as it is stored."""
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the time as it was."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
