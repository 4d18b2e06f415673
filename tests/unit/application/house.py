"""The use cases of jobs over adapters in memory, for tests of what they do together."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID, uuid4

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
from cvparser.application.admission_control import AdmissionControl
from cvparser.application.cancel_job import CancelJob
from cvparser.application.erase_job import EraseJob
from cvparser.application.keep_files import KeepFiles
from cvparser.application.parse_cv import ParseCV
from cvparser.application.process_job import ProcessJob
from cvparser.application.purge_jobs import PurgeJobs
from cvparser.application.read_job import ReadJob
from cvparser.application.recover_jobs import RecoverJobs
from cvparser.application.redact_cv import RedactCV
from cvparser.application.renew_leases import RenewLeases
from cvparser.application.retry_job import RetryJob
from cvparser.application.submit_job import SubmitJob
from cvparser.domain.access.owner import LOCAL
from cvparser.domain.cv.document import CVDocument
from cvparser.domain.heartbeat import WorkerId
from cvparser.domain.job import (
    JobId,
    ParseMode,
)
from cvparser.domain.retention import FOR_GOOD, Retention
from cvparser.domain.submission import Submitter
from cvparser.domain.usage import TokenPrices
from cvparser.ports.profile_parser import ParserAnswer, ParserFailure, ProfileParser
from cvparser.testing.conformance.job_repository import LEASE, START, WORKER, watched

TEXT = "Ada Quill\nada.quill@post.example\n\nExperience\nData Engineer at Kestrel Analytics since 2019"
SUBMITTER = Submitter(user_id="user123", session_id="session456")
OTHER = WorkerId(UUID(int=3))
Answering = Callable[[], Awaitable[ParserAnswer | ParserFailure]]


def steps_in(arguments: Sequence[object]) -> list[str]:
    """Give the names of the steps of a call to the pool."""
    names = (getattr(getattr(each, "func", each), "__name__", None) for each in arguments)
    return [name for name in names if name is not None]


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
        retention: How long jobs and files are kept.
    """

    def __init__(
        self,
        files: MemoryFileStore | None = None,
        *,
        jobs: MemoryJobRepository | None = None,
        off: timedelta = timedelta(0),
        retention: Retention = FOR_GOOD,
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
        keep_files = KeepFiles(notes=jobs, files=files, retention=retention)
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
            jobs=jobs.of(LOCAL),
            keep_files=keep_files,
            queue=self.queue,
            clock=taker,
            new_id=uuid4,
            deadline=timedelta(minutes=15),
            retention=retention,
            admission_control=AdmissionControl(jobs=jobs, clock=taker, max_jobs=3, max_wait=timedelta(minutes=10)),
        )
        self.read = ReadJob(jobs=jobs, events=events, retention=retention)
        self.erase = EraseJob(jobs=jobs.of(LOCAL), files=files, events=events, clock=clock)
        self.cancel = CancelJob(jobs=jobs.of(LOCAL), events=events, metrics=metrics, keep_files=keep_files)
        self.retry = RetryJob(jobs=jobs.of(LOCAL), files=files, submit_job_of=lambda _: self.submit)
        self.recover = RecoverJobs(
            jobs=jobs,
            queue=self.queue,
            events=events,
            clock=clock,
            interval=timedelta(seconds=5),
            metrics=metrics,
            keep_files=keep_files,
            purge_jobs=PurgeJobs(jobs=jobs, files=files, events=events, metrics=metrics, retention=retention),
        )

    async def crash(self, job_id: JobId, times: int) -> None:
        """Let so many other workers be gone with the job in hand."""
        for _ in range(times):
            assert await self.jobs.claim(job_id, LEASE, worker=OTHER) is not None
            await watched(self.jobs, self.clock.advance)

    async def submitted(self) -> JobId:
        return (await self.submit.text(TEXT, submitter=SUBMITTER, mode=ParseMode.ADVANCED)).id
