"""Work on a job until it ends."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from datetime import timedelta

from cvparser.application.keep_answers import JobAnswers, KeepAnswers
from cvparser.application.keep_leases import KeepLeases
from cvparser.application.parse_cv import ParseCV, Stage, StageDone
from cvparser.domain.document import Document
from cvparser.domain.errors import (
    CVParserError,
    FencedOutError,
    FileGoneError,
    ModelAwayError,
    ModelCallsSpentError,
    UnavailableError,
)
from cvparser.domain.job import Failure, Job, JobId, Outcome, Success, keeps_file
from cvparser.domain.usage import NOTHING_USED, TokenUsage
from cvparser.ports.file_store import FileStore
from cvparser.ports.job_events import JobEvents
from cvparser.ports.job_repository import JobRepository
from cvparser.ports.metrics import Metrics
from cvparser.ports.tracer import Attempt, Tracer

_log = logging.getLogger(__name__)

#: Least wait before a job is tried again whose document or parser was away.
LEAST_WAIT = timedelta(seconds=5)
#: Calls to a language model that a job makes at most, however often it is tried.
MOST_CALLS = 40
#: Longest wait that nobody asked for; the least is doubled by each try up to it.
LONGEST_WAIT = timedelta(minutes=2)


class ProcessJob:
    """Claim, parse, end; the lease is kept meanwhile.

    Whatever goes wrong is stored on the job and logged with the job's id and the stage, without a word of the CV.
    """

    def __init__(  # noqa: PLR0913 - a port each
        self,
        *,
        jobs: JobRepository,
        files: FileStore,
        events: JobEvents,
        parse_cv: ParseCV,
        keep_leases: KeepLeases,
        lease: timedelta,
        metrics: Metrics,
        tracer: Tracer,
        keep_answers: KeepAnswers,
        most_calls: int = MOST_CALLS,
    ) -> None:
        self._most_calls = most_calls
        self._metrics = metrics
        self._tracer = tracer
        self._keep_answers = keep_answers
        self._jobs = jobs
        self._files = files
        self._events = events
        self._parse_cv = parse_cv
        self._keep_leases = keep_leases
        self._lease = lease
        #: Held while a job is worked on that one more crash would end: beside another such it could take that along.
        self._last_chances = asyncio.Lock()

    async def __call__(self, job_id: JobId) -> None:
        """Process the job if it may be claimed; otherwise a no-op.

        Cancelling hands the job back. A job whose document or parser is away for now is handed back for later, as much
        later as a model's server asks for, and tried again by recovery until its deadline.

        Raises:
            StorageUnavailableError: jobs cannot be reached; the lease will run out and recovery rings again.
        """
        job = await self._jobs.claim(job_id, self._lease, last_chances=False)
        if job is not None:
            await self._work_on(job)
            return
        async with self._last_chances:
            job = await self._jobs.claim(job_id, self._lease)
            if job is not None:
                await self._work_on(job)

    async def _work_on(self, job: Job) -> None:
        kind = "text" if job.is_text else "file"
        await self._events.publish(job.id)
        _log.info("🚀 [BACKGROUND] Starting %s parsing for job: %.8s...", kind, job.id, extra=_fields(job))
        answers = self._keep_answers.of(job)
        try:
            with self._tracer.attempt(job) as attempt, self._keep_leases.hold(job):
                progress = _Progress(job, self._metrics, attempt)
                outcome = await self._outcome(job, answers, progress)
                if isinstance(outcome, timedelta):
                    await self._jobs.release(job.id, fence=job.fence, later=outcome, usage=progress.usage)
                else:
                    await self._end(job, outcome)
                    await answers.end(outcome)
        except FencedOutError:
            # Erased, or in other hands: they have read what was kept, or pay again.
            await answers.forget()
            self._metrics.outcome_rejected()
            _log.warning("[BACKGROUND] Outcome thrown away, job taken over: %.8s...", job.id, extra=_fields(job))
        except asyncio.CancelledError:
            with suppress(FencedOutError):
                await asyncio.shield(self._jobs.release(job.id, fence=job.fence))
            raise

    async def _outcome(self, job: Job, answers: JobAnswers, progress: _Progress) -> Outcome | timedelta:
        """Give how the job ends, or how much later to try again."""
        try:
            document = await self._document(job)
            parsed = await self._parse_cv(
                document, mode=job.parse_mode, on_stage=progress, on_usage=progress.used, answers=answers
            )
            return Success(parsed=parsed, usage=progress.usage)
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

    async def _document(self, job: Job) -> Document:
        content = await self._files.get(job.location)
        if content is None:
            raise FileGoneError
        return Document(content=content, type=job.document_type, file_name=job.file_name)

    async def _end(self, job: Job, outcome: Outcome) -> None:
        ended = await self._jobs.finish(job.id, fence=job.fence, outcome=outcome)
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
        if not keeps_file(ended):
            await self._files.delete(ended.location)
            await self._jobs.forget_files([ended.id])


class _Progress:
    """Logs, counts and draws the stages of one attempt and remembers how far it came."""

    def __init__(self, job: Job, metrics: Metrics, attempt: Attempt) -> None:
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


def _wait_after(error: UnavailableError, *, tries: int) -> timedelta:
    asked_s = error.retry_after_s if isinstance(error, ModelAwayError) else None
    if asked_s is not None:
        return max(LEAST_WAIT, timedelta(seconds=asked_s))
    return min(LEAST_WAIT * (1 << min(tries - 1, 10)), LONGEST_WAIT)


def _fields(job: Job, **more: object) -> dict[str, object]:
    return {"job_id": str(job.id), "fence": job.fence, **more}
