"""The promises of `cvparser.ports.metrics`."""

from __future__ import annotations

import asyncio

import pytest

from cvparser.domain.job import JobStatus
from cvparser.domain.usage import NOTHING_USED, TokenUsage
from cvparser.ports.metrics import Metrics
from cvparser.testing.conformance import Conformance


def count_everything(metrics: Metrics) -> None:
    """Count each thing once, the least and the unusual too."""
    metrics.stage_done("parsing", parser="Offline", seconds=0.25)
    metrics.stage_done("parsing", parser="a name with blanks", seconds=0.0)
    metrics.tokens_used("OpenAI", TokenUsage(calls=1, prompt=20, answer=3))
    metrics.tokens_used("OpenAI", NOTHING_USED)
    metrics.job_ended(JobStatus.SUCCESS)
    metrics.job_ended(JobStatus.FAILED, code="pdf_corrupt")
    metrics.outcome_rejected()
    metrics.jobs_rescued(2)
    metrics.jobs_purged(3)
    metrics.files_purged(0)


class MetricsConformance(Conformance):
    """Subclass and give your adapter in the fixture `metrics`."""

    @pytest.fixture
    def metrics(self) -> Metrics:
        message = "Give your adapter in a fixture named 'metrics'."
        raise NotImplementedError(message)

    async def test_whatever_happens_can_be_counted_again_and_again(self, metrics: Metrics) -> None:
        for _ in range(3):
            count_everything(metrics)

    async def test_threads_may_count_at_once(self, metrics: Metrics) -> None:
        await asyncio.gather(*(asyncio.to_thread(count_everything, metrics) for _ in range(8)))
