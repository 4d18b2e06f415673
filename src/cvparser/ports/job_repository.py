"""Jobs, stored."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta
from typing import Protocol

from cvparser.domain.access.owner import Owner
from cvparser.domain.data_subject import Erased
from cvparser.domain.heartbeat import WorkerId
from cvparser.domain.idempotency import Idempotency
from cvparser.domain.job import AT_ONCE, Ending, FileLocation, Job, JobId, JobStatus, NewJob, Outcome
from cvparser.domain.profile import ParsedCV
from cvparser.domain.retention import ErasureReason, Retention
from cvparser.domain.statistics import Backlog, JobStatistics, JobTrends
from cvparser.domain.usage import NOTHING_USED, TokenUsage
from cvparser.ports.batches import OwnedBatches


class JobReads(Protocol):
    """Jobs, looked at."""

    @abstractmethod
    async def get(self, job_id: JobId) -> Job:
        """Return the job.

        Raises:
            JobUnknownError: never stored.
            JobErasedError: erased; JobExpiredError where its time was over.
        """

    async def location(self, job_id: JobId) -> FileLocation:
        """Return where the job's file is, also where the rest cannot be read for want of a key. Raises as `get`."""
        return (await self.get(job_id)).location

    @abstractmethod
    async def result(self, job_id: JobId) -> ParsedCV | None:
        """Return the result of a job that ended in success, None for any other job, unknown and erased ones too."""

    @abstractmethod
    async def newest(
        self,
        limit: int,
        *,
        status: JobStatus | None = None,
        code: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> Sequence[Job]:
        """Return at most `limit` jobs, newest first: of one status, with one error's code, that came in a time, or all.

        The moment `since` is part of the time, `until` is not.
        """


class JobReports(Protocol):
    """How jobs fare: what bounds the backlog and shows figures needs."""

    @abstractmethod
    async def backlog(self) -> Backlog:
        """Return how many jobs have not ended, and how long ago the oldest of them came."""

    @abstractmethod
    async def statistics(self, *, window: timedelta) -> JobStatistics:
        """Return how the jobs fared that came at most `window` ago, every status counted."""

    @abstractmethod
    async def trends(self, *, window: timedelta, steps: int) -> JobTrends:
        """Return how the jobs of the last `window` came, in `steps` equal parts of it, every status counted in each.

        A job that comes on the border of two belongs to the later. The percentile is that of the nearest rank, the
        codes are the `MOST_CODES` most frequent, those equally frequent by name.
        """


class WorkersHeard(Protocol):
    """Whether anybody works on jobs."""

    @abstractmethod
    async def is_worker_heard(self) -> bool:
        """Return by `domain.heartbeat.is_heard` whether any worker is alive, as far as `renew` noted."""


class DataSubjects(Protocol):
    """What is kept of users, by the ids that the owner's client has for them: a part of `OwnedJobs`.

    Another owner's user of the same id is another user. Suite: `cvparser.testing.conformance.data_subjects`.

    Every method raises StorageUnavailableError as those of `JobRepository` do.
    """

    @abstractmethod
    async def of_user(self, user_id: str, limit: int, *, after: JobId | None = None) -> Sequence[Job]:
        """Return at most `limit` jobs of a user, those after `after`, or the first, in the order of their ids.

        The others are not looked at, however many they are. `after` may be erased by then.
        """

    @abstractmethod
    async def checkpoint(self, job_id: JobId) -> str | None:
        """Return what an unfinished job's claim kept for the next; None where there is nothing, or it is unreadable."""

    @abstractmethod
    async def erase_some(self, job_ids: Sequence[JobId]) -> Erased:
        """Remove those of at most 1,000 jobs that are the owner's, as `JobLifecycle.erase` does, in one step.

        Returned is what was there. What is left in files that are the store's own goes with the next `scrub`.
        """

    @abstractmethod
    async def scrub(self) -> None:
        """Remove what `erase_some` had to leave in files that are the store's own, as `JobRecovery.scrub`.

        Raises:
            StorageUnavailableError: something is left; try again.
        """

    @abstractmethod
    async def object_to(self, user_id: str) -> datetime:
        """Note that a user objects to being processed, and return since when. Again: a no-op.

        From then on `add` refuses jobs of the user. What is kept does not hold the user's id, and outlives its jobs.
        """

    @abstractmethod
    async def lift_objection(self, user_id: str) -> None:
        """Note that a user objects no more. Again, or without an objection: a no-op."""

    @abstractmethod
    async def objected_at(self, user_id: str) -> datetime | None:
        """Return since when a user objects; None for a user who does not."""


class OwnedJobs(JobReads, JobReports, DataSubjects, OwnedBatches, Protocol):
    """The jobs of one owner, as `JobRepository.of` gives them: all that whoever serves an owner is given.

    Every method sees the jobs of `owner` alone. A job of another is unknown to each of them, whether it is there, was
    erased or never was, and what is counted is the owner's.
    """

    @property
    @abstractmethod
    def owner(self) -> Owner:
        """Whose jobs these are."""

    @abstractmethod
    async def add(self, new: NewJob) -> Job:
        """Store a new job as the owner's, whatever `new` says, as `JobLifecycle.add`.

        Raises:
            JobErasedError: as `JobLifecycle.add`, and where the id is that of another owner's job.
            IdempotencyKeyInUseError: as `JobLifecycle.add`.
            ProcessingObjectedError: as `JobLifecycle.add`.
            BatchUnknownError, BatchErasedError: as `JobLifecycle.add`.
        """

    @abstractmethod
    async def submitted(self, idempotency: Idempotency) -> JobId | None:
        """Return the job that was stored under the key of `idempotency`, erased since or not; None = none, or too old.

        Raises:
            IdempotencyKeyReusedError: it has another fingerprint.
        """

    @abstractmethod
    async def cancel(self, job_id: JobId) -> Job:
        """End a job of the owner's, as `JobLifecycle.cancel`. Raises as that."""

    @abstractmethod
    async def erase(self, job_id: JobId, *, reason: ErasureReason = ErasureReason.REQUEST) -> None:
        """Remove a job of the owner's, as `JobLifecycle.erase`. Raises as that."""


class JobLifecycle(JobReads, Protocol):
    """Jobs of all owners from their coming to their end: what takes them in, works on them and erases them needs."""

    @abstractmethod
    async def add(self, new: NewJob) -> Job:
        """Store a new job by `domain.job.submit` and return it; the note of its file says from now on that it is kept.

        The same again: a no-op, returned as it stands.

        Raises:
            JobErasedError: a job of this id was erased, or its file was disowned before it came. The job is not stored;
                its file is noted again.
            IdempotencyKeyInUseError: another job was stored under the key of `new.idempotency`, whose time is not over.
                The job is not stored. Key and job are stored in one step, so that none is there without the other.
            ProcessingObjectedError: its user objected before, by `DataSubjects.object_to`. The job is not stored; the
                note of its file stays.
            BatchUnknownError, BatchErasedError: the batch of `new.place` is not there, or not the owner's. The job is
                not stored; the note of its file stays. Where the place has a job already: IdempotencyKeyInUseError.
        """

    @abstractmethod
    async def claim(
        self, job_id: JobId, lease: timedelta, *, worker: WorkerId, beside: Sequence[int] | None = ()
    ) -> Job | None:
        """Take the job for `worker` by `domain.job.claim`, beside what that has in hand, and return it as it is then.

        None when it may not be taken, is unknown or erased. Of any number of concurrent claims one succeeds. The
        job's `checkpoint` is the last that was saved; beside it only `DataSubjects.checkpoint` reads it.
        """

    @abstractmethod
    async def claim_in_turn(
        self, job_id: JobId, lease: timedelta, *, worker: WorkerId, beside: Sequence[int] | None = ()
    ) -> Job | None:
        """Take a job for `worker`, who was notified of `job_id`, and return it as it is then.

        By `domain.job.is_in_turn` and `domain.turns` it is the first of those that wait for their turn, whichever the
        worker was notified of. Where `job_id` may be taken and waits for no turn, it is that one, as by `claim`, or
        None as there. None where nothing waits. Of concurrent claims each takes another job. What it costs does not
        grow with the jobs that wait.
        """

    @abstractmethod
    async def claim_some_in_turn(
        self, job_ids: Sequence[JobId], lease: timedelta, *, worker: WorkerId
    ) -> Sequence[Job | None]:
        """Take jobs for `worker`, who was notified of `job_ids`, in one step, and return them in the order of the ids.

        Of each id what `claim_in_turn` gives, one after the other, where `beside` is None. A job that somebody else
        changes at that moment is not waited for: None, as where nothing may be taken.
        """

    @abstractmethod
    async def renew(self, fences: Mapping[JobId, int], *, lease: timedelta, worker: WorkerId) -> AbstractSet[JobId]:
        """Note by `domain.heartbeat` that `worker` is heard, and prolong the leases of any number of its jobs.

        Returned are those of which `domain.job.renew` was refused: somebody else holds it, it has ended, is unknown or
        erased. Its worker's outcome will be refused too.
        """

    @abstractmethod
    async def save_checkpoint(self, job_id: JobId, *, fence: int, checkpoint: str) -> None:
        """Keep `checkpoint`, ASCII, by `domain.job.save_checkpoint`, in the place of an earlier one.

        It is gone when the job has ended or was erased, in the same step.

        Raises:
            FencedOutError: as `release`; nothing was kept.
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
    async def finish_some(self, endings: Sequence[Ending]) -> Sequence[Job | None]:
        """End jobs as `finish` does, in one step, and return them in the order of `endings`.

        None where it did not end the job, for which `finish` says why, or ends it: it is in other hands, or somebody
        changes it at that moment, who is not waited for, or its result cannot be sealed now. The others end
        nevertheless.
        """

    @abstractmethod
    async def cancel(self, job_id: JobId) -> Job:
        """End the job by `domain.job.cancel` and give it as it is then. Again, or of an ended job: a no-op.

        Who worked on it is fenced out.

        Raises:
            JobUnknownError: never stored.
            JobErasedError: erased.
        """

    @abstractmethod
    async def erase(self, job_id: JobId, *, reason: ErasureReason = ErasureReason.REQUEST) -> None:
        """Remove the job and its result for good; keep no more than that the owner's id was erased, when and why.

        Again: a no-op; the first reason stays.

        When it returns, nothing of the job stands in a file that is the store's own, journals included; what a server
        keeps in its files is for whoever runs it.

        Raises:
            JobUnknownError: never stored.
            StorageUnavailableError: as any method, and where the job is erased, but something is left in a file that
                somebody still reads. Again.
        """


class JobRecovery(Protocol):
    """Jobs that were left behind, found again: what sees to it that every job ends needs."""

    @abstractmethod
    def try_exclusive(self, task: str) -> AbstractAsyncContextManager[bool]:
        """Return True to one caller at a time, of all processes that share the store, and False at once to any other.

        It holds until the context is left, or its process is gone. `task` is a word such as `recovery`; other tasks
        are held by others.
        """

    @abstractmethod
    async def give_up(self, limit: int) -> Sequence[Job]:
        """Fail at most `limit` jobs by `domain.job.give_up` and return them as they are then.

        Who worked on one of them is fenced out.
        """

    @abstractmethod
    async def claimable(self, limit: int, *, untouched_for: timedelta, after: JobId | None = None) -> Sequence[JobId]:
        """Return the ids of at most `limit` jobs that could be claimed now, oldest first.

        Those after `after`, or the first. Left out are those whose `updated_at` is less than `untouched_for` ago:
        somebody has just notified of them.
        Nothing comes after a job that was erased.
        """

    @abstractmethod
    async def expired(self, limit: int, *, retention: Retention, after: JobId | None = None) -> Sequence[Job]:
        """Return at most `limit` jobs whose time is over by `domain.retention.is_expired`, those after `after`.

        Without `after` the first. They stand in an order that does not change. Few or many, the others are not looked
        at.
        """

    @abstractmethod
    async def purge(self, job_ids: Sequence[JobId], *, retention: Retention) -> AbstractSet[JobId]:
        """Remove those of at most 1,000 jobs whose time is over, as `erase` does, in one step, and return which.

        Their ids are kept with the reason that they expired; the others stay as they are. What is left in files that
        are the store's own goes with the next `scrub`.
        """

    @abstractmethod
    async def purge_idempotency_keys(self, limit: int) -> int:
        """Forget at most `limit` keys whose time is over, and return how many."""

    @abstractmethod
    async def purge_batches(self, limit: int, *, retention: Retention) -> int:
        """Forget at most `limit` batches whose time is over by `domain.batch.is_batch_expired`; return how many."""

    @abstractmethod
    async def scrub(self) -> None:
        """Remove what `erase` and `purge` had to leave in the files of the store, and what other rows left there.

        Raises:
            StorageUnavailableError: something is left; try again.
        """


class FileNotes(Protocol):
    """Which files are stored, or about to be: what removes those that no job keeps needs.

    A job's file is noted before it is put. What no job keeps any more is found by its note, never by a look at what is
    there.
    """

    @abstractmethod
    async def expect_file(self, job_id: JobId, location: FileLocation) -> None:
        """Note that a file is about to be put at `location` for a job that is about to be added. Again: a no-op.

        The note outlives a crash between the two, and stays until the file is gone (`forget_files`, `erase`, `purge`).
        """

    @abstractmethod
    async def overdue_files(
        self, limit: int, *, age: timedelta, kept_for: timedelta | None = None, after: JobId | None = None
    ) -> Sequence[JobId]:
        """Return the ids of at most `limit` jobs with a note whose file is to go, those after `after`, or the first.

        That is a job which has not come within `age` of its note, and one that keeps its file no longer by
        `domain.retention.keeps_file` and `kept_for`. They stand in an order that does not change. Files that are kept
        are not looked at, however many they are.
        """

    @abstractmethod
    async def disown_files(
        self, job_ids: Sequence[JobId], *, kept_for: timedelta | None = None
    ) -> Mapping[JobId, FileLocation]:
        """Return the noted files of those of at most 1,000 jobs that do not keep theirs; the notes stay.

        A job among them that has not come will not come any more: `add` refuses it. `kept_for` as above.
        """

    @abstractmethod
    async def forget_files(self, job_ids: Sequence[JobId]) -> None:
        """Take the notes of at most 1,000 jobs away: their files are gone. Again: a no-op."""


class JobRepository(JobLifecycle, JobRecovery, FileNotes, JobReports, WorkersHeard, Protocol):
    """Keeps jobs as rows: the only truth about them. An adapter serves all parts; a use case asks for one.

    Safe for concurrent tasks and processes: each method is one atomic step by the rules of `domain.job`, at the time
    of the repository's own clock, the same for all processes that share the store, which runs on whatever the clocks of
    their machines do. What a method has returned for survives a crash. Final jobs never change.

    A lease runs out by that clock, and is over once it is known by `domain.heartbeat` that its worker is gone or works
    on the job no more: until then nobody else takes the job, and its worker may renew.
    Whose a job is never changes. What serves an owner is given `of` that owner and nothing else; the other methods,
    which see the jobs of all, are for workers, recovery and operators.
    Suite: `cvparser.testing.conformance.job_repository`.

    Every method raises StorageUnavailableError when the store cannot be reached; nothing was changed then, or, where
    the answer was lost on the way, calling again is harmless.
    """

    @abstractmethod
    def of(self, owner: Owner) -> OwnedJobs:
        """Return the jobs of `owner`. Costs nothing: no store is asked."""
