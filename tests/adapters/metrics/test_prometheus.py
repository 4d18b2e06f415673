from __future__ import annotations

import pytest
from prometheus_client.parser import text_string_to_metric_families

from cvparser.adapters.metrics.memory import MemoryMetrics
from cvparser.adapters.metrics.prometheus import PrometheusMetrics
from cvparser.composition import Composition
from cvparser.domain.job import JobStatus
from cvparser.domain.usage import TokenPrices, TokenUsage
from cvparser.settings import Settings

PRICES = TokenPrices(prompt=208.5, answer=1.0)


def samples(metrics: PrometheusMetrics, **gauges: float) -> dict[tuple[str, ...], float]:
    """Give what the page says, by name and sorted values of labels."""
    families = text_string_to_metric_families(metrics.page(gauges)[1].decode())
    return {(each.name, *sorted(each.labels.values())): each.value for family in families for each in family.samples}


def test_prometheus_can_read_all_that_was_counted() -> None:
    metrics = PrometheusMetrics(prices=PRICES)
    metrics.stage_done("extraction", parser="Offline", seconds=0.02)
    metrics.job_ended(JobStatus.FAILED, code="pdf_corrupt")
    metrics.outcome_rejected()
    metrics.jobs_rescued(2)
    metrics.tokens_used("OpenAI", TokenUsage(calls=1, prompt=1_000_000, answer=500_000))
    metrics.tokens_used("OpenAI", TokenUsage(calls=1, prompt=1_000_000))

    found = samples(metrics)

    assert found["cvparser_stage_seconds_sum", "Offline", "extraction"] == 0.02
    assert found["cvparser_jobs_ended_total", "failed", "pdf_corrupt"] == 1
    assert found["cvparser_outcomes_rejected_total",] == 1
    assert found["cvparser_jobs_rescued_total",] == 2
    assert found["cvparser_model_calls_total", "OpenAI"] == 2
    assert found["cvparser_model_cost_total", "OpenAI"] == pytest.approx(417.5)


def test_gauges_are_of_the_moment() -> None:
    metrics = PrometheusMetrics()

    assert samples(metrics, queue_depth=417.0)["cvparser_queue_depth",] == 417
    assert ("cvparser_queue_depth",) not in samples(metrics)
    assert metrics.page({})[0].startswith("text/plain")


def test_beside_metrics_of_ones_own_the_page_has_the_gauges_alone() -> None:
    core = Composition(Settings(), metrics=MemoryMetrics())

    assert b"cvparser_queue_depth 3.0" in core.metrics_page({"queue_depth": 3.0})[1]
