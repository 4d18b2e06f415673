"""The promises of `cvparser.ports.metrics`."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cvparser.domain.job import JobStatus
from cvparser.domain.usage import TokenPrices, TokenUsage
from cvparser.ports.metrics import Metrics
from cvparser.testing.conformance import Conformance

PRICES = TokenPrices(prompt=208.5, answer=1.0)


class MetricsConformance(Conformance):
    """Subclass and give your adapter, with `PRICES`, in the fixture `metrics`."""

    @pytest.fixture
    def metrics(self) -> Metrics:
        message = "Give your adapter in a fixture named 'metrics'."
        raise NotImplementedError(message)

    async def test_whatever_is_counted_changes_the_page(self, metrics: Metrics) -> None:
        counts: list[Callable[[], None]] = [
            lambda: metrics.stage_done("parsing", parser="Offline", seconds=0.25),
            lambda: metrics.tokens_used("OpenAI", TokenUsage(calls=1, prompt=20, answer=3)),
            lambda: metrics.job_ended(JobStatus.SUCCESS),
            lambda: metrics.job_ended(JobStatus.FAILED, code="pdf_corrupt"),
            metrics.outcome_rejected,
            lambda: metrics.jobs_rescued(2),
        ]
        for count in counts:
            before = metrics.page({})

            count()

            assert metrics.page({}) != before

    async def test_gauges_are_of_the_moment(self, metrics: Metrics) -> None:
        shown = metrics.page({"queue_depth": 417.0})

        assert b"queue_depth" in shown
        assert b"417" in shown
        assert b"417" not in metrics.page({})

    async def test_a_failure_is_counted_by_its_code(self, metrics: Metrics) -> None:
        metrics.job_ended(JobStatus.FAILED, code="no_text_layer")

        assert b"no_text_layer" in metrics.page({})

    async def test_what_is_used_costs_by_the_prices_that_were_set(self, metrics: Metrics) -> None:
        metrics.tokens_used("OpenAI", TokenUsage(calls=1, prompt=1_000_000, answer=500_000))
        metrics.tokens_used("OpenAI", TokenUsage(calls=1, prompt=1_000_000))

        assert b"417.5" in metrics.page({})

    async def test_the_page_says_what_it_is(self, metrics: Metrics) -> None:
        assert metrics.media_type.startswith("text/")
        metrics.page({}).decode("utf-8")
