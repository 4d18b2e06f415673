from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from tests.conformance.test_key_management import local
from tests.servers.postgres import PostgresServer

from cvparser.adapters.clock.frozen import FrozenClock
from cvparser.adapters.job_repository.memory import MemoryJobRepository
from cvparser.adapters.job_repository.sqlalchemy import SqlAlchemyJobRepository
from cvparser.testing.conformance.batches import BatchesConformance
from cvparser.testing.conformance.job_repository import START, Advance


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock(START)


class _Clocked(BatchesConformance):
    @pytest.fixture
    def advance(self, clock: FrozenClock) -> Advance:
        return clock.advance


class TestMemoryBatches(_Clocked):
    @pytest.fixture
    async def jobs(self, clock: FrozenClock) -> AsyncIterator[MemoryJobRepository]:
        async with MemoryJobRepository(clock=clock) as jobs:
            yield jobs


class TestSqlAlchemyBatchesOnSqlite(_Clocked):
    @pytest.fixture
    async def jobs(self, clock: FrozenClock, tmp_path: Path) -> AsyncIterator[SqlAlchemyJobRepository]:
        url = f"sqlite:///{tmp_path}/jobs.db"
        async with SqlAlchemyJobRepository(url, clock=clock, keys=local("k"), seals=True) as jobs:
            yield jobs


class TestSqlAlchemyBatchesOnPostgres(_Clocked):
    @pytest.fixture
    async def jobs(self, clock: FrozenClock, postgres: PostgresServer) -> AsyncIterator[SqlAlchemyJobRepository]:
        # Not as a superuser, whom no policy holds.
        async with SqlAlchemyJobRepository(postgres.new_database_of_its_own_role(), clock=clock) as jobs:
            yield jobs
