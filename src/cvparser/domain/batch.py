"""A batch: submissions that were sent together, each of them a job of its own.

    receiving --> processing --> done

A batch holds no document and no result: its items name jobs, and what is told of it is counted from what those jobs are
now. An item that was refused has the code of its error in the place of a job.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from cvparser.domain.access.owner import LOCAL, Owner
from cvparser.domain.batch_place import BatchId, BatchPlace
from cvparser.domain.errors import DocumentError, InputError, JobError
from cvparser.domain.idempotency import Idempotency
from cvparser.domain.job import Job, JobId, JobStatus

#: How long a batch may take to come: one whose end was not noted by then broke off.
RECEIVING_MOST: Final = timedelta(hours=1)


class BatchUnknownError(JobError):
    """No batch has this id."""

    code = "batch_unknown"
    default_message = "No batch has this id."


class BatchErasedError(JobError):
    """The batch was deleted on request."""

    code = "batch_erased"
    default_message = "The batch, its jobs, their results and their files were deleted."


class BatchTooLargeError(InputError):
    """A batch has more items than one may."""

    code = "batch_too_large"
    default_message = "The batch has more items than this service takes at once. Send the others as another batch."


class BatchEmptyError(InputError):
    """A batch has no item."""

    code = "batch_empty"
    default_message = "The batch has no item: send at least one file, or one line with a text."


class BatchArchiveError(DocumentError):
    """A ZIP that cannot be used as a batch."""

    code = "batch_archive_invalid"
    default_message = "The ZIP cannot be read. Make it anew, without a password, of files that are no archives."


class BatchStatus(StrEnum):
    """How far a batch is."""

    #: Its items still come.
    RECEIVING = "receiving"
    #: All that came is taken in or refused; some jobs have not ended.
    PROCESSING = "processing"
    #: No job of it is unfinished.
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewBatch:
    """A batch that is about to come."""

    id: BatchId
    #: By what it is known again; None = by nothing.
    idempotency: Idempotency | None = None
    #: How long after its coming it is forgotten; None = not by itself.
    expires_in: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """A batch as it stands. Times are aware and in UTC."""

    id: BatchId
    owner: Owner = LOCAL
    created_at: datetime
    #: When it last began to come: again, where it was sent again.
    opened_at: datetime
    #: When it ended to come; None before.
    closed_at: datetime | None = None
    #: Whether it came to its end.
    is_whole: bool = False
    #: When it is forgotten; None = not by itself.
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchCounts:
    """What became of the items of a batch."""

    #: Of the jobs that are there, by what they are now.
    by_status: Mapping[JobStatus, int]
    #: Jobs that were taken in, and are erased or expired.
    erased: int = 0
    #: Items that were not taken in.
    refused: int = 0
    #: When the last of its jobs changed that are there.
    changed_at: datetime | None = None

    @property
    def total(self) -> int:
        """All items that came."""
        return self.accepted + self.refused

    @property
    def accepted(self) -> int:
        """Those that became jobs."""
        return sum(self.by_status.values()) + self.erased

    @property
    def unfinished(self) -> int:
        """Jobs that have not ended."""
        return self.by_status.get(JobStatus.PROCESSING, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchItem:
    """One item, and what became of it."""

    place: BatchPlace
    #: Its job; None where it was refused.
    job_id: JobId | None = None
    #: The code of what it was refused for.
    refused: str | None = None
    #: The job as it is now; None where it is erased, or there is none.
    job: Job | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchState:
    """A batch, with its counts at a moment."""

    batch: Batch
    counts: BatchCounts
    #: That moment, by the repository's clock.
    at: datetime

    @property
    def status(self) -> BatchStatus:
        """How far it is."""
        if is_coming(self.batch, self.at):
            return BatchStatus.RECEIVING
        return BatchStatus.PROCESSING if self.counts.unfinished else BatchStatus.DONE

    @property
    def finished_at(self) -> datetime | None:
        """When it was done; None before."""
        if self.status is not BatchStatus.DONE:
            return None
        ends = [each for each in (self.batch.closed_at, self.counts.changed_at) if each is not None]
        return max(ends, default=self.batch.opened_at + RECEIVING_MOST)


def is_coming(batch: Batch, now: datetime) -> bool:
    """Return whether items of the batch may still come."""
    return batch.closed_at is None and now < batch.opened_at + RECEIVING_MOST


def is_batch_expired(batch: Batch, now: datetime, results_kept_for: timedelta | None) -> bool:
    """Return whether the time of the batch is over: what it was told, or earlier by the bounds of today."""
    came = batch.closed_at or batch.opened_at
    is_over = batch.expires_at is not None and batch.expires_at <= now
    return is_over or (results_kept_for is not None and came + results_kept_for <= now)
