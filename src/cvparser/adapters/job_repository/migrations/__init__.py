"""The schema's history, shipped with the package."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.util import CommandError

from cvparser.adapters.job_repository.databases import migrating
from cvparser.domain.errors import ConfigurationError


def migrate(url: str, revision: str = "head") -> None:
    """Bring the schema at `url` to `revision`, up or down; a no-op when it is there.

    Of several processes that start at once one migrates, the others wait.

    Raises:
        ConfigurationError: the schema is one that this version does not know.
    """
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    with migrating(url) as connection:
        config.attributes["connection"] = connection
        present = MigrationContext.configure(connection).get_current_revision() or ""
        try:
            # Revisions are numbered: in the order of their names.
            if revision == "base" or revision < present:
                command.downgrade(config, revision)
            else:
                command.upgrade(config, revision)
        except CommandError:
            message = "The database at CVPARSER_DATABASE_URL is of another version of cvparser: install that one."
            raise ConfigurationError(message) from None
