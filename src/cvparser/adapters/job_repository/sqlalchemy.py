"""Jobs in a database behind SQLAlchemy: SQLite or PostgreSQL."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from functools import partial
from types import TracebackType
from typing import Self

from sqlalchemy import Connection

from cvparser.adapters.job_repository.data_keys import StoredDataKeys
from cvparser.adapters.job_repository.database import TIMEOUT_S
from cvparser.adapters.job_repository.databases import database_of
from cvparser.adapters.job_repository.failures import mapped
from cvparser.adapters.job_repository.held_jobs import HeldJobs
from cvparser.adapters.job_repository.noted_files import NotedFiles
from cvparser.adapters.job_repository.placement import ALONE, Placement
from cvparser.adapters.job_repository.recovered_jobs import RecoveredJobs
from cvparser.adapters.job_repository.schema import bring_up_to_date, require_newest
from cvparser.adapters.job_repository.sealed_fields import SealedFields
from cvparser.adapters.job_repository.times import ServerTime, SteadyTime
from cvparser.domain.errors import CVParserError
from cvparser.ports.clock import Clock
from cvparser.ports.job_repository import JobRepository
from cvparser.ports.key_management import KeyManagement
from cvparser.transactions import Transactions


class SqlAlchemyJobRepository(HeldJobs, RecoveredJobs, NotedFiles, JobRepository):
    """Keeps jobs at `url`, such as `sqlite:///jobs.db`; the schema is brought up to date on entering.

    A transition reads the row, applies the rule of `domain.job` and writes what it gave, all under a lock of the
    database's: what one process does, another sees before it does anything.

    Args:
        url: Of SQLite or PostgreSQL.
        clock: From which the time starts, and how fast it passes; None takes the database's own, for servers whose
            clocks differ (PostgreSQL only).
        timeout_s: Seconds that a step may take.
        is_read_only: Whether jobs are only looked at: nothing is made or brought up to date.
        keys: Wrap the data keys of jobs; None = what is sealed cannot be read.
        seals: Whether files, results and checkpoints are sealed from now on, under a data key for each job.
        placement: Where the tables are among those of others.

    Raises:
        ConfigurationError: `url` is of neither, or its driver is not installed; on entering, that the database is of
            another version, or that there is none to look at.
    """

    def __init__(
        self,
        url: str,
        *,
        clock: Clock | None,
        timeout_s: float = TIMEOUT_S,
        is_read_only: bool = False,
        keys: KeyManagement | None = None,
        seals: bool = False,
        placement: Placement = ALONE,
    ) -> None:
        database = database_of(url, timeout_s=timeout_s, is_read_only=is_read_only, placement=placement)
        #: The data keys of the jobs.
        self.data_keys = StoredDataKeys(database, keys, is_writing=seals)
        now = ServerTime() if clock is None else SteadyTime(clock)
        super().__init__(database, now, self.data_keys, SealedFields(self.data_keys))
        self._url = url
        self._placement = placement
        self._is_read_only = is_read_only

    @property
    def transactions(self) -> Transactions:
        """The database, for adapters of other ports that keep their tables beside those of jobs."""
        return self._database

    @property
    def now(self) -> Callable[[Connection], datetime]:
        """The present moment, in a step of theirs."""
        return self._now

    async def __aenter__(self) -> Self:
        if self._is_read_only:
            try:
                await self._database.read(partial(require_newest, placement=self._placement))
            except CVParserError:
                await self._database.close()
                raise
            return self
        with mapped():
            await asyncio.to_thread(bring_up_to_date, self._url, placement=self._placement)
        self._database.open()
        try:
            await self._database.write_perhaps_twice(self._now.start)
        except BaseException:
            await self._database.close()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._database.close()
