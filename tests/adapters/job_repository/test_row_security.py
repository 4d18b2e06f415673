"""PostgreSQL's policies, tried from within: as the role that the service itself connects as."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg import errors, sql
from sqlalchemy import Connection, delete, select, text, update
from tests.conformance.test_key_management import local
from tests.servers.postgres import PostgresServer

from cvparser.adapters.job_repository.postgres_database import PostgresDatabase
from cvparser.adapters.job_repository.sqlalchemy import SqlAlchemyJobRepository
from cvparser.adapters.job_repository.tables import erased_job, parsed_cv
from cvparser.domain.batch import NewBatch
from cvparser.domain.batch_place import BatchId, BatchPlace
from cvparser.domain.job import Job
from cvparser.testing.conformance.job_repository import LEASE, OTHER, OWNER, SUCCESS, WORKER, new_job


@pytest.fixture(scope="module")
def url(postgres: PostgresServer) -> str:
    return postgres.new_database_of_its_own_role()


@pytest.fixture
async def jobs(url: str) -> AsyncIterator[SqlAlchemyJobRepository]:
    async with SqlAlchemyJobRepository(url, clock=None) as jobs:
        yield jobs


@pytest.fixture
async def theirs(jobs: SqlAlchemyJobRepository) -> Job:
    """Give a job of another owner that ended well, beside one of theirs that was erased and one of ours."""
    await jobs.of(OWNER).add(new_job())
    for owner in (OWNER, OTHER):
        batch = await jobs.of(owner).open_batch(NewBatch(id=BatchId(uuid4())))
        await jobs.of(owner).refuse_item(BatchPlace(batch_id=batch.id, position=0), "file_empty")
    gone = await jobs.of(OTHER).add(new_job())
    await jobs.of(OTHER).erase(gone.id)
    job = await jobs.of(OTHER).add(new_job())
    taken = await jobs.claim(job.id, LEASE, worker=WORKER)
    assert taken is not None
    return await jobs.finish(job.id, fence=taken.fence, outcome=SUCCESS)


@contextmanager
def session(url: str, owner: str | None) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """Connect as the service's role, for an owner or for nobody."""
    with psycopg.connect(url, autocommit=True) as connection:
        if owner is not None:
            connection.execute(sql.SQL("SET cvparser.owner = {}").format(sql.Literal(owner)))
        yield connection


def owners(connection: psycopg.Connection[tuple[object, ...]], table: str) -> set[object]:
    found = connection.execute(sql.SQL("SELECT owner FROM {}").format(sql.Identifier(table))).fetchall()
    return {owner for (owner,) in found}


@pytest.mark.parametrize("table", ["parsed_cv", "erased_job", "batch", "batch_item"])
@pytest.mark.parametrize("owner", [None, "", "nobody", "acme' OR '1'='1"])
def test_a_session_that_names_nobody_who_has_jobs_is_shown_none(
    url: str, theirs: Job, table: str, owner: str | None
) -> None:
    assert theirs.owner == OTHER
    with session(url, owner) as connection:
        assert owners(connection, table) == set()


def test_a_session_is_shown_the_rows_of_the_owner_that_it_names_alone(url: str, theirs: Job) -> None:
    with session(url, OWNER) as connection:
        for table in ("parsed_cv", "batch", "batch_item"):
            assert owners(connection, table) == {OWNER}
        assert owners(connection, "erased_job") == set()
        assert connection.execute("SELECT 1 FROM parsed_cv WHERE id = %s", [theirs.id]).fetchall() == []
    with session(url, OTHER) as connection:
        assert owners(connection, "erased_job") == {OTHER}
        assert connection.execute("SELECT 1 FROM parsed_cv WHERE id = %s", [theirs.id]).fetchall() == [(1,)]


def test_a_session_cannot_write_across(url: str, theirs: Job) -> None:
    with session(url, OWNER) as connection:
        assert connection.execute("DELETE FROM parsed_cv WHERE id = %s", [theirs.id]).rowcount == 0
        assert connection.execute("UPDATE parsed_cv SET user_id = 'x' WHERE id = %s", [theirs.id]).rowcount == 0
        with pytest.raises(errors.InsufficientPrivilege):
            connection.execute(
                "INSERT INTO erased_job (id, erased_at, owner) VALUES (gen_random_uuid(), now(), 'other')"
            )
        with pytest.raises(errors.InsufficientPrivilege):
            connection.execute("UPDATE parsed_cv SET owner = 'other' WHERE status = 'processing'")


async def test_a_statement_that_forgot_its_owner_is_shown_no_others_row(url: str, theirs: Job) -> None:
    """The wall itself: what the repository's own condition would have kept out."""
    database = PostgresDatabase(url, timeout_s=8)
    database.open()

    def all_owners(connection: Connection) -> set[str]:
        return {str(owner) for table in (parsed_cv, erased_job) for owner in connection.scalars(select(table.c.owner))}

    def spoil(connection: Connection) -> int:
        changed = connection.execute(update(parsed_cv).where(parsed_cv.c.id == theirs.id).values(user_id="x")).rowcount
        return changed + connection.execute(delete(parsed_cv).where(parsed_cv.c.id == theirs.id)).rowcount

    try:
        for _ in range(20):
            # As often as there are connections, and more: none is left bound to an owner.
            assert await database.read(all_owners, owner=OWNER) == {OWNER}
            assert await database.read(all_owners) >= {OWNER, OTHER}
        assert await database.write_perhaps_twice(spoil, owner=OWNER) == 0
        assert await database.write_perhaps_twice(all_owners) >= {OWNER, OTHER}
        with pytest.raises(ZeroDivisionError):
            await database.read(lambda _: 1 / 0, owner=OWNER)
        assert await database.read(all_owners) >= {OWNER, OTHER}
    finally:
        await database.close()


#: What tells of no owner: the place in the chain of the audit log, workers, clocks and the schema's version.
OF_NOBODY = {"alembic_version", "audit_chain", "heartbeat", "steady_clock"}


async def test_every_table_but_those_of_nobody_has_a_policy_also_for_who_owns_it(
    jobs: SqlAlchemyJobRepository,
) -> None:
    wanted = text(
        "SELECT relname, relrowsecurity AND relforcerowsecurity "
        "AND EXISTS (SELECT FROM pg_policy WHERE polrelid = c.oid) "
        "FROM pg_class c WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace"
    )

    found = await jobs.transactions.read(lambda connection: [tuple(row) for row in connection.execute(wanted)])

    assert {table for table, is_walled in found if not is_walled} == OF_NOBODY


#: A row of another owner, and a column of it that nobody else may change.
BESIDE_JOBS = {
    "expected_file": ("INSERT INTO expected_file VALUES (%(job)s, 'x', now(), false, true)", "location"),
    "data_key": ("INSERT INTO data_key VALUES (%(job)s, 'k', '')", "key_id"),
    "access_key": (
        "INSERT INTO access_key (id, name, owner, scopes, digest, created_at, limits) "  # noqa: ISC004 - one statement
        "VALUES ('1', 'theirs', %(owner)s, 'read', '', now(), '{}')",
        "scopes",
    ),
    "access_ticket": ("INSERT INTO access_ticket VALUES ('1', %(owner)s, NULL, 'read', now())", "scopes"),
}


@pytest.mark.parametrize("table", BESIDE_JOBS)
async def test_what_stands_beside_jobs_is_another_owners_as_they_are(
    jobs: SqlAlchemyJobRepository, url: str, table: str
) -> None:
    job = await jobs.of(OTHER).add(new_job())
    row, column = BESIDE_JOBS[table]
    insert, asked = sql.SQL(row), {"job": job.id, "owner": OTHER}
    count = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))
    spoil = sql.SQL("UPDATE {} SET {} = 'x'").format(sql.Identifier(table), sql.Identifier(column))
    remove = sql.SQL("DELETE FROM {}").format(sql.Identifier(table))
    with session(url, OWNER) as connection, pytest.raises(errors.InsufficientPrivilege):
        connection.execute(insert, asked)
    with session(url, OTHER) as connection:
        connection.execute(insert, asked)
        assert connection.execute(count).fetchall() == [(1,)]

    for owner in (OWNER, None, "", "nobody"):
        with session(url, owner) as connection:
            assert connection.execute(count).fetchall() == [(0,)]
            assert connection.execute(spoil).rowcount == connection.execute(remove).rowcount == 0
    with session(url, "*") as connection:
        assert connection.execute(count).fetchall() == [(1,)]
        assert connection.execute(remove).rowcount == 1


async def test_an_owner_erases_its_job_with_the_note_of_its_file_and_its_data_key(postgres: PostgresServer) -> None:
    url = postgres.new_database_of_its_own_role()
    async with SqlAlchemyJobRepository(url, clock=None, keys=local("a"), seals=True) as jobs:
        ids = [new_job() for _ in range(3)]
        for job in ids:
            await jobs.expect_file(job.id, job.location)
            await jobs.of(OWNER).add(job)

        await jobs.of(OWNER).erase(ids[0].id)
        assert (await jobs.of(OWNER).erase_some([ids[1].id])).files == 1

    with session(url, "*") as connection:
        assert connection.execute("SELECT job_id FROM expected_file").fetchall() == [(ids[2].id,)]
        assert connection.execute("SELECT job_id FROM data_key WHERE job_id <> %s", [UUID(int=0)]).fetchall() == [
            (ids[2].id,)
        ]
