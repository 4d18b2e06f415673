from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest

from cvparser.adapters.audit_log.memory import MemoryAuditLog
from cvparser.adapters.audit_log.sqlalchemy import SqlAlchemyAuditLog
from cvparser.adapters.clock.system import SystemClock
from cvparser.adapters.job_repository.sqlalchemy import SqlAlchemyJobRepository
from cvparser.ports.audit_log import AuditLog
from cvparser.testing.conformance.audit_log import SECRET, AuditLogConformance, Reopened


class TestMemoryAuditLog(AuditLogConformance):
    @pytest.fixture
    def log(self) -> MemoryAuditLog:
        return MemoryAuditLog(secret=SECRET)


class TestSqlAlchemyAuditLogOnSqlite(AuditLogConformance):
    @pytest.fixture
    async def log(self, sqlite_url: str) -> AsyncIterator[SqlAlchemyAuditLog]:
        async with SqlAlchemyJobRepository(sqlite_url, clock=SystemClock()) as jobs:
            yield SqlAlchemyAuditLog(jobs.transactions, secret=SECRET)

    @pytest.fixture
    async def reopened(self, sqlite_url: str) -> AsyncIterator[Reopened]:
        async with AsyncExitStack() as stack:

            async def reopened() -> AuditLog:
                jobs = await stack.enter_async_context(SqlAlchemyJobRepository(sqlite_url, clock=SystemClock()))
                return SqlAlchemyAuditLog(jobs.transactions, secret=SECRET)

            yield reopened


class TestSqlAlchemyAuditLogOnPostgres(AuditLogConformance):
    @pytest.fixture
    async def log(self, postgres_url: str) -> AsyncIterator[SqlAlchemyAuditLog]:
        async with SqlAlchemyJobRepository(postgres_url, clock=None) as jobs:
            yield SqlAlchemyAuditLog(jobs.transactions, secret=SECRET)

    @pytest.fixture
    async def reopened(self, postgres_url: str) -> AsyncIterator[Reopened]:
        async with AsyncExitStack() as stack:

            async def reopened() -> AuditLog:
                jobs = await stack.enter_async_context(SqlAlchemyJobRepository(postgres_url, clock=None))
                return SqlAlchemyAuditLog(jobs.transactions, secret=SECRET)

            yield reopened
