"""Jobs that workers have in hand: claimed, renewed, handed back, ended."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

from sqlalchemy import Connection, Row, bindparam, select, update

from cvparser.adapters.job_repository.database import Step
from cvparser.adapters.job_repository.failures import CommitUncertainError
from cvparser.adapters.job_repository.heartbeats import any_is_heard, holder_of, record_heartbeat
from cvparser.adapters.job_repository.moves import UPDATE, save
from cvparser.adapters.job_repository.owned_jobs import StoredJobs
from cvparser.adapters.job_repository.rows import JOB_COLUMNS, job_of
from cvparser.adapters.job_repository.tables import parsed_cv
from cvparser.adapters.job_repository.turns import next_in_turn
from cvparser.domain import job as rules
from cvparser.domain.errors import FencedOutError, StorageUnavailableError
from cvparser.domain.heartbeat import WorkerId
from cvparser.domain.job import AT_ONCE, Job, JobId, Outcome, Success
from cvparser.domain.usage import NOTHING_USED, TokenUsage

Moved = TypeVar("Moved", bound=Job | None)


class HeldJobs(StoredJobs):
    """Moves jobs for the workers that hold them. A claim or an end is what its row says it is."""

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
        stored = await self._data_keys.sealed_checkpoint(job_id, checkpoint)

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
            parsed = await self._data_keys.sealed_result(job_id, outcome.parsed.model_dump(mode="json"))
        ended = await self._change(
            job_id, lambda job, now: rules.finish(job, now, fence=fence, outcome=outcome), parsed_data=parsed
        )
        return await self._fields.opened_if_possible(ended)

    async def is_worker_heard(self) -> bool:
        return await self._database.read(lambda connection: any_is_heard(connection, self._now(connection)))

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
        return replace(claimed, checkpoint=await self._data_keys.plain_checkpoint(claimed.id, claimed.checkpoint))

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
