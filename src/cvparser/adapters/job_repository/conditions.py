"""Rules of `domain.job`, as conditions of a row."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, case, literal_column, select

from cvparser.adapters.job_repository.heartbeats import holder_is_known
from cvparser.adapters.job_repository.tables import parsed_cv
from cvparser.domain.job import MAX_CRASHES, JobId

#: Spelt out, not bound: only then a database sees that its index of unfinished jobs will do.
IS_PROCESSING = parsed_cv.c.status == literal_column("'processing'")


def is_claimable(connection: Connection, now: datetime) -> ColumnElement[bool]:
    """`domain.job.is_claimable`, as a condition of a row."""
    lives, gone = holder_is_known(connection, now)
    ran_out = parsed_cv.c.lease_until <= now
    is_free = parsed_cv.c.lease_until.is_(None) | (ran_out & (lives | gone))
    is_due = parsed_cv.c.not_before.is_(None) | (parsed_cv.c.not_before <= now)
    in_time = parsed_cv.c.deadline_at > now
    return IS_PROCESSING & is_free & is_due & in_time & (_crashes(now, gone) < MAX_CRASHES)


def is_lost(connection: Connection, now: datetime) -> ColumnElement[bool]:
    """`domain.job.give_up` ends the job, as a condition of its row."""
    _, gone = holder_is_known(connection, now)
    return IS_PROCESSING & ((parsed_cv.c.deadline_at <= now) | (_crashes(now, gone) >= MAX_CRASHES))


def _crashes(now: datetime, gone: ColumnElement[bool]) -> ColumnElement[int]:
    """`domain.job.crashes`, as a column of a row."""
    ran_out = (parsed_cv.c.lease_until <= now) & (parsed_cv.c.lease_until < parsed_cv.c.deadline_at)
    return parsed_cv.c.crashes + case((ran_out & gone, 1), else_=0)


def comes_after(job_id: JobId) -> ColumnElement[bool]:
    """Return whether a job stands after another in the order of their coming."""
    created_at = select(parsed_cv.c.created_at).where(parsed_cv.c.id == job_id).scalar_subquery()
    is_as_old = (parsed_cv.c.created_at == created_at) & (parsed_cv.c.id > job_id)
    return (parsed_cv.c.created_at > created_at) | is_as_old
