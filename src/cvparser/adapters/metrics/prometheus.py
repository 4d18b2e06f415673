"""Counts in the form that Prometheus reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from cvparser.domain.job import JobStatus
from cvparser.domain.usage import TokenPrices, TokenUsage
from cvparser.domain.webhook import DeliveryState
from cvparser.ports.metrics import Metrics

#: Upper bounds, in seconds, of the buckets that stages are counted in: reading takes tens of milliseconds, a language
#: model seconds.
BUCKETS_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120)


class PrometheusMetrics(Metrics):
    """Counts in a registry of its own; every name begins with `cvparser_`.

    Args:
        prices: What tokens cost.
    """

    def __init__(self, *, prices: TokenPrices | None = None) -> None:
        self._prices = prices or TokenPrices()
        self._registry = registry = CollectorRegistry()
        self._stages = Histogram(
            "cvparser_stage_seconds",
            "Seconds that a stage of parsing took.",
            ("stage", "parser"),
            buckets=BUCKETS_S,
            registry=registry,
        )
        self._calls = Counter("cvparser_model_calls", "Requests to a language model.", ("parser",), registry=registry)
        self._tokens = Counter("cvparser_model_tokens", "Tokens used.", ("parser", "kind"), registry=registry)
        self._cost = Counter(
            "cvparser_model_cost", "What tokens cost, by the prices set.", ("parser",), registry=registry
        )
        self._ended = Counter("cvparser_jobs_ended", "Jobs that ended here.", ("status", "code"), registry=registry)
        self._rejected = Counter("cvparser_outcomes_rejected", "Outcomes of jobs taken over.", registry=registry)
        self._rescued = Counter("cvparser_jobs_rescued", "Jobs that recovery notified of.", registry=registry)
        self._jobs_purged = Counter("cvparser_jobs_purged", "Jobs erased at the end of their time.", registry=registry)
        self._files_purged = Counter("cvparser_files_purged", "Files that no job kept, removed.", registry=registry)
        self._webhooks = Counter(
            "cvparser_webhook_calls",
            "Calls of webhooks, by what became of the delivery.",
            ("state",),
            registry=registry,
        )

    def stage_done(self, stage: str, *, parser: str, seconds: float) -> None:
        self._stages.labels(stage, parser).observe(seconds)

    def tokens_used(self, parser: str, usage: TokenUsage) -> None:
        self._calls.labels(parser).inc(usage.calls)
        self._tokens.labels(parser, "prompt").inc(usage.prompt)
        self._tokens.labels(parser, "answer").inc(usage.answer)
        self._cost.labels(parser).inc(self._prices.cost(usage))

    def job_ended(self, status: JobStatus, *, code: str | None = None) -> None:
        self._ended.labels(status.value, code or "").inc()

    def outcome_rejected(self) -> None:
        self._rejected.inc()

    def jobs_rescued(self, count: int) -> None:
        self._rescued.inc(count)

    def jobs_purged(self, count: int) -> None:
        self._jobs_purged.inc(count)

    def files_purged(self, count: int) -> None:
        self._files_purged.inc(count)

    def webhook_called(self, state: DeliveryState) -> None:
        self._webhooks.labels(state.value).inc()

    def page(self, gauges: Mapping[str, float]) -> tuple[str, bytes]:
        """Return the media type and the text of everything that was counted, and of `gauges` of this moment.

        `gauges` are named in lower case with underscores, such as `queue_depth`.
        """
        moment = CollectorRegistry()
        moment.register(_Gauges(gauges))
        return CONTENT_TYPE_PLAIN_0_0_4, generate_latest(self._registry) + generate_latest(moment)


class _Gauges:
    def __init__(self, gauges: Mapping[str, float]) -> None:
        self._gauges = gauges

    def collect(self) -> Iterator[Metric]:
        for name, value in sorted(self._gauges.items()):
            yield GaugeMetricFamily(f"cvparser_{name}", "As it is now.", value=value)
