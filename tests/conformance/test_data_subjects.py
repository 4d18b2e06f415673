from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from tests.conformance.test_key_management import local

from cvparser.adapters.clock.frozen import FrozenClock
from cvparser.adapters.job_repository.memory import MemoryJobRepository
from cvparser.adapters.job_repository.sqlalchemy import SqlAlchemyJobRepository
from cvparser.testing.conformance.data_subjects import DataSubjectsConformance
from cvparser.testing.conformance.job_repository import START


class TestMemoryDataSubjects(DataSubjectsConformance):
    @pytest.fixture
    async def jobs(self) -> AsyncIterator[MemoryJobRepository]:
        async with MemoryJobRepository(clock=FrozenClock(START)) as jobs:
            yield jobs


class TestSqlAlchemyDataSubjectsOnSqlite(DataSubjectsConformance):
    @pytest.fixture
    async def jobs(self, sqlite_url: str) -> AsyncIterator[SqlAlchemyJobRepository]:
        async with SqlAlchemyJobRepository(sqlite_url, clock=FrozenClock(START)) as jobs:
            yield jobs


class TestSealedDataSubjects(DataSubjectsConformance):
    @pytest.fixture
    async def jobs(self, sqlite_url: str) -> AsyncIterator[SqlAlchemyJobRepository]:
        async with SqlAlchemyJobRepository(sqlite_url, clock=FrozenClock(START), keys=local("k"), seals=True) as jobs:
            yield jobs


class TestSqlAlchemyDataSubjectsOnPostgres(DataSubjectsConformance):
    @pytest.fixture
    async def jobs(self, postgres_url: str) -> AsyncIterator[SqlAlchemyJobRepository]:
        async with SqlAlchemyJobRepository(postgres_url, clock=FrozenClock(START)) as jobs:
            yield jobs
