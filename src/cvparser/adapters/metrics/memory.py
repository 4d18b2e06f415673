"""Counts in memory, for tests and for programs that embed cvparser."""

from __future__ import annotations

from collections import Counter

from cvparser.domain.job import JobStatus
from cvparser.domain.usage import TokenPrices, TokenUsage
from cvparser.domain.webhook import DeliveryState
from cvparser.ports.metrics import Metrics


class MemoryMetrics(Metrics):
    """Counts under readable names, such as `jobs ended failed pdf_corrupt`.

    Args:
        prices: What tokens cost.

    Attributes:
        counts: What was counted so far.
        cost: What was paid so far.
    """

    def __init__(self, *, prices: TokenPrices | None = None) -> None:
        self._prices = prices or TokenPrices()
        self.counts: Counter[str] = Counter()
        self.cost = 0.0

    def stage_done(self, stage: str, *, parser: str, seconds: float) -> None:
        self.counts[f"stages {stage} {parser}"] += 1

    def tokens_used(self, parser: str, usage: TokenUsage) -> None:
        self.counts[f"calls {parser}"] += usage.calls
        self.counts[f"tokens {parser}"] += usage.prompt + usage.answer
        self.cost += self._prices.cost(usage)

    def job_ended(self, status: JobStatus, *, code: str | None = None) -> None:
        self.counts[f"jobs ended {status} {code or ''}".strip()] += 1

    def outcome_rejected(self) -> None:
        self.counts["outcomes rejected"] += 1

    def jobs_rescued(self, count: int) -> None:
        self.counts["jobs rescued"] += count

    def jobs_purged(self, count: int) -> None:
        self.counts["jobs purged"] += count

    def files_purged(self, count: int) -> None:
        self.counts["files purged"] += count

    def webhook_called(self, state: DeliveryState) -> None:
        self.counts[f"webhooks {state}"] += 1
