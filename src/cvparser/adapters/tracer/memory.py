"""Traces in memory, for tests."""

from __future__ import annotations

from dataclasses import dataclass
from types import TracebackType

from cvparser.domain.job import Job, JobId
from cvparser.ports.tracer import INTERRUPTED, Attempt, Tracer


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """Something of a job that has ended."""

    #: Whose.
    job_id: JobId
    #: `wait`, `process`, or a stage.
    name: str
    #: The claim it belongs to; None for the wait.
    fence: int | None = None
    #: How long it took, of a stage.
    seconds: float | None = None
    #: What served, of a stage.
    parser: str | None = None
    #: Why an attempt gave no result.
    code: str | None = None
    #: The span of whoever submitted the job, of the wait.
    caller: str | None = None


class MemoryTracer(Tracer):
    """Keeps what was drawn.

    Attributes:
        drawn: In the order in which it ended.
    """

    def __init__(self) -> None:
        self.drawn: list[Drawn] = []

    def attempt(self, job: Job) -> Attempt:
        if job.fence == 1:
            self.drawn.append(Drawn(job_id=job.id, name="wait", caller=job.traceparent))
        return _MemoryAttempt(job, self.drawn)

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        pass


class _MemoryAttempt(Attempt):
    def __init__(self, job: Job, drawn: list[Drawn]) -> None:
        self._job = job
        self._drawn = drawn
        self._code: str | None = None

    def stage_done(self, stage: str, *, parser: str, seconds: float) -> None:
        self._drawn.append(
            Drawn(job_id=self._job.id, name=stage, fence=self._job.fence, seconds=seconds, parser=parser)
        )

    def failed(self, code: str) -> None:
        self._code = code

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        code = self._code or (None if kind is None else INTERRUPTED)
        self._drawn.append(Drawn(job_id=self._job.id, name="process", fence=self._job.fence, code=code))
