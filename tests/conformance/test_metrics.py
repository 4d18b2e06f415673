from __future__ import annotations

import pytest
from prometheus_client.parser import text_string_to_metric_families

from cvparser.adapters.metrics.memory import MemoryMetrics
from cvparser.adapters.metrics.prometheus import PrometheusMetrics
from cvparser.domain.job import JobStatus
from cvparser.testing.conformance.metrics import PRICES, MetricsConformance


class TestMemoryMetrics(MetricsConformance):
    @pytest.fixture
    def metrics(self) -> MemoryMetrics:
        return MemoryMetrics(prices=PRICES)


class TestPrometheusMetrics(MetricsConformance):
    @pytest.fixture
    def metrics(self) -> PrometheusMetrics:
        return PrometheusMetrics(prices=PRICES)


def test_prometheus_can_read_its_page() -> None:
    metrics = PrometheusMetrics()
    metrics.stage_done("extraction", parser="Offline", seconds=0.02)
    metrics.job_ended(JobStatus.FAILED, code="pdf_corrupt")

    families = {
        family.name: family for family in text_string_to_metric_families(metrics.page({"queue_depth": 3}).decode())
    }

    assert families["cvparser_queue_depth"].samples[0].value == 3
    assert families["cvparser_jobs_ended"].samples[0].labels == {"status": "failed", "code": "pdf_corrupt"}
    assert {sample.value for sample in families["cvparser_stage_seconds"].samples if sample.name.endswith("sum")} == {
        0.02
    }
