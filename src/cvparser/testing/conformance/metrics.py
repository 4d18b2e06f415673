"""The promises of `cvparser.ports.metrics`."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping

import pytest

from cvparser.domain.job import JobStatus
from cvparser.domain.usage import NOTHING_USED, TokenUsage
from cvparser.domain.webhook import DeliveryState
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
    metrics.webhook_called(DeliveryState.DELIVERED)
    metrics.webhook_called(DeliveryState.DEAD)


#: Gives what has been counted; 0 or nothing where there is nothing. Its names: `stages {stage} {parser}`,
#: `calls {parser}`, `tokens {parser}` of questions and answers together, `ended {status} {code}` with a dash where
#: there is no code, `rejected`, `rescued`, `jobs purged`, `files purged`,
#: `webhooks {state}`.
Counted = Callable[[], Mapping[str, float]]


class MetricsConformance(Conformance):
    """What holds for an adapter that shows nothing too. Subclass and give it in the fixture `metrics`."""

    @pytest.fixture
    def metrics(self) -> Metrics:
        message = "Give your adapter in a fixture named 'metrics'."
        raise NotImplementedError(message)

    async def test_whatever_happens_can_be_counted_again_and_again(self, metrics: Metrics) -> None:
        for _ in range(3):
            count_everything(metrics)

    async def test_threads_may_count_at_once(self, metrics: Metrics) -> None:
        await asyncio.gather(*(asyncio.to_thread(count_everything, metrics) for _ in range(8)))

    async def test_nothing_is_raised_over_odd_names_and_numbers(self, metrics: Metrics) -> None:
        for name in ("", "\u00e9 \n \"'{}%s", "x" * 1_000):
            metrics.stage_done(name, parser=name, seconds=1e9)
            metrics.tokens_used(name, TokenUsage(calls=10**9, prompt=10**12, answer=10**12))
            metrics.job_ended(JobStatus.FAILED, code=name)
        metrics.jobs_rescued(0)


class CountingMetricsConformance(MetricsConformance):
    """Subclass and give what your adapter counted in the fixture `counted` besides."""

    @pytest.fixture
    def counted(self) -> Counted:
        message = "Give what shows its counts in a fixture named 'counted'."
        raise NotImplementedError(message)

    async def test_at_first_nothing_is_counted(self, metrics: Metrics, counted: Counted) -> None:
        assert not any(counted().values())
        count_everything(metrics)

    async def test_everything_is_counted_for_what_it_is(self, metrics: Metrics, counted: Counted) -> None:
        for times in (1, 2):
            count_everything(metrics)

            assert {name: count for name, count in counted().items() if count} == {
                name: count * times for name, count in ONCE.items()
            }

    async def test_what_has_other_names_is_counted_apart(self, metrics: Metrics, counted: Counted) -> None:
        for stage, parser, code in (("extraction", "A", "x"), ("parsing", "A", "y"), ("parsing", "B", "y")):
            metrics.stage_done(stage, parser=parser, seconds=1)
            metrics.job_ended(JobStatus.FAILED, code=code)
            metrics.tokens_used(parser, TokenUsage(calls=1, prompt=2, answer=3))

        assert {name: count for name, count in counted().items() if count} == {
            "stages extraction A": 1,
            "stages parsing A": 1,
            "stages parsing B": 1,
            "ended failed x": 1,
            "ended failed y": 2,
            "calls A": 2,
            "calls B": 1,
            "tokens A": 10,
            "tokens B": 5,
        }

    async def test_counting_reads_nothing_away(self, metrics: Metrics, counted: Counted) -> None:
        count_everything(metrics)

        assert dict(counted()) == dict(counted())

    async def test_threads_that_count_at_once_lose_nothing(self, metrics: Metrics, counted: Counted) -> None:
        def many() -> None:
            for _ in range(2_000):
                metrics.outcome_rejected()
                metrics.jobs_rescued(2)

        await asyncio.gather(*(asyncio.to_thread(many) for _ in range(4)))

        assert counted()["rejected"] == 8_000
        assert counted()["rescued"] == 16_000


#: What `count_everything` counts.
ONCE = {
    "stages parsing Offline": 1,
    "stages parsing a name with blanks": 1,
    "calls OpenAI": 1,
    "tokens OpenAI": 23,
    "ended success -": 1,
    "ended failed pdf_corrupt": 1,
    "rejected": 1,
    "rescued": 2,
    "jobs purged": 3,
    "webhooks delivered": 1,
    "webhooks dead": 1,
}
