"""The history of cvparser's tables, for a program that migrates its database itself.

    # In a migration of the program's own Alembic:
    def upgrade():
        cvparser.migrations.upgrade(op.get_bind(), schema="cvparser")

A service brings its tables to its version when it starts; where this has run before, it finds nothing to do.
"""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING

try:
    import alembic  # noqa: F401 - needed by what follows; said here in words
except ModuleNotFoundError:
    message = "cvparser.migrations needs its extra: pip install 'cvparser[server]'"
    raise ModuleNotFoundError(message, name="alembic") from None

from cvparser.adapters.job_repository.migrations import bring_to, our_tables
from cvparser.adapters.job_repository.placement import VERSION_TABLE, Placement
from cvparser.adapters.job_repository.postgres_database import as_ours, make_schema
from cvparser.adapters.job_repository.prefixed_names import prefixed
from cvparser.domain.errors import ConfigurationError

if TYPE_CHECKING:
    from sqlalchemy import Connection

__all__ = ["downgrade", "is_ours", "upgrade"]


def upgrade(
    connection: Connection,
    revision: str = "head",
    *,
    schema: str | None = None,
    version_table: str = VERSION_TABLE,
    table_prefix: str = "",
) -> None:
    """Bring cvparser's tables up to `revision` in the transaction of `connection`, which its owner commits.

    Args:
        connection: Of SQLAlchemy, to SQLite or PostgreSQL.
        revision: A number such as `0017`; `head` is what this version of cvparser writes.
        schema: As `CVPARSER_DATABASE_SCHEMA`; made where there is none.
        version_table: As `CVPARSER_DATABASE_VERSION_TABLE`.
        table_prefix: As `CVPARSER_DATABASE_TABLE_PREFIX`.

    Raises:
        ConfigurationError: the tables are of another version of cvparser, or of somebody else; or a schema was named
            for SQLite.
    """
    placement = Placement(schema=schema, version_table=version_table, prefix=table_prefix)
    with _ours(connection, schema), prefixed(connection, table_prefix):
        bring_to(connection, revision, placement=placement)


def downgrade(
    connection: Connection,
    revision: str,
    *,
    schema: str | None = None,
    version_table: str = VERSION_TABLE,
    table_prefix: str = "",
) -> None:
    """Bring cvparser's tables down to `revision`, `base` for none of them; else as `upgrade`.

    What only a later version keeps is lost.
    """
    upgrade(connection, revision, schema=schema, version_table=version_table, table_prefix=table_prefix)


def is_ours(table: str, *, version_table: str = VERSION_TABLE, table_prefix: str = "") -> bool:
    """Return whether a table of that name is cvparser's: for `include_name` of a host that compares its own models.

    >>> is_ours("parsed_cv"), is_ours("jobs")
    (True, False)
    """
    placement = Placement(version_table=version_table, prefix=table_prefix)
    return table in our_tables(placement) or table == placement.versions


def _ours(connection: Connection, schema: str | None) -> AbstractContextManager[None]:
    if connection.dialect.name != "postgresql":
        if schema is not None:
            raise ConfigurationError("A schema is for PostgreSQL: SQLite has none.")
        return nullcontext()
    if schema is not None:
        make_schema(connection, schema)
    return as_ours(connection, schema)
