from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from tests.servers.postgres import PostgresServer

from cvparser.adapters.audit_log.memory import MemoryAuditLog
from cvparser.adapters.audit_log.sqlalchemy import SqlAlchemyAuditLog
from cvparser.adapters.clock.system import SystemClock
from cvparser.adapters.job_repository.sqlalchemy import SqlAlchemyJobRepository
from cvparser.testing.conformance.audit_log import SECRET, AuditLogConformance


class TestMemoryAuditLog(AuditLogConformance):
    @pytest.fixture
    def log(self) -> MemoryAuditLog:
        return MemoryAuditLog(secret=SECRET)


class TestSqlAlchemyAuditLogOnSqlite(AuditLogConformance):
    @pytest.fixture
    async def log(self, tmp_path: Path) -> AsyncIterator[SqlAlchemyAuditLog]:
        async with SqlAlchemyJobRepository(f"sqlite:///{tmp_path}/jobs.db", clock=SystemClock()) as jobs:
            yield SqlAlchemyAuditLog(jobs.transactions, secret=SECRET)


class TestSqlAlchemyAuditLogOnPostgres(AuditLogConformance):
    @pytest.fixture
    async def log(self, postgres: PostgresServer) -> AsyncIterator[SqlAlchemyAuditLog]:
        async with SqlAlchemyJobRepository(postgres.new_database_of_its_own_role(), clock=None) as jobs:
            yield SqlAlchemyAuditLog(jobs.transactions, secret=SECRET)
