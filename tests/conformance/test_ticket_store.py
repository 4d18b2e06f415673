from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from tests.servers.postgres import PostgresServer

from cvparser.adapters.clock.system import SystemClock
from cvparser.adapters.job_repository.sqlalchemy import SqlAlchemyJobRepository
from cvparser.adapters.ticket_store.memory import MemoryTicketStore
from cvparser.adapters.ticket_store.sqlalchemy import SqlAlchemyTicketStore
from cvparser.testing.conformance.ticket_store import TicketStoreConformance


class TestMemoryTicketStore(TicketStoreConformance):
    @pytest.fixture
    def tickets(self) -> MemoryTicketStore:
        return MemoryTicketStore()


class TestSqlAlchemyTicketStoreOnSqlite(TicketStoreConformance):
    @pytest.fixture
    async def tickets(self, tmp_path: Path) -> AsyncIterator[SqlAlchemyTicketStore]:
        async with SqlAlchemyJobRepository(f"sqlite:///{tmp_path}/jobs.db", clock=SystemClock()) as jobs:
            yield SqlAlchemyTicketStore(jobs.transactions)


class TestSqlAlchemyTicketStoreOnPostgres(TicketStoreConformance):
    @pytest.fixture
    async def tickets(self, postgres: PostgresServer) -> AsyncIterator[SqlAlchemyTicketStore]:
        async with SqlAlchemyJobRepository(postgres.new_database(), clock=None) as jobs:
            yield SqlAlchemyTicketStore(jobs.transactions)
