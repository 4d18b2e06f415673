"""Steps on batches of jobs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from cvparser.adapters.job_repository import submissions
from cvparser.adapters.job_repository.rows import JOB_COLUMNS, job_of
from cvparser.adapters.job_repository.tables import batch, batch_item, parsed_cv
from cvparser.domain.access.owner import Owner
from cvparser.domain.batch import (
    Batch,
    BatchCounts,
    BatchErasedError,
    BatchItem,
    BatchState,
    BatchUnknownError,
    NewBatch,
)
from cvparser.domain.batch_place import BatchId, BatchPlace
from cvparser.domain.idempotency import Idempotency, IdempotencyKeyInUseError
from cvparser.domain.job import Job, JobId, JobStatus
from cvparser.domain.retention import Retention

_IS_IT = (batch.c.id == bindparam("asked")) & (batch.c.owner == bindparam("asking"))
_SELECT = select(batch).where(_IS_IT)
#: Shared with others that add to it; not with who erases it.
_HOLD = _SELECT.with_for_update(read=True)
_CHANGE = _SELECT.with_for_update()
_UPDATE = update(batch).where(batch.c.id == bindparam("asked"))
_OF_BATCH = (batch_item.c.batch_id == bindparam("asked")) & (batch_item.c.owner == bindparam("asking"))
_JOINED = batch_item.outerjoin(parsed_cv, parsed_cv.c.id == batch_item.c.job_id)
_COUNTS = (
    select(batch_item.c.job_id.is_(None), parsed_cv.c.status, func.count(), func.max(parsed_cv.c.updated_at))
    .select_from(_JOINED)
    .where(_OF_BATCH)
    .group_by(batch_item.c.job_id.is_(None), parsed_cv.c.status)
)
_PAGE = (
    select(
        batch_item.c.position,
        batch_item.c.label,
        batch_item.c.fingerprint,
        batch_item.c.job_id,
        batch_item.c.refused,
        *JOB_COLUMNS,
    )
    .select_from(_JOINED)
    .where(_OF_BATCH, batch_item.c.position > bindparam("after"))
    .order_by(batch_item.c.position)
    .limit(bindparam("most"))
)
_HOLDER = select(batch_item.c.job_id).where(
    batch_item.c.batch_id == bindparam("asked"), batch_item.c.position == bindparam("at_position")
)
_FORGET_LABELS = (
    update(batch_item)
    .where(batch_item.c.job_id.in_(bindparam("job_ids", expanding=True)))
    .values(label=None, fingerprint=None)
)
_FORGET_ITEMS = delete(batch_item).where(
    _OF_BATCH, ~select(parsed_cv.c.id).where(parsed_cv.c.id == batch_item.c.job_id).exists()
)
_PUT: dict[str, Any] = {}
for _name, _dialect in (("sqlite", sqlite), ("postgresql", postgresql)):
    _new = _dialect.insert(batch_item)
    _PUT[_name] = _new.on_conflict_do_update(
        index_elements=["batch_id", "position"],
        set_={each: _new.excluded[each] for each in ("label", "fingerprint", "job_id", "refused")},
        where=batch_item.c.job_id.is_(None),
    )


def open_batch(connection: Connection, owner: Owner, new: NewBatch, *, now: datetime) -> Batch:
    """Store a batch, or open that of its key again. Raises as the port's."""
    before = None if new.idempotency is None else submissions.find(connection, new.idempotency, now=now)
    if before is not None:
        found = _there(connection, owner, BatchId(before), to_change=True)
        if found.id == new.id or found.is_whole:
            return _batch_of(found)
        connection.execute(_UPDATE.values(opened_at=now, closed_at=None), {"asked": found.id})
        return _batch_of(_there(connection, owner, found.id))
    if new.idempotency is not None:
        _take_key(connection, owner, new.id, new.idempotency, now=now)
    kept_for = None if new.expires_in is None else new.expires_in.total_seconds()
    values = {
        "id": new.id,
        "owner": owner,
        "created_at": now,
        "opened_at": now,
        "is_whole": False,
        "kept_for_seconds": kept_for,
        "expires_at": None if new.expires_in is None else now + new.expires_in,
    }
    connection.execute(insert(batch), values)
    return _batch_of(_there(connection, owner, new.id))


def _take_key(
    connection: Connection, owner: Owner, batch_id: BatchId, idempotency: Idempotency, *, now: datetime
) -> None:
    if not submissions.put(connection, idempotency, submitted=batch_id, owner=owner, at=now):
        # Another server's was first, this very moment.
        raise IdempotencyKeyInUseError


def hold(connection: Connection, owner: Owner, place: BatchPlace) -> None:
    """Keep the batch of a place from being erased until the transaction ends. Raises as the port's `batch`."""
    _present(connection.execute(_HOLD, {"asked": place.batch_id, "asking": owner}).one_or_none())


def put(connection: Connection, job: Job, place: BatchPlace) -> bool:
    """Give a place to a job that is about to be inserted, and return whether it is this job's."""
    _put(connection, job.owner, place, job_id=job.id, refused=None)
    asked = {"asked": place.batch_id, "at_position": place.position}
    return connection.execute(_HOLDER, asked).scalar() == job.id


def refuse(connection: Connection, owner: Owner, place: BatchPlace, code: str) -> None:
    """Note that a place has no job, unless it has one."""
    hold(connection, owner, place)
    _put(connection, owner, place, job_id=None, refused=code)


def _put(connection: Connection, owner: Owner, place: BatchPlace, *, job_id: JobId | None, refused: str | None) -> None:
    row = {
        "batch_id": place.batch_id,
        "position": place.position,
        "owner": owner,
        "label": place.label,
        "fingerprint": place.fingerprint,
        "job_id": job_id,
        "refused": refused,
    }
    connection.execute(_PUT[connection.dialect.name], row)


def close(connection: Connection, owner: Owner, batch_id: BatchId, *, is_whole: bool, now: datetime) -> None:
    """Note that no more items come."""
    found = _there(connection, owner, batch_id, to_change=True)
    if found.is_whole:
        return
    kept_for = found.kept_for_seconds
    expires_at = None if kept_for is None else now + timedelta(seconds=kept_for)
    connection.execute(_UPDATE.values(closed_at=now, is_whole=is_whole, expires_at=expires_at), {"asked": batch_id})


def state(connection: Connection, owner: Owner, batch_id: BatchId, *, now: datetime) -> BatchState:
    """Return a batch with its counts."""
    found = _batch_of(_there(connection, owner, batch_id))
    by_status, erased, refused, changes = dict.fromkeys(JobStatus, 0), 0, 0, list[datetime]()
    for is_refused, status, count, changed_at in connection.execute(_COUNTS, {"asked": batch_id, "asking": owner}):
        if is_refused:
            refused += count
        elif status is None:
            erased += count
        else:
            by_status[JobStatus(status)] += count
            changes.append(changed_at)
    counts = BatchCounts(by_status=by_status, erased=erased, refused=refused, changed_at=max(changes, default=None))
    return BatchState(batch=found, counts=counts, at=now)


def items(
    connection: Connection, owner: Owner, batch_id: BatchId, limit: int, *, after: int | None
) -> Sequence[BatchItem]:
    """Return some items, with their jobs."""
    asked = {"asked": batch_id, "asking": owner, "after": -1 if after is None else after, "most": limit}
    return [_item_of(row, batch_id) for row in connection.execute(_PAGE, asked)]


def erase(connection: Connection, owner: Owner, batch_id: BatchId, *, now: datetime) -> None:
    """Note that a batch is erased, and forget its items that have no job any more."""
    found = connection.execute(_CHANGE, {"asked": batch_id, "asking": owner}).one_or_none()
    if found is None:
        raise BatchUnknownError
    if found.erased_at is None:
        connection.execute(_UPDATE.values(erased_at=now), {"asked": batch_id})
    connection.execute(_FORGET_ITEMS, {"asked": batch_id, "asking": owner})


def forget_labels(connection: Connection, job_ids: Sequence[JobId]) -> None:
    """Forget what the items of jobs that are erased were called, and digests of what they held."""
    connection.execute(_FORGET_LABELS, {"job_ids": list(job_ids)})


def purge(connection: Connection, limit: int, *, now: datetime, retention: Retention) -> int:
    """Forget some batches whose time is over, and return how many."""
    is_over = batch.c.expires_at <= now
    if retention.results is not None:
        before = now - retention.results
        is_over |= (batch.c.opened_at <= before) & (func.coalesce(batch.c.closed_at, batch.c.opened_at) <= before)
    over = list(connection.execute(select(batch.c.id).where(is_over).limit(limit).with_for_update()).scalars())
    if over:
        connection.execute(delete(batch_item).where(batch_item.c.batch_id.in_(over)))
        connection.execute(delete(batch).where(batch.c.id.in_(over)))
    return len(over)


def _there(connection: Connection, owner: Owner, batch_id: BatchId, *, to_change: bool = False) -> Row[tuple[Any, ...]]:
    wanted = _CHANGE if to_change else _SELECT
    return _present(connection.execute(wanted, {"asked": batch_id, "asking": owner}).one_or_none())


def _present(row: Row[tuple[Any, ...]] | None) -> Row[tuple[Any, ...]]:
    if row is None:
        raise BatchUnknownError
    if row.erased_at is not None:
        raise BatchErasedError
    return row


def _batch_of(row: Row[tuple[Any, ...]]) -> Batch:
    return Batch(
        id=BatchId(row.id),
        owner=Owner(row.owner),
        created_at=row.created_at,
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        is_whole=row.is_whole,
        expires_at=row.expires_at,
    )


def _item_of(row: Row[tuple[Any, ...]], batch_id: BatchId) -> BatchItem:
    fingerprint = None if row.fingerprint is None else bytes(row.fingerprint)
    place = BatchPlace(batch_id=batch_id, position=row.position, label=row.label, fingerprint=fingerprint)
    job_id = None if row.job_id is None else JobId(row.job_id)
    return BatchItem(place=place, job_id=job_id, refused=row.refused, job=None if row.id is None else job_of(row))
