"""What is known of the worker that holds a lease.

A lease that ran out says that its worker was not heard, which has three reasons: its process is gone, the store was out
of reach for everybody, or the worker lives and works on that job no more. A job may be blamed for the first alone. So
workers are heard three times a lease, whatever they do, and who is silent is taken for gone only after a whole lease in
which others, or another, were heard without a break.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType
from uuid import UUID

#: Of a process that works on jobs: random, a new one each time it starts.
WorkerId = NewType("WorkerId", UUID)


class Holder(StrEnum):
    """The worker of a lease that ran out."""

    #: Heard since: it lives, and works on the job no more.
    LIVES = "lives"
    #: Silent for a whole lease, while the store was in reach: its process ended, or stands still.
    GONE = "gone"
    #: Silent, but so was everybody: it may come back and go on.
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heartbeat:
    """That a worker was heard."""

    #: Which.
    worker: WorkerId
    #: When.
    at: datetime
    #: Somebody must be heard before this, else the store was out of reach, or nobody was there to reach it.
    next_before: datetime
    #: Since the last such break a whole lease has passed from then on: who was silent is gone.
    judged_from: datetime


def heartbeat(worker: WorkerId, now: datetime, lease: timedelta, *, last: Heartbeat | None) -> Heartbeat:
    """Return that `worker` is heard `now`, where `last` was the last that was heard of any worker."""
    is_unbroken = last is not None and now < last.next_before
    return Heartbeat(
        worker=worker,
        at=now,
        next_before=now + lease / 2,
        judged_from=last.judged_from if last is not None and is_unbroken else now + lease,
    )


def is_heard(now: datetime, *, last: Heartbeat | None) -> bool:
    """Return whether a worker is heard as often as it should be, where `last` was the last heard of any."""
    return last is not None and now < last.next_before


def may_judge(now: datetime, *, last: Heartbeat | None) -> bool:
    """Return whether workers that were silent up to `now` are gone, where `last` was the last heard of any."""
    return last is not None and last.judged_from <= now and is_heard(now, last=last)


def holder(lease_until: datetime, now: datetime, *, own: Heartbeat | None, last: Heartbeat | None) -> Holder:
    """Return what is known of who held a lease that ran out at `lease_until`.

    Args:
        lease_until: When it ran out.
        now: The moment.
        own: The last that was heard of its holder.
        last: The last that was heard of any worker.
    """
    if own is not None and own.at > lease_until:
        return Holder.LIVES
    return Holder.GONE if may_judge(now, last=last) else Holder.UNKNOWN
