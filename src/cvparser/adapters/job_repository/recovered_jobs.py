"""Jobs that were left behind, or whose time is over, found again."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, select, union

from cvparser.adapters.job_repository import batches, erasure, submissions
from cvparser.adapters.job_repository.conditions import comes_after, has_crashed_too_often, is_claimable, is_late
from cvparser.adapters.job_repository.heartbeats import holder_of
from cvparser.adapters.job_repository.moves import save
from cvparser.adapters.job_repository.owned_jobs import StoredJobs
from cvparser.adapters.job_repository.rows import JOB_COLUMNS, job_of
from cvparser.adapters.job_repository.tables import parsed_cv
from cvparser.domain import job as rules
from cvparser.domain.job import Job, JobId
from cvparser.domain.retention import Retention

_OLDEST = (parsed_cv.c.created_at, parsed_cv.c.id)


class RecoveredJobs(StoredJobs):
    """Sees to it that every job ends, and that none is kept too long."""

    #: Whether the next scrub has more to do than others.
    _has_purged = False

    def try_exclusive(self, task: str) -> AbstractAsyncContextManager[bool]:
        return self._database.try_exclusive(task)

    async def give_up(self, limit: int) -> Sequence[Job]:
        given_up: dict[JobId, Job] = {}

        def step(connection: Connection) -> None:
            now = self._now(connection)
            lost = [job_of(row) for row in connection.execute(_lost(connection, now, limit))]
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

    async def expired(self, limit: int, *, retention: Retention, after: JobId | None = None) -> Sequence[Job]:
        def step(connection: Connection) -> Sequence[Job]:
            return erasure.expired(connection, limit, now=self._now(connection), retention=retention, after=after)

        return [await self._fields.opened_if_possible(job) for job in await self._database.read(step)]

    async def purge(self, job_ids: Sequence[JobId], *, retention: Retention) -> AbstractSet[JobId]:
        purged = await self._database.write_perhaps_twice(
            lambda connection: erasure.purge(connection, job_ids, now=self._now(connection), retention=retention)
        )
        self._has_purged |= bool(purged)
        self._data_keys.drop(list(purged))
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


def _lost(connection: Connection, now: datetime, limit: int) -> Select[Any]:
    """Return the statement that locks jobs that `domain.job.give_up` ends, each kind found in its own index."""
    late = select(parsed_cv.c.id).where(is_late(now)).order_by(parsed_cv.c.deadline_at).limit(limit)
    crashed = select(parsed_cv.c.id).where(has_crashed_too_often(connection, now)).limit(limit)
    either = union(select(late.subquery().c.id), select(crashed.subquery().c.id)).subquery()
    wanted = select(*JOB_COLUMNS).where(parsed_cv.c.id.in_(select(either.c.id)))
    return wanted.order_by(*_OLDEST).limit(limit).with_for_update(skip_locked=True, of=parsed_cv)
