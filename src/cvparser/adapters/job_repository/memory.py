"""Jobs in memory: for tests, and for programs that need no more."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from itertools import islice
from types import TracebackType
from typing import Self

from cvparser.adapters.job_repository.memory_batches import MemoryBatches
from cvparser.domain import job as rules
from cvparser.domain.access.owner import Owner
from cvparser.domain.batch import Batch, BatchItem, BatchState, NewBatch
from cvparser.domain.batch_place import BatchId, BatchPlace
from cvparser.domain.data_subject import Erased
from cvparser.domain.errors import (
    FencedOutError,
    JobErasedError,
    JobExpiredError,
    JobUnknownError,
    ProcessingObjectedError,
)
from cvparser.domain.heartbeat import Heartbeat, Holder, WorkerId, heartbeat, holder, is_heard
from cvparser.domain.idempotency import Idempotency, IdempotencyKeyInUseError, IdempotencyKeyReusedError
from cvparser.domain.job import AT_ONCE, Ending, FileLocation, Job, JobId, JobStatus, NewJob, Outcome, Success
from cvparser.domain.profile import ParsedCV
from cvparser.domain.retention import ErasureReason, Retention, is_expired, keeps_file
from cvparser.domain.statistics import MOST_CODES, Backlog, JobStatistics, JobTrends, p95_rank
from cvparser.domain.turns import FIRST, turn
from cvparser.domain.usage import NOTHING_USED, TokenUsage
from cvparser.ports.clock import Clock
from cvparser.ports.job_repository import JobRepository, OwnedJobs


class MemoryJobRepository(JobRepository):
    """Keeps jobs as long as the object lives; the rules are applied as they are written.

    `on_end` is told of each job that ends, `on_erase` of each that is erased, in the same step.
    """

    def __init__(
        self,
        *,
        clock: Clock,
        on_end: Callable[[Job], None] = lambda _: None,
        on_erase: Callable[[JobId], None] = lambda _: None,
    ) -> None:
        self._on_end = on_end
        self._on_erase = on_erase
        self._clock = clock
        self._booted_at = clock.now() - clock.since_boot()[1]
        self._heard: dict[WorkerId, Heartbeat] = {}
        self._last: Heartbeat | None = None
        self._jobs: dict[JobId, Job] = {}
        self._turns: dict[JobId, float] = {}
        self._submissions: dict[bytes, tuple[bytes, JobId, datetime]] = {}
        self._results: dict[JobId, ParsedCV] = {}
        self._erased: dict[JobId, tuple[Owner | None, ErasureReason]] = {}
        self._taken: set[str] = set()
        self._expected: dict[JobId, tuple[FileLocation, datetime]] = {}
        self._objections: dict[tuple[Owner, str], datetime] = {}
        #: Of all owners.
        self.batches = MemoryBatches(self._jobs, self.now)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None

    async def add(self, new: NewJob) -> Job:
        submitted = self._submission(new.idempotency)
        if submitted is not None and submitted[1] != new.id:
            raise IdempotencyKeyInUseError
        if new.place is not None:
            self.batches.require_place(new.owner, new.place, new.id)
        if new.id in self._erased:
            self._expected.setdefault(new.id, (new.location, self.now()))
            raise JobErasedError
        if (new.owner, new.user_id) in self._objections:
            raise ProcessingObjectedError
        if new.id not in self._jobs:
            if new.idempotency is not None:
                end = self.now() + new.idempotency.kept_for
                self._submissions[new.idempotency.key] = (new.idempotency.fingerprint, new.id, end)
            self._turns[new.id] = self._turn_of(new)
            if new.place is not None:
                self.batches.put(new.place, new.id)
            self._jobs[new.id] = rules.submit(new, self.now())
        return _without_checkpoint(self._jobs[new.id])

    async def get(self, job_id: JobId) -> Job:
        if job_id in self._erased:
            raise JobExpiredError if self._erased[job_id][1] is ErasureReason.EXPIRED else JobErasedError
        if job_id not in self._jobs:
            raise JobUnknownError
        return _without_checkpoint(self._jobs[job_id])

    async def result(self, job_id: JobId) -> ParsedCV | None:
        return self._results.get(job_id)

    async def newest(
        self,
        limit: int,
        *,
        status: JobStatus | None = None,
        code: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> Sequence[Job]:
        wanted = [
            _without_checkpoint(job)
            for job in self._jobs.values()
            if status in (None, job.status) and code in (None, job.error_code)
            if (since is None or since <= job.created_at) and (until is None or job.created_at < until)
        ]
        return sorted(wanted, key=lambda job: (job.created_at, str(job.id)), reverse=True)[:limit]

    async def claim(
        self, job_id: JobId, lease: timedelta, *, worker: WorkerId, beside: Sequence[int] | None = ()
    ) -> Job | None:
        job, now = self._jobs.get(job_id), self.now()
        if job is None:
            return None
        claimed = rules.claim(job, now, lease, worker=worker, beside=beside, holder=self._holder(job, now))
        if claimed is not None:
            self._jobs[job_id] = claimed
        return claimed

    async def claim_in_turn(
        self, job_id: JobId, lease: timedelta, *, worker: WorkerId, beside: Sequence[int] | None = ()
    ) -> Job | None:
        job, now = self._jobs.get(job_id), self.now()
        is_itself = job is not None and not rules.is_in_turn(job)
        if is_itself and job is not None and rules.is_claimable(job, now, self._holder(job, now)):
            return await self.claim(job_id, lease, worker=worker, beside=beside)
        waiting = (each for each in self._jobs.values() if rules.is_in_turn(each) and now < each.deadline_at)
        first = min(waiting, key=lambda each: (self._turns[each.id], each.created_at, str(each.id)), default=None)
        return None if first is None else await self.claim(first.id, lease, worker=worker, beside=beside)

    async def claim_some_in_turn(
        self, job_ids: Sequence[JobId], lease: timedelta, *, worker: WorkerId
    ) -> Sequence[Job | None]:
        return [await self.claim_in_turn(job_id, lease, worker=worker, beside=None) for job_id in job_ids]

    async def renew(self, fences: Mapping[JobId, int], *, lease: timedelta, worker: WorkerId) -> AbstractSet[JobId]:
        refused: set[JobId] = set()
        for job_id, fence in fences.items():
            try:
                self._change(job_id, partial(rules.renew, now=self.now(), fence=fence, lease=lease))
            except FencedOutError:
                refused.add(job_id)
        self._last = self._heard[worker] = heartbeat(worker, self.now(), lease, last=self._last)
        return refused

    async def save_checkpoint(self, job_id: JobId, *, fence: int, checkpoint: str) -> None:
        self._change(job_id, partial(rules.save_checkpoint, fence=fence, checkpoint=checkpoint))

    async def release(
        self, job_id: JobId, *, fence: int, later: timedelta = AT_ONCE, usage: TokenUsage = NOTHING_USED
    ) -> None:
        now = self.now()
        self._change(job_id, lambda job: rules.release(job, now, fence=fence, later=later, usage=usage))

    async def finish(self, job_id: JobId, *, fence: int, outcome: Outcome) -> Job:
        ended = self._change(job_id, lambda job: rules.finish(job, self.now(), fence=fence, outcome=outcome))
        if isinstance(outcome, Success):
            self._results[job_id] = outcome.parsed
        return ended

    async def finish_some(self, endings: Sequence[Ending]) -> Sequence[Job | None]:
        ended: list[Job | None] = []
        for each in endings:
            try:
                ended.append(await self.finish(each.job_id, fence=each.fence, outcome=each.outcome))
            except FencedOutError:
                ended.append(None)
        return ended

    async def cancel(self, job_id: JobId) -> Job:
        await self.get(job_id)
        return self._change(job_id, lambda job: rules.cancel(job, self.now()))

    async def give_up(self, limit: int) -> Sequence[Job]:
        now = self.now()
        ended = [given for job in self._oldest() if (given := rules.give_up(job, now, self._holder(job, now)))][:limit]
        self._jobs.update((job.id, job) for job in ended)
        for job in ended:
            self._on_end(job)
        return ended

    async def claimable(self, limit: int, *, untouched_for: timedelta, after: JobId | None = None) -> Sequence[JobId]:
        now = self.now()
        jobs = iter(self._oldest())
        if after is not None:
            # Consumes up to and with it; all, where it is gone.
            any(job.id == after for job in jobs)
        free = (job for job in jobs if rules.is_claimable(job, now, self._holder(job, now)))
        waiting = (job.id for job in free if job.updated_at <= now - untouched_for)
        return list(islice(waiting, limit))

    @asynccontextmanager
    async def try_exclusive(self, task: str) -> AsyncIterator[bool]:
        if task in self._taken:
            yield False
            return
        self._taken.add(task)
        try:
            yield True
        finally:
            self._taken.discard(task)

    async def backlog(self) -> Backlog:
        return _backlog(self._jobs.values(), self.now())

    async def is_worker_heard(self) -> bool:
        return is_heard(self.now(), last=self._last)

    async def statistics(self, *, window: timedelta) -> JobStatistics:
        return _statistics(self._jobs.values(), self.now() - window)

    async def trends(self, *, window: timedelta, steps: int) -> JobTrends:
        return _trends(self._jobs.values(), self.now() - window, window / steps, steps)

    def of(self, owner: Owner) -> OwnedJobs:
        return _OwnedMemoryJobs(self, owner)

    async def erase(self, job_id: JobId, *, reason: ErasureReason = ErasureReason.REQUEST) -> None:
        if job_id not in self._jobs and job_id not in self._erased:
            raise JobUnknownError
        job = self._jobs.pop(job_id, None)
        self._results.pop(job_id, None)
        self._turns.pop(job_id, None)
        if job is not None:
            self._erased[job_id] = (job.owner, reason)
            self._on_erase(job_id)
            self.batches.forget_label(job_id)
        self._expected.pop(job_id, None)

    async def expired(self, limit: int, *, retention: Retention, after: JobId | None = None) -> Sequence[Job]:
        now = self.now()
        jobs = (self._jobs[job_id] for job_id in sorted(self._jobs) if after is None or job_id > after)
        over = (_without_checkpoint(job) for job in jobs if is_expired(job, now, retention))
        return list(islice(over, limit))

    async def purge(self, job_ids: Sequence[JobId], *, retention: Retention) -> AbstractSet[JobId]:
        now = self.now()
        over = {each for each in job_ids if each in self._jobs and is_expired(self._jobs[each], now, retention)}
        for job_id in over:
            await self.erase(job_id, reason=ErasureReason.EXPIRED)
        return over

    async def purge_batches(self, limit: int, *, retention: Retention) -> int:
        return self.batches.purge(limit, retention=retention)

    async def open_batch(self, owner: Owner, new: NewBatch) -> Batch:
        """Store a batch, or open that of its key again; raise as the port."""
        before = None if new.idempotency is None else await self.submitted(new.idempotency)
        opened = self.batches.open(owner, new, None if before is None else BatchId(before))
        if new.idempotency is not None and before is None:
            end = self.now() + new.idempotency.kept_for
            self._submissions[new.idempotency.key] = (new.idempotency.fingerprint, JobId(new.id), end)
        return opened

    async def scrub(self) -> None:
        return None

    async def expect_file(self, job_id: JobId, location: FileLocation) -> None:
        self._expected.setdefault(job_id, (location, self.now()))

    async def overdue_files(
        self, limit: int, *, age: timedelta, kept_for: timedelta | None = None, after: JobId | None = None
    ) -> Sequence[JobId]:
        before = self.now() - age
        overdue = (
            job_id
            for job_id, (_, noted_at) in sorted(self._expected.items())
            if (after is None or job_id > after) and self._keeps_none(job_id, kept_for)
            if job_id in self._jobs or noted_at < before
        )
        return list(islice(overdue, limit))

    async def disown_files(
        self, job_ids: Sequence[JobId], *, kept_for: timedelta | None = None
    ) -> Mapping[JobId, FileLocation]:
        disowned = [job_id for job_id in job_ids if job_id in self._expected and self._keeps_none(job_id, kept_for)]
        for job_id in disowned:
            if job_id not in self._jobs:
                self._erased.setdefault(job_id, (None, ErasureReason.REQUEST))
        return {job_id: self._expected[job_id][0] for job_id in disowned}

    async def forget_files(self, job_ids: Sequence[JobId]) -> None:
        for job_id in job_ids:
            self._expected.pop(job_id, None)

    async def submitted(self, idempotency: Idempotency) -> JobId | None:
        """Return the job that was submitted under a key; raise as the port."""
        found = self._submission(idempotency)
        if found is None:
            return None
        if found[0] != idempotency.fingerprint:
            raise IdempotencyKeyReusedError
        return found[1]

    async def purge_idempotency_keys(self, limit: int) -> int:
        over = [key for key, (_, _, end) in self._submissions.items() if end <= self.now()][:limit]
        for key in over:
            del self._submissions[key]
        return len(over)

    def _submission(self, idempotency: Idempotency | None) -> tuple[bytes, JobId, datetime] | None:
        found = None if idempotency is None else self._submissions.get(idempotency.key)
        return None if found is None or found[2] <= self.now() else found

    def owner_of(self, job_id: JobId) -> Owner | None:
        """Return whose a job is or was; None for one that never came."""
        return self._jobs[job_id].owner if job_id in self._jobs else self._erased.get(job_id, (None, None))[0]

    def _turn_of(self, new: NewJob) -> float:
        unfinished = [job for job in self._jobs.values() if not job.is_final]
        waiting = [self._turns[job.id] for job in unfinished if rules.is_in_turn(job)]
        under_way = max((self._turns[job.id] for job in unfinished), default=FIRST)
        return turn(
            reached=min(waiting, default=under_way),
            last_of_owner=max((self._turns[job.id] for job in unfinished if job.owner == new.owner), default=None),
            weight=new.weight,
        )

    def is_there(self, job_id: JobId) -> bool:
        """Return whether the job is stored."""
        return job_id in self._jobs

    def checkpoint(self, job_id: JobId) -> str | None:
        """Return what a claim kept."""
        return self._jobs[job_id].checkpoint

    async def erase_counted(self, job_id: JobId) -> Erased:
        """Erase a job that is there, and return what was."""
        was = Erased(
            jobs=1,
            files=job_id in self._expected,
            results=job_id in self._results,
            checkpoints=self.checkpoint(job_id) is not None,
        )
        await self.erase(job_id)
        return was

    @property
    def objections(self) -> dict[tuple[Owner, str], datetime]:
        """Who objects, and since when."""
        return self._objections

    def _keeps_none(self, job_id: JobId, kept_for: timedelta | None) -> bool:
        return job_id not in self._jobs or not keeps_file(self._jobs[job_id], self.now(), kept_for)

    def _change(self, job_id: JobId, step: Callable[[Job], Job]) -> Job:
        if job_id not in self._jobs:
            raise FencedOutError
        was = self._jobs[job_id]
        self._jobs[job_id] = changed = step(was)
        if changed.is_final and not was.is_final:
            self._on_end(changed)
        return changed

    def now(self) -> datetime:
        """Return the present moment, by the repository's clock."""
        return self._booted_at + self._clock.since_boot()[1]

    def _holder(self, job: Job, now: datetime) -> Holder:
        if job.lease_until is None or now < job.lease_until:
            return Holder.GONE
        own = None if job.worker is None else self._heard.get(job.worker)
        return holder(job.lease_until, now, own=own, last=self._last)

    def _oldest(self) -> Sequence[Job]:
        return sorted(self._jobs.values(), key=lambda job: (job.created_at, str(job.id)))


class _OwnedMemoryJobs(OwnedJobs):
    """The jobs of one owner among those in memory."""

    def __init__(self, jobs: MemoryJobRepository, owner: Owner) -> None:
        self._all = jobs
        self._owner = owner

    @property
    def owner(self) -> Owner:
        return self._owner

    async def add(self, new: NewJob) -> Job:
        added = await self._all.add(replace(new, owner=self._owner))
        if added.owner != self._owner:
            raise JobErasedError
        return added

    async def submitted(self, idempotency: Idempotency) -> JobId | None:
        return await self._all.submitted(idempotency)

    async def get(self, job_id: JobId) -> Job:
        self._require(job_id)
        return await self._all.get(job_id)

    async def result(self, job_id: JobId) -> ParsedCV | None:
        return await self._all.result(job_id) if self._all.owner_of(job_id) == self._owner else None

    async def newest(
        self,
        limit: int,
        *,
        status: JobStatus | None = None,
        code: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> Sequence[Job]:
        found = await self._all.newest(sys.maxsize, status=status, code=code, since=since, until=until)
        return [job for job in found if job.owner == self._owner][:limit]

    async def cancel(self, job_id: JobId) -> Job:
        self._require(job_id)
        return await self._all.cancel(job_id)

    async def erase(self, job_id: JobId, *, reason: ErasureReason = ErasureReason.REQUEST) -> None:
        self._require(job_id)
        await self._all.erase(job_id, reason=reason)

    async def of_user(self, user_id: str, limit: int, *, after: JobId | None = None) -> Sequence[Job]:
        found = await self.newest(sys.maxsize)
        wanted = [job for job in found if job.user_id == user_id and (after is None or job.id > after)]
        return sorted(wanted, key=lambda job: job.id)[:limit]

    async def checkpoint(self, job_id: JobId) -> str | None:
        return self._all.checkpoint(job_id) if self._is_there(job_id) else None

    async def erase_some(self, job_ids: Sequence[JobId]) -> Erased:
        erased = Erased()
        for job_id in filter(self._is_there, dict.fromkeys(job_ids)):
            erased += await self._all.erase_counted(job_id)
        return erased

    async def scrub(self) -> None:
        return None

    async def object_to(self, user_id: str) -> datetime:
        return self._all.objections.setdefault((self._owner, user_id), self._all.now())

    async def lift_objection(self, user_id: str) -> None:
        self._all.objections.pop((self._owner, user_id), None)

    async def objected_at(self, user_id: str) -> datetime | None:
        return self._all.objections.get((self._owner, user_id))

    async def open_batch(self, new: NewBatch) -> Batch:
        return await self._all.open_batch(self._owner, new)

    async def refuse_item(self, place: BatchPlace, code: str) -> None:
        self._all.batches.refuse(self._owner, place, code)

    async def close_batch(self, batch_id: BatchId, *, is_whole: bool) -> None:
        self._all.batches.close(self._owner, batch_id, is_whole=is_whole)

    async def batch(self, batch_id: BatchId) -> BatchState:
        return self._all.batches.state(self._owner, batch_id)

    async def batch_items(self, batch_id: BatchId, limit: int, *, after: int | None = None) -> Sequence[BatchItem]:
        return self._all.batches.items(self._owner, batch_id, limit, after=after)

    async def erase_batch(self, batch_id: BatchId) -> None:
        self._all.batches.erase(self._owner, batch_id)

    async def backlog(self) -> Backlog:
        return _backlog(await self.newest(sys.maxsize), self._all.now())

    async def statistics(self, *, window: timedelta) -> JobStatistics:
        return _statistics(await self.newest(sys.maxsize), self._all.now() - window)

    def _is_there(self, job_id: JobId) -> bool:
        return self._all.is_there(job_id) and self._all.owner_of(job_id) == self._owner

    async def trends(self, *, window: timedelta, steps: int) -> JobTrends:
        return _trends(await self.newest(sys.maxsize), self._all.now() - window, window / steps, steps)

    def _require(self, job_id: JobId) -> None:
        if self._all.owner_of(job_id) != self._owner:
            raise JobUnknownError


def _backlog(jobs: Iterable[Job], now: datetime) -> Backlog:
    unfinished = [job for job in jobs if not job.is_final]
    return Backlog(
        jobs=len(unfinished),
        age=max((now - job.created_at for job in unfinished), default=None),
        unclaimed_age=max((now - job.created_at for job in unfinished if not job.fence), default=None),
    )


def _statistics(jobs: Iterable[Job], since: datetime) -> JobStatistics:
    jobs = [job for job in jobs if job.created_at >= since]
    ended = [job for job in jobs if job.status is JobStatus.SUCCESS]
    took = [job.processing_time for job in ended if job.processing_time is not None]
    return JobStatistics(
        by_status={status: sum(job.status is status for job in jobs) for status in JobStatus},
        average_processing_time=sum(took, timedelta(0)) / len(took) if took else None,
        expired_leases=sum(job.crashes for job in jobs),
    )


def _without_checkpoint(job: Job) -> Job:
    return replace(job, checkpoint=None)


def _trends(jobs: Iterable[Job], since: datetime, step: timedelta, steps: int) -> JobTrends:
    jobs = [job for job in jobs if job.created_at >= since]
    arrived = [dict.fromkeys(JobStatus, 0) for _ in range(steps)]
    for job in jobs:
        arrived[min((job.created_at - since) // step, steps - 1)][job.status] += 1
    ended = [job for job in jobs if job.status is JobStatus.SUCCESS]
    took = sorted(job.processing_time for job in ended if job.processing_time is not None)
    codes = Counter(job.error_code for job in jobs if job.error_code is not None)
    return JobTrends(
        since=since,
        step=step,
        arrived=arrived,
        p95_processing_time=took[p95_rank(len(took))] if took else None,
        failed_codes=dict(sorted(codes.items(), key=lambda each: (-each[1], each[0]))[:MOST_CODES]),
    )
