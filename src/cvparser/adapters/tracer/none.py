"""No traces."""

from __future__ import annotations

from types import TracebackType

from cvparser.domain.job import Job
from cvparser.ports.tracer import Attempt, Tracer


class NoTracer(Tracer):
    """Draws nothing."""

    def attempt(self, job: Job) -> Attempt:
        return _NoAttempt()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        pass


class _NoAttempt(Attempt):
    def stage_done(self, stage: str, *, parser: str, seconds: float) -> None:
        pass

    def failed(self, code: str) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        pass
