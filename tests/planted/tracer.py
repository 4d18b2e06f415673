"""Tracers with one fault each."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any, ClassVar
from uuid import uuid4

from tests.planted.catalogue import Catalogue, Fixtures, faults

from cvparser.adapters.tracer.memory import Drawn, MemoryTracer, _MemoryAttempt
from cvparser.domain.job import Job, JobId
from cvparser.ports.tracer import INTERRUPTED, Attempt
from cvparser.testing.conformance.tracer import DrawingTracerConformance


class DrawsNoWait(MemoryTracer):
    def attempt(self, job: Job) -> Attempt:
        return _MemoryAttempt(job, self.drawn)


class DrawsAWaitEachTime(MemoryTracer):
    def attempt(self, job: Job) -> Attempt:
        self.drawn.append(Drawn(job_id=job.id, name="wait", caller=job.traceparent))
        return _MemoryAttempt(job, self.drawn)


class ForgetsTheCaller(MemoryTracer):
    def attempt(self, job: Job) -> Attempt:
        return super().attempt(replace(job, traceparent=None))


class RemembersTheCallerBefore(MemoryTracer):
    caller: str | None = None

    def attempt(self, job: Job) -> Attempt:
        self.caller = job.traceparent or self.caller
        return super().attempt(replace(job, traceparent=self.caller))


class DrawsOneFence(MemoryTracer):
    def attempt(self, job: Job) -> Attempt:
        super().attempt(job)
        return _MemoryAttempt(replace(job, fence=1), self.drawn)


class MakesUpAnId(MemoryTracer):
    def attempt(self, job: Job) -> Attempt:
        return super().attempt(replace(job, id=JobId(uuid4())))


class DrawsAllUnderTheFirstJob(MemoryTracer):
    first: Job | None = None

    def attempt(self, job: Job) -> Attempt:
        self.first = self.first or job
        return super().attempt(replace(job, id=self.first.id))


class DrawsTheUser(MemoryTracer):
    def attempt(self, job: Job) -> Attempt:
        self.drawn.append(Drawn(job_id=job.id, name="wait", parser=job.user_id))
        return _MemoryAttempt(job, self.drawn)


class DrawsTheFile(MemoryTracer):
    def attempt(self, job: Job) -> Attempt:
        self.drawn.append(Drawn(job_id=job.id, name="wait", parser=job.file_name))
        return _MemoryAttempt(job, self.drawn)


class With(MemoryTracer):
    """Draws attempts of its own kind."""

    kind: type[_MemoryAttempt] = _MemoryAttempt

    def attempt(self, job: Job) -> Attempt:
        super().attempt(job)
        return self.kind(job, self.drawn)


class LosesTheParser(With):
    class kind(_MemoryAttempt):
        def stage_done(self, stage: str, *, parser: str, seconds: float) -> None:
            super().stage_done(stage, parser="", seconds=seconds)


class CountsMilliseconds(With):
    class kind(_MemoryAttempt):
        def stage_done(self, stage: str, *, parser: str, seconds: float) -> None:
            super().stage_done(stage, parser=parser, seconds=seconds * 1_000)


class LeavesOutStagesWithoutTime(With):
    class kind(_MemoryAttempt):
        def stage_done(self, stage: str, *, parser: str, seconds: float) -> None:
            if seconds:
                super().stage_done(stage, parser=parser, seconds=seconds)


class LosesTheCode(With):
    class kind(_MemoryAttempt):
        def failed(self, code: str) -> None:
            return None


class RaisesTheCode(With):
    class kind(_MemoryAttempt):
        def failed(self, code: str) -> None:
            raise RuntimeError(code)


class SaysInterruptedWhateverFailed(With):
    class kind(_MemoryAttempt):
        def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
            if kind is not None:
                self._code = INTERRUPTED
            super().__exit__(kind, error, trace)


class TellsWhatWasRaised(With):
    class kind(_MemoryAttempt):
        def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
            self._code = self._code or (None if error is None else str(error))
            super().__exit__(kind, error, trace)


class SeesErrorsAlone(With):
    """Nothing of a cancellation."""

    class kind(_MemoryAttempt):
        def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
            super().__exit__(kind if isinstance(error, Exception) else None, error, trace)


class HidesWhatIsRaised(With):
    class kind(_MemoryAttempt):
        def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
            super().__exit__(kind, error, trace)
            return True  # type: ignore[return-value]


class RaisesAnotherError(With):
    class kind(_MemoryAttempt):
        def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
            super().__exit__(kind, error, trace)
            if error is not None:
                raise type(error)("again")


class DrawsNothingOfWhatWasInterrupted(With):
    class kind(_MemoryAttempt):
        def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
            if kind is None:
                super().__exit__(kind, error, trace)


class DrawsAnAttemptAtItsBeginning(With):
    class kind(_MemoryAttempt):
        def __init__(self, job: Job, drawn: list[Drawn]) -> None:
            super().__init__(job, drawn)
            super().__exit__(None, None, None)

        def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
            return None


class DrawsStagesAtTheEnd(With):
    class kind(_MemoryAttempt):
        def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
            super().__exit__(kind, error, trace)
            self._drawn.insert(len(self._drawn) - 2, self._drawn.pop())


class SharesCodes(With):
    class kind(_MemoryAttempt):
        codes: ClassVar[list[str]] = []

        def failed(self, code: str) -> None:
            self.codes.append(code)

        def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
            self._code = self.codes[-1] if self.codes else None
            super().__exit__(kind, error, trace)


class SharesWhatIsDrawn(MemoryTracer):
    all: ClassVar[list[Drawn]] = []

    def __init__(self) -> None:
        super().__init__()
        self.drawn = self.all


class HasOneAttemptAtATime(MemoryTracer):
    present: _MemoryAttempt | None = None

    def attempt(self, job: Job) -> Attempt:
        super().attempt(job)
        if self.present is None:
            self.present = _MemoryAttempt(job, self.drawn)
        self.present._job = job
        return self.present


def fixtures(make: Any) -> Fixtures:
    tracer = make()
    return {
        "tracer": tracer,
        "drawn": lambda: [{n: v for n, v in asdict(each).items() if v is not None} for each in tracer.drawn],
    }


CATALOGUES = {
    "": Catalogue(
        suite=DrawingTracerConformance,
        fixtures=fixtures,
        sound=MemoryTracer,
        faults=[each for each in faults(globals(), MemoryTracer) if each is not With],
    )
}
