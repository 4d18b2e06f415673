"""Jobs as they are asked for by an owner, or by whoever sees all: the same statements, with one condition more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select
from sqlalchemy.dialects import postgresql, sqlite

from cvparser.adapters.job_repository import (
    batches,
    erasure,
    expected_files,
    reports,
    submissions,
    users,
)
from cvparser.adapters.job_repository.conditions import HAS_FAILED, IS_PROCESSING
from cvparser.adapters.job_repository.data_keys import StoredDataKeys
from cvparser.adapters.job_repository.database import Database
from cvparser.adapters.job_repository.moves import save
from cvparser.adapters.job_repository.rows import JOB_COLUMNS, job_of, values_of
from cvparser.adapters.job_repository.sealed_fields import SealedFields, sealed_job
from cvparser.adapters.job_repository.tables import erased_job, parsed_cv
from cvparser.adapters.job_repository.times import DatabaseTime
from cvparser.adapters.job_repository.turns import turn_of_new
from cvparser.domain import job as rules
from cvparser.domain.access.owner import Owner
from cvparser.domain.batch import Batch, BatchItem, BatchState, NewBatch
from cvparser.domain.batch_place import BatchId, BatchPlace
from cvparser.domain.data_subject import Erased
from cvparser.domain.errors import JobErasedError, JobUnknownError, ProcessingObjectedError
from cvparser.domain.idempotency import Idempotency, IdempotencyKeyInUseError
from cvparser.domain.job import FileLocation, Job, JobId, JobStatus, NewJob
from cvparser.domain.profile import ParsedCV
from cvparser.domain.retention import ErasureReason
from cvparser.domain.statistics import Backlog, JobStatistics, JobTrends
from cvparser.ports.job_repository import OwnedJobs


class StoredJobs:
    """The jobs of `owner`, or of all where that is None: the one place where rows are asked for by their owner."""

    def __init__(
        self,
        database: Database,
        now: DatabaseTime,
        data_keys: StoredDataKeys,
        fields: SealedFields,
        owner: Owner | None = None,
    ) -> None:
        self._database = database
        self._data_keys = data_keys
        self._fields = fields
        self._now = now
        self._owner = owner

    def of(self, owner: Owner) -> SqlAlchemyOwnedJobs:
        """Return those of one owner."""
        return SqlAlchemyOwnedJobs(self._database, self._now, self._data_keys, self._fields, owner)

    async def add(self, new: NewJob) -> Job:
        """As the port's."""
        stored: list[Job] = []
        job_owner = new.owner if self._owner is None else self._owner
        key = await self._fields.writing_key()

        def step(connection: Connection) -> None:
            job = rules.submit(replace(new, owner=job_owner), self._now(connection))
            if new.idempotency is not None:
                submissions.require_free(connection, new.idempotency, job)
            if new.place is not None:
                batches.hold(connection, job.owner, new.place)
            expected_files.hold(connection, job)
            if connection.execute(_ERASED, {"job_id": job.id}).one_or_none() is not None:
                # The file may have come after it was disowned.
                expected_files.let_go(connection, job, at=self._now(connection))
                raise JobErasedError
            if users.objected_at(connection, job.owner, job.user_id) is not None:
                expected_files.let_go(connection, job, at=self._now(connection))
                raise ProcessingObjectedError
            if new.idempotency is not None and not submissions.put(
                connection, new.idempotency, submitted=job.id, owner=job.owner, at=job.created_at
            ):
                expected_files.let_go(connection, job, at=self._now(connection))
                raise IdempotencyKeyInUseError
            if new.place is not None and not batches.put(connection, job, new.place):
                expected_files.let_go(connection, job, at=self._now(connection))
                raise IdempotencyKeyInUseError
            row = values_of(sealed_job(key, job)) | {"turn": turn_of_new(connection, job.owner, new.weight)}
            if connection.execute(_INSERT[connection.dialect.name], row).one_or_none() is not None:
                stored.append(job)
            else:
                stored.append(_present(connection, job.id, owner=self._owner))

        await self._database.write_with_others(step)
        return await self._fields.opened(stored[-1])

    async def get(self, job_id: JobId) -> Job:
        """As the port's."""
        return await self._fields.opened(await self._stored(job_id))

    async def location(self, job_id: JobId) -> FileLocation:
        """As the port's."""
        return (await self._stored(job_id)).location

    async def _stored(self, job_id: JobId) -> Job:
        asked = self._asked(job_id)

        def step(connection: Connection) -> Job:
            row = connection.execute(self._wanted(_SELECT), asked).one_or_none()
            if row is None:
                raise self._absence(connection, job_id)
            return job_of(row)

        return await self._database.read(step, owner=self._owner)

    async def submitted(self, idempotency: Idempotency) -> JobId | None:
        """As the port's."""
        return await self._database.read(
            lambda connection: submissions.find(connection, idempotency, now=self._now(connection)), owner=self._owner
        )

    async def result(self, job_id: JobId) -> ParsedCV | None:
        """As the port's."""
        asked = self._asked(job_id)
        parsed = await self._database.read(
            lambda connection: connection.execute(self._wanted(_SELECT_RESULT), asked).scalar(), owner=self._owner
        )
        if parsed is None:
            return None
        return ParsedCV.model_validate(await self._data_keys.plain_result(job_id, parsed))

    async def newest(
        self,
        limit: int,
        *,
        status: JobStatus | None = None,
        code: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> Sequence[Job]:
        """As the port's."""
        wanted = select(*JOB_COLUMNS).order_by(parsed_cv.c.created_at.desc(), parsed_cv.c.id.desc()).limit(limit)
        if status is not None:
            wanted = wanted.where(_HAS_STATUS[status])
        if code is not None:
            wanted = wanted.where(HAS_FAILED, parsed_cv.c.error_code == code)
        if since is not None:
            wanted = wanted.where(parsed_cv.c.created_at >= since)
        if until is not None:
            wanted = wanted.where(parsed_cv.c.created_at < until)
        wanted = reports.of_owner(wanted, self._owner)
        found = await self._database.read(
            lambda connection: [job_of(row) for row in connection.execute(wanted)], owner=self._owner
        )
        return await self._fields.all_opened(found)

    async def backlog(self) -> Backlog:
        """As the port's."""
        return await self._database.read(
            lambda connection: reports.backlog(connection, self._now(connection), owner=self._owner), owner=self._owner
        )

    async def statistics(self, *, window: timedelta) -> JobStatistics:
        """As the port's."""

        def step(connection: Connection) -> JobStatistics:
            return reports.statistics(connection, since=self._now(connection) - window, owner=self._owner)

        return await self._database.read(step, owner=self._owner)

    async def trends(self, *, window: timedelta, steps: int) -> JobTrends:
        """As the port's."""

        def step(connection: Connection) -> JobTrends:
            return reports.trends(connection, self._now(connection), window=window, steps=steps, owner=self._owner)

        return await self._database.read(step, owner=self._owner)

    async def cancel(self, job_id: JobId) -> Job:
        """As the port's."""

        def step(connection: Connection) -> Job:
            row = connection.execute(self._wanted(_SELECT_TO_CHANGE), self._asked(job_id)).one_or_none()
            if row is None:
                raise self._absence(connection, job_id)
            job = job_of(row)
            cancelled = rules.cancel(job, self._now(connection))
            if cancelled != job:
                save(connection, cancelled)
            return cancelled

        return await self._fields.opened(await self._database.write_perhaps_twice(step, owner=self._owner))

    async def erase(self, job_id: JobId, *, reason: ErasureReason = ErasureReason.REQUEST) -> None:
        """As the port's."""

        def step(connection: Connection) -> None:
            found = erasure.lock(connection, job_id, owner=self._owner)
            if found is not None:
                erasure.erase(connection, {job_id: found}, at=self._now(connection), reason=reason)
            elif isinstance(absence := self._absence(connection, job_id), JobUnknownError):
                raise absence

        await self._database.write_perhaps_twice(step, owner=self._owner)
        self._data_keys.drop([job_id])
        await self._database.scrub(has_erased=True)

    def _asked(self, job_id: JobId) -> dict[str, object]:
        return {"job_id": job_id} if self._owner is None else {"job_id": job_id, "asking": self._owner}

    def _wanted(self, statements: tuple[Select[Any], Select[Any]]) -> Select[Any]:
        return statements[self._owner is not None]

    def _absence(self, connection: Connection, job_id: JobId) -> JobUnknownError | JobErasedError:
        return erasure.absence(connection, job_id, owner=self._owner)


class SqlAlchemyOwnedJobs(StoredJobs, OwnedJobs):
    """The jobs of one owner, in a database."""

    def __init__(
        self, database: Database, now: DatabaseTime, data_keys: StoredDataKeys, fields: SealedFields, owner: Owner
    ) -> None:
        super().__init__(database, now, data_keys, fields, owner)
        self._name = owner

    @property
    def owner(self) -> Owner:
        return self._name

    async def of_user(self, user_id: str, limit: int, *, after: JobId | None = None) -> Sequence[Job]:
        stored_ids = await self._fields.look_ups(self._name, user_id)
        found = await self._database.read(
            lambda connection: users.page(connection, self._name, stored_ids, limit, after=after), owner=self._name
        )
        return await self._fields.all_opened(found)

    async def checkpoint(self, job_id: JobId) -> str | None:
        stored = await self._database.read(
            lambda connection: users.checkpoint(connection, self._name, job_id), owner=self._name
        )
        return await self._data_keys.plain_checkpoint(job_id, stored)

    async def erase_some(self, job_ids: Sequence[JobId]) -> Erased:
        # Where the step runs twice, what the first run found counts.
        found: list[Erased] = []
        await self._database.write_perhaps_twice(
            lambda connection: found.append(users.erase(connection, self._name, job_ids, at=self._now(connection))),
            owner=self._name,
        )
        self._data_keys.drop(job_ids)
        return max(found, key=lambda each: each.jobs)

    async def scrub(self) -> None:
        await self._database.scrub(has_erased=True)

    async def object_to(self, user_id: str) -> datetime:
        return await self._database.write_perhaps_twice(
            lambda connection: users.object_to(connection, self._name, user_id, at=self._now(connection)),
            owner=self._name,
        )

    async def lift_objection(self, user_id: str) -> None:
        await self._database.write_perhaps_twice(
            lambda connection: users.lift(connection, self._name, user_id), owner=self._name
        )

    async def objected_at(self, user_id: str) -> datetime | None:
        return await self._database.read(
            lambda connection: users.objected_at(connection, self._name, user_id), owner=self._name
        )

    async def open_batch(self, new: NewBatch) -> Batch:
        return await self._database.write_perhaps_twice(
            lambda connection: batches.open_batch(connection, self._name, new, now=self._now(connection)),
            owner=self._name,
        )

    async def refuse_item(self, place: BatchPlace, code: str) -> None:
        await self._database.write_with_others(lambda connection: batches.refuse(connection, self._name, place, code))

    async def close_batch(self, batch_id: BatchId, *, is_whole: bool) -> None:
        await self._database.write_perhaps_twice(
            lambda connection: batches.close(
                connection, self._name, batch_id, is_whole=is_whole, now=self._now(connection)
            ),
            owner=self._name,
        )

    async def batch(self, batch_id: BatchId) -> BatchState:
        return await self._database.read(
            lambda connection: batches.state(connection, self._name, batch_id, now=self._now(connection)),
            owner=self._name,
        )

    async def batch_items(self, batch_id: BatchId, limit: int, *, after: int | None = None) -> Sequence[BatchItem]:
        found = await self._database.read(
            lambda connection: batches.items(connection, self._name, batch_id, limit, after=after), owner=self._name
        )
        return [each if each.job is None else replace(each, job=await self._fields.opened(each.job)) for each in found]

    async def erase_batch(self, batch_id: BatchId) -> None:
        await self._database.write_perhaps_twice(
            lambda connection: batches.erase(connection, self._name, batch_id, now=self._now(connection)),
            owner=self._name,
        )


_IS_IT = parsed_cv.c.id == bindparam("job_id")
_IS_OWNERS = parsed_cv.c.owner == bindparam("asking")

_HAS_STATUS = {
    JobStatus.PROCESSING: IS_PROCESSING,
    JobStatus.FAILED: HAS_FAILED,
    JobStatus.SUCCESS: parsed_cv.c.status == JobStatus.SUCCESS.value,
}

# Built once: building a statement of twenty columns costs more than running it.
_INSERT = {
    "sqlite": sqlite.insert(parsed_cv).on_conflict_do_nothing().returning(parsed_cv.c.id),
    "postgresql": postgresql.insert(parsed_cv).on_conflict_do_nothing().returning(parsed_cv.c.id),
}
#: Each for all owners, and for one.
_SELECT = (select(*JOB_COLUMNS).where(_IS_IT), select(*JOB_COLUMNS).where(_IS_IT, _IS_OWNERS))
_SELECT_RESULT = (
    select(parsed_cv.c.parsed_data).where(_IS_IT),
    select(parsed_cv.c.parsed_data).where(_IS_IT, _IS_OWNERS),
)
_SELECT_TO_CHANGE = (_SELECT[False].with_for_update(), _SELECT[True].with_for_update())
_ERASED = select(erased_job.c.id).where(erased_job.c.id == bindparam("job_id"))


def _present(connection: Connection, job_id: JobId, *, owner: Owner | None) -> Job:
    """Return the job that has this id already; a job of another owner is as one that was erased."""
    job = job_of(connection.execute(_SELECT[False], {"job_id": job_id}).one())
    if owner not in {None, job.owner}:
        raise JobErasedError
    return job
