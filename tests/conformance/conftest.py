"""Databases that are migrated once and empty for each test: a suite asks what a store does, not how it is made."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql
from tests.servers.postgres import PostgresServer

from cvparser.adapters.job_repository.migrations import migrate


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with the newest schema, closed."""
    path = tmp_path_factory.mktemp("migrated") / "jobs.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture
def sqlite_url(migrated_sqlite: Path, tmp_path: Path) -> str:
    """The address of a file with the newest schema, and nobody else's."""
    return f"sqlite:///{shutil.copy2(migrated_sqlite, tmp_path / 'jobs.db')}"


@pytest.fixture(scope="session")
def migrated_postgres(postgres: PostgresServer) -> Iterator[tuple[str, psycopg.Connection[Any], dict[str, list[Any]]]]:
    """The address of a database as the role that owns it, no superuser; who empties it; and what a new one holds."""
    url = postgres.new_database_of_its_own_role()
    migrate(url)
    with psycopg.connect(postgres.url(url.rpartition("/")[2]), autocommit=True) as owner:
        names = owner.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        new = {name: owner.execute(_of("SELECT * FROM {}", name)).fetchall() for (name,) in names}
        yield url, owner, new


@pytest.fixture
def postgres_url(migrated_postgres: tuple[str, psycopg.Connection[Any], dict[str, list[Any]]]) -> str:
    """The address of a database with the newest schema, as the role that owns it, that holds what a new one does."""
    url, owner, new = migrated_postgres
    with owner.transaction():
        # The audit log's triggers refuse what is done here.
        for name in new:
            owner.execute(_of("ALTER TABLE {} DISABLE TRIGGER USER", name))
        owner.execute(_of("TRUNCATE {}", *new))
        for name, rows in new.items():
            for row in rows:
                values = sql.SQL(", ").join(sql.Placeholder() * len(row))
                owner.execute(sql.SQL("INSERT INTO {} VALUES ({})").format(sql.Identifier(name), values), row)
        for name in new:
            owner.execute(_of("ALTER TABLE {} ENABLE TRIGGER USER", name))
    return url


def _of(statement: str, *tables: str) -> sql.Composed:
    return sql.SQL(statement).format(sql.SQL(", ").join(map(sql.Identifier, tables)))
