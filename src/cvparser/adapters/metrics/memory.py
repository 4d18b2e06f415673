"""Counts in memory, for tests and for programs that embed cvparser."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from cvparser.domain.job import JobStatus
from cvparser.ports.metrics import Metrics
from cvparser.ports.profile_parser import TokenUsage


class MemoryMetrics(Metrics):
    """Counts under readable names, such as `jobs ended failed pdf_corrupt`.

    Attributes:
        counts: What was counted so far.
    """

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()

    def stage_done(self, stage: str, *, parser: str, seconds: float) -> None:
        self.counts[f"stages {stage} {parser}"] += 1

    def tokens_used(self, parser: str, usage: TokenUsage) -> None:
        self.counts[f"calls {parser}"] += usage.calls
        self.counts[f"tokens {parser}"] += usage.prompt + usage.answer

    def job_ended(self, status: JobStatus, *, code: str | None = None) -> None:
        self.counts[f"jobs ended {status} {code or ''}".strip()] += 1

    def outcome_rejected(self) -> None:
        self.counts["outcomes rejected"] += 1

    def jobs_rescued(self, count: int) -> None:
        self.counts["jobs rescued"] += count

    def page(self, gauges: Mapping[str, float]) -> bytes:
        lines = [f"{name} {value}" for name, value in (*sorted(self.counts.items()), *sorted(gauges.items()))]
        return "\n".join(lines).encode()

    @property
    def media_type(self) -> str:
        return "text/plain; charset=utf-8"
