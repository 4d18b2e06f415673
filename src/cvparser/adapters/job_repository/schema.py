"""Whether the schema is the newest, told without Alembic: a process that changes none does not load it."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, String, column, inspect, select, table

from cvparser.adapters.job_repository.databases import migrating
from cvparser.adapters.job_repository.placement import ALONE, Placement

_VERSIONS = Path(__file__).parent / "migrations" / "versions"


def bring_up_to_date(url: str, *, placement: Placement = ALONE) -> None:
    """Bring the schema at `url` to the newest, as `migrations.migrate`. Raises as that."""
    with migrating(url, placement) as connection:
        if _is_newest(connection, placement):
            return
    from cvparser.adapters.job_repository.migrations import migrate  # noqa: PLC0415 - loads Alembic

    migrate(url, placement=placement)


def require_newest(connection: Connection, *, placement: Placement = ALONE) -> None:
    """Return when the schema is the newest, as `migrations.require_newest`. Raises as that."""
    if _is_newest(connection, placement):
        return
    from cvparser.adapters.job_repository.migrations import require_newest as require  # noqa: PLC0415 - loads Alembic

    require(connection, placement=placement)


def _is_newest(connection: Connection, placement: Placement) -> bool:
    if not inspect(connection).has_table(placement.version_table):
        return False
    kept = table(placement.version_table, column("version_num", String))
    return list(connection.execute(select(kept.c.version_num)).scalars()) == [_newest()]


def _newest() -> str:
    """Return the last of our revisions, which are numbered: their files are named by them."""
    return max(path.name for path in _VERSIONS.glob("[0-9]*.py"))[:4]
