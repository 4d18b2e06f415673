"""The schema's history, shipped with the package."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config

from cvparser.adapters.job_repository.sqlite_database import sqlite_engine, sqlite_url


def migrate(url: str, revision: str = "head") -> None:
    """Bring the schema at `url` to `revision`, up or down; a no-op when it is there.

    Takes the database's write lock first: of several processes that start at once one migrates, the others wait.
    """
    engine = sqlite_engine(sqlite_url(url), begin="BEGIN IMMEDIATE")
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        if revision == "base" or revision.startswith("-"):
            command.downgrade(config, revision)
        else:
            command.upgrade(config, revision)
    engine.dispose()
