"""Jobs that workers have in hand: claimed, renewed, handed back, ended."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, bindparam, select, update

from cvparser.adapters.job_repository.conditions import IS_PROCESSING
from cvparser.adapters.job_repository.database import Step
from cvparser.adapters.job_repository.failures import CommitUncertainError
from cvparser.adapters.job_repository.heartbeats import any_is_heard, holder_of, record_heartbeat
from cvparser.adapters.job_repository.moves import UPDATE, save, save_some
from cvparser.adapters.job_repository.owned_jobs import StoredJobs
from cvparser.adapters.job_repository.rows import JOB_COLUMNS, job_of
from cvparser.adapters.job_repository.tables import parsed_cv
from cvparser.adapters.job_repository.turns import next_in_turn
from cvparser.domain import job as rules
from cvparser.domain.errors import CVParserError, FencedOutError, StorageUnavailableError
from cvparser.domain.heartbeat import WorkerId
from cvparser.domain.job import AT_ONCE, Ending, Job, JobId, Outcome, Success
from cvparser.domain.usage import NOTHING_USED, TokenUsage

Moved = TypeVar("Moved", bound=Job | None)


class HeldJobs(StoredJobs):
    """Moves jobs for the workers that hold them. A claim or an end is what its row says it is."""

    async def claim(
        self, job_id: JobId, lease: timedelta, *, worker: WorkerId, beside: Sequence[int] | None = ()
    ) -> Job | None:
        def step(connection: Connection) -> Job | None:
            row = connection.execute(_SELECT_TO_CLAIM, {"job_id": job_id}).one_or_none()
            return None if row is None else _saved(connection, claim(connection, row, self._now(connection)))

        claim = partial(_claim, lease=lease, worker=worker, beside=beside)
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
                row = next(iter(next_in_turn(connection, now, most=1)), None)
            return None if row is None else _saved(connection, claim(connection, row, now))

        claim = partial(_claim, lease=lease, worker=worker, beside=beside)
        return await self._claimed(step)

    async def claim_some_in_turn(
        self, job_ids: Sequence[JobId], lease: timedelta, *, worker: WorkerId
    ) -> Sequence[Job | None]:
        """As the port's."""

        def step(connection: Connection) -> Sequence[Job | None]:
            now = self._now(connection)
            rows = _next_of_each(connection, job_ids, now)
            taken = [None if row is None else claim(connection, row, now) for row in rows]
            save_some(connection, [(job, {}) for job in taken if job is not None])
            return taken

        claim = partial(_claim, lease=lease, worker=worker, beside=None)
        return [job and await self._told(job) for job in await self._all_written(step)]

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
        parsed = await self._sealed(job_id, outcome)
        ended = await self._change(
            job_id, lambda job, now: rules.finish(job, now, fence=fence, outcome=outcome), parsed_data=parsed
        )
        return await self._fields.opened_if_possible(ended)

    async def finish_some(self, endings: Sequence[Ending]) -> Sequence[Job | None]:
        """As the port's."""
        sealed = await asyncio.gather(*map(self._sealed_if_possible, endings))

        def step(connection: Connection) -> Sequence[Job | None]:
            asked = {
                "job_ids": [each.job_id for each, parsed in zip(endings, sealed, strict=True) if parsed is not None]
            }
            found = {job.id: job for job in map(job_of, connection.execute(_SELECT_SOME_FREE, asked))}
            now, ended = self._now(connection), list[Job | None]()
            for each, parsed in zip(endings, sealed, strict=True):
                ended.append(None if parsed is None else _ended(found.get(each.job_id), now, each))
                # In other hands from now on, should it be here twice.
                found.pop(each.job_id, None)
            moved = [(job, parsed) for job, parsed in zip(ended, sealed, strict=True) if job and parsed is not None]
            save_some(connection, moved)
            return ended

        return [job and await self._fields.opened_if_possible(job) for job in await self._all_written(step)]

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
        return None if taken is None else await self._told(taken)

    async def _told(self, taken: Job) -> Job:
        """Return a job that was claimed as its worker is told of it."""
        claimed = await self._fields.opened_if_possible(taken)
        if claimed.checkpoint is None:
            return claimed
        return replace(claimed, checkpoint=await self._data_keys.plain_checkpoint(claimed.id, claimed.checkpoint))

    async def _sealed_if_possible(self, ending: Ending) -> dict[str, object] | None:
        """Return what is stored of an outcome beside its job; None where it cannot be sealed."""
        try:
            return {"parsed_data": await self._sealed(ending.job_id, ending.outcome)}
        except CVParserError:
            return None

    async def _sealed(self, job_id: JobId, outcome: Outcome) -> dict[str, Any] | None:
        if not isinstance(outcome, Success):
            return None
        return await self._data_keys.sealed_result(job_id, outcome.parsed.model_dump(mode="json"))

    async def _all_written(self, step: Step[Sequence[Job | None]]) -> Sequence[Job | None]:
        """Return what `step` made of some jobs; where the answer to the commit was lost, of those whose row says so."""
        made: list[Sequence[Job | None]] = []
        try:
            await self._database.write(lambda connection: made.append(step(connection)))
        except CommitUncertainError:
            asked = {"job_ids": [job.id for job in made[-1] if job is not None]}
            found = await self._database.read(
                lambda connection: {job.id: job for job in map(job_of, connection.execute(_SELECT_SOME, asked))}
            )
            held = [job if job is not None and found.get(job.id) == job else None for job in made[-1]]
            if not any(held):
                raise StorageUnavailableError from None
            return held
        return made[-1]

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
_SELECT_SOME = select(*JOB_COLUMNS).where(parsed_cv.c.id.in_(bindparam("job_ids", expanding=True)))
#: In one order, so that two that renew never wait for each other.
_SELECT_SOME_FOR_UPDATE = _SELECT_SOME.order_by(parsed_cv.c.id).with_for_update()
#: Those that nobody changes: none is waited for.
_SELECT_SOME_FREE = _SELECT_SOME.with_for_update(skip_locked=True)
_SELECT_SOME_FREE_TO_CLAIM = _SELECT_SOME_FREE.add_columns(parsed_cv.c.checkpoint)
#: A lease as well: a version before takes jobs and leaves `waits` as it is.
_SELECT_SOME_OUT_OF_TURN = _SELECT_SOME.where(
    IS_PROCESSING, (parsed_cv.c.waits == 0) | parsed_cv.c.lease_until.is_not(None)
)
_PROLONG = update(parsed_cv).where(parsed_cv.c.id == bindparam("job_id")).values(lease_until=bindparam("until"))


def _is_out_of_turn(connection: Connection, job_id: JobId, now: datetime) -> bool:
    """Return whether the job may be taken, and waits for no turn."""
    job = _select(connection, job_id)
    if job is None or rules.is_in_turn(job):
        return False
    return rules.is_claimable(job, now, holder_of(connection, job, now))


def _next_of_each(
    connection: Connection, job_ids: Sequence[JobId], now: datetime
) -> Sequence[Row[tuple[object, ...]] | None]:
    """Return which row may be claimed for each id: of those that wait for no turn their own, else the next in turn."""
    looked_at = map(job_of, connection.execute(_SELECT_SOME_OUT_OF_TURN, {"job_ids": list(job_ids)}).all())
    own = [job.id for job in looked_at if rules.is_claimable(job, now, holder_of(connection, job, now))]
    free = connection.execute(_SELECT_SOME_FREE_TO_CLAIM, {"job_ids": own}).all() if own else ()
    rows = {JobId(row.id): row for row in free}
    others = sum(job_id not in own for job_id in job_ids)
    waiting = iter(next_in_turn(connection, now, most=others) if others else ())
    return [rows.pop(job_id, None) if job_id in own else next(waiting, None) for job_id in job_ids]


def _ended(job: Job | None, now: datetime, ending: Ending) -> Job | None:
    if job is None:
        return None
    try:
        return rules.finish(job, now, fence=ending.fence, outcome=ending.outcome)
    except FencedOutError:
        return None


def _saved(connection: Connection, taken: Job | None) -> Job | None:
    if taken is not None:
        save(connection, taken)
    return taken


def _claim(
    connection: Connection,
    row: Row[tuple[object, ...]],
    now: datetime,
    *,
    lease: timedelta,
    worker: WorkerId,
    beside: Sequence[int] | None,
) -> Job | None:
    """Return the job of a row that nobody else can change as it is when it is claimed; None where it may not be."""
    job = replace(job_of(row), checkpoint=row.checkpoint)
    return rules.claim(job, now, lease, worker=worker, beside=beside, holder=holder_of(connection, job, now))


def _select(connection: Connection, job_id: JobId) -> Job | None:
    row = connection.execute(_SELECT, {"job_id": job_id}).one_or_none()
    return None if row is None else job_of(row)


def _select_for_update(connection: Connection, job_id: JobId) -> Job | None:
    row = connection.execute(_SELECT_FOR_UPDATE, {"job_id": job_id}).one_or_none()
    return None if row is None else job_of(row)
