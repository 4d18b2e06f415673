"""Batches of the jobs in memory."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from cvparser.domain.access.owner import Owner
from cvparser.domain.batch import (
    Batch,
    BatchCounts,
    BatchErasedError,
    BatchItem,
    BatchState,
    BatchUnknownError,
    NewBatch,
    is_batch_expired,
)
from cvparser.domain.batch_place import BatchId, BatchPlace
from cvparser.domain.idempotency import IdempotencyKeyInUseError
from cvparser.domain.job import Job, JobId, JobStatus
from cvparser.domain.retention import Retention


@dataclass
class _Kept:
    batch: Batch
    kept_for: timedelta | None
    is_erased: bool = False
    items: dict[int, BatchItem] = field(default_factory=dict)


class MemoryBatches:
    """Batches of all owners beside `jobs`, a mapping that is another's."""

    def __init__(self, jobs: Mapping[JobId, Job], now: Callable[[], datetime]) -> None:
        self._jobs = jobs
        self._now = now
        self._batches: dict[BatchId, _Kept] = {}

    def open(self, owner: Owner, new: NewBatch, before: BatchId | None) -> Batch:
        """Store a batch, or open `before`, which is there under its key."""
        now = self._now()
        if before is not None:
            kept = self._there(owner, before)
            if before != new.id and not kept.batch.is_whole:
                kept.batch = replace(kept.batch, opened_at=now, closed_at=None)
            return kept.batch
        expires_at = None if new.expires_in is None else now + new.expires_in
        opened = Batch(id=new.id, owner=owner, created_at=now, opened_at=now, expires_at=expires_at)
        self._batches[new.id] = _Kept(opened, new.expires_in)
        return opened

    def require_place(self, owner: Owner, place: BatchPlace, job_id: JobId) -> None:
        """See that a job may have a place. Raises as `JobLifecycle.add`."""
        item = self._there(owner, place.batch_id).items.get(place.position)
        if item is not None and item.job_id not in {None, job_id}:
            raise IdempotencyKeyInUseError

    def put(self, place: BatchPlace, job_id: JobId) -> None:
        """Give a job its place."""
        self._batches[place.batch_id].items[place.position] = BatchItem(place=place, job_id=job_id)

    def refuse(self, owner: Owner, place: BatchPlace, code: str) -> None:
        """Note that a place has no job, unless it has one."""
        items = self._there(owner, place.batch_id).items
        if place.position not in items or items[place.position].job_id is None:
            items[place.position] = BatchItem(place=place, refused=code)

    def close(self, owner: Owner, batch_id: BatchId, *, is_whole: bool) -> None:
        """Note that no more items come."""
        kept, now = self._there(owner, batch_id), self._now()
        if not kept.batch.is_whole:
            expires_at = None if kept.kept_for is None else now + kept.kept_for
            kept.batch = replace(kept.batch, closed_at=now, is_whole=is_whole, expires_at=expires_at)

    def state(self, owner: Owner, batch_id: BatchId) -> BatchState:
        """Return a batch with its counts."""
        kept = self._there(owner, batch_id)
        accepted = [item.job_id for item in kept.items.values() if item.job_id is not None]
        jobs = [self._jobs[job_id] for job_id in accepted if job_id in self._jobs]
        counts = BatchCounts(
            by_status={status: sum(job.status is status for job in jobs) for status in JobStatus},
            erased=len(accepted) - len(jobs),
            refused=len(kept.items) - len(accepted),
            changed_at=max((job.updated_at for job in jobs), default=None),
        )
        return BatchState(batch=kept.batch, counts=counts, at=self._now())

    def items(self, owner: Owner, batch_id: BatchId, limit: int, *, after: int | None) -> Sequence[BatchItem]:
        """Return some items, with their jobs."""
        kept = self._batches.get(batch_id)
        if kept is None or kept.batch.owner != owner:
            return []
        found = (kept.items[each] for each in sorted(kept.items) if after is None or each > after)
        return [self._with_job(item) for item in found][:limit]

    def erase(self, owner: Owner, batch_id: BatchId) -> None:
        """Note that a batch is erased, and forget its items that have no job any more."""
        kept = self._batches.get(batch_id)
        if kept is None or kept.batch.owner != owner:
            raise BatchUnknownError
        kept.is_erased = True
        kept.items = {at: item for at, item in kept.items.items() if item.job_id in self._jobs}

    def forget_label(self, job_id: JobId) -> None:
        """Forget what the item of a job that is erased was called, and the digest of what it held."""
        for kept in self._batches.values():
            for at, item in kept.items.items():
                if item.job_id == job_id:
                    kept.items[at] = replace(item, place=replace(item.place, label=None, fingerprint=None))

    def purge(self, limit: int, *, retention: Retention) -> int:
        """Forget some batches whose time is over, and return how many."""
        now = self._now()
        over = [each for each, kept in self._batches.items() if is_batch_expired(kept.batch, now, retention.results)]
        for batch_id in over[:limit]:
            del self._batches[batch_id]
        return len(over[:limit])

    def _with_job(self, item: BatchItem) -> BatchItem:
        job = None if item.job_id is None else self._jobs.get(item.job_id)
        return replace(item, job=None if job is None else replace(job, checkpoint=None))

    def _there(self, owner: Owner, batch_id: BatchId) -> _Kept:
        kept = self._batches.get(batch_id)
        if kept is None or kept.batch.owner != owner:
            raise BatchUnknownError
        if kept.is_erased:
            raise BatchErasedError
        return kept
