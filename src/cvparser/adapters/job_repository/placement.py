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
        version_table: Where it stands which of our migrations have run; below the prefix, too.
        prefix: What the name of each table begins with, before its own.
    """

    schema: str | None = None
    version_table: str = VERSION_TABLE
    prefix: str = ""

    @property
    def versions(self) -> str:
        """The name of the version table, with the prefix."""
        return f"{self.prefix}{self.version_table}"


#: By ourselves in a database.
ALONE = Placement()
