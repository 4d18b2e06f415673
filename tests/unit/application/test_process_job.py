from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from cvparser.adapters.clock.frozen import FrozenClock
from cvparser.adapters.cpu_pool.threads import ThreadCpuPool
from cvparser.adapters.document_inspector.in_process import InProcessDocumentInspector
from cvparser.adapters.file_store.memory import MemoryFileStore
from cvparser.adapters.job_events.in_process import InProcessJobEvents
from cvparser.adapters.job_queue.memory import MemoryJobQueue
from cvparser.adapters.job_repository.memory import MemoryJobRepository
from cvparser.adapters.metrics.memory import MemoryMetrics
from cvparser.adapters.text_extractor.plain import PlainTextExtractor
from cvparser.adapters.tracer.memory import MemoryTracer
from cvparser.application.admission_control import AdmissionControl, BusyError
from cvparser.application.erase_job import EraseJob
from cvparser.application.keep_files import PAGE, KeepFiles
from cvparser.application.parse_cv import ParseCV
from cvparser.application.process_job import ProcessJob
from cvparser.application.read_job import ReadJob
from cvparser.application.recover_jobs import RecoverJobs
from cvparser.application.redact_cv import RedactCV
from cvparser.application.renew_leases import RenewLeases
from cvparser.application.submit_job import SubmitJob
from cvparser.domain.cv.document import CVDocument
from cvparser.domain.errors import (
    CVParserError,
    JobErasedError,
    JobFailedError,
    ParsingError,
    StorageUnavailableError,
    UnavailableError,
)
from cvparser.domain.heartbeat import WorkerId
from cvparser.domain.job import (
    MAX_CRASHES,
    Failure,
    FileLocation,
    Job,
    JobId,
    JobStatus,
    NewJob,
    Outcome,
    ParseMode,
    most_suspects,
)
from cvparser.domain.submission import Submitter
from cvparser.domain.usage import TokenPrices, TokenUsage
from cvparser.ports.job_queue import QueueUnavailableError
from cvparser.ports.model_errors import AnswerEmptyError, ModelFailingError, ModelRateLimitedError
from cvparser.ports.profile_parser import ParserAnswer, ParserFailure, ProfileParser
from cvparser.testing.conformance.job_repository import LEASE, START, WATCHER, WORKER, new_job, watched

TEXT = "Ada Quill\nada.quill@post.example\n\nExperience\nData Engineer at Kestrel Analytics since 2019"
SUBMITTER = Submitter(user_id="user123", session_id="session456")
OTHER = WorkerId(UUID(int=3))
Answering = Callable[[], Awaitable[ParserAnswer | ParserFailure]]


@dataclass
class Scripted(ProfileParser):
    """A parser that takes 3.45 seconds and answers as it is told."""

    clock: FrozenClock
    answer: Answering | None = None
    given: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        return "OpenAI"

    async def parse(self, document: CVDocument, *, today: date) -> ParserAnswer | ParserFailure:
        self.given.append(document.text)
        self.clock.advance(timedelta(seconds=3.45))
        if self.answer is not None:
            return await self.answer()
        return ParserAnswer(profile={"basics": {"profession": "Data Engineer"}}, cv_language="en")


class House:
    """The use cases over adapters in memory.

    Args:
        files: Where documents are kept.
        jobs: Where jobs are kept.
        off: How far the clock of whoever takes jobs in is off from that of the repository.
    """

    def __init__(
        self,
        files: MemoryFileStore | None = None,
        *,
        jobs: MemoryJobRepository | None = None,
        off: timedelta = timedelta(0),
    ) -> None:
        self.clock = FrozenClock(START)
        self.parser = Scripted(self.clock)
        self.jobs = jobs or MemoryJobRepository(clock=self.clock)
        self.files = files or MemoryFileStore()
        self.queue = MemoryJobQueue()
        events = InProcessJobEvents()
        parse_cv = ParseCV(
            redact_cv=RedactCV(extractor=PlainTextExtractor(), cpu=ThreadCpuPool()),
            parsers=dict.fromkeys(ParseMode, self.parser),
            cpu=ThreadCpuPool(),
            clock=self.clock,
        )
        jobs, files, clock = self.jobs, self.files, self.clock
        taker = FrozenClock(START + off) if off else clock
        self.metrics = metrics = MemoryMetrics(prices=TokenPrices(prompt=0.4, answer=1.6))
        self.renew_leases = RenewLeases(jobs=jobs, clock=clock, lease=LEASE, worker=WORKER)
        self.tracer = tracer = MemoryTracer()
        keep_files = KeepFiles(notes=jobs, files=files)
        self.process = ProcessJob(
            keep_files=keep_files,
            jobs=jobs,
            files=files,
            events=events,
            parse_cv=parse_cv,
            renew_leases=self.renew_leases,
            lease=LEASE,
            worker=WORKER,
            clock=clock,
            metrics=metrics,
            tracer=tracer,
            max_calls=12,
        )
        self.submit = SubmitJob(
            inspector=InProcessDocumentInspector(),
            jobs=jobs,
            keep_files=keep_files,
            queue=self.queue,
            clock=taker,
            new_id=uuid4,
            deadline=timedelta(minutes=15),
            admission_control=AdmissionControl(jobs=jobs, clock=taker, max_jobs=3, max_wait=timedelta(minutes=10)),
        )
        self.read = ReadJob(jobs=jobs, events=events)
        self.erase = EraseJob(jobs=jobs, files=files, events=events)
        self.recover = RecoverJobs(
            jobs=jobs,
            queue=self.queue,
            events=events,
            clock=clock,
            interval=timedelta(seconds=5),
            metrics=metrics,
            keep_files=keep_files,
        )

    async def crash(self, job_id: JobId, times: int) -> None:
        """Let so many other workers be gone with the job in hand."""
        for _ in range(times):
            assert await self.jobs.claim(job_id, LEASE, worker=OTHER) is not None
            await watched(self.jobs, self.clock.advance)

    async def submitted(self) -> JobId:
        return (await self.submit.text(TEXT, submitter=SUBMITTER, mode=ParseMode.ADVANCED)).id


@pytest.fixture
def house() -> House:
    return House()


async def test_a_job_is_logged_in_the_form_that_operators_know(house: House, caplog: pytest.LogCaptureFixture) -> None:
    job_id = await house.submitted()

    with caplog.at_level(logging.INFO):
        await house.process(job_id)

    short = f"{str(job_id)[:8]}..."
    assert caplog.messages == [
        f"🚀 [BACKGROUND] Starting text parsing for job: {short}",
        "📄 [BACKGROUND] File extraction completed in 0.00s",
        "⏱️ [BACKGROUND] OpenAI parsing completed in 3.45s",
        f"✅ [BACKGROUND] Successfully completed job: {short} | Total: 3.45s",
    ]
    assert all(record.__dict__["job_id"] == str(job_id) for record in caplog.records)


async def test_a_parser_gets_nothing_personal(house: House) -> None:
    await house.process(await house.submitted())

    assert "Kestrel" in house.parser.given[0]
    assert "quill" not in house.parser.given[0].casefold()


async def test_a_finished_job_has_its_result_and_its_text_is_gone(house: House) -> None:
    job_id = await house.submitted()

    await house.process(job_id)

    job, parsed = await house.read.result(job_id)
    assert (job.status, job.processing_time) == (JobStatus.SUCCESS, timedelta(seconds=3.45))
    assert parsed is not None
    assert parsed.profile.basics.profession == "Data Engineer"
    assert await house.files.get(job.location) is None


async def fails_by_name() -> ParserAnswer:
    raise ParsingError("The model refused.")


async def breaks() -> ParserAnswer:
    raise ValueError(TEXT)


@pytest.mark.parametrize(
    ("answer", "code", "message"),
    [(fails_by_name, "parsing_failed", "The model refused."), (breaks, "internal_error", None)],
    ids=["an error of ours", "any other error"],
)
async def test_whatever_goes_wrong_is_stored_and_logged_without_a_word_of_the_cv(
    house: House, caplog: pytest.LogCaptureFixture, answer: Answering, code: str, message: str | None
) -> None:
    house.parser.answer = answer
    job_id = await house.submitted()

    await house.process(job_id)

    job = await house.read.status(job_id)
    assert (job.status, job.error_code) == (JobStatus.FAILED, code)
    assert message is None or job.error_message == message
    assert f"Job {str(job_id)[:8]}... failed after stage redaction: {code}" in caplog.text
    assert "Quill" not in caplog.text + (job.error_message or "")
    with pytest.raises(JobFailedError):
        await house.read.result(job_id)


async def test_a_parser_that_is_away_hands_the_job_back(house: House) -> None:
    async def away() -> ParserAnswer:
        raise UnavailableError

    house.parser.answer = away
    job_id = await house.submitted()

    await house.process(job_id)

    job = await house.read.status(job_id)
    assert (job.status, job.lease_until, job.crashes) == (JobStatus.PROCESSING, None, 0)


@pytest.mark.parametrize(
    ("error", "tries", "waits_s"),
    [
        (ModelRateLimitedError(retry_after_s=120), 1, [120]),
        (ModelRateLimitedError(retry_after_s=86_400), 1, [15 * 60 - 3.45]),
        (ModelRateLimitedError(retry_after_s=0), 3, [5, 5, 5]),
        (ModelFailingError(), 7, [5, 10, 20, 40, 80, 120, 120]),
        (StorageUnavailableError(), 3, [5, 10, 20]),
    ],
    ids=["as long as asked for", "until the deadline", "not at once", "longer each time", "whatever is away"],
)
async def test_a_job_that_is_handed_back_waits_and_holds_no_worker(
    house: House, error: UnavailableError, tries: int, waits_s: list[float]
) -> None:
    async def away() -> ParserAnswer:
        raise error

    house.parser.answer = away
    job_id = await house.submitted()

    found = []
    for _ in range(tries):
        await house.process(job_id)
        job = await house.read.status(job_id)
        assert job.not_before is not None
        found.append((job.not_before - house.clock.now()).total_seconds())
        await house.process(job_id)
        house.clock.advance(job.not_before - house.clock.now())

    assert found == waits_s
    assert len(house.parser.given) == tries


async def test_a_job_makes_no_more_calls_than_it_may_however_often_it_is_tried(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    async def away() -> ParserFailure:
        return ParserFailure(error=ModelFailingError(), usage=TokenUsage(calls=4))

    house.parser.answer = away
    job_id = await house.submitted()

    for _ in range(4):
        await house.process(job_id)
        house.clock.advance(timedelta(minutes=2))

    job = await house.read.status(job_id)
    assert (job.status, job.error_code, job.usage.calls) == (JobStatus.FAILED, "model_calls_spent", 12)
    assert house.metrics.counts["calls OpenAI"] == 12
    assert "model_calls_spent" in caplog.text


async def test_what_a_failed_parse_used_is_counted_and_logged(house: House, caplog: pytest.LogCaptureFixture) -> None:
    async def fails() -> ParserFailure:
        return ParserFailure(error=AnswerEmptyError(), usage=TokenUsage(calls=2, prompt=3_000, answer=10))

    house.parser.answer = fails
    job_id = await house.submitted()

    await house.process(job_id)

    assert (await house.read.status(job_id)).usage == TokenUsage(calls=2, prompt=3_000, answer=10)
    assert house.metrics.counts["tokens OpenAI"] == 3_010
    assert house.metrics.cost == pytest.approx(3_000 * 0.4e-6 + 10 * 1.6e-6)
    assert caplog.records[-1].__dict__["prompt_tokens"] == 3_000


async def test_what_a_good_parse_used_stands_beside_the_line_of_the_parser(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    async def answers() -> ParserAnswer:
        return ParserAnswer(profile={}, usage=TokenUsage(calls=1, prompt=1_700, answer=450))

    house.parser.answer = answers
    with caplog.at_level(logging.INFO):
        await house.process(await house.submitted())

    (line,) = [record for record in caplog.records if "parsing completed" in record.getMessage()]
    assert [line.__dict__[name] for name in ("model_calls", "prompt_tokens", "answer_tokens")] == [1, 1_700, 450]


async def test_recovery_rings_for_a_job_that_waits_when_it_is_due(house: House) -> None:
    async def away() -> ParserAnswer:
        house.parser.answer = None
        raise ModelRateLimitedError(retry_after_s=60)

    house.parser.answer = away
    job_id = await house.submitted()
    await house.queue.work(house.process)

    house.clock.advance(timedelta(seconds=59))
    await house.recover(timedelta(0))
    assert await house.queue.depth() == 0
    house.clock.advance(timedelta(seconds=1))
    await house.recover(timedelta(0))
    await house.queue.work(house.process)

    assert (await house.read.status(job_id)).status is JobStatus.SUCCESS


async def test_cancelling_hands_the_job_back(house: House) -> None:
    working = asyncio.Event()

    async def never() -> ParserAnswer:
        working.set()
        await asyncio.Event().wait()
        raise AssertionError

    house.parser.answer = never
    job_id = await house.submitted()
    task = asyncio.create_task(house.process(job_id))
    await working.wait()
    task.cancel()

    with pytest.raises(asyncio.CancelledError):
        await task
    job = await house.read.status(job_id)
    assert (job.lease_until, job.crashes) == (None, 0)


async def test_a_worker_that_was_replaced_throws_its_outcome_away(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    async def stands_still() -> ParserAnswer:
        await watched(house.jobs, house.clock.advance)
        await house.jobs.claim(job_id, LEASE, worker=WATCHER)
        return ParserAnswer(profile={"basics": {"profession": "Late"}})

    house.parser.answer = stands_still
    job_id = await house.submitted()

    await house.process(job_id)

    job = await house.read.status(job_id)
    assert (job.status, job.fence) == (JobStatus.PROCESSING, 2)
    assert "taken over" in caplog.text


async def test_a_job_that_somebody_works_on_is_left_alone(house: House) -> None:
    job_id = await house.submitted()
    await house.jobs.claim(job_id, LEASE, worker=WORKER)

    await house.process(job_id)

    assert house.parser.given == []


async def test_a_document_that_is_gone_fails_the_job(house: House) -> None:
    job_id = await house.submitted()
    await house.files.delete((await house.read.status(job_id)).location)

    await house.process(job_id)

    assert (await house.read.status(job_id)).error_code == "file_gone"


async def test_a_submission_is_taken_while_the_queue_is_away(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def away(_: object) -> None:
        raise QueueUnavailableError

    monkeypatch.setattr(house.queue, "notify", away)
    job_id = await house.submitted()
    monkeypatch.undo()

    await house.recover(timedelta(0))
    await house.queue.work(house.process)

    assert (await house.read.status(job_id)).status is JobStatus.SUCCESS
    assert "recovery will notify" in caplog.text


async def test_a_submission_that_cannot_be_stored_leaves_no_job(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    async def away(_: str, __: bytes) -> None:
        raise StorageUnavailableError

    monkeypatch.setattr(house.files, "put", away)

    with pytest.raises(StorageUnavailableError):
        await house.submitted()
    assert list(await house.jobs.newest(1)) == []


async def test_recovery_ends_what_no_worker_will_and_leaves_the_next_alone(house: House) -> None:
    poison, healthy = await house.submitted(), await house.submitted()
    await house.crash(poison, MAX_CRASHES)

    await house.recover(timedelta(0))
    await house.queue.work(house.process)

    assert (await house.read.status(poison)).error_code == "job_crashed"
    assert (await house.read.status(healthy)).status is JobStatus.SUCCESS


@pytest.mark.parametrize("error", [StorageUnavailableError(), RuntimeError("row of anna@example.com")])
async def test_recovery_goes_on_after_an_outage_and_after_a_fault_of_an_adapter(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, error: Exception
) -> None:
    async def fail(_: int) -> Sequence[Job]:
        raise error

    async def lose(_: JobId) -> None:
        return None

    job_id = await house.submitted()
    await house.queue.work(lose)
    monkeypatch.setattr(house.jobs, "give_up", fail)
    recovering = asyncio.create_task(house.recover.forever())
    await asyncio.sleep(0)
    monkeypatch.undo()
    while not await house.queue.depth():
        house.clock.advance(timedelta(seconds=5))
        await asyncio.sleep(0)
    recovering.cancel()
    await house.queue.work(house.process)

    assert (await house.read.status(job_id)).status is JobStatus.SUCCESS
    assert "Put off" in caplog.text
    assert "anna@example.com" not in caplog.text


async def test_jobs_that_crashed_are_worked_on_beside_few_of_their_kind_and_make_nobody_wait(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    suspects = [await house.submitted() for _ in range(3)]
    for job_id in suspects:
        await house.crash(job_id, MAX_CRASHES - 1)
    running: set[str] = set()
    most = 0

    async def watch() -> ParserAnswer:
        nonlocal most
        task = asyncio.current_task()
        assert task is not None
        running.add(task.get_name())
        most = max(most, len(running))
        await asyncio.sleep(0)
        running.discard(task.get_name())
        return ParserAnswer(profile={})

    async def claim_slowly(
        wanted: JobId, lease: timedelta, *, worker: WorkerId, beside: Sequence[int] | None
    ) -> Job | None:
        await asyncio.sleep(0)
        return await claim(wanted, lease, worker=worker, beside=beside)

    claim = house.jobs.claim
    monkeypatch.setattr(house.jobs, "claim", claim_slowly)
    house.parser.answer = watch
    done = 0
    while done < len(suspects):
        await asyncio.gather(*map(house.process, suspects))
        statuses = [(await house.read.status(job_id)).status for job_id in suspects]
        done += 1
        assert statuses.count(JobStatus.SUCCESS) == done

    assert most == most_suspects(MAX_CRASHES - 1) == 1


class Never:
    """An answer that does not come, until its work is cancelled."""

    def __init__(self) -> None:
        self.working, self.stopped = asyncio.Event(), asyncio.Event()

    async def __call__(self) -> ParserAnswer:
        self.working.set()
        try:
            await asyncio.Event().wait()
        finally:
            self.stopped.set()
        raise AssertionError


async def test_a_job_that_is_lost_is_worked_on_no_more(house: House, caplog: pytest.LogCaptureFixture) -> None:
    never = Never()
    house.parser.answer = never
    job_id = await house.submitted()
    processing = asyncio.create_task(house.process(job_id))
    await never.working.wait()
    keeping = asyncio.create_task(house.renew_leases.forever())
    await house.erase(job_id)
    house.clock.advance(LEASE / 3)

    await asyncio.wait_for(processing, 5)
    keeping.cancel()

    assert never.stopped.is_set()
    assert caplog.text.count("Outcome thrown away") == 1
    assert house.metrics.counts["outcomes rejected"] == 1


async def test_work_ends_with_the_deadline_of_its_job_though_its_lease_is_renewed(house: House) -> None:
    never = Never()
    house.parser.answer = never
    job_id = await house.submitted()
    processing = asyncio.create_task(house.process(job_id))
    await never.working.wait()

    house.clock.advance(timedelta(minutes=15))
    await asyncio.wait_for(processing, 5)

    job = await house.read.status(job_id)
    assert never.stopped.is_set()
    assert (job.status, job.error_code) == (JobStatus.FAILED, "job_deadline")


async def test_recovery_ends_a_job_past_its_deadline_under_the_hands_of_a_worker_that_hangs(house: House) -> None:
    job_id = await house.submitted()
    held = await house.jobs.claim(job_id, LEASE, worker=OTHER)
    assert held is not None
    while house.clock.now() < held.deadline_at:
        house.clock.advance(LEASE / 2)
        await house.jobs.renew({job_id: held.fence}, lease=LEASE, worker=OTHER)

    await house.recover(timedelta(0))

    assert (await house.read.status(job_id)).error_code == "job_deadline"
    assert await house.jobs.renew({job_id: held.fence}, lease=LEASE, worker=OTHER) == {job_id}


@pytest.mark.parametrize("is_stored", [False, True], ids=["not stored", "stored, the answer lost"])
async def test_what_was_worked_out_outlives_an_outage_of_the_database(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, *, is_stored: bool
) -> None:
    job_id, finish, tries = await house.submitted(), house.jobs.finish, 0

    async def away(wanted: JobId, *, fence: int, outcome: Outcome) -> Job:
        nonlocal tries
        tries += 1
        if is_stored and tries == 1:
            await finish(wanted, fence=fence, outcome=outcome)
        if tries <= 3 and not (is_stored and tries == 3):
            raise StorageUnavailableError
        return await finish(wanted, fence=fence, outcome=outcome)

    monkeypatch.setattr(house.jobs, "finish", away)
    processing = asyncio.create_task(house.process(job_id))
    while not processing.done():
        await asyncio.sleep(0.001)
        if tries:
            house.clock.advance(timedelta(seconds=1))
    await processing

    job = await house.read.status(job_id)
    assert (job.status, job.fence, job.crashes) == (JobStatus.SUCCESS, 1, 0)
    assert len(house.parser.given) == 1
    assert house.metrics.counts["jobs ended success"] == 1
    assert "waits for the database" in caplog.text
    assert "thrown away" not in caplog.text


@pytest.mark.parametrize("minutes", [-20, -16, 16, 20])
async def test_the_clock_of_whoever_takes_a_job_in_decides_nothing(minutes: int) -> None:
    house = House(off=timedelta(minutes=minutes))

    job_id = await house.submitted()
    await house.submitted()
    await house.recover(timedelta(0))
    await house.process(job_id)

    job = await house.read.status(job_id)
    assert (job.status, job.processing_time) == (JobStatus.SUCCESS, timedelta(seconds=3.45))


async def broken_off(house: House, name: str = "orphan.pdf") -> FileLocation:
    """Give the file of a submission whose process ended before its job was stored."""
    return await KeepFiles(notes=house.jobs, files=house.files).put(JobId(uuid4()), name, b"x")


async def test_recovery_removes_the_file_of_a_submission_that_broke_off_and_no_other(house: House) -> None:
    orphan = await broken_off(house)
    foreign = await house.files.put("cv_20250116_103000_550e8400.pdf", b"somebody else's copy")
    kept = await house.submit.file(TEXT.encode(), "cv.txt", submitter=SUBMITTER, mode=ParseMode.BASIC)
    house.clock.advance(timedelta(minutes=61))

    await house.recover(timedelta(0))

    assert await house.files.get(orphan) is None
    assert await house.files.get(foreign) == b"somebody else's copy"
    assert await house.files.get(kept.location) == TEXT.encode()
    assert (await house.read.status(kept.id)).error_code == "job_deadline"


async def test_a_submission_that_is_under_way_keeps_its_file(house: House) -> None:
    young = await broken_off(house)
    house.clock.advance(timedelta(minutes=59))

    await house.recover(timedelta(0))

    assert await house.files.get(young) is not None


async def test_files_that_broke_off_are_removed_page_after_page(house: House) -> None:
    orphans = [await broken_off(house, f"orphan_{number:04}.pdf") for number in range(PAGE + 1)]
    house.clock.advance(timedelta(minutes=61))

    await house.recover(timedelta(0))
    house.clock.advance(timedelta(minutes=1))
    await house.recover(timedelta(0))

    assert not [orphan for orphan in orphans if await house.files.get(orphan) is not None]


async def test_the_document_of_a_text_whose_worker_died_between_end_and_removal_is_removed(house: House) -> None:
    job_id = await house.submitted()
    held = await house.jobs.claim(job_id, LEASE, worker=WORKER)
    assert held is not None
    await house.jobs.finish(job_id, fence=held.fence, outcome=Failure(code="pdf_corrupt", message="Damaged."))

    await house.recover(timedelta(0))

    assert await house.files.get(held.location) is None


class Lingering(MemoryJobRepository):
    """A repository that somebody reads while a job is erased."""

    is_read = True

    async def erase(self, job_id: JobId) -> None:
        await super().erase(job_id)
        if self.is_read:
            raise StorageUnavailableError


async def test_an_erasure_that_left_something_is_not_done_when_it_is_asked_for_again(house: House) -> None:
    jobs = Lingering(clock=house.clock)
    house = House(jobs=jobs)
    job_id = await house.submitted()

    for _ in range(2):
        with pytest.raises(StorageUnavailableError):
            await house.erase(job_id)
    jobs.is_read = False

    await house.erase(job_id)


@dataclass
class Stubborn(MemoryFileStore):
    """Files of which some cannot be removed, or none."""

    stuck: set[FileLocation] = field(default_factory=set)
    is_away: bool = False

    def __post_init__(self) -> None:
        super().__init__()

    async def delete(self, location: FileLocation) -> None:
        if self.is_away or location in self.stuck:
            raise StorageUnavailableError
        await super().delete(location)

    async def check(self) -> None:
        if self.is_away:
            raise StorageUnavailableError


async def test_a_file_that_cannot_be_removed_stops_no_other() -> None:
    files = Stubborn()
    house = House(files)
    orphans = [await broken_off(house, f"{number}.pdf") for number in range(3)]
    files.stuck = {orphans[1]}
    house.clock.advance(timedelta(minutes=61))

    await house.recover(timedelta(0))
    left = [await files.get(orphan) for orphan in orphans]
    files.stuck = set()
    house.clock.advance(timedelta(minutes=1))
    await house.recover(timedelta(0))

    assert left == [None, b"x", None]
    assert await files.get(orphans[1]) is None


async def test_files_are_removed_once_their_store_is_back() -> None:
    files = Stubborn()
    house = House(files)
    orphan = await broken_off(house)
    house.clock.advance(timedelta(minutes=61))
    files.is_away = True
    with pytest.raises(StorageUnavailableError):
        await house.recover(timedelta(0))
    files.is_away = False

    await house.recover(timedelta(0))

    assert await files.get(orphan) is None


async def test_jobs_are_given_up_and_rung_for_while_files_are_away() -> None:
    files = Stubborn()
    house = House(files)
    late = [await house.submitted() for _ in range(2)]
    house.clock.advance(timedelta(minutes=16))
    waiting = new_job()
    await house.jobs.add(waiting)
    files.is_away = True

    with pytest.raises(StorageUnavailableError):
        await house.recover(timedelta(0))
    notified: list[JobId] = []

    async def note(job_id: JobId) -> None:
        notified.append(job_id)

    await house.queue.work(note)
    files.is_away = False
    await house.recover(timedelta(0))

    assert {(await house.read.status(job_id)).error_code for job_id in late} == {"job_deadline"}
    assert waiting.id in notified
    assert stored(house) == []


class Refusing(MemoryJobRepository):
    """A repository that refuses jobs, before or after it stored them."""

    is_away = True
    stores = False

    async def add(self, new: NewJob) -> Job:
        if self.is_away and not self.stores:
            raise StorageUnavailableError
        job = await super().add(new)
        if self.is_away:
            raise StorageUnavailableError
        return job


def stored(house: House) -> list[FileLocation]:
    return list(house.files._files)


async def test_the_file_of_a_refused_submission_goes_at_the_next_look_not_when_it_is_old(house: House) -> None:
    jobs = Refusing(clock=house.clock)
    house = House(jobs=jobs)
    with pytest.raises(StorageUnavailableError):
        await house.submitted()
    assert len(stored(house)) == 1
    jobs.is_away = False

    await house.recover(timedelta(0))

    assert stored(house) == []


async def test_a_job_that_was_stored_though_nobody_was_told_keeps_its_file(house: House) -> None:
    jobs = Refusing(clock=house.clock)
    jobs.stores = True
    house = House(jobs=jobs)
    with pytest.raises(StorageUnavailableError):
        await house.submitted()
    jobs.is_away = False

    await house.recover(timedelta(0))

    [job] = await jobs.newest(10)
    assert stored(house) == [job.location]
    await house.process(job.id)
    assert (await house.read.status(job.id)).status is JobStatus.SUCCESS


async def test_a_submission_that_stood_still_until_its_file_was_given_up_is_refused_and_leaves_nothing() -> None:
    house = House()
    other = KeepFiles(notes=house.jobs, files=house.files)
    put = house.files.put

    async def late(name: str, content: bytes) -> FileLocation:
        house.clock.advance(timedelta(hours=2))
        await other.sweep()
        return await put(name, content)

    house.files.put = late  # type: ignore[method-assign]
    with pytest.raises(StorageUnavailableError):
        await house.submitted()
    assert len(stored(house)) == 1

    await house.recover(timedelta(0))

    assert stored(house) == []
    assert await house.jobs.newest(10) == []


async def test_a_file_of_somebody_else_under_the_chosen_name_stays(house: House) -> None:
    foreign: list[FileLocation] = []
    locate = house.files.locate

    def taken(name: str) -> FileLocation:
        location = locate(name)
        if not foreign:
            foreign.append(location)
            house.files._files[location] = b"theirs"
        return location

    house.files.locate = taken  # type: ignore[method-assign]
    with pytest.raises(StorageUnavailableError):
        await house.submitted()
    house.clock.advance(timedelta(hours=2))

    await house.recover(timedelta(0))

    assert await house.files.get(foreign[0]) == b"theirs"


async def test_erasing_removes_the_file_and_the_job_and_may_be_repeated(house: House) -> None:
    job = await house.submit.file(TEXT.encode(), "cv.txt", submitter=SUBMITTER, mode=ParseMode.BASIC)

    await house.erase(job.id)
    await house.erase(job.id)

    assert await house.files.get(job.location) is None
    with pytest.raises(JobErasedError):
        await house.read.status(job.id)


async def test_waiting_for_the_end_returns_when_the_job_ends(house: House) -> None:
    job_id = await house.submitted()
    waiting = asyncio.create_task(house.read.end(job_id))
    await asyncio.sleep(0)

    await house.process(job_id)

    assert (await waiting).status is JobStatus.SUCCESS


async def test_no_more_jobs_are_taken_than_there_is_room_for(house: House) -> None:
    jobs = [await house.submitted() for _ in range(3)]
    house.clock.advance(timedelta(seconds=2))

    with pytest.raises(BusyError):
        await house.submitted()
    assert len(await house.jobs.newest(10)) == 3

    await house.process(jobs[0])
    house.clock.advance(timedelta(seconds=2))
    await house.submitted()


async def test_no_jobs_are_taken_while_the_first_waits_too_long_for_a_worker(house: House) -> None:
    job_id = await house.submitted()
    house.clock.advance(timedelta(minutes=11))

    with pytest.raises(BusyError):
        await house.submitted()

    await house.process(job_id)
    house.clock.advance(timedelta(seconds=2))
    await house.submitted()


async def test_what_happens_to_jobs_is_counted(house: House) -> None:
    good, bad, taken_over = [await house.submitted() for _ in range(3)]
    await house.process(good)

    async def fail() -> ParserAnswer:
        raise AnswerEmptyError

    house.parser.answer = fail
    await house.process(bad)

    async def lose() -> ParserAnswer:
        await house.erase(taken_over)
        return ParserAnswer(profile={})

    house.parser.answer = lose
    await house.process(taken_over)

    assert house.metrics.counts["jobs ended success"] == 1
    assert house.metrics.counts["jobs ended failed answer_empty"] == 1
    assert house.metrics.counts["outcomes rejected"] == 1
    assert house.metrics.counts["stages parsing OpenAI"] == 2


async def test_a_job_is_drawn_from_its_wait_through_every_attempt(house: House) -> None:
    async def away() -> ParserAnswer:
        raise UnavailableError

    house.parser.answer = away
    job_id = await house.submitted()
    await house.process(job_id)
    house.parser.answer = None
    house.clock.advance(timedelta(minutes=1))

    await house.process(job_id)

    assert {each.job_id for each in house.tracer.drawn} == {job_id}
    assert [(each.name, each.fence, each.code) for each in house.tracer.drawn] == [
        ("wait", None, None),
        ("extraction", 1, None),
        ("redaction", 1, None),
        ("process", 1, UnavailableError.code),
        ("extraction", 2, None),
        ("redaction", 2, None),
        ("parsing", 2, None),
        ("filtering", 2, None),
        ("process", 2, None),
    ]


async def test_an_unforeseen_failure_is_drawn_with_its_code_alone(house: House) -> None:
    async def breaks() -> ParserAnswer:
        raise ValueError("Ada Quill")

    house.parser.answer = breaks

    await house.process(await house.submitted())

    assert house.tracer.drawn[-1].code == CVParserError.code
