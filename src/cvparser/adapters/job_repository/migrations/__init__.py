"""The schema's history, shipped with the package."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import alembic.context
import alembic.op
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, inspect

from cvparser.adapters.job_repository.databases import migrating, rebuild
from cvparser.adapters.job_repository.placement import ALONE, Placement
from cvparser.adapters.job_repository.prefixed_names import TABLES
from cvparser.domain.errors import ConfigurationError

#: From this revision on what is deleted is overwritten; what was before still stands in the file's free places.
_OVERWRITES = "0006"
#: How our revisions are named, also those of versions to come.
_NUMBER = re.compile(r"\d{4}")
_OTHER_VERSION = "The database at CVPARSER_DATABASE_URL is of another version of cvparser: install that one."


def migrate(url: str, revision: str = "head", *, placement: Placement = ALONE) -> None:
    """Bring the schema at `url` to `revision`, up or down; a no-op when it is there.

    Of several processes that start at once one migrates, the others wait.

    Raises:
        ConfigurationError: the schema is one that this version does not know, or tables of somebody else have the
            names of ours.
    """
    with migrating(url, placement) as connection:
        present = _revision_of(connection, placement)
    if "" < present < _OVERWRITES:
        rebuild(url)
    with migrating(url, placement) as connection:
        bring_to(connection, revision, placement=placement)


def bring_to(connection: Connection, revision: str = "head", *, placement: Placement = ALONE) -> None:
    """Bring the schema to `revision` in the transaction of `connection`, also of a host's own migration.

    Raises:
        ConfigurationError: as `migrate`.
    """
    present = _revision_of(connection, placement)
    if not present and revision != "base":
        _refuse_names_taken(connection, placement)
    config = _config()
    config.attributes |= {"connection": connection, "version_table": placement.versions}
    try:
        with _beside_a_host():
            # Revisions are numbered: in the order of their names.
            if revision == "base" or revision < present:
                command.downgrade(config, revision)
            else:
                command.upgrade(config, revision)
    except CommandError:
        raise ConfigurationError(_OTHER_VERSION) from None


def require_newest(connection: Connection, *, placement: Placement = ALONE) -> None:
    """Return when the schema is the one that this version writes; change nothing.

    Raises:
        ConfigurationError: it is older, newer or not there, and what to do.
    """
    present = _revision_of(connection, placement)
    newest = ScriptDirectory.from_config(_config()).get_current_head()
    if not present:
        message = (
            "The database at CVPARSER_DATABASE_URL holds no jobs of cvparser: it is another, or no service ran yet."
        )
        raise ConfigurationError(message)
    if present < str(newest):
        message = "The database at CVPARSER_DATABASE_URL is of an older version of cvparser: start a service on it."
        raise ConfigurationError(message)
    if present != newest:
        raise ConfigurationError(_OTHER_VERSION)


def our_tables(placement: Placement = ALONE) -> frozenset[str]:
    """Return the names of the tables that the newest migration leaves, without that of their version."""
    return frozenset(f"{placement.prefix}{each}" for each in TABLES)


def _revision_of(connection: Connection, placement: Placement) -> str:
    found = MigrationContext.configure(connection, opts={"version_table": placement.versions}).get_current_heads()
    known = {each.revision for each in ScriptDirectory.from_config(_config()).walk_revisions()}
    if any(not _NUMBER.fullmatch(each) for each in found) and not known.issuperset(found):
        raise ConfigurationError(
            f"The table {placement.versions} at CVPARSER_DATABASE_URL is of somebody else's migrations: name "
            "another in CVPARSER_DATABASE_VERSION_TABLE, such as cvparser_version."
        )
    return next(iter(found), "")


def _refuse_names_taken(connection: Connection, placement: Placement) -> None:
    taken = sorted(our_tables(placement).intersection(inspect(connection).get_table_names()))
    if taken:
        raise ConfigurationError(
            f"The database at CVPARSER_DATABASE_URL has a table {taken[0]} that is not cvparser's. Have the names of "
            "ours begin with CVPARSER_DATABASE_TABLE_PREFIX, or use a schema of its own, CVPARSER_DATABASE_SCHEMA, or "
            "with SQLite a file of its own."
        )


@contextmanager
def _beside_a_host() -> Iterator[None]:
    """Leave Alembic's `op` and `context` as they were: a host's migration that calls ours goes on with them."""
    before = [vars(module).get("_proxy") for module in (alembic.op, alembic.context)]
    try:
        yield
    finally:
        for known in before:
            if known is not None:
                # Alembic has no public way to have one run within another: each installs itself, and none again.
                known._install_proxy()  # noqa: SLF001


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    return config
