"""PostgreSQL's policies, tried from within: as the role that the service itself connects as."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from uuid import uuid4

import psycopg
import pytest
from psycopg import errors, sql
from sqlalchemy import Connection, delete, select, text, update
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


async def test_the_policies_are_there_also_for_who_owns_the_tables(jobs: SqlAlchemyJobRepository, url: str) -> None:
    assert await jobs.newest(1) is not None
    wanted = text("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity ORDER BY 1")

    walled = await jobs.transactions.read(lambda connection: list(connection.scalars(wanted)))

    assert walled == [
        "audit_line", "batch", "batch_item", "erased_job", "idempotency_key", "objection", "parsed_cv", "webhook",
        "webhook_delivery", "webhook_secret",
    ]  # fmt: skip
