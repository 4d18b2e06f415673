"""Metrics with one fault each."""

from __future__ import annotations

from collections import Counter
from typing import Any, ClassVar

from tests.conformance.test_metrics import counted_in_memory
from tests.planted.catalogue import Catalogue, Fixtures, faults

from cvparser.adapters.metrics.memory import MemoryMetrics
from cvparser.domain.job import JobStatus
from cvparser.domain.usage import TokenUsage
from cvparser.domain.webhook import DeliveryState
from cvparser.testing.conformance.metrics import CountingMetricsConformance


class CountsEachRescueAsOne(MemoryMetrics):
    def jobs_rescued(self, count: int) -> None:
        super().jobs_rescued(1)


class CountsNoPurgedJob(MemoryMetrics):
    def jobs_purged(self, count: int) -> None:
        return None


class CountsFilesAsJobs(MemoryMetrics):
    def files_purged(self, count: int) -> None:
        super().jobs_purged(count + 1)


class CountsDeliveredCallsAlone(MemoryMetrics):
    def webhook_called(self, state: DeliveryState) -> None:
        super().webhook_called(DeliveryState.DELIVERED)


class KeepsTheLastNumber(MemoryMetrics):
    def jobs_rescued(self, count: int) -> None:
        self.counts["jobs rescued"] = count


class CountsAnOutcomeTwice(MemoryMetrics):
    def outcome_rejected(self) -> None:
        self.counts["outcomes rejected"] += 2


class LosesCounts(MemoryMetrics):
    def outcome_rejected(self) -> None:
        before = self.counts["outcomes rejected"]
        sum(range(20))
        if before % 1_999 != 1_998:
            self.counts["outcomes rejected"] = before + 1


class LosesTheCode(MemoryMetrics):
    def job_ended(self, status: JobStatus, *, code: str | None = None) -> None:
        super().job_ended(status)


class CountsNoSuccess(MemoryMetrics):
    def job_ended(self, status: JobStatus, *, code: str | None = None) -> None:
        if code:
            super().job_ended(status, code=code)


class NeedsACode(MemoryMetrics):
    def job_ended(self, status: JobStatus, *, code: str | None = None) -> None:
        super().job_ended(status, code=code.lower())  # type: ignore[union-attr]


class LosesTheParser(MemoryMetrics):
    def stage_done(self, stage: str, *, parser: str, seconds: float) -> None:
        super().stage_done(stage, parser="Offline", seconds=seconds)


class LosesTheStage(MemoryMetrics):
    def stage_done(self, stage: str, *, parser: str, seconds: float) -> None:
        super().stage_done("parsing", parser=parser, seconds=seconds)


class CountsNoStageWithoutTime(MemoryMetrics):
    def stage_done(self, stage: str, *, parser: str, seconds: float) -> None:
        if seconds:
            super().stage_done(stage, parser=parser, seconds=seconds)


class CountsSecondsAsStages(MemoryMetrics):
    def stage_done(self, stage: str, *, parser: str, seconds: float) -> None:
        self.counts[f"stages {stage} {parser}"] += seconds  # type: ignore[assignment]


class TakesSimpleNamesAlone(MemoryMetrics):
    def stage_done(self, stage: str, *, parser: str, seconds: float) -> None:
        if not parser.isalnum():
            raise ValueError(parser)
        super().stage_done(stage, parser=parser, seconds=seconds)


class TakesAsciiAlone(MemoryMetrics):
    def stage_done(self, stage: str, *, parser: str, seconds: float) -> None:
        super().stage_done(stage.encode("ascii").decode(), parser=parser, seconds=seconds)


class CountsNoAnswers(MemoryMetrics):
    def tokens_used(self, parser: str, usage: TokenUsage) -> None:
        super().tokens_used(parser, TokenUsage(calls=usage.calls, prompt=usage.prompt))


class CountsOneCall(MemoryMetrics):
    def tokens_used(self, parser: str, usage: TokenUsage) -> None:
        super().tokens_used(parser, TokenUsage(calls=1, prompt=usage.prompt, answer=usage.answer))


class DividesByCalls(MemoryMetrics):
    def tokens_used(self, parser: str, usage: TokenUsage) -> None:
        self.mean = usage.prompt / usage.calls
        super().tokens_used(parser, usage)


class CountsTokensOfAllParsers(MemoryMetrics):
    def tokens_used(self, parser: str, usage: TokenUsage) -> None:
        super().tokens_used("OpenAI", usage)


class RefusesNothing(MemoryMetrics):
    def files_purged(self, count: int) -> None:
        if not count:
            raise ValueError("nothing")


class SharesCountsWithEveryOther(MemoryMetrics):
    all: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.counts = self.all


class EmptiesWhatWasRead(MemoryMetrics):
    """As the fixtures read it."""


def fixtures(make: Any) -> Fixtures:
    metrics = make()

    def counted() -> dict[str, float]:
        named = counted_in_memory(metrics)
        if make is EmptiesWhatWasRead:
            metrics.counts.clear()
        return named

    return {"metrics": metrics, "counted": counted}


CATALOGUES = {
    "": Catalogue(
        suite=CountingMetricsConformance,
        fixtures=fixtures,
        sound=MemoryMetrics,
        faults=faults(globals(), MemoryMetrics),
    )
}
