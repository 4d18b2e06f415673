"""Repositories of jobs with one fault each."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, ClassVar
from uuid import UUID

from tests.planted.catalogue import Catalogue, Fixtures, faults

from cvparser.adapters.clock.frozen import FrozenClock
from cvparser.adapters.job_repository.memory import MemoryJobRepository, _OwnedMemoryJobs
from cvparser.domain.access.owner import Owner
from cvparser.domain.errors import FencedOutError, JobErasedError, JobUnknownError
from cvparser.domain.idempotency import Idempotency, IdempotencyKeyInUseError
from cvparser.domain.job import Ending, Job, JobId, JobStatus, NewJob, Outcome
from cvparser.domain.profile import ParsedCV
from cvparser.domain.statistics import Backlog, JobStatistics, JobTrends
from cvparser.domain.usage import NOTHING_USED, TokenUsage
from cvparser.ports.job_repository import JobRepository, OwnedJobs
from cvparser.testing.conformance.job_repository import START, JobRepositoryConformance

TICK = timedelta(microseconds=1)
UNKNOWN = JobId(UUID(int=7))


class AddsAgainOverWhatItKnows(MemoryJobRepository):
    async def add(self, new: NewJob) -> Job:
        if new.id in self._jobs and new.idempotency is None:
            del self._jobs[new.id]
        return await super().add(new)


class BringsErasedJobsBack(MemoryJobRepository):
    async def add(self, new: NewJob) -> Job:
        self._erased.pop(new.id, None)
        return await super().add(new)


class LosesWhereAJobComesFrom(MemoryJobRepository):
    async def add(self, new: NewJob) -> Job:
        return await super().add(replace(new, traceparent=None))


class LosesMicroseconds(MemoryJobRepository):
    def now(self) -> datetime:
        return super().now().replace(microsecond=0)


class TellsNaiveTimes(MemoryJobRepository):
    async def get(self, job_id: JobId) -> Job:
        job = await super().get(job_id)
        return replace(job, created_at=job.created_at.replace(tzinfo=None))


class FollowsTheWallClock(MemoryJobRepository):
    def now(self) -> datetime:
        return self._clock.now()


class CutsLongCheckpoints(MemoryJobRepository):
    async def save_checkpoint(self, job_id: JobId, *, fence: int, checkpoint: str) -> None:
        await super().save_checkpoint(job_id, fence=fence, checkpoint=checkpoint[:8_000])


class KeepsTheFirstCheckpoint(MemoryJobRepository):
    async def save_checkpoint(self, job_id: JobId, *, fence: int, checkpoint: str) -> None:
        job = self._jobs.get(job_id)
        kept = job.checkpoint if job else None
        await super().save_checkpoint(job_id, fence=fence, checkpoint=kept or checkpoint)


class ShowsCheckpoints(MemoryJobRepository):
    async def get(self, job_id: JobId) -> Job:
        await super().get(job_id)
        return self._jobs[job_id]


class SavesCheckpointsOfAnybody(MemoryJobRepository):
    async def save_checkpoint(self, job_id: JobId, *, fence: int, checkpoint: str) -> None:
        if job_id in self._jobs and not self._jobs[job_id].is_final:
            self._jobs[job_id] = replace(self._jobs[job_id], checkpoint=checkpoint)
        else:
            raise FencedOutError


class TouchesAJobWithItsCheckpoint(MemoryJobRepository):
    async def save_checkpoint(self, job_id: JobId, *, fence: int, checkpoint: str) -> None:
        await super().save_checkpoint(job_id, fence=fence, checkpoint=checkpoint)
        self._jobs[job_id] = replace(self._jobs[job_id], updated_at=self.now())


class ForgetsTheCheckpointAtARelease(MemoryJobRepository):
    async def release(self, job_id: JobId, **kw: Any) -> None:
        await super().release(job_id, **kw)
        self._jobs[job_id] = replace(self._jobs[job_id], checkpoint=None)


class RaisesKeyErrors(MemoryJobRepository):
    async def get(self, job_id: JobId) -> Job:
        if job_id not in self._jobs and job_id not in self._erased:
            raise KeyError(job_id)
        return await super().get(job_id)


class TellsErasedJobsAsUnknown(MemoryJobRepository):
    async def get(self, job_id: JobId) -> Job:
        try:
            return await super().get(job_id)
        except JobErasedError:
            raise JobUnknownError from None


class TellsExpiredJobsAsErased(MemoryJobRepository):
    async def get(self, job_id: JobId) -> Job:
        try:
            return await super().get(job_id)
        except JobErasedError:
            raise JobErasedError from None


class KeepsTheResultOfAnErasedJob(MemoryJobRepository):
    async def erase(self, job_id: JobId, **kw: Any) -> None:
        result = self._results.get(job_id)
        await super().erase(job_id, **kw)
        if result is not None:
            self._results[job_id] = result


class ErasesOnce(MemoryJobRepository):
    async def erase(self, job_id: JobId, **kw: Any) -> None:
        if job_id in self._erased:
            raise JobErasedError
        await super().erase(job_id, **kw)


class ErasesWhatItNeverHad(MemoryJobRepository):
    async def erase(self, job_id: JobId, **kw: Any) -> None:
        if job_id in self._jobs or job_id in self._erased:
            await super().erase(job_id, **kw)


class ForgetsWhomItErased(MemoryJobRepository):
    async def erase(self, job_id: JobId, **kw: Any) -> None:
        await super().erase(job_id, **kw)
        self._erased.pop(job_id, None)


class KeepsTheLastReason(MemoryJobRepository):
    async def erase(self, job_id: JobId, **kw: Any) -> None:
        owner = self.owner_of(job_id)
        await super().erase(job_id, **kw)
        if kw:
            self._erased[job_id] = (owner, kw["reason"])


class GivesTheOldestFirst(MemoryJobRepository):
    async def newest(self, limit: int, **kw: Any) -> Sequence[Job]:
        return list(reversed(await super().newest(limit, **kw)))


class GivesOneMore(MemoryJobRepository):
    async def newest(self, limit: int, **kw: Any) -> Sequence[Job]:
        return await super().newest(limit + 1, **kw)


class IgnoresTheStatus(MemoryJobRepository):
    async def newest(self, limit: int, **kw: Any) -> Sequence[Job]:
        return await super().newest(limit, **{**kw, "status": None})


class IgnoresTheCode(MemoryJobRepository):
    async def newest(self, limit: int, **kw: Any) -> Sequence[Job]:
        return await super().newest(limit, **{**kw, "code": None})


class CountsUntilInclusively(MemoryJobRepository):
    async def newest(self, limit: int, **kw: Any) -> Sequence[Job]:
        return await super().newest(limit, **(kw | ({"until": kw["until"] + TICK} if kw.get("until") else {})))


class CountsSinceExclusively(MemoryJobRepository):
    async def newest(self, limit: int, **kw: Any) -> Sequence[Job]:
        return await super().newest(limit, **(kw | ({"since": kw["since"] + TICK} if kw.get("since") else {})))


class ClaimsWhatIsHeld(MemoryJobRepository):
    async def claim(self, job_id: JobId, *args: Any, **kw: Any) -> Job | None:
        job = self._jobs.get(job_id)
        if job is not None and job.lease_until is not None:
            self._jobs[job_id] = replace(job, lease_until=None)
        return await super().claim(job_id, *args, **kw)


class LooksBeforeItClaims(MemoryJobRepository):
    async def claim(self, job_id: JobId, *args: Any, **kw: Any) -> Job | None:
        before = self._jobs.get(job_id)
        await asyncio.sleep(0)
        if before is not None and not before.fence:
            self._jobs[job_id] = before
        return await super().claim(job_id, *args, **kw)


class ClaimsAtTheSameFence(MemoryJobRepository):
    async def claim(self, job_id: JobId, *args: Any, **kw: Any) -> Job | None:
        job = await super().claim(job_id, *args, **kw)
        if job is not None and job.fence > 1:
            job = self._jobs[job_id] = replace(job, fence=job.fence - 1)
        return job


class ClaimsAMomentTooEarly(MemoryJobRepository):
    async def claim(self, job_id: JobId, *args: Any, **kw: Any) -> Job | None:
        job = self._jobs.get(job_id)
        if job is not None and job.not_before and job.not_before <= self.now() + timedelta(seconds=1):
            self._jobs[job_id] = replace(job, not_before=None)
        return await super().claim(job_id, *args, **kw)


class ClaimsWhatIsPastItsDeadline(MemoryJobRepository):
    async def claim(self, job_id: JobId, *args: Any, **kw: Any) -> Job | None:
        job = self._jobs.get(job_id)
        if job is not None and job.deadline_at <= self.now():
            self._jobs[job_id] = replace(job, deadline_at=self.now() + timedelta(hours=1))
        return await super().claim(job_id, *args, **kw)


class CountsNoCrash(MemoryJobRepository):
    async def claim(self, job_id: JobId, *args: Any, **kw: Any) -> Job | None:
        job = await super().claim(job_id, *args, **kw)
        if job is not None and job.crashes:
            job = self._jobs[job_id] = replace(job, crashes=0)
        return job


class ClaimsBesideAnything(MemoryJobRepository):
    async def claim(self, job_id: JobId, *args: Any, **kw: Any) -> Job | None:
        return await super().claim(job_id, *args, **{**kw, "beside": ()})


class ForgetsWhoClaimed(MemoryJobRepository):
    async def claim(self, job_id: JobId, *args: Any, **kw: Any) -> Job | None:
        job = await super().claim(job_id, *args, **kw)
        if job is not None:
            job = self._jobs[job_id] = replace(job, worker=None)
        return job


class ClaimsTheOneItWasToldOf(MemoryJobRepository):
    async def claim_in_turn(self, job_id: JobId, *args: Any, **kw: Any) -> Job | None:
        return await super().claim(job_id, *args, **kw)


class ClaimsTheOldest(MemoryJobRepository):
    def _turn_of(self, new: NewJob) -> float:
        return 0.0


class IgnoresWeights(MemoryJobRepository):
    def _turn_of(self, new: NewJob) -> float:
        return super()._turn_of(replace(new, weight=1))


class ForgetsTurnsUnderWay(MemoryJobRepository):
    def _turn_of(self, new: NewJob) -> float:
        jobs = self._jobs
        self._jobs = {job.id: job for job in jobs.values() if job.lease_until is None}
        try:
            return super()._turn_of(new)
        finally:
            self._jobs = jobs


class RenewsForAnybody(MemoryJobRepository):
    async def renew(self, fences: Mapping[JobId, int], **kw: Any) -> Any:
        return await super().renew(
            {each: self._jobs[each].fence if each in self._jobs else fence for each, fence in fences.items()}, **kw
        )


class RenewsNothing(MemoryJobRepository):
    async def renew(self, fences: Mapping[JobId, int], **kw: Any) -> Any:
        before = dict(self._jobs)
        refused = await super().renew(fences, **kw)
        self._jobs = before
        return refused


class RefusesNothing(MemoryJobRepository):
    async def renew(self, fences: Mapping[JobId, int], **kw: Any) -> Any:
        await super().renew(fences, **kw)
        return frozenset()


class StopsAtTheFirstRefusal(MemoryJobRepository):
    async def renew(self, fences: Mapping[JobId, int], **kw: Any) -> Any:
        refused: set[JobId] = set()
        for job_id, fence in fences.items():
            refused |= await super().renew({job_id: fence}, **kw)
            if refused:
                break
        return refused or await super().renew({}, **kw)


class RenewsBeyondTheDeadline(MemoryJobRepository):
    async def renew(self, fences: Mapping[JobId, int], *, lease: timedelta, worker: Any) -> Any:
        refused = await super().renew(fences, lease=lease, worker=worker)
        for each in fences:
            if each in self._jobs and each not in refused:
                self._jobs[each] = replace(self._jobs[each], lease_until=self.now() + lease)
        return refused


class HearsNobody(MemoryJobRepository):
    async def is_worker_heard(self) -> bool:
        return False


class HearsForEver(MemoryJobRepository):
    async def is_worker_heard(self) -> bool:
        return self._last is not None


class ClaimsSomeInTheOrderOfTheirIds(MemoryJobRepository):
    async def claim_some_in_turn(self, job_ids: Sequence[JobId], *args: Any, **kw: Any) -> Any:
        return [await self.claim(job_id, *args, beside=None, **kw) for job_id in job_ids]


class ClaimsSuspectsAmongSome(MemoryJobRepository):
    async def claim_some_in_turn(self, job_ids: Sequence[JobId], *args: Any, **kw: Any) -> Any:
        return [await self.claim_in_turn(job_id, *args, **kw) for job_id in job_ids]


class ClaimsSomeOutOfTurnNever(MemoryJobRepository):
    async def claim_some_in_turn(self, job_ids: Sequence[JobId], *args: Any, **kw: Any) -> Any:
        return [await self.claim_in_turn(UNKNOWN, *args, beside=None, **kw) for _ in job_ids]


class ClaimsSomeWithoutTheirCheckpoints(MemoryJobRepository):
    async def claim_some_in_turn(self, job_ids: Sequence[JobId], *args: Any, **kw: Any) -> Any:
        taken = await super().claim_some_in_turn(job_ids, *args, **kw)
        return [job and replace(job, checkpoint=None) for job in taken]


class LeavesOutWhatWasNotTaken(MemoryJobRepository):
    async def claim_some_in_turn(self, job_ids: Sequence[JobId], *args: Any, **kw: Any) -> Any:
        return [job for job in await super().claim_some_in_turn(job_ids, *args, **kw) if job is not None]


class ClaimsTheSameTwiceAtOnce(MemoryJobRepository):
    async def claim_some_in_turn(self, job_ids: Sequence[JobId], *args: Any, **kw: Any) -> Any:
        before = dict(self._jobs)
        taken = await super().claim_some_in_turn(job_ids, *args, **kw)
        claimed = {job.id: job for job in taken if job is not None}
        self._jobs = before
        await asyncio.sleep(0)
        self._jobs.update(claimed)
        return taken


class EndsSomeForAnybody(MemoryJobRepository):
    async def finish_some(self, endings: Sequence[Ending]) -> Any:
        known = [self._jobs.get(each.job_id) for each in endings]
        return await super().finish_some(
            [replace(each, fence=job.fence if job else each.fence) for each, job in zip(endings, known, strict=True)]
        )


class StopsAtTheFirstThatIsFencedOut(MemoryJobRepository):
    async def finish_some(self, endings: Sequence[Ending]) -> Any:
        ended = list(await super().finish_some(endings[:1]))
        return (
            ended
            if not endings[1:]
            else ended + (list(await self.finish_some(endings[1:])) if ended[0] else [None] * len(endings[1:]))
        )


class EndsAllAsTheFirst(MemoryJobRepository):
    async def finish_some(self, endings: Sequence[Ending]) -> Any:
        return await super().finish_some([replace(each, outcome=endings[0].outcome) for each in endings])


class StoresNoResultOfSome(MemoryJobRepository):
    async def finish_some(self, endings: Sequence[Ending]) -> Any:
        ended = await super().finish_some(endings)
        for each in endings:
            self._results.pop(each.job_id, None)
        return ended


class EndsAJobTwiceInOneStep(MemoryJobRepository):
    async def finish_some(self, endings: Sequence[Ending]) -> Any:
        ended = await super().finish_some(endings)
        return [job or self._jobs.get(each.job_id) for job, each in zip(ended, endings, strict=True)]


class ReleasesForAnybody(MemoryJobRepository):
    async def release(self, job_id: JobId, *, fence: int, **kw: Any) -> None:
        job = self._jobs.get(job_id)
        await super().release(job_id, fence=job.fence if job else fence, **kw)


class ReleasesAtOnce(MemoryJobRepository):
    async def release(self, job_id: JobId, *, fence: int, later: timedelta = timedelta(0), **kw: Any) -> None:
        await super().release(job_id, fence=fence, **kw)


class ForgetsWhatWasUsed(MemoryJobRepository):
    async def release(
        self, job_id: JobId, *, fence: int, later: timedelta = timedelta(0), usage: TokenUsage = NOTHING_USED
    ) -> None:
        await super().release(job_id, fence=fence, later=later)


class ForgetsThatItIsOver(MemoryJobRepository):
    async def finish(self, job_id: JobId, *, fence: int, outcome: Outcome) -> Job:
        ended = await super().finish(job_id, fence=fence, outcome=outcome)
        self._jobs[job_id] = replace(ended, lease_until=self.now() + timedelta(hours=1))
        return ended


class FinishesForAnybody(MemoryJobRepository):
    async def finish(self, job_id: JobId, *, fence: int, outcome: Outcome) -> Job:
        job = self._jobs.get(job_id)
        return await super().finish(job_id, fence=job.fence if job else fence, outcome=outcome)


class FinishesTwice(MemoryJobRepository):
    async def finish(self, job_id: JobId, *, fence: int, outcome: Outcome) -> Job:
        job = self._jobs.get(job_id)
        if job is not None and job.is_final:
            self._jobs[job_id] = replace(job, status=JobStatus.PROCESSING, lease_until=self.now())
        return await super().finish(job_id, fence=fence, outcome=outcome)


class LosesResults(MemoryJobRepository):
    async def result(self, job_id: JobId) -> ParsedCV | None:
        found = await super().result(job_id)
        return found and found.model_copy(update={"cv_language": None})


class StoresTheResultOfWhoWasFencedOut(MemoryJobRepository):
    async def finish(self, job_id: JobId, *, fence: int, outcome: Outcome) -> Job:
        if hasattr(outcome, "parsed"):
            self._results[job_id] = outcome.parsed
        return await super().finish(job_id, fence=fence, outcome=outcome)


class CancelsWhatHasEnded(MemoryJobRepository):
    async def cancel(self, job_id: JobId) -> Job:
        job = self._jobs.get(job_id)
        if job is not None:
            self._jobs[job_id] = replace(job, status=JobStatus.PROCESSING)
        return await super().cancel(job_id)


class CancelsWithoutFencingOut(MemoryJobRepository):
    async def cancel(self, job_id: JobId) -> Job:
        before = self._jobs.get(job_id)
        cancelled = await super().cancel(job_id)
        if before is not None and before.lease_until:
            self._jobs[job_id] = before
        return cancelled


class GivesUpTooEarly(MemoryJobRepository):
    async def give_up(self, limit: int) -> Sequence[Job]:
        self._clock.advance(timedelta(seconds=1))  # type: ignore[attr-defined]
        return await super().give_up(limit)


class GivesUpWithoutALimit(MemoryJobRepository):
    async def give_up(self, limit: int) -> Sequence[Job]:
        return await super().give_up(1_000)


class TellsWhomItGaveUpAndKeepsThem(MemoryJobRepository):
    async def give_up(self, limit: int) -> Sequence[Job]:
        before = dict(self._jobs)
        ended = await super().give_up(limit)
        self._jobs = before
        return ended


class NotifiesOfWhatWasJustTouched(MemoryJobRepository):
    async def claimable(self, limit: int, *, untouched_for: timedelta, **kw: Any) -> Sequence[JobId]:
        return await super().claimable(limit, untouched_for=timedelta(0), **kw)


class NotifiesOfTheNewestFirst(MemoryJobRepository):
    async def claimable(self, limit: int, **kw: Any) -> Sequence[JobId]:
        return list(reversed(await super().claimable(1_000, **kw)))[:limit]


class PagesFromTheBeginning(MemoryJobRepository):
    async def claimable(self, limit: int, *, untouched_for: timedelta, after: JobId | None = None) -> Sequence[JobId]:
        found = await super().claimable(limit, untouched_for=untouched_for)
        return [] if after is not None and after not in self._jobs else [each for each in found if each != after]


class ComparesAfterById(MemoryJobRepository):
    async def claimable(self, limit: int, *, untouched_for: timedelta, after: JobId | None = None) -> Sequence[JobId]:
        found = await super().claimable(1_000, untouched_for=untouched_for)
        return [each for each in found if after is None or each > after][:limit]


class LetsEverybodyBeAlone(MemoryJobRepository):
    @asynccontextmanager
    async def try_exclusive(self, task: str) -> AsyncIterator[bool]:
        yield True


class HasOneTaskForAll(MemoryJobRepository):
    @asynccontextmanager
    async def try_exclusive(self, task: str) -> AsyncIterator[bool]:
        async with super().try_exclusive("all") as alone:
            yield alone


class StaysAloneAfterAnError(MemoryJobRepository):
    @asynccontextmanager
    async def try_exclusive(self, task: str) -> AsyncIterator[bool]:
        alone = task not in self._taken
        self._taken.add(task)
        yield alone
        if alone:
            self._taken.discard(task)


class FreesWhatAnotherHolds(MemoryJobRepository):
    @asynccontextmanager
    async def try_exclusive(self, task: str) -> AsyncIterator[bool]:
        alone = task not in self._taken
        self._taken.add(task)
        try:
            yield alone
        finally:
            self._taken.discard(task)


class WaitsUntilItIsAlone(MemoryJobRepository):
    @asynccontextmanager
    async def try_exclusive(self, task: str) -> AsyncIterator[bool]:
        while task in self._taken:
            await asyncio.sleep(0.01)
        async with super().try_exclusive(task) as alone:
            yield alone


class CountsWhatHasEnded(MemoryJobRepository):
    async def backlog(self) -> Backlog:
        return replace(await super().backlog(), jobs=len(self._jobs))


class LosesTheAgeOfWhatIsUnclaimed(MemoryJobRepository):
    async def backlog(self) -> Backlog:
        found = await super().backlog()
        return replace(found, unclaimed_age=found.age)


class CountsStatisticsOfAllTime(MemoryJobRepository):
    async def statistics(self, *, window: timedelta) -> JobStatistics:
        return await super().statistics(window=window + timedelta(days=10))


class CutsTheFirstMomentOfAWindow(MemoryJobRepository):
    async def statistics(self, *, window: timedelta) -> JobStatistics:
        return await super().statistics(window=window - TICK)


class CutsTrends(MemoryJobRepository):
    async def trends(self, *, window: timedelta, steps: int) -> JobTrends:
        found = await super().trends(window=window, steps=steps)
        return replace(found, failed_codes={})


class PurgesWhatHasNotExpired(MemoryJobRepository):
    async def purge(self, job_ids: Sequence[JobId], **kw: Any) -> Any:
        for each in job_ids:
            if each in self._jobs:
                await self.erase(each)
        return {each for each in job_ids if each in self._erased}


class PurgesWithoutSayingThatTheyExpired(MemoryJobRepository):
    async def purge(self, job_ids: Sequence[JobId], **kw: Any) -> Any:
        owners = {each: self.owner_of(each) for each in job_ids}
        gone = await super().purge(job_ids, **kw)
        for each in gone:
            self._erased[each] = (owners[each], self._erased[each][1].__class__("request"))
        return gone


class NotesNoFile(MemoryJobRepository):
    async def expect_file(self, *args: Any) -> None:
        return None


class NotesAFileAnew(MemoryJobRepository):
    async def expect_file(self, job_id: JobId, location: Any) -> None:
        self._expected.pop(job_id, None)
        await super().expect_file(job_id, location)


class DisownsKeptFiles(MemoryJobRepository):
    async def disown_files(self, job_ids: Sequence[JobId], **kw: Any) -> Any:
        return {each: self._expected[each][0] for each in job_ids if each in self._expected}


class DisownsAndTakesTheJobAllTheSame(MemoryJobRepository):
    async def disown_files(self, job_ids: Sequence[JobId], **kw: Any) -> Any:
        before = dict(self._erased)
        found = await super().disown_files(job_ids, **kw)
        self._erased = before
        return found


class ForgetsEveryNote(MemoryJobRepository):
    async def forget_files(self, job_ids: Sequence[JobId]) -> None:
        self._expected.clear()


class IsOverdueAtTheVeryMoment(MemoryJobRepository):
    async def overdue_files(self, limit: int, *, age: timedelta, **kw: Any) -> Sequence[JobId]:
        return await super().overdue_files(limit, age=age - TICK, **kw)


class ScrubsJobs(MemoryJobRepository):
    async def scrub(self) -> None:
        self._jobs.clear()


class KeepsNoIdempotencyKey(MemoryJobRepository):
    async def add(self, new: NewJob) -> Job:
        return await super().add(replace(new, idempotency=None))


class FindsKeysByTheFirstByte(MemoryJobRepository):
    def _submission(self, idempotency: Idempotency | None) -> Any:
        return None if idempotency is None else next(iter(self._submissions.values()), None)


class ComparesNoFingerprint(MemoryJobRepository):
    async def submitted(self, idempotency: Idempotency) -> JobId | None:
        found = self._submission(idempotency)
        return found and found[1]


class KeepsAKeyForEver(MemoryJobRepository):
    def _submission(self, idempotency: Idempotency | None) -> Any:
        return None if idempotency is None else self._submissions.get(idempotency.key)


class TakesTheKeyOfAJobThatDoesNotCome(MemoryJobRepository):
    async def add(self, new: NewJob) -> Job:
        if new.idempotency is not None and self._submission(new.idempotency) is None:
            end = self.now() + new.idempotency.kept_for
            self._submissions[new.idempotency.key] = (new.idempotency.fingerprint, new.id, end)
        return await super().add(new)


class LooksBeforeItTakesAKey(MemoryJobRepository):
    async def add(self, new: NewJob) -> Job:
        found = self._submission(new.idempotency)
        await asyncio.sleep(0)
        if found is not None and found[1] != new.id:
            raise IdempotencyKeyInUseError
        if new.idempotency is not None:
            self._submissions.pop(new.idempotency.key, None)
        return await super().add(new)


class ForgetsAKeyWithItsJob(MemoryJobRepository):
    async def erase(self, job_id: JobId, **kw: Any) -> None:
        await super().erase(job_id, **kw)
        self._submissions = {key: each for key, each in self._submissions.items() if each[1] != job_id}


class Of(MemoryJobRepository):
    """Gives an owner's jobs of its own kind."""

    kind: type[_OwnedMemoryJobs] = _OwnedMemoryJobs

    def of(self, owner: Owner) -> OwnedJobs:
        return self.kind(self, owner)


class ShowsAJobToEveryOwner(Of):
    class kind(_OwnedMemoryJobs):
        async def get(self, job_id: JobId) -> Job:
            return await self._all.get(job_id)


class ShowsResultsToEveryOwner(Of):
    class kind(_OwnedMemoryJobs):
        async def result(self, job_id: JobId) -> ParsedCV | None:
            return await self._all.result(job_id)


class ListsTheJobsOfEveryOwner(Of):
    class kind(_OwnedMemoryJobs):
        async def newest(self, limit: int, **kw: Any) -> Sequence[Job]:
            return await self._all.newest(limit, **kw)


class LimitsBeforeItLeavesOthersOut(Of):
    class kind(_OwnedMemoryJobs):
        async def newest(self, limit: int, **kw: Any) -> Sequence[Job]:
            return [job for job in await self._all.newest(limit, **kw) if job.owner == self._owner]


class ErasesTheJobsOfOthers(Of):
    class kind(_OwnedMemoryJobs):
        async def erase(self, job_id: JobId, **kw: Any) -> None:
            await self._all.erase(job_id, **kw)


class CancelsTheJobsOfOthers(Of):
    class kind(_OwnedMemoryJobs):
        async def cancel(self, job_id: JobId) -> Job:
            return await self._all.cancel(job_id)


class TellsThatAnothersJobIsErased(Of):
    class kind(_OwnedMemoryJobs):
        def _require(self, job_id: JobId) -> None:
            if self._all.owner_of(job_id) not in {self._owner, None}:
                raise JobErasedError
            super()._require(job_id)


class AddsForWhomTheJobSays(Of):
    class kind(_OwnedMemoryJobs):
        async def add(self, new: NewJob) -> Job:
            return await self._all.add(new)


class CountsTheJobsOfEveryOwner(Of):
    class kind(_OwnedMemoryJobs):
        async def backlog(self) -> Backlog:
            return await self._all.backlog()


class CountsStatisticsOfEveryOwner(Of):
    class kind(_OwnedMemoryJobs):
        async def statistics(self, *, window: timedelta) -> JobStatistics:
            return await self._all.statistics(window=window)


class CountsTrendsOfEveryOwner(Of):
    class kind(_OwnedMemoryJobs):
        async def trends(self, *, window: timedelta, steps: int) -> JobTrends:
            return await self._all.trends(window=window, steps=steps)


class ObjectsAnew(Of):
    class kind(_OwnedMemoryJobs):
        async def object_to(self, user_id: str) -> datetime:
            self._all.objections.pop((self._owner, user_id), None)
            return await super().object_to(user_id)


class SharesJobsWithEveryOther(MemoryJobRepository):
    all: ClassVar[dict[JobId, Job]] = {}

    def __init__(self, **kw: Any) -> None:
        super().__init__(**kw)
        self._jobs = self.all


class KeepsInThisProcessAlone(MemoryJobRepository):
    """As the fixtures make it."""


def fixtures(make: Any) -> Fixtures:
    clock = FrozenClock(START)
    jobs = make(clock=clock)

    async def reopened() -> JobRepository:
        return make(clock=clock) if make is KeepsInThisProcessAlone else jobs

    return {"jobs": jobs, "advance": clock.advance, "step": clock.step, "reopened": reopened}


CATALOGUES = {
    "": Catalogue(
        suite=JobRepositoryConformance,
        fixtures=fixtures,
        sound=MemoryJobRepository,
        faults=[each for each in faults(globals(), MemoryJobRepository) if each is not Of],
    )
}
