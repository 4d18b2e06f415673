"""Rules of `domain.job`, as conditions of a row."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Uuid, bindparam, case, func, literal_column, select, tuple_

from cvparser.adapters.job_repository.heartbeats import holder_is_known
from cvparser.adapters.job_repository.tables import parsed_cv
from cvparser.domain.job import MAX_CRASHES, JobId

#: Spelt out, not bound: only then a database sees that its index of such jobs will do.
IS_PROCESSING = parsed_cv.c.status == literal_column("'processing'")
HAS_FAILED = parsed_cv.c.status == literal_column("'failed'")
#: Compared so where nearly all are in time: SQLite would take the index of deadlines, and sort all that it finds there.
DEADLINE = func.coalesce(parsed_cv.c.deadline_at, parsed_cv.c.deadline_at)


def is_claimable(connection: Connection, now: datetime) -> ColumnElement[bool]:
    """`domain.job.is_claimable`, as a condition of a row."""
    lives, gone = holder_is_known(connection, now)
    ran_out = parsed_cv.c.lease_until <= now
    is_free = parsed_cv.c.lease_until.is_(None) | (ran_out & (lives | gone))
    is_due = parsed_cv.c.not_before.is_(None) | (parsed_cv.c.not_before <= now)
    in_time = now < DEADLINE
    return IS_PROCESSING & is_free & is_due & in_time & (_crashes(now, gone) < MAX_CRASHES)


def is_late(now: datetime) -> ColumnElement[bool]:
    """`domain.job.give_up` ends the job for its deadline, as a condition of its row."""
    return IS_PROCESSING & (parsed_cv.c.deadline_at <= now)


def has_crashed_too_often(connection: Connection, now: datetime) -> ColumnElement[bool]:
    """`domain.job.give_up` ends the job for its crashes, as a condition of its row."""
    _, gone = holder_is_known(connection, now)
    # Of those that crashed, which are few, as their index has them.
    is_suspect = (parsed_cv.c.crashes > literal_column("0")) & (parsed_cv.c.crashes >= MAX_CRASHES - 1)
    return IS_PROCESSING & is_suspect & (_crashes(now, gone) >= MAX_CRASHES)


def _crashes(now: datetime, gone: ColumnElement[bool]) -> ColumnElement[int]:
    """`domain.job.crashes`, as a column of a row."""
    ran_out = (parsed_cv.c.lease_until <= now) & (parsed_cv.c.lease_until < parsed_cv.c.deadline_at)
    return parsed_cv.c.crashes + case((ran_out & gone, 1), else_=0)


def comes_after(job_id: JobId) -> ColumnElement[bool]:
    """Return whether a job stands after another in the order of their coming."""
    created_at = select(parsed_cv.c.created_at).where(parsed_cv.c.id == job_id).scalar_subquery()
    # As one value: only then a database goes on in its index where the last page ended.
    return tuple_(parsed_cv.c.created_at, parsed_cv.c.id) > tuple_(created_at, bindparam("after", job_id, type_=Uuid))
