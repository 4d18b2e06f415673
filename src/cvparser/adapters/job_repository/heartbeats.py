"""What was heard of workers, in rows."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, Row, bindparam, delete, exists, false, insert, select, update

from cvparser.adapters.job_repository.tables import heartbeats, parsed_cv
from cvparser.domain.heartbeat import Heartbeat, Holder, WorkerId, heartbeat, holder, is_heard, may_judge
from cvparser.domain.job import Job

#: Beyond any lease: what is known of such a worker is that it is gone.
FORGOTTEN_AFTER = timedelta(days=1)


def record_heartbeat(connection: Connection, worker: WorkerId, now: datetime, lease: timedelta) -> None:
    """Write down that a worker is heard."""
    heard = heartbeat(worker, now, lease, last=_last(connection))
    values = {"at": heard.at, "next_before": heard.next_before, "judged_from": heard.judged_from}
    if not connection.execute(_UPDATE, values | {"worker": worker}).rowcount:
        connection.execute(_FORGET, {"before": now - FORGOTTEN_AFTER})
        connection.execute(insert(heartbeats), values | {"worker_id": worker})


def holder_of(connection: Connection, job: Job, now: datetime) -> Holder:
    """Return what is known of whoever had a lease on the job; GONE where none ran out."""
    if job.lease_until is None or now < job.lease_until:
        return Holder.GONE
    own = None if job.worker is None else _heartbeat_of(connection.execute(_OWN, {"worker": job.worker}).one_or_none())
    return holder(job.lease_until, now, own=own, last=_last(connection))


def any_is_heard(connection: Connection, now: datetime) -> bool:
    """Return whether any worker is heard as often as it should be."""
    return is_heard(now, last=_last(connection))


def holder_is_known(connection: Connection, now: datetime) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Return two conditions of a row whose lease ran out: `holder` is LIVES, and it is GONE."""
    if may_judge(now, last=_last(connection)):
        return _LIVES, ~_LIVES
    return _LIVES, false()


def _last(connection: Connection) -> Heartbeat | None:
    return _heartbeat_of(connection.execute(_LAST).one_or_none())


def _heartbeat_of(row: Row[tuple[object, ...]] | None) -> Heartbeat | None:
    if row is None:
        return None
    return Heartbeat(
        worker=WorkerId(row.worker_id), at=row.at, next_before=row.next_before, judged_from=row.judged_from
    )


_LAST = select(*heartbeats.c).order_by(heartbeats.c.at.desc()).limit(1)
_OWN = select(*heartbeats.c).where(heartbeats.c.worker_id == bindparam("worker"))
_UPDATE = update(heartbeats).where(heartbeats.c.worker_id == bindparam("worker"))
_FORGET = delete(heartbeats).where(heartbeats.c.at < bindparam("before"))
_LIVES = exists().where(heartbeats.c.worker_id == parsed_cv.c.worker_id, heartbeats.c.at > parsed_cv.c.lease_until)
