"""Steps that erase jobs: one that was asked for, many whose time is over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, bindparam, delete, insert, select

from cvparser.adapters.job_repository import batches, data_keys, expected_files, webhook_outbox
from cvparser.adapters.job_repository.reports import of_owner
from cvparser.adapters.job_repository.rows import JOB_COLUMNS, job_of
from cvparser.adapters.job_repository.tables import erased_job, parsed_cv
from cvparser.domain.access.owner import Owner
from cvparser.domain.errors import JobErasedError, JobExpiredError, JobUnknownError
from cvparser.domain.job import Job, JobId
from cvparser.domain.retention import ErasureReason, Retention

_SOME = parsed_cv.c.id.in_(bindparam("job_ids", expanding=True))
_DELETE = delete(parsed_cv).where(_SOME)
_LOCK = select(parsed_cv.c.id, parsed_cv.c.owner).where(_SOME).order_by(parsed_cv.c.id).with_for_update()
_REASON = select(erased_job.c.reason, erased_job.c.owner).where(erased_job.c.id == bindparam("job_id"))


def erase(connection: Connection, owners: Mapping[JobId, Owner], *, at: datetime, reason: ErasureReason) -> None:
    """Remove jobs that are there, with the notes of their files; keep whose were erased, when and why.

    With their data keys what copies of them are elsewhere is erased as well. Webhooks are told of them no more.
    """
    job_ids = list(owners)
    # Before the jobs, through which alone the owner's session sees them.
    data_keys.forget(connection, job_ids)
    expected_files.forget(connection, job_ids)
    webhook_outbox.forget(connection, job_ids)
    batches.forget_labels(connection, job_ids)
    connection.execute(_DELETE, {"job_ids": job_ids})
    why = {"erased_at": at, "reason": reason}
    connection.execute(insert(erased_job), [{"id": job_id, "owner": owner} | why for job_id, owner in owners.items()])


def lock(connection: Connection, job_id: JobId, *, owner: Owner | None) -> Owner | None:
    """Return whose the job is, where it is there, and of `owner` if one asks; it stays so to the transaction's end."""
    found = connection.execute(of_owner(_LOCK, owner), {"job_ids": [job_id]}).one_or_none()
    return None if found is None else Owner(found.owner)


def expired(
    connection: Connection, limit: int, *, now: datetime, retention: Retention, after: JobId | None
) -> Sequence[Job]:
    """Return jobs whose time is over."""
    wanted = select(*JOB_COLUMNS).where(_is_expired(now, retention)).order_by(parsed_cv.c.id).limit(limit)
    if after is not None:
        wanted = wanted.where(parsed_cv.c.id > after)
    return [job_of(row) for row in connection.execute(wanted)]


def purge(
    connection: Connection, job_ids: Sequence[JobId], *, now: datetime, retention: Retention
) -> AbstractSet[JobId]:
    """Erase those of some jobs whose time is over, and return which."""
    found = _LOCK.where(_is_expired(now, retention))
    over = {JobId(row.id): Owner(row.owner) for row in connection.execute(found, {"job_ids": list(job_ids)})}
    if over:
        erase(connection, over, at=now, reason=ErasureReason.EXPIRED)
    return set(over)


def absence(connection: Connection, job_id: JobId, *, owner: Owner | None) -> JobUnknownError | JobErasedError:
    """Return why a job is not there, for `owner`, or for who sees all where that is None."""
    erased = connection.execute(_REASON, {"job_id": job_id}).one_or_none()
    if erased is None or owner not in {None, erased.owner}:
        return JobUnknownError()
    return JobExpiredError() if erased.reason == ErasureReason.EXPIRED else JobErasedError()


def _is_expired(now: datetime, retention: Retention) -> ColumnElement[bool]:
    """`domain.retention.is_expired`, as a condition of a row."""
    is_over = parsed_cv.c.expires_at <= now
    return is_over if retention.results is None else is_over | (parsed_cv.c.kept_from <= now - retention.results)
