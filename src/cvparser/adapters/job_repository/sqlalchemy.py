"""Jobs in a database behind SQLAlchemy: SQLite or PostgreSQL."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import AbstractAsyncContextManager, suppress
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from types import TracebackType
from typing import Self, TypeVar

from sqlalchemy import (
    ColumnElement,
    Connection,
    bindparam,
    case,
    select,
    update,
)

from cvparser.adapters.job_repository import expected_files
from cvparser.adapters.job_repository.database import TIMEOUT_S, Step
from cvparser.adapters.job_repository.databases import database_of
from cvparser.adapters.job_repository.failures import CommitUncertainError, mapped
from cvparser.adapters.job_repository.heartbeats import any_is_heard, holder_is_known, holder_of, record_heartbeat
from cvparser.adapters.job_repository.migrations import migrate, require_newest
from cvparser.adapters.job_repository.owned_jobs import IS_PROCESSING, UPDATE, StoredJobs, save
from cvparser.adapters.job_repository.rows import JOB_COLUMNS, job_of
from cvparser.adapters.job_repository.tables import parsed_cv
from cvparser.adapters.job_repository.times import ServerTime, SteadyTime
from cvparser.domain import job as rules
from cvparser.domain.access.owner import Owner
from cvparser.domain.errors import (
    CVParserError,
    FencedOutError,
    StorageUnavailableError,
)
from cvparser.domain.heartbeat import WorkerId
from cvparser.domain.job import AT_ONCE, MAX_CRASHES, FileLocation, Job, JobId, JobStatus, NewJob, Outcome, Success
from cvparser.domain.profile import ParsedCV
from cvparser.domain.statistics import Backlog, JobStatistics
from cvparser.domain.usage import NOTHING_USED, TokenUsage
from cvparser.ports.clock import Clock
from cvparser.ports.job_repository import JobRepository, OwnedJobs
from cvparser.transactions import Transactions

Moved = TypeVar("Moved", bound=Job | None)


class SqlAlchemyJobRepository(JobRepository):
    """Keeps jobs at `url`, such as `sqlite:///jobs.db`; the schema is brought up to date on entering.

    A transition reads the row, applies the rule of `domain.job` and writes what it gave, all under a lock of the
    database's: what one process does, another sees before it does anything.

    Args:
        url: Of SQLite or PostgreSQL.
        clock: From which the time starts, and how fast it passes; None takes the database's own, for servers whose
            clocks differ (PostgreSQL only).
        timeout_s: Seconds that a step may take.
        is_read_only: Whether jobs are only looked at: nothing is made or brought up to date.

    Raises:
        ConfigurationError: `url` is of neither, or its driver is not installed; on entering, that the database is of
            another version, or that there is none to look at.
    """

    def __init__(
        self, url: str, *, clock: Clock | None, timeout_s: float = TIMEOUT_S, is_read_only: bool = False
    ) -> None:
        self._url = url
        self._is_read_only = is_read_only
        self._database = database_of(url, timeout_s=timeout_s, is_read_only=is_read_only)
        #: The present moment, in a step.
        self._now = ServerTime() if clock is None else SteadyTime(clock)
        self._jobs = StoredJobs(self._database, self._now)

    @property
    def transactions(self) -> Transactions:
        """The database, for adapters of other ports that keep their tables beside those of jobs."""
        return self._database

    async def __aenter__(self) -> Self:
        if self._is_read_only:
            try:
                await self._database.read(require_newest)
            except CVParserError:
                await self._database.close()
                raise
            return self
        with mapped():
            await asyncio.to_thread(migrate, self._url)
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

    def of(self, owner: Owner) -> OwnedJobs:
        return self._jobs.of(owner)

    async def add(self, new: NewJob) -> Job:
        return await self._jobs.add(new)

    async def get(self, job_id: JobId) -> Job:
        return await self._jobs.get(job_id)

    async def result(self, job_id: JobId) -> ParsedCV | None:
        return await self._jobs.result(job_id)

    async def newest(
        self,
        limit: int,
        *,
        status: JobStatus | None = None,
        code: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> Sequence[Job]:
        return await self._jobs.newest(limit, status=status, code=code, since=since, until=until)

    async def claim(
        self, job_id: JobId, lease: timedelta, *, worker: WorkerId, beside: Sequence[int] | None = ()
    ) -> Job | None:
        def step(connection: Connection) -> Job | None:
            row = connection.execute(_SELECT_TO_CLAIM, {"job_id": job_id}).one_or_none()
            if row is None:
                return None
            job, now = replace(job_of(row), checkpoint=row.checkpoint), self._now(connection)
            holder = holder_of(connection, job, now)
            claimed = rules.claim(job, now, lease, worker=worker, beside=beside, holder=holder)
            if claimed is not None:
                save(connection, claimed)
            return claimed

        return await self._written(step)

    async def renew(self, fences: Mapping[JobId, int], *, lease: timedelta, worker: WorkerId) -> AbstractSet[JobId]:
        def step(connection: Connection) -> AbstractSet[JobId]:
            found = list(connection.execute(_SELECT_SOME_FOR_UPDATE, {"job_ids": list(fences)})) if fences else []
            now, renewed = self._now(connection), []
            for job in map(job_of, found):
                with suppress(FencedOutError):
                    renewed.append(rules.renew(job, now, fence=fences[job.id], lease=lease))
            if renewed:
                leases = [{"job_id": job.id, "until": job.lease_until} for job in renewed]
                connection.execute(_PROLONG, leases)
            record_heartbeat(connection, worker, now, lease)
            return fences.keys() - {job.id for job in renewed}

        return await self._database.write_perhaps_twice(step)

    async def save_checkpoint(self, job_id: JobId, *, fence: int, checkpoint: str) -> None:
        def step(connection: Connection) -> None:
            job = _select_for_update(connection, job_id)
            if job is None:
                raise FencedOutError
            kept = rules.save_checkpoint(job, fence=fence, checkpoint=checkpoint).checkpoint
            connection.execute(UPDATE, {"job_id": job_id, "checkpoint": kept})

        await self._database.write_perhaps_twice(step)

    async def release(
        self, job_id: JobId, *, fence: int, later: timedelta = AT_ONCE, usage: TokenUsage = NOTHING_USED
    ) -> None:
        await self._change(job_id, lambda job, now: rules.release(job, now, fence=fence, later=later, usage=usage))

    async def finish(self, job_id: JobId, *, fence: int, outcome: Outcome) -> Job:
        parsed = outcome.parsed.model_dump(mode="json") if isinstance(outcome, Success) else None
        return await self._change(
            job_id, lambda job, now: rules.finish(job, now, fence=fence, outcome=outcome), parsed_data=parsed
        )

    async def cancel(self, job_id: JobId) -> Job:
        return await self._jobs.cancel(job_id)

    async def give_up(self, limit: int) -> Sequence[Job]:
        given_up: dict[JobId, Job] = {}

        def step(connection: Connection) -> None:
            now = self._now(connection)
            wanted = select(*JOB_COLUMNS).where(_is_lost(connection, now)).order_by(*_OLDEST).limit(limit)
            lost = [job_of(row) for row in connection.execute(wanted.with_for_update(skip_locked=True))]
            ended = [given for job in lost if (given := rules.give_up(job, now, holder_of(connection, job, now)))]
            for job in ended:
                save(connection, job)
            given_up.update((job.id, job) for job in ended)

        await self._database.write_perhaps_twice(step)
        return list(given_up.values())

    async def claimable(self, limit: int, *, untouched_for: timedelta, after: JobId | None = None) -> Sequence[JobId]:
        def step(connection: Connection) -> Sequence[JobId]:
            now = self._now(connection)
            untouched = parsed_cv.c.updated_at <= now - untouched_for
            wanted = select(parsed_cv.c.id).where(_is_claimable(connection, now), untouched)
            if after is not None:
                wanted = wanted.where(_comes_after(after))
            return [JobId(job_id) for job_id in connection.execute(wanted.order_by(*_OLDEST).limit(limit)).scalars()]

        return await self._database.read(step)

    def try_exclusive(self, task: str) -> AbstractAsyncContextManager[bool]:
        return self._database.try_exclusive(task)

    async def backlog(self) -> Backlog:
        return await self._jobs.backlog()

    async def is_worker_heard(self) -> bool:
        return await self._database.read(lambda connection: any_is_heard(connection, self._now(connection)))

    async def statistics(self, *, window: timedelta) -> JobStatistics:
        return await self._jobs.statistics(window=window)

    async def erase(self, job_id: JobId) -> None:
        await self._jobs.erase(job_id)

    async def scrub(self) -> None:
        await self._database.scrub(has_erased=False)

    async def expect_file(self, job_id: JobId, location: FileLocation) -> None:
        def step(connection: Connection) -> None:
            expected_files.note(connection, job_id, location, at=self._now(connection))

        await self._database.write_with_others(step)

    async def overdue_files(self, limit: int, *, age: timedelta, after: JobId | None = None) -> Sequence[JobId]:
        def step(connection: Connection) -> Sequence[JobId]:
            noted_before = self._now(connection) - age
            return expected_files.overdue(connection, limit, noted_before=noted_before, after=after)

        return await self._database.read(step)

    async def disown_files(self, job_ids: Sequence[JobId]) -> Mapping[JobId, FileLocation]:
        return await self._database.write_perhaps_twice(
            lambda connection: expected_files.disown(connection, job_ids, at=self._now(connection))
        )

    async def forget_files(self, job_ids: Sequence[JobId]) -> None:
        await self._database.write_with_others(lambda connection: expected_files.forget(connection, job_ids))

    async def _change(self, job_id: JobId, rule: Callable[[Job, datetime], Job], **values: object) -> Job:
        def step(connection: Connection) -> Job:
            job = _select_for_update(connection, job_id)
            if job is None:
                raise FencedOutError
            changed = rule(job, self._now(connection))
            save(connection, changed, **values)
            return changed

        return await self._written(step)

    async def _written(self, step: Step[Moved]) -> Moved:
        """Return what `step` made of a job; where the answer to the commit was lost, the row says whether it holds."""
        made: list[Moved] = []
        try:
            await self._database.write(lambda connection: made.append(step(connection)))
        except CommitUncertainError:
            job = made[-1]
            if job is not None and await self._database.read(partial(_select, job_id=job.id)) != job:
                raise StorageUnavailableError from None
        return made[-1]


_OLDEST = (parsed_cv.c.created_at, parsed_cv.c.id)

_SELECT = select(*JOB_COLUMNS).where(parsed_cv.c.id == bindparam("job_id"))
_SELECT_FOR_UPDATE = _SELECT.with_for_update()
_SELECT_TO_CLAIM = _SELECT_FOR_UPDATE.add_columns(parsed_cv.c.checkpoint)
_SELECT_SOME_FOR_UPDATE = (
    # In one order, so that two that renew never wait for each other.
    select(*JOB_COLUMNS)
    .where(parsed_cv.c.id.in_(bindparam("job_ids", expanding=True)))
    .order_by(parsed_cv.c.id)
    .with_for_update()
)
_PROLONG = update(parsed_cv).where(parsed_cv.c.id == bindparam("job_id")).values(lease_until=bindparam("until"))


def _is_claimable(connection: Connection, now: datetime) -> ColumnElement[bool]:
    """`domain.job.is_claimable`, as a condition of a row."""
    lives, gone = holder_is_known(connection, now)
    ran_out = parsed_cv.c.lease_until <= now
    is_free = parsed_cv.c.lease_until.is_(None) | (ran_out & (lives | gone))
    is_due = parsed_cv.c.not_before.is_(None) | (parsed_cv.c.not_before <= now)
    in_time = parsed_cv.c.deadline_at > now
    return IS_PROCESSING & is_free & is_due & in_time & (_crashes(now, gone) < MAX_CRASHES)


def _is_lost(connection: Connection, now: datetime) -> ColumnElement[bool]:
    """`domain.job.give_up` ends the job, as a condition of its row."""
    _, gone = holder_is_known(connection, now)
    return IS_PROCESSING & ((parsed_cv.c.deadline_at <= now) | (_crashes(now, gone) >= MAX_CRASHES))


def _crashes(now: datetime, gone: ColumnElement[bool]) -> ColumnElement[int]:
    """`domain.job.crashes`, as a column of a row."""
    ran_out = (parsed_cv.c.lease_until <= now) & (parsed_cv.c.lease_until < parsed_cv.c.deadline_at)
    return parsed_cv.c.crashes + case((ran_out & gone, 1), else_=0)


def _comes_after(job_id: JobId) -> ColumnElement[bool]:
    created_at = select(parsed_cv.c.created_at).where(parsed_cv.c.id == job_id).scalar_subquery()
    is_as_old = (parsed_cv.c.created_at == created_at) & (parsed_cv.c.id > job_id)
    return (parsed_cv.c.created_at > created_at) | is_as_old


def _select(connection: Connection, job_id: JobId) -> Job | None:
    row = connection.execute(_SELECT, {"job_id": job_id}).one_or_none()
    return None if row is None else job_of(row)


def _select_for_update(connection: Connection, job_id: JobId) -> Job | None:
    row = connection.execute(_SELECT_FOR_UPDATE, {"job_id": job_id}).one_or_none()
    return None if row is None else job_of(row)
