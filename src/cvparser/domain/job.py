"""A job: what it is, and the rules by which it moves.

    submit -> processing --claim--> leased --finish--> success | failed
                  ^                    |
                  +-- release ---------+   (at once, or for later)
                  +-- lease ran out ---+   (a crash where its worker is gone; the eighth gives the job up)

`success` and `failed` are final. While a job is processing, at most one worker holds its lease; every claim raises the
fence, and only the holder of the newest fence may end the job (Kleppmann, "How to do distributed locking", 2016).
The deadline ends a job whoever holds it, and so does who cancels it.
The rules are functions of a job and a time; whoever stores jobs applies them atomically.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, NewType
from uuid import UUID

from cvparser.domain.access.owner import LOCAL, Owner
from cvparser.domain.batch_place import BatchPlace
from cvparser.domain.document import DocumentType
from cvparser.domain.errors import CVParserError, FencedOutError, JobCancelledError, JobCrashedError, JobDeadlineError
from cvparser.domain.heartbeat import Holder, WorkerId
from cvparser.domain.idempotency import Idempotency
from cvparser.domain.profile import ParsedCV
from cvparser.domain.turns import WEIGHT
from cvparser.domain.usage import NOTHING_USED, TokenUsage

JobId = NewType("JobId", UUID)

#: Where a FileStore keeps a file, as `put` returned it.
FileLocation = NewType("FileLocation", str)

#: Workers that may be gone with a job in hand before the job is given up: each time beside half as many others that
#: crashed, the last two times beside none.
MAX_CRASHES: Final = 8

#: A job that is handed back so may be taken again without a wait.
AT_ONCE: Final = timedelta(0)


class JobStatus(StrEnum):
    """What the world sees of a job."""

    #: Stored, waiting or being worked on.
    PROCESSING = "processing"
    #: Ended with a result.
    SUCCESS = "success"
    #: Ended with an error.
    FAILED = "failed"


class ParseMode(StrEnum):
    """Which parser is asked."""

    #: The language model where one is configured, else the offline parser.
    ADVANCED = "advanced"
    #: The offline parser.
    BASIC = "basic"


@dataclass(frozen=True, slots=True, kw_only=True)
class Success:
    """A job's good end."""

    parsed: ParsedCV
    #: What the claim that led here used of a language model.
    usage: TokenUsage = NOTHING_USED


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A job's bad end: a stable code and a message safe to show."""

    code: str
    message: str
    #: What the claim that led here used of a language model.
    usage: TokenUsage = NOTHING_USED

    @classmethod
    def of(cls, error: CVParserError, *, usage: TokenUsage = NOTHING_USED) -> Failure:
        """Return the failure that says what `error` says."""
        return cls(code=error.code, message=error.message, usage=usage)


Outcome = Success | Failure


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """That a worker has come to the end of a job."""

    #: Which.
    job_id: JobId
    #: Of the worker's claim.
    fence: int
    #: What came of it.
    outcome: Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class NewJob:
    """A submission that is not stored yet: whoever stores it says when that was."""

    #: Chosen by the submitter, random.
    id: JobId
    #: The client's own name for the person who submits.
    user_id: str
    #: The client's own name for the session.
    session_id: str
    #: The parser that is wanted.
    parse_mode: ParseMode
    #: What the document is.
    document_type: DocumentType
    #: Where the document's bytes are.
    location: FileLocation
    #: The uploaded file's name, sanitised; None for text.
    file_name: str | None
    #: How long after it was stored the job is given up.
    deadline: timedelta
    #: Whose the job is.
    owner: Owner = LOCAL
    #: The span of whoever submits, as W3C Trace Context writes it; None without one.
    traceparent: str | None = None
    #: The ended job that this one tries again; None for a first try.
    retry_of: JobId | None = None
    #: How long after it was stored the job is erased; None = not by itself.
    expires_in: timedelta | None = None
    #: Whether it is erased once its result was read.
    delete_after_read: bool = False
    #: The owner's share beside others', by `domain.turns`.
    weight: int = WEIGHT
    #: By what the submission is known again; None = by nothing.
    idempotency: Idempotency | None = None
    #: What is called when it has ended; None = nothing but its owner's webhooks.
    callback_url: str | None = None
    #: Where it stands in a batch; None = in none.
    place: BatchPlace | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One submission and what became of it. Times are aware and in UTC."""

    #: Chosen by the submitter, random.
    id: JobId
    #: The client's own name for the person who submits.
    user_id: str
    #: The client's own name for the session.
    session_id: str
    #: The parser that is wanted.
    parse_mode: ParseMode
    #: What the document is.
    document_type: DocumentType
    #: Where the document's bytes are, or were.
    location: FileLocation
    #: The uploaded file's name, sanitised; None for text.
    file_name: str | None
    #: When the job was stored.
    created_at: datetime
    #: When anything of the job last changed.
    updated_at: datetime
    #: After this the job is given up.
    deadline_at: datetime
    #: Whose the job is; never changes.
    owner: Owner = LOCAL
    #: The span of whoever submitted it, as W3C Trace Context writes it; None without one.
    traceparent: str | None = None
    #: The ended job that this one tries again; None for a first try.
    retry_of: JobId | None = None
    #: From when on it is counted how long the job is kept: when it was stored, or, of a job from before anything was
    #: counted, when the counting began.
    kept_from: datetime
    #: When the job is erased, as its submission was told; None = nothing was told.
    expires_at: datetime | None = None
    #: Whether it is erased once its result was read.
    delete_after_read: bool = False
    #: What is called when it has ended; None = nothing but its owner's webhooks.
    callback_url: str | None = None
    #: What the world sees.
    status: JobStatus = JobStatus.PROCESSING
    #: Raised by every claim; 0 = never claimed.
    fence: int = 0
    #: Until when the present claim holds; None = nobody works on it.
    lease_until: datetime | None = None
    #: Whose claim that is; None = nobody's, or one of a version that did not say.
    worker: WorkerId | None = None
    #: Before this the job is not taken again; None = at once.
    not_before: datetime | None = None
    #: What an earlier claim kept for the one that goes on from it. It belongs to a claim: `claim` alone gives it.
    checkpoint: str | None = field(default=None, compare=False, repr=False)
    #: How many claims ended by their worker being gone.
    crashes: int = 0
    #: What was used of a language model, failed calls included; what a claim used that crashed is not known.
    usage: TokenUsage = NOTHING_USED
    #: From the first claim to the end; None before the end, or when it was never claimed.
    processing_time: timedelta | None = None
    #: When the job was first claimed.
    started_at: datetime | None = None
    #: Language of the CV, ISO 639-1.
    cv_language: str | None = None
    #: Code of the error that ended the job.
    error_code: str | None = None
    #: Its message.
    error_message: str | None = None

    @property
    def is_final(self) -> bool:
        """Whether the job has ended."""
        return self.status is not JobStatus.PROCESSING

    @property
    def is_text(self) -> bool:
        """Whether the job came as text, without a file."""
        return self.file_name is None


def submit(new: NewJob, now: datetime) -> Job:
    """Return the job as it is stored `now`."""
    return Job(
        id=new.id,
        owner=new.owner,
        user_id=new.user_id,
        session_id=new.session_id,
        parse_mode=new.parse_mode,
        document_type=new.document_type,
        location=new.location,
        file_name=new.file_name,
        created_at=now,
        updated_at=now,
        deadline_at=now + new.deadline,
        traceparent=new.traceparent,
        retry_of=new.retry_of,
        kept_from=now,
        expires_at=None if new.expires_in is None else now + new.expires_in,
        delete_after_read=new.delete_after_read,
        callback_url=new.callback_url,
    )


def is_claimable(job: Job, now: datetime, holder: Holder = Holder.GONE) -> bool:
    """Return whether a worker may take the job: not ended, held by nobody, due, in time, not crashed too often.

    `holder` is what is known of whoever had a lease on it that ran out.
    """
    return not job.is_final and not _is_held(job, now, holder) and _is_due(job, now) and not _is_lost(job, now, holder)


def is_in_turn(job: Job) -> bool:
    """Return whether the job waits for its turn among owners: nobody has it, it is due at once, and never crashed.

    One that crashed or waits for something is taken when a worker is notified of it.
    """
    return not job.is_final and job.lease_until is None and job.not_before is None and not job.crashes


def most_suspects(crashed: int) -> int:
    """Return how many jobs that crashed a worker may have in hand, where the most that one did is `crashed`, 1 or more.

    One of them may be what its workers die of, and each time it is beside half as many. A job that crashed beside it
    will soon end well, apart from it.

    >>> [most_suspects(crashed) for crashed in range(1, MAX_CRASHES)]
    [32, 16, 8, 4, 2, 1, 1]
    """
    return max(64 >> crashed, 1)


def claim(
    job: Job,
    now: datetime,
    lease: timedelta,
    *,
    worker: WorkerId,
    beside: Sequence[int] | None = (),
    holder: Holder = Holder.GONE,
) -> Job | None:
    """Return the job as held by `worker` until `now + lease` or the deadline, or None when it may not be taken.

    A claim over a lease that ran out counts a crash where its worker is gone.

    Args:
        job: The job.
        now: The moment.
        lease: How long the claim holds.
        worker: Who claims.
        beside: How often each job crashed that the worker has in hand, of those that did; None: it takes no such.
        holder: What is known of whoever had a lease on it that ran out.
    """
    if not is_claimable(job, now, holder):
        return None
    crashed = crashes(job, now, holder)
    if crashed and (beside is None or len(beside) >= most_suspects(max([crashed, *beside]))):
        return None
    return replace(
        job,
        fence=job.fence + 1,
        lease_until=min(now + lease, job.deadline_at),
        worker=worker,
        not_before=None,
        crashes=crashed,
        started_at=job.started_at or now,
        updated_at=now,
    )


def renew(job: Job, now: datetime, *, fence: int, lease: timedelta) -> Job:
    """Return the job with its lease prolonged to `now + lease` or the deadline, even when it just ran out.

    Raises:
        FencedOutError: `fence` is not the newest, the job was handed back, or the job has ended.
    """
    _require_holder(job, fence)
    return replace(job, lease_until=min(now + lease, job.deadline_at))


def save_checkpoint(job: Job, *, fence: int, checkpoint: str) -> Job:
    """Return the job with `checkpoint` in the place of an earlier one. It stays until the job ends, whoever takes over.

    Raises:
        FencedOutError: as `renew`.
    """
    _require_holder(job, fence)
    return replace(job, checkpoint=checkpoint)


def release(
    job: Job, now: datetime, *, fence: int, later: timedelta = AT_ONCE, usage: TokenUsage = NOTHING_USED
) -> Job:
    """Return the job as handed back by a worker that stops in good order and used `usage`; no crash is counted.

    It is not taken again before `later` has passed. Its deadline stays: a job that may not be taken before it fails.

    Raises:
        FencedOutError: as `renew`.
    """
    _require_holder(job, fence)
    not_before = min(now + later, job.deadline_at) if later > AT_ONCE else None
    usage = job.usage + usage
    return replace(job, lease_until=None, worker=None, not_before=not_before, updated_at=now, usage=usage)


def finish(job: Job, now: datetime, *, fence: int, outcome: Outcome) -> Job:
    """Return the job as ended by the holder of `fence`, even when its lease just ran out and nobody took over.

    Raises:
        FencedOutError: as `renew`.
    """
    _require_holder(job, fence)
    return _ended(job, now, outcome)


def cancel(job: Job, now: datetime) -> Job:
    """Return the job as failed because somebody no longer wants it, whoever holds it; an ended one as it is.

    Who worked on it is fenced out, and what the claim used of a language model is not known.
    """
    return job if job.is_final else _ended(job, now, Failure.of(JobCancelledError()))


def give_up(job: Job, now: datetime, holder: Holder = Holder.GONE) -> Job | None:
    """Return the job as failed when it is past its deadline, whoever holds it, or crashed too often, else None.

    `holder` is what is known of whoever had a lease on it that ran out.
    """
    if job.is_final or not _is_lost(job, now, holder):
        return None
    crashed = crashes(job, now, holder)
    error = JobCrashedError() if crashed >= MAX_CRASHES else JobDeadlineError()
    return _ended(replace(job, crashes=crashed), now, Failure.of(error))


def crashes(job: Job, now: datetime, holder: Holder = Holder.GONE) -> int:
    """Return the crashes so far, the present claim's included when its lease ran out and its worker is gone.

    A lease that ends at the deadline was cut short by that, and tells nothing.
    """
    ran_out = job.lease_until is not None and job.lease_until <= now and job.lease_until < job.deadline_at
    return job.crashes + int(ran_out and holder is Holder.GONE)


def _is_lost(job: Job, now: datetime, holder: Holder) -> bool:
    return now >= job.deadline_at or crashes(job, now, holder) >= MAX_CRASHES


def _is_held(job: Job, now: datetime, holder: Holder) -> bool:
    return job.lease_until is not None and (now < job.lease_until or holder is Holder.UNKNOWN)


def _is_due(job: Job, now: datetime) -> bool:
    return job.not_before is None or job.not_before <= now


def _require_holder(job: Job, fence: int) -> None:
    if job.is_final or job.lease_until is None or job.fence != fence:
        raise FencedOutError


def _ended(job: Job, now: datetime, outcome: Outcome) -> Job:
    ended = replace(
        job,
        lease_until=None,
        worker=None,
        not_before=None,
        checkpoint=None,
        updated_at=now,
        usage=job.usage + outcome.usage,
        processing_time=None if job.started_at is None else now - job.started_at,
    )
    if isinstance(outcome, Success):
        return replace(ended, status=JobStatus.SUCCESS, cv_language=outcome.parsed.cv_language)
    return replace(ended, status=JobStatus.FAILED, error_code=outcome.code, error_message=outcome.message)
