"""Where our tables are among those of others."""

from __future__ import annotations

from dataclasses import dataclass

#: Where Alembic keeps which of our migrations have run, unless told otherwise: the name that it has by default.
VERSION_TABLE = "alembic_version"


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """Where our tables are in a database.

    Attributes:
        schema: Of PostgreSQL; None = the first of the connection's own. SQLite has none.
        version_table: Where it stands which of our migrations have run.
    """

    schema: str | None = None
    version_table: str = VERSION_TABLE


#: By ourselves in a database.
ALONE = Placement()
