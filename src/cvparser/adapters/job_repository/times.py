"""The time by which jobs move: one for all processes that share a database, whatever their machines' clocks do."""

from __future__ import annotations

from abc import abstractmethod
from datetime import UTC, datetime
from typing import Protocol

from sqlalchemy import Connection, bindparam, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite

from cvparser.adapters.job_repository.database import UtcDateTime
from cvparser.adapters.job_repository.tables import heartbeats, parsed_cv, steady_clock
from cvparser.domain.job import JobStatus
from cvparser.ports.clock import Clock

#: Before anything was written.
NEVER = datetime.min.replace(tzinfo=UTC)


class DatabaseTime(Protocol):
    """Tells the time in a step."""

    @abstractmethod
    def start(self, connection: Connection) -> None:
        """Prepare to tell the time, in a step that writes."""

    @abstractmethod
    def __call__(self, connection: Connection) -> datetime:
        """Return the present moment, in a step that may write or not."""


class ServerTime(DatabaseTime):
    """The time of a server that all processes share."""

    def start(self, connection: Connection) -> None:
        return None

    def __call__(self, connection: Connection) -> datetime:
        return connection.execute(_NOW).scalar_one()


class SteadyTime(DatabaseTime):
    """A time that starts at `clock` and then passes as fast as the machine runs, however its clock is set.

    Of the machine's present run a row says when it began; by that, every process knows the time. Another run, or a
    process that knows no common start, goes on from the clock, but never from before what was written last. Only where
    no job waits for anything may the time leap forward to the clock.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._booted_at: datetime | None = None

    def start(self, connection: Connection) -> None:
        boot, passed = self._clock.since_boot()
        now, wall = max(self(connection), _last_written(connection)), self._clock.now()
        if wall > now and connection.execute(_UNFINISHED).first() is None:
            now = wall
        self._booted_at = now - passed
        connection.execute(delete(steady_clock).where(steady_clock.c.boot != boot))
        connection.execute(_PUT[connection.dialect.name], {"boot": boot, "booted_at": self._booted_at})

    def __call__(self, connection: Connection) -> datetime:
        boot, passed = self._clock.since_boot()
        row = connection.execute(_BOOTED_AT, {"wanted": boot}).one_or_none()
        booted_at = self._booted_at if row is None else row.booted_at
        if booted_at is None:
            return max(self._clock.now(), _last_written(connection))
        return booted_at + passed


def _last_written(connection: Connection) -> datetime:
    """Return the newest of the times that are found by an index or in a small table."""
    created, heard = connection.execute(_WRITTEN).one()
    return max(created or NEVER, heard or NEVER)


_SQLITE_PUT, _POSTGRES_PUT = sqlite.insert(steady_clock), postgresql.insert(steady_clock)
_PUT = {
    "sqlite": _SQLITE_PUT.on_conflict_do_update(
        index_elements=["boot"], set_={"booted_at": _SQLITE_PUT.excluded.booted_at}
    ),
    "postgresql": _POSTGRES_PUT.on_conflict_do_update(
        index_elements=["boot"], set_={"booted_at": _POSTGRES_PUT.excluded.booted_at}
    ),
}
_NOW = select(func.clock_timestamp(type_=UtcDateTime))
_BOOTED_AT = select(steady_clock.c.booted_at).where(steady_clock.c.boot == bindparam("wanted"))
_WRITTEN = select(
    select(func.max(parsed_cv.c.created_at)).scalar_subquery(),
    select(func.max(heartbeats.c.at)).scalar_subquery(),
)
_UNFINISHED = select(parsed_cv.c.id).where(parsed_cv.c.status == JobStatus.PROCESSING.value).limit(1)
