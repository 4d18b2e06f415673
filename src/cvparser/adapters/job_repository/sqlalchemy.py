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

from sqlalchemy import Connection, Row, bindparam, select, update

from cvparser.adapters.job_repository import batches, data_keys, erasure, expected_files, submissions
from cvparser.adapters.job_repository.conditions import comes_after, is_claimable, is_lost
from cvparser.adapters.job_repository.database import TIMEOUT_S, Step
from cvparser.adapters.job_repository.databases import database_of
from cvparser.adapters.job_repository.failures import CommitUncertainError, mapped
from cvparser.adapters.job_repository.heartbeats import any_is_heard, holder_of, record_heartbeat
from cvparser.adapters.job_repository.migrations import migrate, require_newest
from cvparser.adapters.job_repository.owned_jobs import UPDATE, StoredJobs, save
from cvparser.adapters.job_repository.placement import ALONE, Placement
from cvparser.adapters.job_repository.rows import JOB_COLUMNS, job_of
from cvparser.adapters.job_repository.sealed_fields import SealedFields
from cvparser.adapters.job_repository.tables import parsed_cv
from cvparser.adapters.job_repository.times import ServerTime, SteadyTime
from cvparser.adapters.job_repository.turns import next_in_turn
from cvparser.domain import job as rules
from cvparser.domain.access.owner import Owner
from cvparser.domain.errors import (
    CVParserError,
    FencedOutError,
    StorageUnavailableError,
)
from cvparser.domain.heartbeat import WorkerId
from cvparser.domain.job import AT_ONCE, FileLocation, Job, JobId, JobStatus, NewJob, Outcome, Success
from cvparser.domain.profile import ParsedCV
from cvparser.domain.retention import ErasureReason, Retention
from cvparser.domain.statistics import Backlog, JobStatistics, JobTrends
from cvparser.domain.usage import NOTHING_USED, TokenUsage
from cvparser.ports.clock import Clock
from cvparser.ports.job_repository import JobRepository, OwnedJobs
from cvparser.ports.key_management import KeyManagement
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
        self._url = url
        self._placement = placement
        self._is_read_only = is_read_only
        #: Whether the next scrub has more to do than others.
        self._has_purged = False
        self._database = database_of(url, timeout_s=timeout_s, is_read_only=is_read_only, placement=placement)
        #: The data keys of the jobs.
        self.data_keys = data_keys.StoredDataKeys(self._database, keys, is_writing=seals)
        #: The present moment, in a step.
        self._now = ServerTime() if clock is None else SteadyTime(clock)
        self._fields = SealedFields(self.data_keys)
        self._jobs = StoredJobs(self._database, self._now, self.data_keys, self._fields)

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
            await asyncio.to_thread(migrate, self._url, placement=self._placement)
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

    async def location(self, job_id: JobId) -> FileLocation:
        return await self._jobs.location(job_id)

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
            return None if row is None else take(connection, row, self._now(connection))

        take = partial(_take, lease=lease, worker=worker, beside=beside)
        return await self._claimed(step)

    async def claim_in_turn(
        self, job_id: JobId, lease: timedelta, *, worker: WorkerId, beside: Sequence[int] | None = ()
    ) -> Job | None:
        def step(connection: Connection) -> Job | None:
            now = self._now(connection)
            # Looked at without a lock: most wait for their turn, and another worker may be taking this one.
            if _is_out_of_turn(connection, job_id, now):
                row = connection.execute(_SELECT_TO_CLAIM, {"job_id": job_id}).one_or_none()
            else:
                row = next_in_turn(connection, now)
            return None if row is None else take(connection, row, now)

        take = partial(_take, lease=lease, worker=worker, beside=beside)
        return await self._claimed(step)

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
        stored = await self.data_keys.sealed_checkpoint(job_id, checkpoint)

        def step(connection: Connection) -> None:
            job = _select_for_update(connection, job_id)
            if job is None:
                raise FencedOutError
            kept = rules.save_checkpoint(job, fence=fence, checkpoint=stored).checkpoint
            connection.execute(UPDATE, {"job_id": job_id, "checkpoint": kept})

        await self._database.write_perhaps_twice(step)

    async def release(
        self, job_id: JobId, *, fence: int, later: timedelta = AT_ONCE, usage: TokenUsage = NOTHING_USED
    ) -> None:
        await self._change(job_id, lambda job, now: rules.release(job, now, fence=fence, later=later, usage=usage))

    async def finish(self, job_id: JobId, *, fence: int, outcome: Outcome) -> Job:
        parsed = None
        if isinstance(outcome, Success):
            parsed = await self.data_keys.sealed_result(job_id, outcome.parsed.model_dump(mode="json"))
        ended = await self._change(
            job_id, lambda job, now: rules.finish(job, now, fence=fence, outcome=outcome), parsed_data=parsed
        )
        return await self._fields.opened_if_possible(ended)

    async def cancel(self, job_id: JobId) -> Job:
        return await self._jobs.cancel(job_id)

    async def give_up(self, limit: int) -> Sequence[Job]:
        given_up: dict[JobId, Job] = {}

        def step(connection: Connection) -> None:
            now = self._now(connection)
            wanted = select(*JOB_COLUMNS).where(is_lost(connection, now)).order_by(*_OLDEST).limit(limit)
            lost = [job_of(row) for row in connection.execute(wanted.with_for_update(skip_locked=True))]
            ended = [given for job in lost if (given := rules.give_up(job, now, holder_of(connection, job, now)))]
            for job in ended:
                save(connection, job)
            given_up.update((job.id, job) for job in ended)

        await self._database.write_perhaps_twice(step)
        return [await self._fields.opened_if_possible(job) for job in given_up.values()]

    async def claimable(self, limit: int, *, untouched_for: timedelta, after: JobId | None = None) -> Sequence[JobId]:
        def step(connection: Connection) -> Sequence[JobId]:
            now = self._now(connection)
            untouched = parsed_cv.c.updated_at <= now - untouched_for
            wanted = select(parsed_cv.c.id).where(is_claimable(connection, now), untouched)
            if after is not None:
                wanted = wanted.where(comes_after(after))
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

    async def trends(self, *, window: timedelta, steps: int) -> JobTrends:
        return await self._jobs.trends(window=window, steps=steps)

    async def erase(self, job_id: JobId, *, reason: ErasureReason = ErasureReason.REQUEST) -> None:
        await self._jobs.erase(job_id, reason=reason)

    async def expired(self, limit: int, *, retention: Retention, after: JobId | None = None) -> Sequence[Job]:
        def step(connection: Connection) -> Sequence[Job]:
            return erasure.expired(connection, limit, now=self._now(connection), retention=retention, after=after)

        return [await self._fields.opened_if_possible(job) for job in await self._database.read(step)]

    async def purge(self, job_ids: Sequence[JobId], *, retention: Retention) -> AbstractSet[JobId]:
        purged = await self._database.write_perhaps_twice(
            lambda connection: erasure.purge(connection, job_ids, now=self._now(connection), retention=retention)
        )
        self._has_purged |= bool(purged)
        self.data_keys.drop(list(purged))
        return purged

    async def purge_idempotency_keys(self, limit: int) -> int:
        return await self._database.write_perhaps_twice(
            lambda connection: submissions.purge(connection, limit, now=self._now(connection))
        )

    async def purge_batches(self, limit: int, *, retention: Retention) -> int:
        return await self._database.write_perhaps_twice(
            lambda connection: batches.purge(connection, limit, now=self._now(connection), retention=retention)
        )

    async def scrub(self) -> None:
        await self._database.scrub(has_erased=self._has_purged)
        self._has_purged = False

    async def expect_file(self, job_id: JobId, location: FileLocation) -> None:
        new = await self.data_keys.new(job_id)

        def step(connection: Connection) -> None:
            expected_files.note(connection, job_id, location, at=self._now(connection))
            if new is not None:
                new.store(connection)

        await self._database.write_with_others(step)
        self.data_keys.remember(new)

    async def overdue_files(
        self, limit: int, *, age: timedelta, kept_for: timedelta | None = None, after: JobId | None = None
    ) -> Sequence[JobId]:
        def step(connection: Connection) -> Sequence[JobId]:
            now = self._now(connection)
            came_until = None if kept_for is None else now - kept_for
            return expected_files.overdue(connection, limit, noted_before=now - age, came_until=came_until, after=after)

        return await self._database.read(step)

    async def disown_files(
        self, job_ids: Sequence[JobId], *, kept_for: timedelta | None = None
    ) -> Mapping[JobId, FileLocation]:
        def step(connection: Connection) -> Mapping[JobId, FileLocation]:
            now = self._now(connection)
            came_until = None if kept_for is None else now - kept_for
            return expected_files.disown(connection, job_ids, at=now, came_until=came_until)

        return await self._database.write_perhaps_twice(step)

    async def forget_files(self, job_ids: Sequence[JobId]) -> None:
        def step(connection: Connection) -> None:
            expected_files.forget(connection, job_ids)
            data_keys.forget_unstored(connection, job_ids)

        await self._database.write_with_others(step)

    async def _change(self, job_id: JobId, rule: Callable[[Job, datetime], Job], **values: object) -> Job:
        def step(connection: Connection) -> Job:
            job = _select_for_update(connection, job_id)
            if job is None:
                raise FencedOutError
            changed = rule(job, self._now(connection))
            save(connection, changed, **values)
            return changed

        return await self._written(step)

    async def _claimed(self, step: Step[Job | None]) -> Job | None:
        taken = await self._written(step)
        claimed = None if taken is None else await self._fields.opened_if_possible(taken)
        if claimed is None or claimed.checkpoint is None:
            return claimed
        return replace(claimed, checkpoint=await self.data_keys.plain_checkpoint(claimed.id, claimed.checkpoint))

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


def _is_out_of_turn(connection: Connection, job_id: JobId, now: datetime) -> bool:
    """Return whether the job may be taken, and waits for no turn."""
    job = _select(connection, job_id)
    if job is None or rules.is_in_turn(job):
        return False
    return rules.is_claimable(job, now, holder_of(connection, job, now))


def _take(
    connection: Connection,
    row: Row[tuple[object, ...]],
    now: datetime,
    *,
    lease: timedelta,
    worker: WorkerId,
    beside: Sequence[int] | None,
) -> Job | None:
    """Claim the job of a row that nobody else can change, if it may be taken."""
    job = replace(job_of(row), checkpoint=row.checkpoint)
    claimed = rules.claim(job, now, lease, worker=worker, beside=beside, holder=holder_of(connection, job, now))
    if claimed is not None:
        save(connection, claimed)
    return claimed


def _select(connection: Connection, job_id: JobId) -> Job | None:
    row = connection.execute(_SELECT, {"job_id": job_id}).one_or_none()
    return None if row is None else job_of(row)


def _select_for_update(connection: Connection, job_id: JobId) -> Job | None:
    row = connection.execute(_SELECT_FOR_UPDATE, {"job_id": job_id}).one_or_none()
    return None if row is None else job_of(row)
