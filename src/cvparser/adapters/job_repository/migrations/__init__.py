"""The schema's history, shipped with the package."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection

from cvparser.adapters.job_repository.databases import migrating, rebuild
from cvparser.domain.errors import ConfigurationError

#: From this revision on what is deleted is overwritten; what was before still stands in the file's free places.
_OVERWRITES = "0006"
_OTHER_VERSION = "The database at CVPARSER_DATABASE_URL is of another version of cvparser: install that one."


def migrate(url: str, revision: str = "head") -> None:
    """Bring the schema at `url` to `revision`, up or down; a no-op when it is there.

    Of several processes that start at once one migrates, the others wait.

    Raises:
        ConfigurationError: the schema is one that this version does not know.
    """
    config = _config()
    with migrating(url) as connection:
        present = _revision_of(connection)
    if "" < present < _OVERWRITES:
        rebuild(url)
    with migrating(url) as connection:
        config.attributes["connection"] = connection
        present = _revision_of(connection)
        try:
            # Revisions are numbered: in the order of their names.
            if revision == "base" or revision < present:
                command.downgrade(config, revision)
            else:
                command.upgrade(config, revision)
        except CommandError:
            raise ConfigurationError(_OTHER_VERSION) from None


def require_newest(connection: Connection) -> None:
    """Return when the schema is the one that this version writes; change nothing.

    Raises:
        ConfigurationError: it is older, newer or not there, and what to do.
    """
    present = _revision_of(connection)
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


def _revision_of(connection: Connection) -> str:
    return MigrationContext.configure(connection).get_current_revision() or ""


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    return config
