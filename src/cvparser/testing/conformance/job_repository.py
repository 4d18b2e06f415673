"""The promises of `cvparser.ports.job_repository`."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from cvparser.domain.access.owner import Owner
from cvparser.domain.document import DocumentType
from cvparser.domain.errors import (
    FencedOutError,
    JobCancelledError,
    JobCrashedError,
    JobDeadlineError,
    JobErasedError,
    JobExpiredError,
    JobUnknownError,
)
from cvparser.domain.heartbeat import WorkerId
from cvparser.domain.idempotency import Idempotency, IdempotencyKeyInUseError, IdempotencyKeyReusedError
from cvparser.domain.job import (
    MAX_CRASHES,
    Ending,
    Failure,
    FileLocation,
    Job,
    JobId,
    JobStatus,
    NewJob,
    Outcome,
    ParseMode,
    Success,
    most_suspects,
    submit,
)
from cvparser.domain.profile import Basics, ParsedCV, ParseMeta, Profile
from cvparser.domain.retention import FOR_GOOD, ErasureReason, Retention
from cvparser.domain.statistics import Backlog
from cvparser.domain.usage import TokenUsage
from cvparser.ports.job_repository import JobRepository
from cvparser.testing.conformance import Conformance

#: When the clock of the repository stands at the start of a test.
START = datetime(2026, 1, 16, 10, 30, tzinfo=UTC)
LEASE = timedelta(seconds=30)
DEADLINE = timedelta(minutes=15)
#: Of a note, from which on a job that has not come is given up.
AGE = timedelta(hours=1)
#: Who claims in these tests, and another who is heard.
WORKER, WATCHER = WorkerId(UUID(int=1)), WorkerId(UUID(int=2))
#: Two who have jobs of their own.
OWNER, OTHER = Owner("acme"), Owner("auth0|64f1c2")
#: A key and what was sent under it.
SENT = Idempotency(key=b"a" * 32, fingerprint=b"1" * 32, kept_for=timedelta(hours=24))
PARSED = ParsedCV(
    profile=Profile(basics=Basics(profession="Veri Mühendisi", skills=("Python", "C++"))),
    cv_language="tr",
    meta=ParseMeta(parser="Offline", withheld={"name": 2}),
)
SUCCESS = Success(parsed=PARSED)
FAILURE = Failure(code="pdf_corrupt", message="The PDF file is damaged.")
#: ASCII with escapes, and longer than what a database keeps within a row.
CHECKPOINT = '{"a": "M\\u00fchendis \\u0000 \\ud800"}' + "kept " * 5_000

Advance = Callable[[timedelta], None]
#: Gives your repository on the same place once more, as another process would, while the first is open.
Reopened = Callable[[], Awaitable[JobRepository]]


def new_job(*, is_text: bool = False, job_id: UUID | None = None, deadline: timedelta = DEADLINE) -> NewJob:
    """Return a job as it is submitted."""
    identity = JobId(job_id or uuid4())
    return NewJob(
        id=identity,
        user_id="user123",
        session_id="session456",
        parse_mode=ParseMode.ADVANCED,
        document_type=DocumentType.TEXT if is_text else DocumentType.PDF,
        location=FileLocation(f"/files/{identity}"),
        file_name=None if is_text else "cv.pdf",
        deadline=deadline,
    )


def stored_job(*, at: datetime = START, is_text: bool = False) -> Job:
    """Return a job that was stored at a moment, with a deadline of fifteen minutes."""
    return submit(new_job(is_text=is_text), at)


async def claimed(jobs: JobRepository, job: NewJob) -> Job:
    """Store the job and claim it."""
    await jobs.add(job)
    found = await jobs.claim(job.id, LEASE, worker=WORKER)
    assert found is not None
    return found


async def one_a_second(jobs: JobRepository, advance: Advance, count: int) -> list[Job]:
    """Store so many jobs, the oldest first, and let a second pass after each."""
    stored = []
    for _ in range(count):
        stored.append(await jobs.add(new_job()))
        advance(timedelta(seconds=1))
    return stored


async def of_owner(jobs: JobRepository, owner: Owner, count: int, advance: Advance, *, weight: int = 1) -> list[JobId]:
    """Store so many jobs of an owner, the oldest first, and return their ids."""
    stored = []
    for _ in range(count):
        stored.append((await jobs.of(owner).add(replace(new_job(), weight=weight))).id)
        advance(timedelta(milliseconds=1))
    return stored


async def watched(jobs: JobRepository, advance: Advance, duration: timedelta = LEASE) -> None:
    """Let a time pass in which another worker is heard as often as it should be: who was silent for a lease is gone."""
    await jobs.renew({}, lease=LEASE, worker=WATCHER)
    until_end = duration
    while until_end > timedelta(0):
        passes = min(until_end, LEASE / 3)
        advance(passes)
        await jobs.renew({}, lease=LEASE, worker=WATCHER)
        until_end -= passes


async def crashed(jobs: JobRepository, advance: Advance, job: NewJob, times: int) -> None:
    """Store the job and let so many workers be gone with it."""
    await jobs.add(job)
    for _ in range(times):
        assert await jobs.claim(job.id, LEASE, worker=WORKER) is not None
        await watched(jobs, advance)


class JobRepositoryConformance(Conformance):
    """Subclass and give three fixtures.

    `jobs`: your repository, opened and empty, its clock standing at `START`. `advance`: lets time pass. `step`: puts
    the machine's clock forward or back, while no time passes. What keeps jobs longer than the object lives gives
    `reopened` too: without it durability is skipped.
    """

    @pytest.fixture
    def jobs(self) -> JobRepository:
        message = "Give your adapter in a fixture named 'jobs'."
        raise NotImplementedError(message)

    @pytest.fixture
    def advance(self) -> Advance:
        message = "Give what moves the clock of your adapter in a fixture named 'advance'."
        raise NotImplementedError(message)

    @pytest.fixture
    def step(self) -> Advance:
        message = "Give what sets the machine's clock in a fixture named 'step'."
        raise NotImplementedError(message)

    @pytest.fixture
    def reopened(self) -> Reopened:
        pytest.skip(f"{type(self).__name__} gives no fixture 'reopened'")

    @pytest.mark.parametrize("is_text", [False, True])
    async def test_a_stored_job_comes_back_as_it_was(self, jobs: JobRepository, *, is_text: bool) -> None:
        job = new_job(is_text=is_text)

        stored = await jobs.add(job)

        assert stored == submit(job, START)
        assert await jobs.get(job.id) == stored
        assert await jobs.location(job.id) == await jobs.of(job.owner).location(job.id) == job.location

    async def test_a_stored_job_tells_where_it_came_from(self, jobs: JobRepository) -> None:
        first = await jobs.add(new_job())
        traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
        again = replace(new_job(), traceparent=traceparent, retry_of=first.id)

        await jobs.add(again)

        stored = await jobs.get(again.id)
        assert (stored.traceparent, stored.retry_of) == (traceparent, first.id)

    async def test_adding_the_same_job_again_changes_nothing(self, jobs: JobRepository, advance: Advance) -> None:
        job = new_job()
        held = await claimed(jobs, job)
        advance(timedelta(seconds=1))

        assert await jobs.add(job) == held
        assert await jobs.get(job.id) == held

    async def test_concurrent_submissions_are_all_stored(self, jobs: JobRepository) -> None:
        submitted = [new_job() for _ in range(100)]

        await asyncio.gather(*map(jobs.add, submitted))

        assert {job.id for job in await jobs.newest(1000)} == {job.id for job in submitted}

    async def test_a_job_that_was_never_stored_is_unknown(self, jobs: JobRepository) -> None:
        with pytest.raises(JobUnknownError):
            await jobs.get(JobId(uuid4()))
        with pytest.raises(JobUnknownError):
            await jobs.location(JobId(uuid4()))
        with pytest.raises(JobUnknownError):
            await jobs.erase(JobId(uuid4()))
        assert await jobs.claim(JobId(uuid4()), LEASE, worker=WORKER) is None
        assert await jobs.result(JobId(uuid4())) is None
        with pytest.raises(FencedOutError):
            await jobs.finish(JobId(uuid4()), fence=1, outcome=SUCCESS)

    async def test_the_newest_come_first_and_are_limited(self, jobs: JobRepository, advance: Advance) -> None:
        stored = await one_a_second(jobs, advance, 5)

        assert list(await jobs.newest(3)) == stored[:1:-1]

    async def test_the_newest_of_one_status(self, jobs: JobRepository) -> None:
        await jobs.add(new_job())
        held = await claimed(jobs, new_job())
        await jobs.finish(held.id, fence=held.fence, outcome=FAILURE)

        assert [job.id for job in await jobs.newest(10, status=JobStatus.FAILED)] == [held.id]

    async def test_the_newest_of_a_time_and_of_one_error(self, jobs: JobRepository, advance: Advance) -> None:
        stored = await one_a_second(jobs, advance, 4)
        held = await claimed(jobs, new_job())
        failed = await jobs.finish(held.id, fence=held.fence, outcome=FAILURE)
        second = timedelta(seconds=1)

        assert list(await jobs.newest(10, since=START + second, until=START + 3 * second)) == [stored[2], stored[1]]
        assert list(await jobs.newest(10, since=START + 4 * second)) == [failed]
        assert list(await jobs.newest(10, code=FAILURE.code)) == [failed]
        assert list(await jobs.newest(10, code="another")) == []
        assert list(await jobs.newest(10, code=FAILURE.code, status=JobStatus.SUCCESS)) == []

    async def test_a_worker_is_heard_for_half_a_lease_after_each_sign_of_life(
        self, jobs: JobRepository, advance: Advance
    ) -> None:
        assert not await jobs.is_worker_heard()

        await jobs.renew({}, lease=LEASE, worker=WATCHER)
        advance(LEASE / 2 - timedelta(seconds=1))
        assert await jobs.is_worker_heard()

        advance(timedelta(seconds=1))
        assert not await jobs.is_worker_heard()
        await jobs.renew({}, lease=LEASE, worker=WORKER)
        assert await jobs.is_worker_heard()

    async def test_a_cancelled_job_has_failed_and_nobody_takes_it(self, jobs: JobRepository, advance: Advance) -> None:
        waiting = await jobs.add(new_job())
        advance(timedelta(seconds=1))

        cancelled = await jobs.cancel(waiting.id)

        assert (cancelled.status, cancelled.error_code) == (JobStatus.FAILED, JobCancelledError.code)
        assert (cancelled.updated_at, cancelled.processing_time) == (START + timedelta(seconds=1), None)
        assert await jobs.get(waiting.id) == cancelled
        assert await jobs.claim(waiting.id, LEASE, worker=WORKER) is None
        assert await jobs.claimable(10, untouched_for=timedelta(0)) == []
        assert (await jobs.backlog()).jobs == 0

    async def test_who_works_on_a_cancelled_job_is_fenced_out(self, jobs: JobRepository, advance: Advance) -> None:
        held = await claimed(jobs, new_job())
        await jobs.save_checkpoint(held.id, fence=held.fence, checkpoint=CHECKPOINT)
        advance(timedelta(seconds=2))

        cancelled = await jobs.cancel(held.id)

        assert (cancelled.lease_until, cancelled.worker, cancelled.fence) == (None, None, held.fence)
        assert cancelled.processing_time == timedelta(seconds=2)
        assert await jobs.renew({held.id: held.fence}, lease=LEASE, worker=WORKER) == {held.id}
        with pytest.raises(FencedOutError):
            await jobs.finish(held.id, fence=held.fence, outcome=SUCCESS)
        with pytest.raises(FencedOutError):
            await jobs.release(held.id, fence=held.fence)
        with pytest.raises(FencedOutError):
            await jobs.save_checkpoint(held.id, fence=held.fence, checkpoint="x")
        assert await jobs.get(held.id) == cancelled
        assert await jobs.result(held.id) is None

    @pytest.mark.parametrize("outcome", [SUCCESS, FAILURE])
    async def test_an_ended_job_is_not_cancelled(self, jobs: JobRepository, advance: Advance, outcome: Outcome) -> None:
        held = await claimed(jobs, new_job())
        ended = await jobs.finish(held.id, fence=held.fence, outcome=outcome)
        advance(timedelta(seconds=1))

        assert await jobs.cancel(held.id) == ended
        assert await jobs.get(held.id) == ended

    async def test_cancelling_again_changes_nothing(self, jobs: JobRepository, advance: Advance) -> None:
        waiting = await jobs.add(new_job())
        cancelled = await jobs.cancel(waiting.id)
        advance(timedelta(seconds=1))

        assert list(await asyncio.gather(*(jobs.cancel(waiting.id) for _ in range(5)))) == [cancelled] * 5

    async def test_a_job_that_is_not_there_is_not_cancelled(self, jobs: JobRepository) -> None:
        erased = await jobs.add(new_job())
        await jobs.erase(erased.id)

        with pytest.raises(JobErasedError):
            await jobs.cancel(erased.id)
        with pytest.raises(JobUnknownError):
            await jobs.cancel(JobId(uuid4()))

    async def test_of_concurrent_claims_one_succeeds(self, jobs: JobRepository) -> None:
        job = new_job()
        await jobs.add(job)

        answers = await asyncio.gather(*(jobs.claim(job.id, LEASE, worker=WORKER) for _ in range(20)))

        assert len([answer for answer in answers if answer is not None]) == 1

    async def test_a_claim_raises_the_fence_and_holds_until_its_lease_ends(
        self, jobs: JobRepository, advance: Advance
    ) -> None:
        held = await claimed(jobs, new_job())

        advance(LEASE - timedelta(seconds=1))

        assert (held.fence, held.lease_until, held.started_at) == (1, START + LEASE, START)
        assert await jobs.claim(held.id, LEASE, worker=WORKER) is None

    async def test_a_lease_that_ran_out_counts_a_crash_and_fences_its_worker_out(
        self, jobs: JobRepository, advance: Advance
    ) -> None:
        first = await claimed(jobs, new_job())
        await watched(jobs, advance)

        second = await jobs.claim(first.id, LEASE, worker=WORKER)

        assert second is not None
        assert (second.fence, second.crashes) == (2, 1)
        with pytest.raises(FencedOutError):
            await jobs.finish(first.id, fence=first.fence, outcome=SUCCESS)
        assert await jobs.renew({first.id: first.fence}, lease=LEASE, worker=WORKER) == {first.id}
        with pytest.raises(FencedOutError):
            await jobs.release(first.id, fence=first.fence)

    async def test_a_lease_that_ran_out_while_nobody_was_heard_can_be_renewed_and_taken_by_nobody_else(
        self, jobs: JobRepository, advance: Advance
    ) -> None:
        held = await claimed(jobs, new_job())
        await jobs.renew({held.id: held.fence}, lease=LEASE, worker=WORKER)
        advance(LEASE * 3)

        assert await jobs.claim(held.id, LEASE, worker=WATCHER) is None
        assert list(await jobs.claimable(10, untouched_for=timedelta(0))) == []
        await watched(jobs, advance, LEASE * 0.9)
        assert await jobs.claim(held.id, LEASE, worker=WATCHER) is None
        assert await jobs.renew({held.id: held.fence}, lease=LEASE, worker=WORKER) == frozenset()
        await watched(jobs, advance, LEASE * 0.9)

        assert (await jobs.finish(held.id, fence=held.fence, outcome=SUCCESS)).crashes == 0

    async def test_a_worker_that_is_not_heard_for_a_lease_after_an_outage_is_gone(
        self, jobs: JobRepository, advance: Advance
    ) -> None:
        held = await claimed(jobs, new_job())
        advance(LEASE * 3)

        await watched(jobs, advance)

        assert list(await jobs.claimable(10, untouched_for=timedelta(0))) == [held.id]
        again = await jobs.claim(held.id, LEASE, worker=WATCHER)
        assert again is not None
        assert (again.fence, again.crashes, again.worker) == (2, 1, WATCHER)

    async def test_any_number_of_outages_and_dead_services_fail_no_job(
        self, jobs: JobRepository, advance: Advance
    ) -> None:
        held = await claimed(jobs, new_job())
        for _ in range(MAX_CRASHES + 1):
            advance(LEASE * 1.5)
            assert list(await jobs.give_up(10)) == []
            assert await jobs.renew({held.id: held.fence}, lease=LEASE, worker=WORKER) == frozenset()

        assert (await jobs.finish(held.id, fence=held.fence, outcome=SUCCESS)).crashes == 0

    async def test_a_job_that_its_worker_lost_hold_of_and_outlived_is_taken_over_and_blamed_for_nothing(
        self, jobs: JobRepository, advance: Advance
    ) -> None:
        lost = await claimed(jobs, new_job())
        for _ in range(4):
            await jobs.renew({}, lease=LEASE, worker=WORKER)
            advance(LEASE / 3)
        await jobs.renew({}, lease=LEASE, worker=WORKER)

        assert list(await jobs.claimable(10, untouched_for=timedelta(0))) == [lost.id]
        again = await jobs.claim(lost.id, LEASE, worker=WATCHER)

        assert again is not None
        assert (again.fence, again.crashes) == (2, 0)

    async def test_no_lease_goes_beyond_the_deadline(self, jobs: JobRepository, advance: Advance) -> None:
        job = new_job(deadline=LEASE * 1.2)
        held = await claimed(jobs, job)
        advance(LEASE / 2)

        await jobs.renew({held.id: held.fence}, lease=LEASE, worker=WORKER)

        assert (await jobs.get(held.id)).lease_until == held.deadline_at

    async def test_the_deadline_ends_a_job_under_a_lease_and_its_worker_is_fenced_out(
        self, jobs: JobRepository, advance: Advance
    ) -> None:
        held, other = await claimed(jobs, new_job()), await claimed(jobs, new_job(deadline=DEADLINE * 2))
        fences = {held.id: held.fence, other.id: other.fence}
        for _ in range(int(DEADLINE / (LEASE / 2))):
            advance(LEASE / 2)
            await jobs.renew(fences, lease=LEASE, worker=WORKER)

        ended = await jobs.give_up(10)

        assert [(job.id, job.error_code, job.crashes) for job in ended] == [(held.id, JobDeadlineError.code, 0)]
        assert ended[0].processing_time == DEADLINE
        assert await jobs.renew(fences, lease=LEASE, worker=WORKER) == {held.id}
        with pytest.raises(FencedOutError):
            await jobs.finish(held.id, fence=held.fence, outcome=SUCCESS)

    @pytest.mark.parametrize("by", [timedelta(minutes=-20), timedelta(minutes=20)], ids=["back", "forward"])
    async def test_a_clock_that_is_set_moves_no_job(self, jobs: JobRepository, step: Advance, by: timedelta) -> None:
        held = await claimed(jobs, new_job())
        await jobs.renew({held.id: held.fence}, lease=LEASE, worker=WORKER)
        waiting = await jobs.add(new_job())

        step(by)
        later = await jobs.add(new_job())

        assert later.created_at == waiting.created_at
        assert await jobs.backlog() == Backlog(jobs=3, age=timedelta(0), unclaimed_age=timedelta(0))
        assert list(await jobs.give_up(10)) == []
        assert await jobs.claim(held.id, LEASE, worker=WATCHER) is None
        assert (await jobs.claim(waiting.id, LEASE, worker=WATCHER)) is not None
        ended = await jobs.finish(held.id, fence=held.fence, outcome=SUCCESS)
        assert ended.processing_time == timedelta(0)

    async def test_a_lease_is_as_long_as_it_is_though_the_clock_is_set_back(
        self, jobs: JobRepository, advance: Advance, step: Advance
    ) -> None:
        held = await claimed(jobs, new_job())
        step(timedelta(minutes=-10))

        await watched(jobs, advance)

        assert await jobs.claim(held.id, LEASE, worker=WATCHER) is not None

    async def test_a_renewed_lease_holds_longer(self, jobs: JobRepository, advance: Advance) -> None:
        held = await claimed(jobs, new_job())
        advance(LEASE / 2)
        assert await jobs.renew({held.id: held.fence}, lease=LEASE, worker=WORKER) == frozenset()

        advance(LEASE / 2)

        assert await jobs.claim(held.id, LEASE, worker=WORKER) is None

    async def test_of_many_leases_those_are_refused_that_are_not_held(
        self, jobs: JobRepository, advance: Advance
    ) -> None:
        held, other = await claimed(jobs, new_job()), await claimed(jobs, new_job())
        ended = await claimed(jobs, new_job())
        await jobs.finish(ended.id, fence=ended.fence, outcome=SUCCESS)
        unknown = JobId(uuid4())
        advance(LEASE / 2)

        fences = {held.id: held.fence, other.id: other.fence + 1, ended.id: ended.fence, unknown: 1}
        refused = await jobs.renew(fences, lease=LEASE, worker=WORKER)

        assert refused == {other.id, ended.id, unknown}
        assert (await jobs.get(held.id)).lease_until == START + LEASE * 1.5
        assert (await jobs.get(other.id)).lease_until == START + LEASE

    async def test_renewing_nothing_refuses_nothing(self, jobs: JobRepository) -> None:
        assert await jobs.renew({}, lease=LEASE, worker=WORKER) == frozenset()

    async def test_a_released_job_can_be_claimed_at_once_and_counts_no_crash(self, jobs: JobRepository) -> None:
        held = await claimed(jobs, new_job())

        await jobs.release(held.id, fence=held.fence)

        again = await jobs.claim(held.id, LEASE, worker=WORKER)
        assert again is not None
        assert (again.fence, again.crashes) == (2, 0)

    async def test_a_job_released_for_later_is_neither_claimed_nor_notified_of_before(
        self, jobs: JobRepository, advance: Advance
    ) -> None:
        held = await claimed(jobs, new_job())

        await jobs.release(held.id, fence=held.fence, later=timedelta(seconds=90))

        advance(timedelta(seconds=89))
        assert await jobs.claim(held.id, LEASE, worker=WORKER) is None
        assert list(await jobs.claimable(10, untouched_for=timedelta(0))) == []
        assert list(await jobs.give_up(10)) == []
        advance(timedelta(seconds=1))
        assert list(await jobs.claimable(10, untouched_for=timedelta(0))) == [held.id]
        again = await jobs.claim(held.id, LEASE, worker=WORKER)
        assert again is not None
        assert (again.fence, again.crashes, again.not_before) == (2, 0, None)

    async def test_what_is_used_adds_up_over_claims(self, jobs: JobRepository) -> None:
        first = await claimed(jobs, new_job())
        await jobs.release(first.id, fence=first.fence, usage=TokenUsage(calls=4))
        second = await jobs.claim(first.id, LEASE, worker=WORKER)
        assert second is not None

        used = TokenUsage(calls=2, prompt=1_700, answer=450)
        ended = await jobs.finish(second.id, fence=second.fence, outcome=replace(SUCCESS, usage=used))

        assert ended.usage == TokenUsage(calls=6, prompt=1_700, answer=450)
        assert await jobs.get(first.id) == ended

    async def test_a_job_released_for_later_than_its_deadline_fails_at_its_deadline(
        self, jobs: JobRepository, advance: Advance
    ) -> None:
        held = await claimed(jobs, new_job())
        await jobs.release(held.id, fence=held.fence, later=timedelta(days=1))
        advance(timedelta(minutes=15))

        assert await jobs.claim(held.id, LEASE, worker=WORKER) is None
        assert [job.error_code for job in await jobs.give_up(10)] == [JobDeadlineError.code]

    async def test_a_checkpoint_is_given_to_the_next_claim_and_by_no_other_reading(
        self, jobs: JobRepository, advance: Advance
    ) -> None:
        first = await claimed(jobs, new_job())
        await jobs.save_checkpoint(first.id, fence=first.fence, checkpoint="older")
        await jobs.save_checkpoint(first.id, fence=first.fence, checkpoint=CHECKPOINT)
        await jobs.renew({first.id: first.fence}, lease=LEASE, worker=WORKER)
        await watched(jobs, advance)

        second = await jobs.claim(first.id, LEASE, worker=WORKER)

        assert first.checkpoint is None
        assert second is not None
        assert second.checkpoint == CHECKPOINT
        read = [await jobs.get(first.id), *await jobs.newest(10)]
        assert read == [second, second]
        assert [job.checkpoint for job in read] == [None, None]

    async def test_a_checkpoint_outlives_a_release_and_a_claim_that_saves_none(
        self, jobs: JobRepository, advance: Advance
    ) -> None:
        held = await claimed(jobs, new_job())
        await jobs.save_checkpoint(held.id, fence=held.fence, checkpoint=CHECKPOINT)

        for later in (timedelta(0), timedelta(seconds=90)):
            await jobs.release(held.id, fence=held.fence, later=later)
            advance(later)
            again = await jobs.claim(held.id, LEASE, worker=WATCHER)
            assert again is not None
            assert again.checkpoint == CHECKPOINT
            held = again

    async def test_a_checkpoint_changes_nothing_else_of_a_job(self, jobs: JobRepository, advance: Advance) -> None:
        held = await claimed(jobs, new_job())
        advance(LEASE / 2)

        await jobs.save_checkpoint(held.id, fence=held.fence, checkpoint=CHECKPOINT)

        assert await jobs.get(held.id) == held

    async def test_each_of_many_jobs_has_its_own_checkpoint(self, jobs: JobRepository) -> None:
        held = [await claimed(jobs, new_job()) for _ in range(5)]

        await asyncio.gather(*(jobs.save_checkpoint(job.id, fence=1, checkpoint=str(job.id)) for job in held))

        for job in held:
            await jobs.release(job.id, fence=1)
            again = await jobs.claim(job.id, LEASE, worker=WORKER)
            assert again is not None
            assert again.checkpoint == str(job.id)

    async def test_a_worker_that_was_fenced_out_saves_no_checkpoint(
        self, jobs: JobRepository, advance: Advance
    ) -> None:
        first = await claimed(jobs, new_job())
        await watched(jobs, advance)
        second = await jobs.claim(first.id, LEASE, worker=WATCHER)
        assert second is not None
        await jobs.save_checkpoint(first.id, fence=second.fence, checkpoint=CHECKPOINT)

        with pytest.raises(FencedOutError):
            await jobs.save_checkpoint(first.id, fence=first.fence, checkpoint="late")

        await jobs.release(first.id, fence=second.fence)
        third = await jobs.claim(first.id, LEASE, worker=WORKER)
        assert third is not None
        assert third.checkpoint == CHECKPOINT

    @pytest.mark.parametrize("end", ["released", "ended", "given up", "erased", "unknown"])
    async def test_no_checkpoint_is_saved_on_a_job_that_nobody_holds(
        self, jobs: JobRepository, advance: Advance, end: str
    ) -> None:
        held = await claimed(jobs, new_job())
        await jobs.save_checkpoint(held.id, fence=held.fence, checkpoint=CHECKPOINT)
        if end == "released":
            await jobs.release(held.id, fence=held.fence)
        elif end == "ended":
            assert (await jobs.finish(held.id, fence=held.fence, outcome=SUCCESS)).checkpoint is None
        elif end == "given up":
            advance(DEADLINE)
            assert [job.checkpoint for job in await jobs.give_up(10)] == [None]
        elif end == "erased":
            await jobs.erase(held.id)

        job_id = JobId(uuid4()) if end == "unknown" else held.id

        with pytest.raises(FencedOutError):
            await jobs.save_checkpoint(job_id, fence=held.fence, checkpoint="late")

    async def test_success_keeps_the_result_and_the_time_it_took(self, jobs: JobRepository, advance: Advance) -> None:
        held = await claimed(jobs, new_job())
        advance(timedelta(seconds=3.45))

        ended = await jobs.finish(held.id, fence=held.fence, outcome=SUCCESS)

        assert (ended.status, ended.cv_language, ended.lease_until) == (JobStatus.SUCCESS, "tr", None)
        assert ended.processing_time == timedelta(seconds=3.45)
        assert await jobs.get(held.id) == ended
        assert await jobs.result(held.id) == PARSED

    async def test_failure_keeps_its_code_and_message_and_no_result(self, jobs: JobRepository) -> None:
        held = await claimed(jobs, new_job())

        ended = await jobs.finish(held.id, fence=held.fence, outcome=FAILURE)

        assert (ended.status, ended.error_code, ended.error_message) == (
            JobStatus.FAILED,
            FAILURE.code,
            FAILURE.message,
        )
        assert await jobs.get(held.id) == ended
        assert await jobs.result(held.id) is None

    async def test_a_worker_that_was_late_but_not_replaced_may_still_end_the_job(
        self, jobs: JobRepository, advance: Advance
    ) -> None:
        held = await claimed(jobs, new_job())
        advance(LEASE * 2)

        ended = await jobs.finish(held.id, fence=held.fence, outcome=SUCCESS)

        assert ended.status is JobStatus.SUCCESS

    @pytest.mark.parametrize("outcome", [SUCCESS, FAILURE], ids=["success", "failed"])
    async def test_an_ended_job_never_changes(self, jobs: JobRepository, advance: Advance, outcome: Outcome) -> None:
        held = await claimed(jobs, new_job())
        ended = await jobs.finish(held.id, fence=held.fence, outcome=outcome)
        advance(timedelta(days=1))

        for other in (SUCCESS, FAILURE):
            with pytest.raises(FencedOutError):
                await jobs.finish(held.id, fence=held.fence, outcome=other)
        assert await jobs.renew({held.id: held.fence}, lease=LEASE, worker=WORKER) == {held.id}
        assert await jobs.claim(held.id, LEASE, worker=WORKER) is None
        assert list(await jobs.give_up(10)) == []
        assert await jobs.get(held.id) == ended

    async def test_a_job_that_crashed_too_often_is_given_up_and_the_next_is_not_touched(
        self, jobs: JobRepository, advance: Advance
    ) -> None:
        poison, healthy = new_job(), await jobs.add(new_job(deadline=DEADLINE * 2))
        await crashed(jobs, advance, poison, MAX_CRASHES)

        assert await jobs.claim(poison.id, LEASE, worker=WORKER) is None
        ended = await jobs.give_up(10)

        assert [(job.id, job.error_code, job.crashes) for job in ended] == [
            (poison.id, JobCrashedError.code, MAX_CRASHES)
        ]
        assert (await jobs.get(poison.id)).status is JobStatus.FAILED
        assert (await jobs.get(healthy.id)) == healthy

    async def test_a_job_that_crashed_is_taken_only_by_who_takes_such_and_beside_few(
        self, jobs: JobRepository, advance: Advance
    ) -> None:
        job = new_job()
        await crashed(jobs, advance, job, MAX_CRASHES - 1)
        most = most_suspects(MAX_CRASHES - 1)

        assert await jobs.claim(job.id, LEASE, worker=WORKER, beside=None) is None
        assert await jobs.claim(job.id, LEASE, worker=WORKER, beside=[1] * most) is None
        assert await jobs.claim(job.id, LEASE, worker=WORKER, beside=[1] * (most - 1)) is not None

    async def test_a_job_past_its_deadline_is_given_up(self, jobs: JobRepository, advance: Advance) -> None:
        job = new_job()
        await jobs.add(job)
        advance(timedelta(minutes=15))

        ended = await jobs.give_up(10)

        assert [(job.id, job.error_code) for job in ended] == [(job.id, JobDeadlineError.code)]
        assert await jobs.claim(job.id, LEASE, worker=WORKER) is None

    async def test_a_job_that_is_in_time_is_not_given_up(self, jobs: JobRepository, advance: Advance) -> None:
        await claimed(jobs, new_job())
        advance(DEADLINE - timedelta(seconds=1))

        assert list(await jobs.give_up(10)) == []

    async def test_giving_up_is_limited_and_goes_on_where_it_stopped(
        self, jobs: JobRepository, advance: Advance
    ) -> None:
        late = await one_a_second(jobs, advance, 5)
        advance(timedelta(hours=1))

        first, second = await jobs.give_up(3), await jobs.give_up(3)

        assert len(first) == 3
        assert [job.id for job in (*first, *second)] == [job.id for job in late]

    async def test_claimable_are_the_oldest_of_those_that_nobody_works_on(
        self, jobs: JobRepository, advance: Advance
    ) -> None:
        ended = await claimed(jobs, new_job())
        await jobs.finish(ended.id, fence=ended.fence, outcome=SUCCESS)
        await claimed(jobs, new_job())
        waiting = await one_a_second(jobs, advance, 3)

        assert list(await jobs.claimable(2, untouched_for=timedelta(0))) == [job.id for job in waiting[:2]]

    async def test_claimable_jobs_are_seen_page_after_page(self, jobs: JobRepository, advance: Advance) -> None:
        waiting = []
        for number in range(7):
            waiting.append(await jobs.add(new_job()))
            advance(timedelta(seconds=number % 2))

        seen: list[JobId] = []
        while page := await jobs.claimable(3, untouched_for=timedelta(0), after=seen[-1] if seen else None):
            seen.extend(page)
            assert len(seen) < 100, "pages without an end"

        assert sorted(seen) == sorted(job.id for job in waiting)
        assert await jobs.claimable(3, untouched_for=timedelta(0), after=JobId(uuid4())) == []

    async def test_one_caller_at_a_time_is_alone_with_a_task(self, jobs: JobRepository) -> None:
        async with (
            jobs.try_exclusive("recovery") as first,
            jobs.try_exclusive("recovery") as second,
            jobs.try_exclusive("other") as other,
        ):
            assert (first, second, other) == (True, False, True)

        async with jobs.try_exclusive("recovery") as again:
            assert again

    async def test_who_was_not_alone_with_a_task_leaves_it_to_who_is(self, jobs: JobRepository) -> None:
        async with jobs.try_exclusive("recovery") as alone:
            async with jobs.try_exclusive("recovery") as other:
                assert (alone, other) == (True, False)

            async with jobs.try_exclusive("recovery") as again:
                assert not again

    async def test_a_task_is_free_again_when_who_was_alone_with_it_failed(self, jobs: JobRepository) -> None:
        with pytest.raises(LookupError):
            async with jobs.try_exclusive("recovery"):
                raise LookupError

        async with jobs.try_exclusive("recovery") as again:
            assert again

    async def test_a_job_that_was_just_touched_is_not_claimable_yet(
        self, jobs: JobRepository, advance: Advance
    ) -> None:
        job = new_job()
        await jobs.add(job)
        advance(timedelta(seconds=4))
        assert list(await jobs.claimable(10, untouched_for=timedelta(seconds=5))) == []

        advance(timedelta(seconds=1))

        assert list(await jobs.claimable(10, untouched_for=timedelta(seconds=5))) == [job.id]

    async def test_a_job_whose_lease_ran_out_is_claimable(self, jobs: JobRepository, advance: Advance) -> None:
        held = await claimed(jobs, new_job())
        await watched(jobs, advance)

        assert list(await jobs.claimable(10, untouched_for=timedelta(0))) == [held.id]

    async def test_the_backlog_is_what_has_not_ended(self, jobs: JobRepository, advance: Advance) -> None:
        assert await jobs.backlog() == Backlog(jobs=0, age=None, unclaimed_age=None)
        ended, old, _ = await one_a_second(jobs, advance, 3)
        held = await jobs.claim(ended.id, LEASE, worker=WORKER)
        assert held is not None
        await jobs.finish(held.id, fence=held.fence, outcome=FAILURE)
        await jobs.claim(old.id, LEASE, worker=WORKER)

        assert await jobs.backlog() == Backlog(jobs=2, age=timedelta(seconds=2), unclaimed_age=timedelta(seconds=1))

    async def test_statistics_tell_of_the_jobs_of_their_window(self, jobs: JobRepository, advance: Advance) -> None:
        started = [await claimed(jobs, new_job()) for _ in range(3)]
        await jobs.add(new_job())
        advance(timedelta(seconds=4))
        for held in started[:2]:
            await jobs.finish(held.id, fence=held.fence, outcome=SUCCESS)
        await jobs.finish(started[2].id, fence=started[2].fence, outcome=FAILURE)

        found = await jobs.statistics(window=timedelta(seconds=4))

        assert found.by_status == {JobStatus.PROCESSING: 1, JobStatus.SUCCESS: 2, JobStatus.FAILED: 1}
        assert found.average_processing_time == timedelta(seconds=4)
        assert found.failed_rate == pytest.approx(1 / 3)
        assert found.expired_leases == 0

    async def test_statistics_of_a_window_without_jobs_say_so(self, jobs: JobRepository, advance: Advance) -> None:
        await jobs.add(new_job())
        advance(timedelta(seconds=2))

        found = await jobs.statistics(window=timedelta(seconds=1))

        assert found.by_status == dict.fromkeys(JobStatus, 0)
        assert found.average_processing_time is None
        assert found.failed_rate is None
        assert found.expired_leases == 0

    async def test_statistics_count_leases_that_ran_out(self, jobs: JobRepository, advance: Advance) -> None:
        for _ in range(2):
            await crashed(jobs, advance, new_job(), 1)
        for job in await jobs.newest(2):
            await jobs.claim(job.id, LEASE, worker=WORKER)

        assert (await jobs.statistics(window=timedelta(hours=1))).expired_leases == 2

    async def test_trends_tell_when_jobs_came_how_long_they_took_and_what_failed(
        self, jobs: JobRepository, advance: Advance
    ) -> None:
        await jobs.add(new_job())
        advance(timedelta(seconds=8))
        held = [await claimed(jobs, new_job()) for _ in range(3)]
        advance(timedelta(seconds=2))
        await jobs.finish(held[0].id, fence=held[0].fence, outcome=SUCCESS)
        advance(timedelta(seconds=2))
        await jobs.finish(held[1].id, fence=held[1].fence, outcome=SUCCESS)
        await jobs.finish(held[2].id, fence=held[2].fence, outcome=FAILURE)
        await jobs.add(new_job())

        found = await jobs.trends(window=timedelta(seconds=10), steps=5)

        counts = {(n, status): jobs for n, each in enumerate(found.arrived) for status, jobs in each.items() if jobs}
        assert counts == {(3, JobStatus.SUCCESS): 2, (3, JobStatus.FAILED): 1, (4, JobStatus.PROCESSING): 1}
        assert found.step == timedelta(seconds=2)
        assert found.p95_processing_time == timedelta(seconds=4)
        assert found.failed_codes == {FAILURE.code: 1}

    async def test_trends_of_a_window_without_jobs_say_so(self, jobs: JobRepository, advance: Advance) -> None:
        await jobs.add(new_job())
        advance(timedelta(seconds=2))

        found = await jobs.trends(window=timedelta(seconds=1), steps=1)

        assert found.arrived == [dict.fromkeys(JobStatus, 0)]
        assert found.p95_processing_time is None
        assert not found.failed_codes

    async def test_the_trends_of_an_owner_count_its_jobs_alone(self, jobs: JobRepository) -> None:
        await jobs.of(OTHER).add(new_job())
        await jobs.of(OWNER).add(new_job())

        for owner, count in ((OWNER, 1), (OTHER, 1), (Owner("nobody"), 0)):
            found = await jobs.of(owner).trends(window=timedelta(hours=1), steps=1)
            assert found.arrived[0][JobStatus.PROCESSING] == count

    async def test_an_erased_job_is_gone_and_says_so(self, jobs: JobRepository) -> None:
        held = await claimed(jobs, new_job())
        await jobs.finish(held.id, fence=held.fence, outcome=SUCCESS)

        await jobs.erase(held.id)
        await jobs.erase(held.id)

        with pytest.raises(JobErasedError):
            await jobs.get(held.id)
        assert await jobs.result(held.id) is None
        assert list(await jobs.newest(10)) == []
        assert await jobs.claim(held.id, LEASE, worker=WORKER) is None

    async def test_scrubbing_leaves_every_job_as_it_is(self, jobs: JobRepository) -> None:
        kept, erased = await claimed(jobs, new_job()), await claimed(jobs, new_job())
        await jobs.erase(erased.id)

        await jobs.scrub()

        assert await jobs.get(kept.id) == kept
        assert [job.id for job in await jobs.newest(10)] == [kept.id]

    @pytest.mark.parametrize("is_text", [False, True], ids=["file", "text"])
    async def test_an_erased_job_does_not_come_back_however_often_it_is_sent(
        self, jobs: JobRepository, *, is_text: bool
    ) -> None:
        job = new_job(is_text=is_text)
        await jobs.add(job)
        await jobs.erase(job.id)

        for _ in range(2):
            with pytest.raises(JobErasedError):
                await jobs.add(job)
        await jobs.expect_file(job.id, job.location)
        with pytest.raises(JobErasedError):
            await jobs.add(job)

        with pytest.raises(JobErasedError):
            await jobs.get(job.id)
        assert not await jobs.newest(10)

    async def test_the_worker_of_an_erased_job_is_fenced_out(self, jobs: JobRepository) -> None:
        held = await claimed(jobs, new_job())

        await jobs.erase(held.id)

        with pytest.raises(FencedOutError):
            await jobs.finish(held.id, fence=held.fence, outcome=SUCCESS)

    async def test_the_file_of_a_job_that_does_not_come_is_overdue_once_it_is_old(
        self, jobs: JobRepository, advance: Advance
    ) -> None:
        job = new_job()
        await jobs.expect_file(job.id, job.location)
        await jobs.expect_file(job.id, job.location)
        advance(AGE)
        assert list(await jobs.overdue_files(10, age=AGE)) == []

        advance(timedelta(seconds=1))

        assert list(await jobs.overdue_files(10, age=AGE)) == [job.id]
        assert await jobs.disown_files([job.id]) == {job.id: job.location}

    async def test_the_file_of_a_job_that_came_is_kept_until_the_job_is_erased(
        self, jobs: JobRepository, advance: Advance
    ) -> None:
        job = new_job()
        await jobs.expect_file(job.id, job.location)
        held = await claimed(jobs, job)
        await jobs.finish(held.id, fence=held.fence, outcome=SUCCESS)
        advance(AGE * 2)

        assert list(await jobs.overdue_files(10, age=AGE)) == []
        assert await jobs.disown_files([job.id]) == {}
        await jobs.erase(job.id)
        assert await jobs.disown_files([job.id]) == {}

    async def test_the_document_of_a_text_is_overdue_when_its_job_has_ended(
        self, jobs: JobRepository, advance: Advance
    ) -> None:
        job = new_job(is_text=True)
        await jobs.expect_file(job.id, job.location)
        held = await claimed(jobs, job)
        advance(AGE * 2)
        assert list(await jobs.overdue_files(10, age=AGE)) == []
        assert await jobs.disown_files([job.id]) == {}

        await jobs.finish(held.id, fence=held.fence, outcome=FAILURE)

        assert list(await jobs.overdue_files(10, age=AGE)) == [job.id]
        assert await jobs.disown_files([job.id]) == {job.id: job.location}
        assert (await jobs.get(job.id)).status is JobStatus.FAILED

    async def test_a_job_whose_file_was_disowned_does_not_come_and_its_file_is_known_again(
        self, jobs: JobRepository
    ) -> None:
        late, untouched = new_job(), new_job()
        for job in (late, untouched):
            await jobs.expect_file(job.id, job.location)
        await jobs.disown_files([late.id])
        await jobs.forget_files([late.id])

        with pytest.raises(JobErasedError):
            await jobs.add(late)
        await jobs.add(untouched)

        assert [job.id for job in await jobs.newest(10)] == [untouched.id]
        assert await jobs.disown_files([late.id, untouched.id]) == {late.id: late.location}

    @pytest.mark.parametrize("is_text", [False, True], ids=["file", "text"])
    async def test_a_file_is_never_disowned_and_its_job_stored(self, jobs: JobRepository, *, is_text: bool) -> None:
        expected = [new_job(is_text=is_text) for _ in range(20)]
        await asyncio.gather(*(jobs.expect_file(job.id, job.location) for job in expected))

        adding = [jobs.add(job) for job in expected]
        disowning = [jobs.disown_files([job.id]) for job in reversed(expected)]
        both = await asyncio.gather(*adding, *disowning, return_exceptions=True)

        stored = {job.id for job in await jobs.newest(100)}
        disowned = {job_id for found in both if isinstance(found, dict) for job_id in found}
        refused = {job.id for job, outcome in zip(expected, both, strict=False) if isinstance(outcome, JobErasedError)}
        assert stored | disowned == {job.id for job in expected}
        assert not stored & disowned
        assert refused == disowned

    async def test_what_was_disowned_is_overdue_until_it_is_forgotten(
        self, jobs: JobRepository, advance: Advance
    ) -> None:
        job = new_job()
        await jobs.expect_file(job.id, job.location)
        advance(AGE * 2)
        await jobs.disown_files([job.id])
        assert await jobs.disown_files([job.id]) == {job.id: job.location}
        assert list(await jobs.overdue_files(10, age=AGE)) == [job.id]

        await jobs.forget_files([job.id])
        await jobs.forget_files([job.id])

        assert list(await jobs.overdue_files(10, age=AGE)) == []
        assert await jobs.disown_files([job.id, JobId(uuid4())]) == {}

    async def test_the_file_of_a_job_that_has_ended_is_overdue_once_its_time_is_over(
        self, jobs: JobRepository, advance: Advance
    ) -> None:
        ended, unfinished = new_job(deadline=AGE * 9), new_job(deadline=AGE * 9)
        for job in (ended, unfinished):
            await jobs.expect_file(job.id, job.location)
        advance(timedelta(seconds=5))
        held = await claimed(jobs, ended)
        await jobs.add(unfinished)
        await jobs.finish(held.id, fence=held.fence, outcome=SUCCESS)
        advance(AGE * 2 - timedelta(microseconds=1))
        assert list(await jobs.overdue_files(10, age=AGE, kept_for=AGE * 2)) == []
        assert await jobs.disown_files([ended.id], kept_for=AGE * 2) == {}

        advance(timedelta(microseconds=1))

        assert list(await jobs.overdue_files(10, age=AGE, kept_for=AGE * 2)) == [ended.id]
        assert list(await jobs.overdue_files(10, age=AGE, kept_for=None)) == []
        assert await jobs.disown_files([ended.id, unfinished.id], kept_for=AGE * 2) == {ended.id: ended.location}
        await jobs.forget_files([ended.id])
        assert list(await jobs.overdue_files(10, age=AGE, kept_for=AGE * 2)) == []
        assert (await jobs.get(ended.id)).status is JobStatus.SUCCESS
        assert await jobs.result(ended.id) == PARSED

    async def test_a_job_expires_when_its_submission_was_told_or_earlier_by_the_bounds_of_today(
        self, jobs: JobRepository, advance: Advance
    ) -> None:
        told, bounded, ended = replace(new_job(), expires_in=AGE), new_job(), replace(new_job(), expires_in=AGE * 4)
        await jobs.add(told)
        held = await claimed(jobs, ended)
        await jobs.finish(held.id, fence=held.fence, outcome=SUCCESS)
        advance(AGE - timedelta(microseconds=1))
        await jobs.add(bounded)
        assert list(await jobs.expired(10, retention=FOR_GOOD)) == []

        advance(timedelta(microseconds=1))

        assert await jobs.expired(10, retention=FOR_GOOD) == [await jobs.get(told.id)]
        found = await jobs.expired(10, retention=Retention(results=AGE / 2))
        assert {job.id for job in found} == {told.id, ended.id}
        assert (await jobs.get(told.id)).expires_at == START + AGE
        assert (await jobs.get(bounded.id)).expires_at is None

    async def test_expired_jobs_are_seen_page_after_page(self, jobs: JobRepository, advance: Advance) -> None:
        stored = await one_a_second(jobs, advance, 7)

        seen: list[Job] = []
        while page := await jobs.expired(
            3, retention=Retention(results=timedelta(seconds=1)), after=seen[-1].id if seen else None
        ):
            seen.extend(page)
            assert len(seen) < 100, "pages without an end"

        assert {job.id for job in seen} == {job.id for job in stored}
        assert len(seen) == 7

    async def test_a_purge_removes_what_has_expired_and_nothing_else(
        self, jobs: JobRepository, advance: Advance
    ) -> None:
        over, unfinished, young = (replace(new_job(), expires_in=each) for each in (AGE, AGE, AGE * 2))
        await jobs.expect_file(over.id, over.location)
        held = await claimed(jobs, over)
        await jobs.finish(held.id, fence=held.fence, outcome=SUCCESS)
        working = await claimed(jobs, unfinished)
        await jobs.add(young)
        advance(AGE)

        purged = await jobs.purge([over.id, unfinished.id, young.id, JobId(uuid4())], retention=FOR_GOOD)
        await jobs.scrub()

        assert purged == {over.id, unfinished.id}
        assert await jobs.purge([over.id], retention=FOR_GOOD) == frozenset()
        assert [job.id for job in await jobs.newest(10)] == [young.id]
        assert await jobs.result(over.id) is None
        assert list(await jobs.overdue_files(10, age=AGE, kept_for=AGE)) == []
        with pytest.raises(FencedOutError):
            await jobs.finish(working.id, fence=working.fence, outcome=SUCCESS)
        for job_id in purged:
            with pytest.raises(JobExpiredError):
                await jobs.get(job_id)
        with pytest.raises(JobErasedError):
            await jobs.add(over)

    async def test_why_a_job_was_erased_first_stays(self, jobs: JobRepository, advance: Advance) -> None:
        asked, expired = new_job(), new_job()
        await jobs.add(asked)
        await jobs.add(expired)
        await jobs.erase(asked.id)
        advance(AGE)
        await jobs.purge([asked.id, expired.id], retention=Retention(results=AGE))
        await jobs.erase(expired.id, reason=ErasureReason.READ)

        with pytest.raises(JobExpiredError):
            await jobs.get(expired.id)
        with pytest.raises(JobErasedError) as caught:
            await jobs.get(asked.id)
        assert caught.value.code == JobErasedError.code

    async def test_a_file_that_is_expected_again_is_no_younger_and_forgetting_it_forgets_no_other(
        self, jobs: JobRepository, advance: Advance
    ) -> None:
        first, other = new_job(), new_job()
        for job in (first, other):
            await jobs.expect_file(job.id, job.location)
        advance(AGE)
        await jobs.expect_file(first.id, first.location)
        advance(timedelta(seconds=1))

        assert set(await jobs.overdue_files(10, age=AGE)) == {first.id, other.id}
        await jobs.forget_files([first.id])
        assert list(await jobs.overdue_files(10, age=AGE)) == [other.id]

    async def test_who_objects_again_objects_since_the_first_time(self, jobs: JobRepository, advance: Advance) -> None:
        since = await jobs.of(OWNER).object_to("user")
        advance(AGE)

        assert await jobs.of(OWNER).object_to("user") == since == START
        assert await jobs.of(OWNER).objected_at("user") == START

    async def test_what_is_given_out_is_the_callers_to_change(self, jobs: JobRepository) -> None:
        await jobs.add(new_job())
        for found in (await jobs.newest(10), await jobs.claimable(10, untouched_for=timedelta(0))):
            if isinstance(found, list):
                found.clear()

        assert len(await jobs.newest(10)) == 1
        assert len(await jobs.claimable(10, untouched_for=timedelta(0))) == 1

    @pytest.mark.parametrize("time", ["first", "second"])
    async def test_a_repository_begins_empty_whatever_another_kept(self, jobs: JobRepository, time: str) -> None:
        assert list(await jobs.newest(10)) == [], time

        await jobs.add(new_job())

    async def test_what_was_stored_is_there_for_who_opens_the_store_again(
        self, jobs: JobRepository, reopened: Reopened
    ) -> None:
        ended, held, erased, noted = new_job(), new_job(), new_job(), new_job()
        done = await claimed(jobs, replace(ended, owner=OWNER, idempotency=SENT))
        done = await jobs.finish(done.id, fence=done.fence, outcome=SUCCESS)
        taken = await claimed(jobs, held)
        await jobs.save_checkpoint(taken.id, fence=taken.fence, checkpoint=CHECKPOINT)
        await jobs.add(erased)
        await jobs.erase(erased.id)
        await jobs.expect_file(noted.id, noted.location)
        await jobs.of(OWNER).object_to("user")

        again = await reopened()

        assert await again.get(done.id) == done
        assert await again.result(done.id) == PARSED
        assert await again.of(OWNER).submitted(SENT) == done.id
        assert await again.get(held.id) == taken
        assert await again.claim(held.id, LEASE, worker=WATCHER) is None
        await again.release(held.id, fence=taken.fence)
        resumed = await jobs.claim(held.id, LEASE, worker=WATCHER)
        assert resumed is not None
        assert (resumed.fence, resumed.checkpoint) == (2, CHECKPOINT)
        with pytest.raises(JobErasedError):
            await again.get(erased.id)
        assert await again.disown_files([noted.id]) == {noted.id: noted.location}
        assert await again.of(OWNER).objected_at("user") == START

    async def test_of_processes_that_claim_at_once_one_succeeds(self, jobs: JobRepository, reopened: Reopened) -> None:
        again = await reopened()
        job = await jobs.add(new_job())

        taken = await asyncio.gather(
            *((jobs, again)[number % 2].claim(job.id, LEASE, worker=WORKER) for number in range(10))
        )

        assert len([each for each in taken if each is not None]) == 1
        async with jobs.try_exclusive("recovery") as first, again.try_exclusive("recovery") as second:
            assert (first, second) == (True, False)

    async def test_overdue_files_are_seen_page_after_page(self, jobs: JobRepository, advance: Advance) -> None:
        expected = [new_job() for _ in range(7)]
        for job in expected:
            await jobs.expect_file(job.id, job.location)
        advance(AGE * 2)

        seen: list[JobId] = []
        while page := await jobs.overdue_files(3, age=AGE, after=seen[-1] if seen else None):
            seen.extend(page)
            assert len(seen) < 100, "pages without an end"

        assert sorted(seen) == sorted(job.id for job in expected)

    async def test_times_keep_their_microseconds(self, jobs: JobRepository, advance: Advance) -> None:
        advance(timedelta(microseconds=123_456))

        stored = await jobs.add(new_job())

        assert stored.created_at == START.replace(microsecond=123_456)
        assert (await jobs.get(stored.id)).created_at == stored.created_at

    async def test_an_owner_adds_and_sees_a_job_of_its_own(self, jobs: JobRepository) -> None:
        mine = jobs.of(OWNER)

        added = await mine.add(new_job())

        assert (mine.owner, added.owner) == (OWNER, OWNER)
        assert await mine.get(added.id) == added
        assert await mine.newest(10) == [added]
        assert (await jobs.get(added.id)).owner == OWNER

    async def test_an_owner_cannot_add_a_job_for_another(self, jobs: JobRepository) -> None:
        added = await jobs.of(OWNER).add(replace(new_job(), owner=OTHER))

        assert added.owner == OWNER

    @pytest.mark.parametrize("was", ["stored", "ended", "erased"])
    async def test_a_job_of_another_owner_is_as_unknown_as_one_that_never_was(
        self, jobs: JobRepository, was: str
    ) -> None:
        job, foreign = new_job(), jobs.of(OTHER)
        await jobs.of(OWNER).add(job)
        if was == "ended":
            taken = await jobs.claim(job.id, LEASE, worker=WORKER)
            assert taken is not None
            await jobs.finish(job.id, fence=taken.fence, outcome=SUCCESS)
        if was == "erased":
            await jobs.of(OWNER).erase(job.id)

        with pytest.raises(JobUnknownError):
            await foreign.get(job.id)
        with pytest.raises(JobUnknownError):
            await foreign.erase(job.id)
        with pytest.raises(JobUnknownError):
            await foreign.cancel(job.id)
        assert await foreign.result(job.id) is None
        assert await foreign.newest(10) == []
        if was == "ended":
            assert await jobs.of(OWNER).result(job.id) == PARSED

    async def test_an_id_that_another_owner_has_is_not_added_again_and_not_shown(self, jobs: JobRepository) -> None:
        job = new_job()
        stored = await jobs.of(OWNER).add(job)

        with pytest.raises(JobErasedError):
            await jobs.of(OTHER).add(job)
        assert await jobs.of(OWNER).get(job.id) == stored

    async def test_an_owner_erases_its_own_job_and_hears_that_it_was_erased(self, jobs: JobRepository) -> None:
        mine, job = jobs.of(OWNER), new_job()
        await mine.add(job)

        await mine.erase(job.id)
        await mine.erase(job.id)

        with pytest.raises(JobErasedError):
            await mine.get(job.id)

    async def test_the_figures_of_an_owner_count_its_jobs_alone(self, jobs: JobRepository, advance: Advance) -> None:
        await jobs.of(OTHER).add(new_job())
        advance(timedelta(seconds=5))
        for _ in range(2):
            await jobs.of(OWNER).add(new_job())
        mine = jobs.of(OWNER)

        assert await mine.backlog() == Backlog(jobs=2, age=timedelta(0), unclaimed_age=timedelta(0))
        assert (await mine.statistics(window=timedelta(hours=1))).by_status[JobStatus.PROCESSING] == 2
        assert (await jobs.backlog()).jobs == 3
        assert (await jobs.of(Owner("nobody")).backlog()).jobs == 0

    async def test_the_newest_of_an_owner_are_limited_after_others_were_left_out(
        self, jobs: JobRepository, advance: Advance
    ) -> None:
        first = await jobs.of(OWNER).add(new_job())
        advance(timedelta(seconds=1))
        for _ in range(3):
            await jobs.of(OTHER).add(new_job())

        assert await jobs.of(OWNER).newest(1) == [first]

    async def test_workers_take_the_jobs_of_every_owner_and_leave_them_theirs(self, jobs: JobRepository) -> None:
        for owner in (OWNER, OTHER):
            job = new_job()
            await jobs.of(owner).add(job)
            taken = await jobs.claim(job.id, LEASE, worker=WORKER)
            assert taken is not None
            ended = await jobs.finish(job.id, fence=taken.fence, outcome=FAILURE)

            assert (taken.owner, ended.owner) == (owner, owner)
            assert (await jobs.of(owner).get(job.id)).error_code == FAILURE.code

    async def test_a_job_that_was_refused_before_it_came_is_unknown_to_owners(self, jobs: JobRepository) -> None:
        job = new_job()
        await jobs.expect_file(job.id, job.location)
        await jobs.disown_files([job.id])

        with pytest.raises(JobErasedError):
            await jobs.of(OWNER).add(job)
        with pytest.raises(JobUnknownError):
            await jobs.of(OWNER).get(job.id)

    async def test_owners_take_turns_whatever_their_worker_was_notified_of(
        self, jobs: JobRepository, advance: Advance
    ) -> None:
        many = await of_owner(jobs, OWNER, 6, advance)
        few = await of_owner(jobs, OTHER, 2, advance)

        notified = [*many, *few]
        taken = [await jobs.claim_in_turn(job_id, LEASE, worker=WORKER) for job_id in notified]

        assert [job and job.id for job in taken] == [many[0], few[0], many[1], few[1], *many[2:]]
        assert await jobs.claim_in_turn(many[0], LEASE, worker=WORKER) is None

    async def test_one_job_waits_for_one_of_each_other_owner_however_many_they_have(
        self, jobs: JobRepository, advance: Advance
    ) -> None:
        many = await of_owner(jobs, OWNER, 40, advance)
        for job_id in many[:10]:
            assert await jobs.claim_in_turn(job_id, LEASE, worker=WORKER) is not None
        (only,) = await of_owner(jobs, OTHER, 1, advance)

        taken = [await jobs.claim_in_turn(many[0], LEASE, worker=WORKER) for _ in range(2)]

        assert [job and job.id for job in taken] == [many[10], only]

    async def test_an_owner_that_comes_back_after_others_had_their_turns_goes_before_nobody_twice(
        self, jobs: JobRepository, advance: Advance
    ) -> None:
        many = await of_owner(jobs, OWNER, 5, advance)
        order = []
        for _ in range(3):
            # Whoever sends one job at a time alternates with whoever sent all of them at once.
            await of_owner(jobs, OTHER, 1, advance)
            for _ in range(2):
                job = await jobs.claim_in_turn(many[0], LEASE, worker=WORKER)
                assert job is not None
                order.append(job.owner)
                await jobs.finish(job.id, fence=job.fence, outcome=FAILURE)

        assert order == [OWNER, OTHER] * 3

    async def test_what_an_owner_has_under_way_counts(self, jobs: JobRepository, advance: Advance) -> None:
        under_way = await of_owner(jobs, OWNER, 3, advance)
        for job_id in under_way:
            assert await jobs.claim_in_turn(job_id, LEASE, worker=WORKER) is not None
        others = await of_owner(jobs, OTHER, 2, advance)
        await of_owner(jobs, OWNER, 1, advance)
        third = Owner("third")
        await of_owner(jobs, third, 1, advance)

        order = [await jobs.claim_in_turn(others[0], LEASE, worker=WORKER) for _ in range(4)]

        assert [job and job.owner for job in order] == [OTHER, third, OTHER, OWNER]

    async def test_an_owner_of_more_weight_has_more_turns_in_a_round(
        self, jobs: JobRepository, advance: Advance
    ) -> None:
        light = await of_owner(jobs, OTHER, 9, advance)
        await of_owner(jobs, OWNER, 9, advance, weight=3)

        owners = []
        for _ in range(8):
            job = await jobs.claim_in_turn(light[0], LEASE, worker=WORKER)
            owners.append(job and job.owner)

        assert owners.count(OWNER) == 6

    async def test_concurrent_claims_in_turn_each_take_another_job(self, jobs: JobRepository, advance: Advance) -> None:
        waiting = await of_owner(jobs, OWNER, 10, advance)

        taken = await asyncio.gather(
            *(jobs.claim_in_turn(waiting[-1], LEASE, worker=WORKER) for _ in range(len(waiting) + 2))
        )

        assert sorted(job.id for job in taken if job is not None) == sorted(waiting)

    async def test_a_job_that_was_handed_back_waits_at_its_turn_again(
        self, jobs: JobRepository, advance: Advance
    ) -> None:
        waiting = await of_owner(jobs, OWNER, 2, advance)
        held = await jobs.claim_in_turn(waiting[1], LEASE, worker=WORKER)
        assert held is not None
        await jobs.release(held.id, fence=held.fence)

        again = await jobs.claim_in_turn(waiting[1], LEASE, worker=WORKER)

        assert again is not None
        assert (again.id, again.fence) == (waiting[0], 2)

    async def test_a_job_that_is_due_later_is_taken_when_its_worker_is_notified_of_it(
        self, jobs: JobRepository, advance: Advance
    ) -> None:
        first, second, third = await of_owner(jobs, OWNER, 3, advance)
        held = await jobs.claim_in_turn(first, LEASE, worker=WORKER)
        assert held is not None
        await jobs.release(first, fence=held.fence, later=LEASE)
        taken = await jobs.claim_in_turn(first, LEASE, worker=WORKER)
        assert taken is not None
        assert taken.id == second
        advance(LEASE)

        taken = await jobs.claim_in_turn(first, LEASE, worker=WORKER)

        assert taken is not None
        assert (taken.id, taken.fence) == (first, 2)
        assert (await jobs.get(third)).fence == 0

    async def test_a_job_that_crashed_is_no_turn_of_anybody_and_taken_by_who_takes_such(
        self, jobs: JobRepository, advance: Advance
    ) -> None:
        suspect = new_job()
        await crashed(jobs, advance, suspect, 1)
        waiting = await of_owner(jobs, OWNER, 1, advance)

        assert await jobs.claim_in_turn(suspect.id, LEASE, worker=WORKER, beside=None) is None
        taken = await jobs.claim_in_turn(waiting[0], LEASE, worker=WORKER, beside=None)
        assert taken is not None
        assert taken.id == waiting[0]
        suspected = await jobs.claim_in_turn(suspect.id, LEASE, worker=WORKER)
        assert suspected is not None
        assert (suspected.id, suspected.crashes) == (suspect.id, 1)

    async def test_no_turn_is_a_job_that_was_cancelled_erased_or_is_past_its_deadline(
        self, jobs: JobRepository, advance: Advance
    ) -> None:
        cancelled, erased, late = await of_owner(jobs, OWNER, 3, advance)
        await jobs.cancel(cancelled)
        await jobs.erase(erased)
        advance(DEADLINE)
        (waiting,) = await of_owner(jobs, OWNER, 1, advance)

        taken = await jobs.claim_in_turn(late, LEASE, worker=WORKER)

        assert taken is not None
        assert taken.id == waiting
        assert await jobs.claim_in_turn(late, LEASE, worker=WORKER) is None

    async def test_a_job_that_was_stored_under_a_key_is_found_by_it(self, jobs: JobRepository) -> None:
        job = replace(new_job(), idempotency=SENT)

        assert await jobs.of(OWNER).submitted(SENT) is None
        await jobs.of(OWNER).add(job)
        assert await jobs.of(OWNER).submitted(SENT) == job.id
        with pytest.raises(IdempotencyKeyReusedError):
            await jobs.of(OWNER).submitted(replace(SENT, fingerprint=b"2" * 32))
        assert await jobs.of(OWNER).submitted(replace(SENT, key=b"b" * 32)) is None

    async def test_no_second_job_is_stored_under_a_key(self, jobs: JobRepository) -> None:
        first, second = (replace(new_job(), idempotency=SENT) for _ in range(2))
        await jobs.expect_file(second.id, second.location)
        stored = await jobs.of(OWNER).add(first)

        with pytest.raises(IdempotencyKeyInUseError):
            await jobs.of(OWNER).add(second)
        with pytest.raises(JobUnknownError):
            await jobs.get(second.id)
        assert list(await jobs.disown_files([second.id])) == [second.id]
        # The same again is no other.
        assert await jobs.of(OWNER).add(first) == stored

    async def test_of_concurrent_jobs_under_a_key_one_is_stored(self, jobs: JobRepository) -> None:
        sent = [replace(new_job(), idempotency=SENT) for _ in range(10)]

        stored = await asyncio.gather(*(jobs.of(OWNER).add(job) for job in sent), return_exceptions=True)

        (only,) = [job for job in stored if isinstance(job, Job)]
        assert [type(each) for each in stored].count(IdempotencyKeyInUseError) == 9
        assert await jobs.of(OWNER).submitted(SENT) == only.id
        assert await jobs.newest(10) == [only]

    async def test_a_job_that_does_not_come_takes_no_key(self, jobs: JobRepository) -> None:
        refused = replace(new_job(), idempotency=SENT)
        await jobs.expect_file(refused.id, refused.location)
        await jobs.disown_files([refused.id])

        with pytest.raises(JobErasedError):
            await jobs.of(OWNER).add(refused)

        assert await jobs.of(OWNER).submitted(SENT) is None

    async def test_a_key_outlives_its_job(self, jobs: JobRepository) -> None:
        job = replace(new_job(), idempotency=SENT)
        await jobs.of(OWNER).add(job)
        await jobs.erase(job.id)

        assert await jobs.of(OWNER).submitted(SENT) == job.id
        with pytest.raises(IdempotencyKeyInUseError):
            await jobs.of(OWNER).add(replace(new_job(), idempotency=SENT))

    async def test_a_key_is_free_once_its_time_is_over_and_is_purged_then(
        self, jobs: JobRepository, advance: Advance
    ) -> None:
        for key in (b"a", b"b", b"c"):
            await jobs.of(OWNER).add(replace(new_job(), idempotency=replace(SENT, key=key * 32)))
        advance(SENT.kept_for - timedelta(microseconds=1))
        assert await jobs.purge_idempotency_keys(10) == 0
        advance(timedelta(microseconds=1))

        assert await jobs.of(OWNER).submitted(SENT) is None
        anew = await jobs.of(OWNER).add(replace(new_job(), idempotency=SENT))
        assert await jobs.of(OWNER).submitted(SENT) == anew.id
        assert [await jobs.purge_idempotency_keys(1) for _ in range(3)] == [1, 1, 0]
        assert await jobs.of(OWNER).submitted(SENT) == anew.id

    async def test_some_are_claimed_in_turn_as_one_after_the_other_would(
        self, jobs: JobRepository, advance: Advance
    ) -> None:
        many = await of_owner(jobs, OWNER, 3, advance)
        few = await of_owner(jobs, OTHER, 1, advance)

        taken = await jobs.claim_some_in_turn([*many, *few, JobId(uuid4())], LEASE, worker=WORKER)

        assert [job and job.id for job in taken] == [many[0], few[0], many[1], many[2], None]
        held = [job for job in taken if job is not None]
        assert held == [await jobs.get(job.id) for job in held]
        assert {(job.fence, job.worker, job.lease_until - job.updated_at) for job in held if job.lease_until} == {
            (1, WORKER, LEASE)
        }
        assert list(await jobs.claim_some_in_turn(many, LEASE, worker=WORKER)) == [None] * 3

    async def test_among_some_a_job_that_waits_for_no_turn_is_taken_by_who_was_notified_of_it(
        self, jobs: JobRepository, advance: Advance
    ) -> None:
        suspect, (first, second) = new_job(), await of_owner(jobs, OWNER, 2, advance)
        held = await jobs.claim_in_turn(first, LEASE, worker=WORKER)
        assert held is not None
        await jobs.save_checkpoint(first, fence=held.fence, checkpoint=CHECKPOINT)
        await jobs.release(first, fence=held.fence, later=LEASE)
        await crashed(jobs, advance, suspect, 1)
        held_by_another = await claimed(jobs, new_job())

        taken = await jobs.claim_some_in_turn([suspect.id, first, held_by_another.id], LEASE, worker=WORKER)

        # What crashed is taken where it is seen what it is beside.
        assert [job and (job.id, job.fence) for job in taken] == [None, (first, 2), (second, 1)]
        assert taken[1] is not None
        assert taken[1].checkpoint == CHECKPOINT
        assert (await jobs.get(suspect.id)).fence == 1

    async def test_of_concurrent_claims_of_some_each_takes_others(self, jobs: JobRepository, advance: Advance) -> None:
        waiting = await of_owner(jobs, OWNER, 12, advance)

        taken = await asyncio.gather(*(jobs.claim_some_in_turn(waiting[:4], LEASE, worker=WORKER) for _ in range(4)))

        assert sorted(job.id for each in taken for job in each if job is not None) == sorted(waiting)

    async def test_some_end_each_with_its_own_outcome(self, jobs: JobRepository) -> None:
        good, bad = await claimed(jobs, new_job()), await claimed(jobs, new_job())
        await jobs.save_checkpoint(bad.id, fence=bad.fence, checkpoint="kept")

        ended = await jobs.finish_some(
            [
                Ending(job_id=good.id, fence=good.fence, outcome=SUCCESS),
                Ending(job_id=bad.id, fence=bad.fence, outcome=FAILURE),
            ]
        )

        assert list(ended) == [await jobs.get(good.id), await jobs.get(bad.id)]
        assert [job and (job.status, job.error_code) for job in ended] == [
            (JobStatus.SUCCESS, None),
            (JobStatus.FAILED, "pdf_corrupt"),
        ]
        assert (await jobs.result(good.id), await jobs.result(bad.id)) == (PARSED, None)
        assert await jobs.of(good.owner).checkpoint(bad.id) is None

    async def test_who_is_fenced_out_ends_nothing_and_keeps_nobody_else_from_ending(
        self, jobs: JobRepository, advance: Advance
    ) -> None:
        lost, erased, held = [await claimed(jobs, new_job()) for _ in range(3)]
        await watched(jobs, advance)
        taken_over = await jobs.claim(lost.id, LEASE, worker=WATCHER)
        await jobs.erase(erased.id)
        endings = [
            Ending(job_id=job_id, fence=1, outcome=SUCCESS) for job_id in (lost.id, erased.id, JobId(uuid4()), held.id)
        ]

        ended = await jobs.finish_some([*endings, replace(endings[-1], outcome=FAILURE)])

        assert [job and job.id for job in ended] == [None, None, None, held.id, None]
        assert await jobs.get(lost.id) == taken_over
        assert await jobs.result(lost.id) is None
        assert await jobs.result(held.id) == PARSED
        assert list(await jobs.finish_some([])) == []
