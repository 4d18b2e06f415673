from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select
from tests.servers.postgres import PostgresServer

from cvparser.adapters.answer_store.memory import MemoryAnswerStore
from cvparser.adapters.answer_store.sqlalchemy import SqlAlchemyAnswerStore, model_answer
from cvparser.adapters.clock.frozen import FrozenClock
from cvparser.adapters.job_repository.sqlalchemy import SqlAlchemyJobRepository
from cvparser.domain.errors import StorageUnavailableError
from cvparser.testing.conformance.answer_store import ANSWER, KEEP, KEY, Advance, AnswerStoreConformance, new_id
from cvparser.testing.conformance.job_repository import START


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock(START)


class TestMemoryAnswerStore(AnswerStoreConformance):
    @pytest.fixture
    def advance(self, clock: FrozenClock) -> Advance:
        return clock.advance

    @pytest.fixture
    def answers(self, clock: FrozenClock) -> MemoryAnswerStore:
        return MemoryAnswerStore(clock=clock)


class TestSqlAlchemyAnswerStore(AnswerStoreConformance):
    @pytest.fixture
    def advance(self, clock: FrozenClock) -> Advance:
        return clock.advance

    @pytest.fixture(params=["sqlite", "postgresql"])
    async def jobs(
        self, request: pytest.FixtureRequest, clock: FrozenClock, tmp_path: Path
    ) -> AsyncIterator[SqlAlchemyJobRepository]:
        url = f"sqlite:///{tmp_path}/jobs.db"
        if request.param == "postgresql":
            server: PostgresServer = request.getfixturevalue("postgres")
            url = server.new_database()
        async with SqlAlchemyJobRepository(url, clock=clock) as jobs:
            yield jobs

    @pytest.fixture
    def answers(self, jobs: SqlAlchemyJobRepository) -> SqlAlchemyAnswerStore:
        return SqlAlchemyAnswerStore(jobs.database, now=jobs.now)

    async def test_what_was_swept_or_forgotten_is_in_no_row(
        self, jobs: SqlAlchemyJobRepository, answers: SqlAlchemyAnswerStore, clock: FrozenClock
    ) -> None:
        late, erased = new_id(), new_id()
        await answers.put(late, KEY, ANSWER, keep=timedelta(seconds=1))
        await answers.put(erased, KEY, ANSWER, keep=KEEP)
        clock.advance(timedelta(seconds=1))

        await answers.sweep()
        await answers.forget(erased)

        count = select(func.count()).select_from(model_answer)
        assert await jobs.database.read(lambda connection: connection.execute(count).scalar_one()) == 0


async def test_a_database_that_is_away_is_named_as_such(tmp_path: Path, clock: FrozenClock) -> None:
    async with SqlAlchemyJobRepository(f"sqlite:///{tmp_path}/jobs.db", clock=clock) as jobs:
        answers = SqlAlchemyAnswerStore(jobs.database, now=jobs.now)

    with pytest.raises(StorageUnavailableError):
        await answers.put(new_id(), KEY, ANSWER, keep=KEEP)
