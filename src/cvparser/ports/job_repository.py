"""Jobs, stored."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from typing import Protocol

from cvparser.domain.heartbeat import WorkerId
from cvparser.domain.job import AT_ONCE, FileLocation, Job, JobId, JobStatus, NewJob, Outcome
from cvparser.domain.profile import ParsedCV
from cvparser.domain.statistics import Backlog, JobStatistics
from cvparser.domain.usage import NOTHING_USED, TokenUsage


class JobRepository(Protocol):
    """Keeps jobs as rows: the only truth about them.

    Safe for concurrent tasks and processes: each method is one atomic step by the rules of `domain.job`, at the time
    of the repository's own clock, the same for all processes that share the store, which runs on whatever the clocks of
    their machines do. What a method has returned for survives a crash. Final jobs never change.

    A lease runs out by that clock, and is over once it is known by `domain.heartbeat` that its worker is gone or works
    on the job no more: until then nobody else takes the job, and its worker may renew.
    Suite: `cvparser.testing.conformance.job_repository`.

    Every method raises StorageUnavailableError when the store cannot be reached; nothing was changed then, or, where
    the answer was lost on the way, calling again is harmless.
    """

    @abstractmethod
    async def add(self, new: NewJob) -> Job:
        """Store a new job by `domain.job.submit` and return it. The same again: a no-op, returned as it stands.

        Raises:
            JobErasedError: a job of this id was erased.
        """

    @abstractmethod
    async def get(self, job_id: JobId) -> Job:
        """Give the job.

        Raises:
            JobUnknownError: never stored.
            JobErasedError: erased.
        """

    @abstractmethod
    async def result(self, job_id: JobId) -> ParsedCV | None:
        """Give the result of a job that ended in success, None for any other job, unknown and erased ones too."""

    @abstractmethod
    async def newest(self, limit: int, *, status: JobStatus | None = None) -> Sequence[Job]:
        """Give at most `limit` jobs, newest first, of one status or of all."""

    @abstractmethod
    async def claim(
        self, job_id: JobId, lease: timedelta, *, worker: WorkerId, beside: Sequence[int] | None = ()
    ) -> Job | None:
        """Take the job for `worker` by `domain.job.claim`, beside what that has in hand, and return it as it is then.

        None when it may not be taken, is unknown or erased. Of any number of concurrent claims one succeeds.
        """

    @abstractmethod
    async def renew(self, fences: Mapping[JobId, int], *, lease: timedelta, worker: WorkerId) -> AbstractSet[JobId]:
        """Note by `domain.heartbeat` that `worker` is heard, and prolong the leases of any number of its jobs.

        Returned are those of which `domain.job.renew` was refused: somebody else holds it, it has ended, is unknown or
        erased. Its worker's outcome will be refused too.
        """

    @abstractmethod
    async def release(
        self, job_id: JobId, *, fence: int, later: timedelta = AT_ONCE, usage: TokenUsage = NOTHING_USED
    ) -> None:
        """Hand the job back by `domain.job.release`, so that it can be claimed once `later` has passed.

        Raises:
            FencedOutError: somebody else holds the job, it has ended, is unknown or erased.
        """

    @abstractmethod
    async def finish(self, job_id: JobId, *, fence: int, outcome: Outcome) -> Job:
        """End the job by `domain.job.finish`, its result stored in the same step, and give it as it is then.

        Raises:
            FencedOutError: as `release`; the outcome is not stored. Throw it away.
        """

    @abstractmethod
    async def give_up(self, limit: int) -> Sequence[Job]:
        """Fail at most `limit` jobs by `domain.job.give_up` and return them as they are then.

        Who worked on one of them is fenced out.
        """

    @abstractmethod
    async def claimable(self, limit: int, *, untouched_for: timedelta, after: JobId | None = None) -> Sequence[JobId]:
        """Give the ids of at most `limit` jobs that could be claimed now, oldest first.

        Those after `after`, or the first. Left out are those whose `updated_at` is less than `untouched_for` ago:
        somebody has just rung for them.
        Nothing comes after a job that was erased.
        """

    @abstractmethod
    def alone(self, task: str) -> AbstractAsyncContextManager[bool]:
        """Give True to one caller at a time, of all processes that share the store, and False at once to any other.

        It holds until the context is left, or its process is gone. `task` is a word such as `recovery`; other tasks
        are held by others.
        """

    @abstractmethod
    async def backlog(self) -> Backlog:
        """Return how many jobs have not ended, and how long ago the oldest of them came."""

    @abstractmethod
    async def statistics(self, *, window: timedelta) -> JobStatistics:
        """Return how the jobs fared that came at most `window` ago, every status counted."""

    @abstractmethod
    async def erase(self, job_id: JobId) -> None:
        """Remove the job and its result for good; keep no more than that the id was erased. Again: a no-op.

        Raises:
            JobUnknownError: never stored.
        """

    @abstractmethod
    async def unreferenced(self, locations: Sequence[FileLocation]) -> AbstractSet[FileLocation]:
        """Give those of at most 1,000 `locations` whose file no stored job keeps by `domain.job.keeps_file`."""
