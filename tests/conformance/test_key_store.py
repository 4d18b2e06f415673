from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from tests.servers.postgres import PostgresServer

from cvparser.adapters.clock.system import SystemClock
from cvparser.adapters.job_repository.sqlalchemy import SqlAlchemyJobRepository
from cvparser.adapters.key_store.memory import MemoryKeyStore
from cvparser.adapters.key_store.sqlalchemy import SqlAlchemyKeyStore
from cvparser.testing.conformance.key_store import KeyStoreConformance


class TestMemoryKeyStore(KeyStoreConformance):
    @pytest.fixture
    def keys(self) -> MemoryKeyStore:
        return MemoryKeyStore()


class TestSqlAlchemyKeyStoreOnSqlite(KeyStoreConformance):
    @pytest.fixture
    async def keys(self, tmp_path: Path) -> AsyncIterator[SqlAlchemyKeyStore]:
        async with SqlAlchemyJobRepository(f"sqlite:///{tmp_path}/jobs.db", clock=SystemClock()) as jobs:
            yield SqlAlchemyKeyStore(jobs.transactions)


class TestSqlAlchemyKeyStoreOnPostgres(KeyStoreConformance):
    @pytest.fixture
    async def keys(self, postgres: PostgresServer) -> AsyncIterator[SqlAlchemyKeyStore]:
        async with SqlAlchemyJobRepository(postgres.new_database(), clock=None) as jobs:
            yield SqlAlchemyKeyStore(jobs.transactions)
