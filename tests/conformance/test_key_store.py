from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest

from cvparser.adapters.clock.system import SystemClock
from cvparser.adapters.job_repository.sqlalchemy import SqlAlchemyJobRepository
from cvparser.adapters.key_store.memory import MemoryKeyStore
from cvparser.adapters.key_store.sqlalchemy import SqlAlchemyKeyStore
from cvparser.ports.key_store import KeyStore
from cvparser.testing.conformance.key_store import KeyStoreConformance, Reopened


class TestMemoryKeyStore(KeyStoreConformance):
    @pytest.fixture
    def keys(self) -> MemoryKeyStore:
        return MemoryKeyStore()


class TestSqlAlchemyKeyStoreOnSqlite(KeyStoreConformance):
    @pytest.fixture
    async def keys(self, sqlite_url: str) -> AsyncIterator[SqlAlchemyKeyStore]:
        async with SqlAlchemyJobRepository(sqlite_url, clock=SystemClock()) as jobs:
            yield SqlAlchemyKeyStore(jobs.transactions)

    @pytest.fixture
    async def reopened(self, sqlite_url: str) -> AsyncIterator[Reopened]:
        async with AsyncExitStack() as stack:

            async def reopened() -> KeyStore:
                jobs = await stack.enter_async_context(SqlAlchemyJobRepository(sqlite_url, clock=SystemClock()))
                return SqlAlchemyKeyStore(jobs.transactions)

            yield reopened


class TestSqlAlchemyKeyStoreOnPostgres(KeyStoreConformance):
    @pytest.fixture
    async def keys(self, postgres_url: str) -> AsyncIterator[SqlAlchemyKeyStore]:
        async with SqlAlchemyJobRepository(postgres_url, clock=None) as jobs:
            yield SqlAlchemyKeyStore(jobs.transactions)

    @pytest.fixture
    async def reopened(self, postgres_url: str) -> AsyncIterator[Reopened]:
        async with AsyncExitStack() as stack:

            async def reopened() -> KeyStore:
                jobs = await stack.enter_async_context(SqlAlchemyJobRepository(postgres_url, clock=None))
                return SqlAlchemyKeyStore(jobs.transactions)

            yield reopened
