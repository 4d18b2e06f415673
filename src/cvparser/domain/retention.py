"""How long what a submission brought is kept: pure rules of a job and a time.

What is kept for no purpose any more goes (GDPR art. 5(1)(e), KVKK art. 4(2)(d) and 7): first the document, which serves
nothing once it was read, then the result with its row. Both are counted from when the job came, so that nobody can
prolong them, and the bounds of today hold for every job: shorter ones at once, longer ones for new jobs alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from cvparser.domain.job import Job

#: The least that a sender may ask for: it takes that long until somebody has looked for the end and read the result.
SHORTEST: Final = timedelta(minutes=1)


class ErasureReason(StrEnum):
    """Why a job was erased: part of the log of destructions."""

    #: Somebody asked for it.
    REQUEST = "request"
    #: Its time was over.
    EXPIRED = "expired"
    #: Its result was read, and its submission wanted it to go then.
    READ = "read"


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """How long jobs and files are kept after the job came; None = for good."""

    #: The document of a job that has ended.
    files: timedelta | None = None
    #: The job, its result and all that is left.
    results: timedelta | None = None


#: Nothing goes by itself.
FOR_GOOD: Final = Retention()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the sender of a submission wants: how long it is kept, within what the service keeps, and whom it calls."""

    #: After the job came; None = as long as the service keeps jobs.
    expires_in: timedelta | None = None
    #: Whether it goes as soon as its result was read.
    delete_after_read: bool = False
    #: Called when the job has ended; None = nobody but the owner's webhooks.
    callback_url: str | None = None

    @property
    def said(self) -> tuple[object, ...]:
        """By what the same wish is known again: as before there were callbacks where it has none."""
        return (self.expires_in, self.delete_after_read, *(() if self.callback_url is None else (self.callback_url,)))


def expires_at(job: Job, retention: Retention) -> datetime | None:
    """Return when the job is erased, or None: what its submission was told, or earlier by the bounds of today."""
    ends = [job.expires_at] if job.expires_at is not None else []
    if retention.results is not None:
        ends.append(job.kept_from + retention.results)
    return min(ends, default=None)


def is_expired(job: Job, now: datetime, retention: Retention) -> bool:
    """Return whether the job's time is over, whether it has ended or not."""
    end = expires_at(job, retention)
    return end is not None and end <= now


def keeps_file(job: Job, now: datetime, kept_for: timedelta | None) -> bool:
    """Return whether the job's document is still wanted.

    Always until the job has ended; then a text never, and a file until `kept_for` has passed since the job came.
    """
    if not job.is_final:
        return True
    return not job.is_text and (kept_for is None or now < job.kept_from + kept_for)
