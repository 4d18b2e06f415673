from __future__ import annotations

import pytest
from prometheus_client.parser import text_string_to_metric_families

from cvparser.adapters.metrics.memory import MemoryMetrics
from cvparser.adapters.metrics.prometheus import PrometheusMetrics
from cvparser.testing.conformance.metrics import Counted, CountingMetricsConformance


def counted_in_memory(metrics: MemoryMetrics) -> dict[str, float]:
    """Give counts under the names of the suite."""
    named: dict[str, float] = {}
    for name, count in metrics.counts.items():
        if name.startswith("jobs ended "):
            status, _, code = name.removeprefix("jobs ended ").partition(" ")
            named[f"ended {status} {code or '-'}"] = count
        else:
            named[{"outcomes rejected": "rejected", "jobs rescued": "rescued"}.get(name, name)] = count
    return named


class TestMemoryMetrics(CountingMetricsConformance):
    @pytest.fixture
    def metrics(self) -> MemoryMetrics:
        return MemoryMetrics()

    @pytest.fixture
    def counted(self, metrics: MemoryMetrics) -> Counted:
        return lambda: counted_in_memory(metrics)


class TestPrometheusMetrics(CountingMetricsConformance):
    @pytest.fixture
    def metrics(self) -> PrometheusMetrics:
        return PrometheusMetrics()

    @pytest.fixture
    def counted(self, metrics: PrometheusMetrics) -> Counted:
        def counted() -> dict[str, float]:
            named: dict[str, float] = {}
            for family in text_string_to_metric_families(metrics.page({})[1].decode()):
                for sample in family.samples:
                    labels = sample.labels
                    name = {
                        "cvparser_stage_seconds_count": "stages {stage} {parser}",
                        "cvparser_model_calls_total": "calls {parser}",
                        "cvparser_model_tokens_total": "tokens {parser}",
                        "cvparser_jobs_ended_total": "ended {status} {code}",
                        "cvparser_outcomes_rejected_total": "rejected",
                        "cvparser_jobs_rescued_total": "rescued",
                        "cvparser_jobs_purged_total": "jobs purged",
                        "cvparser_files_purged_total": "files purged",
                        "cvparser_webhook_calls_total": "webhooks {state}",
                    }.get(sample.name)
                    if name is not None:
                        name = name.format(**{key: value or "-" for key, value in labels.items()})
                        named[name] = named.get(name, 0) + sample.value
            return named

        return counted
