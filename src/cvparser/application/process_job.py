"""Work on a job until it ends."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from datetime import timedelta
from functools import partial
from typing import TypeVar

from cvparser.application.job_model_responses import JobModelResponses
from cvparser.application.keep_files import KeepFiles
from cvparser.application.parse_cv import ParseCV, Stage, StageDone
from cvparser.application.renew_leases import RenewLeases
from cvparser.application.together import Together
from cvparser.domain.document import Document
from cvparser.domain.errors import (
    CVParserError,
    FencedOutError,
    FileGoneError,
    JobDeadlineError,
    StorageUnavailableError,
    UnavailableError,
)
from cvparser.domain.heartbeat import WorkerId
from cvparser.domain.job import Ending, Failure, Job, JobId, Outcome, Success
from cvparser.domain.profile import ParsedCV
from cvparser.domain.usage import NOTHING_USED, TokenUsage
from cvparser.ports.clock import Clock
from cvparser.ports.file_store import FileStore
from cvparser.ports.job_events import JobEvents
from cvparser.ports.job_repository import JobLifecycle
from cvparser.ports.metrics import Metrics
from cvparser.ports.model_errors import ModelAwayError, ModelCallsSpentError
from cvparser.ports.tracer import Attempt, Tracer

_log = logging.getLogger(__name__)

T = TypeVar("T")

#: Least wait before a job is tried again whose document or parser was away.
MIN_WAIT = timedelta(seconds=5)
#: Calls to a language model that a job makes at most, however often it is tried.
MAX_CALLS = 40
#: Longest wait that nobody asked for; the least is doubled by each try up to it.
MAX_WAIT = timedelta(minutes=2)
#: Jobs that are claimed in one step at most, and ended in one: bounds what waits for it.
MOST_TOGETHER = 64
#: Between two tries to store what became of a job, while jobs cannot be reached.
OUTAGE_WAIT = timedelta(seconds=1)


class ProcessJob:
    """Claim, parse, end; the lease is kept meanwhile, and work ends with it or with the job's deadline.

    Whatever goes wrong is stored on the job and logged with the job's id and the stage, without a word of the CV.
    """

    def __init__(  # noqa: PLR0913 - a port each
        self,
        *,
        jobs: JobLifecycle,
        files: FileStore,
        events: JobEvents,
        parse_cv: ParseCV,
        renew_leases: RenewLeases,
        lease: timedelta,
        worker: WorkerId,
        clock: Clock,
        metrics: Metrics,
        tracer: Tracer,
        keep_files: KeepFiles,
        max_calls: int = MAX_CALLS,
    ) -> None:
        self._most_calls = max_calls
        self._metrics = metrics
        self._tracer = tracer
        self._keep_files = keep_files
        self._jobs = jobs
        self._files = files
        self._events = events
        self._parse_cv = parse_cv
        self._renew_leases = renew_leases
        self._lease = lease
        self._worker = worker
        self._clock = clock
        #: How often each job crashed that is in hand, by its fence: those alone that did.
        self._suspects: dict[tuple[JobId, int], int] = {}
        #: Held while such a job is claimed: the next claim must see it in hand.
        self._claiming_suspect = asyncio.Lock()
        self._claims = Together(self._claim_some, most=MOST_TOGETHER, unwanted=self._hand_back)
        self._endings = Together(self._jobs.finish_some, most=MOST_TOGETHER)

    async def __call__(self, job_id: JobId, on_begun: Callable[[], None] = lambda: None) -> None:
        """Process the job whose turn it is, which may be another than the one that this was notified of, or none.

        `on_begun` is called once the document was redacted. Cancelling hands the job back. A job whose document or
        parser is away for now is handed back for later, as much later as a model's server asks for, and tried again by
        recovery until its deadline. A job that crashed is left to a later notification while too many such are in hand:
        nobody waits for it.

        Raises:
            StorageUnavailableError: the job cannot be claimed, or handed back; recovery notifies again.
        """
        job = await self._claim(job_id)
        if job is None:
            return
        try:
            await self._work_on(job, on_begun)
        finally:
            self._suspects.pop((job.id, job.fence), None)

    async def _claim(self, job_id: JobId) -> Job | None:
        job = await self._claims(job_id)
        if job is not None:
            return job
        async with self._claiming_suspect:
            beside = tuple(self._suspects.values())
            job = await self._jobs.claim_in_turn(job_id, self._lease, worker=self._worker, beside=beside)
            if job is not None and job.crashes:
                self._suspects[job.id, job.fence] = job.crashes
            return job

    async def _claim_some(self, job_ids: Sequence[JobId]) -> Sequence[Job | None]:
        return await self._jobs.claim_some_in_turn(job_ids, self._lease, worker=self._worker)

    async def _hand_back(self, job: Job | None) -> None:
        """Hand a job back whose worker stopped while it was being claimed."""
        if job is not None:
            with suppress(FencedOutError, StorageUnavailableError):
                await self._jobs.release(job.id, fence=job.fence)

    async def _work_on(self, job: Job, on_begun: Callable[[], None]) -> None:
        kind = "text" if job.is_text else "file"
        await self._events.publish(job.id)
        _log.info("🚀 [BACKGROUND] Starting %s parsing for job: %.8s...", kind, job.id, extra=_fields(job))
        lost = asyncio.Event()
        tell = partial(asyncio.get_running_loop().call_soon_threadsafe, lost.set)
        try:
            with self._tracer.attempt(job) as attempt, self._renew_leases.hold(job, on_lost=tell):
                progress = _Progress(job, self._metrics, attempt, on_begun)
                outcome = await self._outcome(job, progress, lost)
                if isinstance(outcome, timedelta):
                    await self._release(job, outcome, progress.usage)
                else:
                    await self._end(job, outcome)
        except FencedOutError:
            self._metrics.outcome_rejected()
            _log.warning(
                "[BACKGROUND] Outcome thrown away, job ended or taken over: %.8s...", job.id, extra=_fields(job)
            )
        except asyncio.CancelledError:
            await asyncio.shield(self._hand_back(job))
            raise

    async def _outcome(self, job: Job, progress: _Progress, lost: asyncio.Event) -> Outcome | timedelta:
        """Return how the job ends, or how much later to try again.

        Raises:
            FencedOutError: the job was lost meanwhile.
        """
        try:
            parsed = await self._in_time(self._parsed(job, progress), job, lost)
            return Success(parsed=parsed, usage=progress.usage)
        except FencedOutError:
            raise
        except UnavailableError as error:
            progress.log(error.code, logging.WARNING)
            if isinstance(error, ModelAwayError) and (job.usage + progress.usage).calls >= self._most_calls:
                progress.log(ModelCallsSpentError.code, logging.ERROR)
                return Failure.of(ModelCallsSpentError(), usage=progress.usage)
            return _wait_after(error, tries=job.fence)
        except CVParserError as error:
            progress.log(error.code, logging.ERROR)
            return Failure.of(error, usage=progress.usage)
        except Exception as error:  # noqa: BLE001 - the last resort of a worker: the job must end, whatever broke
            # The type only: a foreign message can quote the CV.
            progress.log(CVParserError.code, logging.ERROR, kind=type(error).__name__)
            return Failure.of(CVParserError(), usage=progress.usage)

    async def _in_time(self, work: Coroutine[object, object, T], job: Job, lost: asyncio.Event) -> T:
        """Return what `work` returns; it is cancelled when the job is lost or past its deadline.

        Raises:
            FencedOutError: the job was lost.
            JobDeadlineError: it is past its deadline.
            Exception: what `work` raised.
        """
        # Both are times of the repository's: just claimed, the job has this long.
        left = job.deadline_at - job.updated_at
        working = asyncio.create_task(work)
        ends = [asyncio.create_task(lost.wait()), asyncio.create_task(self._clock.sleep(left))]
        try:
            await asyncio.wait([working, *ends], return_when=asyncio.FIRST_COMPLETED)
            if working.done():
                return working.result()
            raise FencedOutError if lost.is_set() else JobDeadlineError
        finally:
            for task in (working, *ends):
                task.cancel()
            await asyncio.gather(working, *ends, return_exceptions=True)

    async def _parsed(self, job: Job, progress: _Progress) -> ParsedCV:
        document = await self._document(job)
        return await self._parse_cv(
            document,
            mode=job.parse_mode,
            on_stage=progress,
            on_usage=progress.used,
            answers=JobModelResponses(self._jobs, job),
        )

    async def _document(self, job: Job) -> Document:
        content = await self._files.get(job.location, job_id=job.id)
        if content is None:
            raise FileGoneError
        return Document(content=content, type=job.document_type, file_name=job.file_name)

    async def _release(self, job: Job, later: timedelta, usage: TokenUsage) -> None:
        while True:
            try:
                return await self._jobs.release(job.id, fence=job.fence, later=later, usage=usage)
            except StorageUnavailableError:
                await self._wait_for_database(job)

    async def _finished(self, job: Job, outcome: Outcome) -> Job:
        """Return the job as ended by `outcome`; what was worked out is not lost because the database is away.

        Raises:
            FencedOutError: it was ended otherwise, or is in other hands.
        """
        was_away = False
        try:
            ended = await self._endings(Ending(job_id=job.id, fence=job.fence, outcome=outcome))
            if ended is not None:
                return ended
        except StorageUnavailableError:
            was_away = True
            await self._wait_for_database(job)
        except Exception as error:  # noqa: BLE001 - what one of them breaks keeps no other from ending
            _log.error("[BACKGROUND] Jobs did not end together: %s", type(error).__name__, extra=_fields(job))
        # By itself from here on: what keeps this one back keeps no other.
        while True:
            try:
                return await self._jobs.finish(job.id, fence=job.fence, outcome=outcome)
            except StorageUnavailableError:
                was_away = True
                await self._wait_for_database(job)
            except FencedOutError:
                # The answer to an earlier try may have been lost on the way.
                if was_away and _is_ended_by(found := await self._jobs.get(job.id), job, outcome):
                    return found
                raise

    async def _wait_for_database(self, job: Job) -> None:
        """Wait before the next try. The deadline bounds them: who reaches the database first after it ends the job."""
        _log.warning("[BACKGROUND] Job %.8s... waits for the database", job.id, extra=_fields(job))
        await self._clock.sleep(OUTAGE_WAIT)

    async def _end(self, job: Job, outcome: Outcome) -> None:
        ended = await self._finished(job, outcome)
        await self._events.publish(job.id)
        self._metrics.job_ended(ended.status, code=ended.error_code)
        if isinstance(outcome, Success) and ended.processing_time is not None:
            total = ended.processing_time.total_seconds()
            _log.info(
                "✅ [BACKGROUND] Successfully completed job: %.8s... | Total: %.2fs",
                job.id,
                total,
                extra=_fields(ended, total_seconds=total),
            )
        await self._keep_files.remove(ended)


class _Progress:
    """Logs, counts and draws the stages of one attempt and remembers how far it came."""

    def __init__(self, job: Job, metrics: Metrics, attempt: Attempt, on_begun: Callable[[], None]) -> None:
        self._on_begun = on_begun
        self._job = job
        self._metrics = metrics
        self._attempt = attempt
        self._reached = "storage"
        #: What this claim used of a language model.
        self.usage = NOTHING_USED

    def used(self, parser: str, usage: TokenUsage) -> None:
        """Count what a parser used, whatever came of it."""
        if usage != NOTHING_USED:
            self._metrics.tokens_used(parser, usage)
            self.usage += usage

    def __call__(self, done: StageDone) -> None:
        self._reached = done.stage.value
        if done.stage is Stage.REDACTION:
            self._on_begun()
        self._metrics.stage_done(done.stage.value, parser=done.parser, seconds=done.seconds)
        self._attempt.stage_done(done.stage.value, parser=done.parser, seconds=done.seconds)
        fields = _fields(self._job, stage=done.stage.value, seconds=done.seconds)
        if done.stage is Stage.EXTRACTION:
            _log.info("📄 [BACKGROUND] File extraction completed in %.2fs", done.seconds, extra=fields)
        elif done.stage is Stage.PARSING:
            fields |= self._used()
            _log.info("⏱️ [BACKGROUND] %s parsing completed in %.2fs", done.parser, done.seconds, extra=fields)

    def log(self, code: str, level: int, *, kind: str | None = None) -> None:
        self._attempt.failed(code)
        _log.log(
            level,
            "❌ [BACKGROUND] Job %.8s... failed after stage %s: %s",
            self._job.id,
            self._reached,
            code if kind is None else f"{code} ({kind})",
            extra=_fields(self._job, stage=self._reached, code=code) | self._used(),
        )

    def _used(self) -> dict[str, object]:
        return {
            "model_calls": self.usage.calls,
            "prompt_tokens": self.usage.prompt,
            "answer_tokens": self.usage.answer,
        }


def _is_ended_by(found: Job, job: Job, outcome: Outcome) -> bool:
    code = outcome.code if isinstance(outcome, Failure) else None
    return found.is_final and found.fence == job.fence and found.error_code == code


def _wait_after(error: UnavailableError, *, tries: int) -> timedelta:
    asked_s = error.retry_after_s if isinstance(error, ModelAwayError) else None
    if asked_s is not None:
        return max(MIN_WAIT, timedelta(seconds=asked_s))
    return min(MIN_WAIT * (1 << min(tries - 1, 10)), MAX_WAIT)


def _fields(job: Job, **more: object) -> dict[str, object]:
    return {"job_id": str(job.id), "fence": job.fence, **more}
