"""Which database a URL means."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

from cvparser.adapters.job_repository import postgres_database, sqlite_database
from cvparser.adapters.job_repository.database import Database
from cvparser.adapters.job_repository.placement import ALONE, Placement
from cvparser.adapters.job_repository.prefixed_names import prefixed
from cvparser.domain.errors import ConfigurationError


def database_of(url: str, *, timeout_s: float, is_read_only: bool = False, placement: Placement = ALONE) -> Database:
    """Return the database at `url`, not opened, whose steps take `timeout_s` seconds at most.

    Raises:
        ConfigurationError: it is of neither SQLite nor PostgreSQL, or its driver is not installed.
    """
    if _is_postgres(url):
        return postgres_database.PostgresDatabase(
            url, timeout_s=timeout_s, is_read_only=is_read_only, schema=placement.schema, prefix=placement.prefix
        )
    _refuse_schema(placement)
    return sqlite_database.SqliteDatabase(url, timeout_s=timeout_s, is_read_only=is_read_only, prefix=placement.prefix)


@contextmanager
def migrating(url: str, placement: Placement = ALONE) -> Iterator[Connection]:
    """Yield a connection to the database at `url` in a transaction beside which no other process migrates."""
    if not _is_postgres(url):
        _refuse_schema(placement)
    opened = postgres_database.migrating(url, placement.schema) if _is_postgres(url) else sqlite_database.migrating(url)
    with opened as connection, prefixed(connection, placement.prefix):
        yield connection


def rebuild(url: str) -> None:
    """Write the database at `url` anew where it is a file of ours; a server's is for whoever runs it."""
    if not _is_postgres(url):
        sqlite_database.rebuild(url)


def shown(url: str) -> str:
    """Return the address of the database at `url` as it may be shown: without a password.

    Raises:
        ConfigurationError: it is of neither SQLite nor PostgreSQL.
    """
    if _is_postgres(url):
        return postgres_database.shown(url)
    return f"sqlite:///{sqlite_database.sqlite_path(url)}"


def _refuse_schema(placement: Placement) -> None:
    if placement.schema is not None:
        raise ConfigurationError("CVPARSER_DATABASE_SCHEMA is for PostgreSQL: SQLite has none. Use a file of its own.")


def _is_postgres(url: str) -> bool:
    return url.startswith(("postgresql:", "postgresql+psycopg:", "postgres:"))
