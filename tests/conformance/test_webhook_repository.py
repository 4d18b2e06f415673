from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text
from tests.conformance.test_key_management import local
from tests.servers.postgres import PostgresServer

from cvparser.adapters.clock.frozen import FrozenClock
from cvparser.adapters.job_repository.memory import MemoryJobRepository
from cvparser.adapters.job_repository.sqlalchemy import SqlAlchemyJobRepository
from cvparser.adapters.webhook_repository.memory import MemoryWebhookRepository
from cvparser.adapters.webhook_repository.sqlalchemy import SqlAlchemyWebhookRepository
from cvparser.domain.errors import StorageUnavailableError
from cvparser.domain.webhook import EventType
from cvparser.testing.conformance.job_repository import LEASE, OWNER, START, Advance, new_job
from cvparser.testing.conformance.webhook_repository import (
    WebhookRepositoryConformance,
    ended,
    new_secret,
    new_webhook,
    one_claimed,
)


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock(START)


class TestMemoryWebhookRepository(WebhookRepositoryConformance):
    @pytest.fixture
    def advance(self, clock: FrozenClock) -> Advance:
        return clock.advance

    @pytest.fixture
    def webhooks(self, clock: FrozenClock) -> MemoryWebhookRepository:
        return MemoryWebhookRepository(clock.now)

    @pytest.fixture
    def jobs(self, clock: FrozenClock, webhooks: MemoryWebhookRepository) -> MemoryJobRepository:
        return MemoryJobRepository(clock=clock, on_end=webhooks.job_ended, on_erase=webhooks.job_erased)


class TestSqlAlchemyWebhookRepositoryOnSqlite(WebhookRepositoryConformance):
    @pytest.fixture
    def advance(self, clock: FrozenClock) -> Advance:
        return clock.advance

    @pytest.fixture
    async def jobs(self, clock: FrozenClock, tmp_path: Path) -> AsyncIterator[SqlAlchemyJobRepository]:
        async with SqlAlchemyJobRepository(f"sqlite:///{tmp_path}/jobs.db", clock=clock) as jobs:
            yield jobs

    @pytest.fixture
    def webhooks(self, jobs: SqlAlchemyJobRepository) -> SqlAlchemyWebhookRepository:
        return SqlAlchemyWebhookRepository(jobs.transactions, now=jobs.now)


class TestSqlAlchemyWebhookRepositoryOnPostgres(WebhookRepositoryConformance):
    @pytest.fixture
    def advance(self, clock: FrozenClock) -> Advance:
        return clock.advance

    @pytest.fixture
    async def jobs(self, clock: FrozenClock, postgres: PostgresServer) -> AsyncIterator[SqlAlchemyJobRepository]:
        # Not as a superuser, whom no policy holds.
        async with SqlAlchemyJobRepository(postgres.new_database_of_its_own_role(), clock=clock) as jobs:
            yield jobs

    @pytest.fixture
    def webhooks(self, jobs: SqlAlchemyJobRepository) -> SqlAlchemyWebhookRepository:
        return SqlAlchemyWebhookRepository(jobs.transactions, now=jobs.now)


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
async def test_a_secret_is_stored_wrapped_signs_after_its_key_was_replaced_and_goes_with_its_webhook(
    clock: FrozenClock, tmp_path: Path, database: str, request: pytest.FixtureRequest
) -> None:
    url, secret = f"sqlite:///{tmp_path}/jobs.db", new_secret()
    if database == "postgresql":
        server: PostgresServer = request.getfixturevalue("postgres")
        url = server.new_database_of_its_own_role()
    async with SqlAlchemyJobRepository(url, clock=clock, keys=local("a"), seals=True) as jobs:
        sealing = SqlAlchemyWebhookRepository(jobs.transactions, now=jobs.now, keys=local("a"), seals=True)
        made = await sealing.of(OWNER).add(new_webhook(), secret, most=1)
        await ended(jobs)
        files = [each.read_bytes() for each in tmp_path.iterdir()]
        assert not any(secret.key in content for content in files)

        both = local("b", "a")
        (stored,) = [each for each in await jobs.data_keys.wrapped_otherwise("b", 9) if each[0] == secret.id]
        plain = await both.unwrap(stored[1], job_id=stored[0])
        await jobs.data_keys.rewrapped([(*stored, await both.wrap(plain, job_id=stored[0]))])

        replaced = SqlAlchemyWebhookRepository(jobs.transactions, now=jobs.now, keys=local("b"), seals=True)
        assert (await one_claimed(replaced)).secrets == [secret]
        await replaced.of(OWNER).rotate(made.id, new_secret(), overlap=LEASE)
        await replaced.of(OWNER).remove(made.id)
        # The job's, and that of the ids of all.
        assert await jobs.data_keys.key_ids() == {"a": 2}


async def changed(jobs: SqlAlchemyJobRepository, statement: str) -> None:
    await jobs.transactions.write_perhaps_twice(lambda connection: connection.execute(text(statement)).close())


async def test_a_job_whose_delivery_cannot_be_kept_does_not_end(clock: FrozenClock, tmp_path: Path) -> None:
    async with SqlAlchemyJobRepository(f"sqlite:///{tmp_path}/jobs.db", clock=clock) as jobs:
        webhooks = SqlAlchemyWebhookRepository(jobs.transactions, now=jobs.now)
        await webhooks.of(OWNER).add(new_webhook(), new_secret(), most=1)
        job = await jobs.of(OWNER).add(new_job())
        await changed(jobs, "ALTER TABLE webhook_delivery RENAME TO elsewhere")

        with pytest.raises(StorageUnavailableError):
            await jobs.cancel(job.id)

        assert not (await jobs.get(job.id)).is_final
        await changed(jobs, "ALTER TABLE elsewhere RENAME TO webhook_delivery")
        await jobs.cancel(job.id)
        assert (await one_claimed(webhooks)).delivery.job_id == job.id


async def test_an_event_of_a_later_version_keeps_no_job_from_ending(clock: FrozenClock, tmp_path: Path) -> None:
    async with SqlAlchemyJobRepository(f"sqlite:///{tmp_path}/jobs.db", clock=clock) as jobs:
        webhooks = SqlAlchemyWebhookRepository(jobs.transactions, now=jobs.now)
        await webhooks.of(OWNER).add(new_webhook(), new_secret(), most=1)
        await changed(jobs, "UPDATE webhook SET events = 'job.completed job.begun'")

        await ended(jobs)

        assert (await one_claimed(webhooks)).delivery.event is EventType.COMPLETED


async def test_a_delivery_whose_secret_cannot_be_read_is_left_to_its_lease(clock: FrozenClock, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/jobs.db"
    async with SqlAlchemyJobRepository(url, clock=clock) as jobs:
        sealing = SqlAlchemyWebhookRepository(jobs.transactions, now=jobs.now, keys=local("a"), seals=True)
        await sealing.of(OWNER).add(new_webhook(), new_secret(), most=1)
        await ended(jobs)
        without = SqlAlchemyWebhookRepository(jobs.transactions, now=jobs.now)

        assert await without.claim(9, lease=START - START, per_host=9, busy={}) == []
        assert (await one_claimed(sealing)).delivery.tries == 2
