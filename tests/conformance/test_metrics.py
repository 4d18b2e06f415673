from __future__ import annotations

import pytest

from cvparser.adapters.metrics.memory import MemoryMetrics
from cvparser.adapters.metrics.prometheus import PrometheusMetrics
from cvparser.testing.conformance.metrics import MetricsConformance


class TestMemoryMetrics(MetricsConformance):
    @pytest.fixture
    def metrics(self) -> MemoryMetrics:
        return MemoryMetrics()


class TestPrometheusMetrics(MetricsConformance):
    @pytest.fixture
    def metrics(self) -> PrometheusMetrics:
        return PrometheusMetrics()
