"""Work on a job until it ends."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from datetime import timedelta

from cvparser.application.keep_leases import KeepLeases
from cvparser.application.parse_cv import ParseCV, Stage, StageDone
from cvparser.domain.document import Document
from cvparser.domain.errors import (
    CVParserError,
    FencedOutError,
    FileGoneError,
    UnavailableError,
)
from cvparser.domain.job import Failure, Job, JobId, Outcome, Success, keeps_file
from cvparser.ports.file_store import FileStore
from cvparser.ports.job_events import JobEvents
from cvparser.ports.job_repository import JobRepository
from cvparser.ports.metrics import Metrics
from cvparser.ports.profile_parser import TokenUsage

_log = logging.getLogger(__name__)


class ProcessJob:
    """Claim, parse, end; the lease is kept meanwhile.

    Whatever goes wrong is stored on the job and logged with the job's id and the stage, without a word of the CV.
    """

    def __init__(
        self,
        *,
        jobs: JobRepository,
        files: FileStore,
        events: JobEvents,
        parse_cv: ParseCV,
        keep_leases: KeepLeases,
        lease: timedelta,
        metrics: Metrics,
    ) -> None:
        self._metrics = metrics
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

        Cancelling hands the job back. A job whose document or parser is away for now is handed back too, and tried
        again by recovery until its deadline.

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
        try:
            with self._keep_leases.hold(job):
                outcome = await self._outcome(job)
                if outcome is None:
                    await self._jobs.release(job.id, fence=job.fence)
                else:
                    await self._end(job, outcome)
        except FencedOutError:
            self._metrics.outcome_rejected()
            _log.warning("[BACKGROUND] Outcome thrown away, job taken over: %.8s...", job.id, extra=_fields(job))
        except asyncio.CancelledError:
            with suppress(FencedOutError):
                await asyncio.shield(self._jobs.release(job.id, fence=job.fence))
            raise

    async def _outcome(self, job: Job) -> Outcome | None:
        progress = _Progress(job, self._metrics)
        try:
            document = await self._document(job)
            return Success(parsed=await self._parse_cv(document, mode=job.parse_mode, on_stage=progress))
        except UnavailableError as error:
            progress.log(error.code, logging.WARNING)
            return None
        except CVParserError as error:
            progress.log(error.code, logging.ERROR)
            return Failure.of(error)
        except Exception as error:  # noqa: BLE001 - the last resort of a worker: the job must end, whatever broke
            # The type only: a foreign message can quote the CV.
            progress.log(f"{CVParserError.code} ({type(error).__name__})", logging.ERROR)
            return Failure.of(CVParserError())

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


class _Progress:
    """Logs and counts the stages of one job and remembers how far it came."""

    def __init__(self, job: Job, metrics: Metrics) -> None:
        self._job = job
        self._metrics = metrics
        self._reached = "storage"

    def __call__(self, done: StageDone) -> None:
        self._reached = done.stage.value
        self._metrics.stage_done(done.stage.value, parser=done.parser, seconds=done.seconds)
        if done.usage != TokenUsage():
            self._metrics.tokens_used(done.parser, done.usage)
        fields = _fields(self._job, stage=done.stage.value, seconds=done.seconds)
        if done.stage is Stage.EXTRACTION:
            _log.info("📄 [BACKGROUND] File extraction completed in %.2fs", done.seconds, extra=fields)
        elif done.stage is Stage.PARSING:
            _log.info("⏱️ [BACKGROUND] %s parsing completed in %.2fs", done.parser, done.seconds, extra=fields)

    def log(self, code: str, level: int) -> None:
        _log.log(
            level,
            "❌ [BACKGROUND] Job %.8s... failed after stage %s: %s",
            self._job.id,
            self._reached,
            code,
            extra=_fields(self._job, stage=self._reached, code=code),
        )


def _fields(job: Job, **more: object) -> dict[str, object]:
    return {"job_id": str(job.id), "fence": job.fence, **more}
