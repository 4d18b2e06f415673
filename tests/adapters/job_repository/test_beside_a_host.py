"""In the database of another program, with an Alembic and a table `jobs` of its own: on SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, inspect, text
from tests.servers.postgres import PostgresServer

import cvparser
from cvparser import migrations
from cvparser.composition import Composition
from cvparser.domain.errors import ConfigurationError
from cvparser.testing.conformance.job_repository import claimed, new_job

ENV = """
from alembic import context
context.configure(connection=context.config.attributes["connection"], transaction_per_migration=True)
with context.begin_transaction():
    context.run_migrations()
"""
FIRST = """
import sqlalchemy as sa
from alembic import op
revision, down_revision = "a1b2c3d4", None
def upgrade():
    op.create_table("jobs", sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.Text))
"""
SECOND = """
import sqlalchemy as sa
from alembic import op
from cvparser import migrations
revision, down_revision = "e5f6a7b8", "a1b2c3d4"
def upgrade():
    migrations.upgrade(op.get_bind(), schema={schema!r}, version_table="cvparser_version", table_prefix={prefix!r})
    op.add_column("jobs", sa.Column("cv", sa.Text))
def downgrade():
    migrations.downgrade(
        op.get_bind(), "base", schema={schema!r}, version_table="cvparser_version", table_prefix={prefix!r}
    )
    op.drop_column("jobs", "cv")
"""


class Host:
    """A program with a database of its own."""

    def __init__(self, url: str, folder: Path, schema: str | None, prefix: str) -> None:
        self.schema = schema
        self.prefix = prefix
        self.engine: Engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
        (folder / "versions").mkdir(parents=True)
        (folder / "env.py").write_text(ENV)
        (folder / "versions" / "first.py").write_text(FIRST)
        (folder / "versions" / "second.py").write_text(SECOND.format(schema=schema, prefix=prefix))
        self._config = Config()
        self._config.set_main_option("script_location", str(folder))

    def migrate(self, revision: str, *, up: bool = True) -> None:
        with self.engine.begin() as connection:
            self._config.attributes["connection"] = connection
            (command.upgrade if up else command.downgrade)(self._config, revision)

    def tables(self, connection: Connection, schema: str | None = None) -> set[str]:
        return set(inspect(connection).get_table_names(schema=schema))

    @property
    def settings(self) -> cvparser.Settings:
        """Those of a service beside it, which is given the program's engine."""
        chosen = {
            "database_url": self.engine,
            "database_schema": self.schema,
            "database_version_table": "cvparser_version",
            "database_table_prefix": self.prefix,
        }
        return cvparser.Settings(**chosen)


@pytest.fixture(
    params=["sqlite", "sqlite with a prefix", "postgresql", "postgresql in one schema", "postgresql with a prefix"]
)
def host(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Host]:
    url = f"sqlite:///{tmp_path / 'host.db'}"
    if not request.param.startswith("sqlite"):
        server: PostgresServer = request.getfixturevalue("postgres")
        url = server.new_database_of_its_own_role()
    prefix = "people_" if request.param.endswith("prefix") else ""
    found = Host(url, tmp_path / "alembic", "people_cv" if request.param == "postgresql" else None, prefix)
    yield found
    found.engine.dispose()


async def test_a_service_is_opened_beside_it_and_leaves_what_is_its_alone(host: Host) -> None:
    host.migrate("a1b2c3d4")
    core = Composition(host.settings)

    async with core.opening(core.jobs):
        assert (await core.jobs.newest(1)) == []
    host.migrate("e5f6a7b8")

    with host.engine.connect() as connection:
        ours = host.tables(connection, host.schema)
        known = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
    assert {f"{host.prefix}parsed_cv", f"{host.prefix}cvparser_version"} <= ours
    assert ("jobs" in ours) is (host.schema is None)
    assert known == "e5f6a7b8"


async def test_a_hosts_migration_brings_our_tables_and_goes_on_with_its_own(host: Host) -> None:
    host.migrate("head")

    with host.engine.connect() as connection:
        assert f"{host.prefix}parsed_cv" in host.tables(connection, host.schema)
        assert "cv" in {each["name"] for each in inspect(connection).get_columns("jobs")}
    core = Composition(host.settings)
    async with core.opening(core.jobs):
        assert (await core.jobs.newest(1)) == []

    host.migrate("a1b2c3d4", up=False)
    with host.engine.connect() as connection:
        assert not [
            each
            for each in host.tables(connection, host.schema)
            if migrations.is_ours(each, table_prefix=host.prefix) and "version" not in each
        ]
        assert "jobs" in host.tables(connection)


async def test_where_a_name_is_taken_it_is_told_and_nothing_is_changed(host: Host) -> None:
    host.migrate("a1b2c3d4")
    same_version = cvparser.Settings(database_url=host.engine)

    with pytest.raises(ConfigurationError, match="somebody else's migrations: name another"):
        await Composition(same_version).jobs.__aenter__()  # type: ignore[attr-defined]  # what opens ours
    with host.engine.begin() as connection:
        connection.execute(text(f"CREATE TABLE {host.prefix}batch (id INTEGER)"))
    beside = host.settings.model_copy(update={"database_schema": None})
    with pytest.raises(ConfigurationError, match=f"has a table {host.prefix}batch that is not cvparser's"):
        await Composition(beside).jobs.__aenter__()  # type: ignore[attr-defined]  # what opens ours

    with host.engine.connect() as connection:
        assert "parsed_cv" not in host.tables(connection)


def test_sqlite_has_no_schemas(tmp_path: Path) -> None:
    settings = cvparser.Settings(database_url=f"sqlite:///{tmp_path / 'jobs.db'}", database_schema="people")

    with pytest.raises(ConfigurationError, match="CVPARSER_DATABASE_SCHEMA is for PostgreSQL"):
        _ = Composition(settings).jobs


def test_the_tables_that_are_ours_are_those_of_the_newest_migration(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'jobs.db'}")
    with engine.begin() as connection:
        migrations.upgrade(connection)
        found = {each for each in inspect(connection).get_table_names() if each != "alembic_version"}
    engine.dispose()

    assert {each for each in found if migrations.is_ours(each)} == found
    assert not migrations.is_ours("jobs")


def named_things(connection: Connection) -> set[str]:
    """Return the names of tables, indexes, triggers and functions that somebody chose."""
    if connection.dialect.name == "sqlite":
        found = connection.execute(text("SELECT name FROM sqlite_master WHERE name NOT LIKE 'sqlite_autoindex%'"))
    else:
        found = connection.execute(
            text(
                "SELECT relname FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace WHERE nspname = 'public' "
                "UNION SELECT tgname FROM pg_trigger WHERE NOT tgisinternal "
                "UNION SELECT proname FROM pg_proc JOIN pg_namespace n ON n.oid = pronamespace WHERE nspname = 'public'"
            )
        )
    return set(found.scalars())


@pytest.mark.parametrize("host", ["sqlite with a prefix", "postgresql with a prefix"], indirect=True)
async def test_nothing_of_ours_has_a_name_without_the_prefix_on_the_way_up_and_down(host: Host) -> None:
    with host.engine.begin() as connection:
        for revision in ("0003", "0006", "head", "0005", "head"):
            migrations.upgrade(connection, revision, table_prefix="people_")
            found = named_things(connection)
            assert len(found) > 4
            assert {each for each in found if not each.startswith("people_")} == set()


@pytest.mark.parametrize("host", ["sqlite with a prefix", "postgresql with a prefix"], indirect=True)
async def test_two_services_keep_their_jobs_apart_in_one_database(host: Host) -> None:
    other = host.settings.model_copy(update={"database_table_prefix": "others_"})
    ours, theirs = Composition(host.settings), Composition(other)

    async with ours.opening(ours.jobs), theirs.opening(theirs.jobs):
        job = await claimed(ours.jobs, new_job())
        assert [each.id for each in await ours.jobs.newest(1)] == [job.id]
        assert await theirs.jobs.newest(1) == []
        async with ours.jobs.try_exclusive("recovery") as is_ours, theirs.jobs.try_exclusive("recovery") as is_theirs:
            assert (is_ours, is_theirs) == (True, True)
