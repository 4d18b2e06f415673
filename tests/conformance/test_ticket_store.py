from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest

from cvparser.adapters.clock.system import SystemClock
from cvparser.adapters.job_repository.sqlalchemy import SqlAlchemyJobRepository
from cvparser.adapters.ticket_store.memory import MemoryTicketStore
from cvparser.adapters.ticket_store.sqlalchemy import SqlAlchemyTicketStore
from cvparser.ports.ticket_store import TicketStore
from cvparser.testing.conformance.ticket_store import Reopened, TicketStoreConformance


class TestMemoryTicketStore(TicketStoreConformance):
    @pytest.fixture
    def tickets(self) -> MemoryTicketStore:
        return MemoryTicketStore()


class TestSqlAlchemyTicketStoreOnSqlite(TicketStoreConformance):
    @pytest.fixture
    async def tickets(self, sqlite_url: str) -> AsyncIterator[SqlAlchemyTicketStore]:
        async with SqlAlchemyJobRepository(sqlite_url, clock=SystemClock()) as jobs:
            yield SqlAlchemyTicketStore(jobs.transactions)

    @pytest.fixture
    async def reopened(self, sqlite_url: str) -> AsyncIterator[Reopened]:
        async with AsyncExitStack() as stack:

            async def reopened() -> TicketStore:
                jobs = await stack.enter_async_context(SqlAlchemyJobRepository(sqlite_url, clock=SystemClock()))
                return SqlAlchemyTicketStore(jobs.transactions)

            yield reopened


class TestSqlAlchemyTicketStoreOnPostgres(TicketStoreConformance):
    @pytest.fixture
    async def tickets(self, postgres_url: str) -> AsyncIterator[SqlAlchemyTicketStore]:
        async with SqlAlchemyJobRepository(postgres_url, clock=None) as jobs:
            yield SqlAlchemyTicketStore(jobs.transactions)

    @pytest.fixture
    async def reopened(self, postgres_url: str) -> AsyncIterator[Reopened]:
        async with AsyncExitStack() as stack:

            async def reopened() -> TicketStore:
                jobs = await stack.enter_async_context(SqlAlchemyJobRepository(postgres_url, clock=None))
                return SqlAlchemyTicketStore(jobs.transactions)

            yield reopened
