"""What can be said of many jobs together, and of nobody in particular."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from cvparser.domain.job import JobStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class JobStatistics:
    """How jobs of a window of time fared."""

    #: How many jobs of the window have each status; every status is there.
    by_status: Mapping[JobStatus, int]
    #: Mean from first claim to end, of those that ended in success; None when none did.
    average_processing_time: timedelta | None
    #: Claims of these jobs that ended by their worker being gone.
    expired_leases: int

    @property
    def failed_rate(self) -> float | None:
        """Share of the ended jobs that failed, 0 to 1; None when none has ended.

        >>> counts = {JobStatus.SUCCESS: 3, JobStatus.FAILED: 1}
        >>> JobStatistics(by_status=counts, average_processing_time=None, expired_leases=0).failed_rate
        0.25
        """
        failed = self.by_status.get(JobStatus.FAILED, 0)
        ended = failed + self.by_status.get(JobStatus.SUCCESS, 0)
        return failed / ended if ended else None


@dataclass(frozen=True, slots=True, kw_only=True)
class JobTrends:
    """How the jobs of a window of time came and ended, in equal steps of it."""

    #: When the first step begins.
    since: datetime
    #: How long a step lasts.
    step: timedelta
    #: Jobs that came in each step, by what they are now, oldest step first.
    arrived: Sequence[Mapping[JobStatus, int]]
    #: The time within which 95 of 100 of those that ended in success were processed; None when none did.
    p95_processing_time: timedelta | None
    #: Codes of the errors that ended most of them -> how many, most first.
    failed_codes: Mapping[str, int]


#: Codes of errors that trends name at most.
MOST_CODES = 10


def p95_rank(count: int) -> int:
    """Return which of `count` sorted values is their 95th percentile, counted from 0: the nearest rank.

    >>> p95_rank(1), p95_rank(20), p95_rank(21)
    (0, 18, 19)
    """
    return max(0, ceil(count * 95 / 100) - 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlog:
    """Jobs that have not ended, whenever they came."""

    #: How many.
    jobs: int
    #: How long ago the oldest of them came; None without any.
    age: timedelta | None
    #: How long ago the oldest came that no worker has taken yet; None without any.
    unclaimed_age: timedelta | None
