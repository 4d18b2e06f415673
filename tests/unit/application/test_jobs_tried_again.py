"""What is handed back is tried again, as late as it should be and not for ever."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from tests.unit.application.house import House

from cvparser.domain.errors import (
    StorageUnavailableError,
    UnavailableError,
)
from cvparser.domain.job import (
    JobStatus,
)
from cvparser.domain.usage import TokenUsage
from cvparser.ports.model_errors import ModelFailingError, ModelRateLimitedError
from cvparser.ports.profile_parser import ParserAnswer, ParserFailure


async def test_a_parser_that_is_away_hands_the_job_back(house: House) -> None:
    async def away() -> ParserAnswer:
        raise UnavailableError

    house.parser.answer = away
    job_id = await house.submitted()

    await house.process(job_id)

    job = await house.read.status(job_id)
    assert (job.status, job.lease_until, job.crashes) == (JobStatus.PROCESSING, None, 0)


@pytest.mark.parametrize(
    ("error", "tries", "waits_s"),
    [
        (ModelRateLimitedError(retry_after_s=120), 1, [120]),
        (ModelRateLimitedError(retry_after_s=86_400), 1, [15 * 60 - 3.45]),
        (ModelRateLimitedError(retry_after_s=0), 3, [5, 5, 5]),
        (ModelFailingError(), 7, [5, 10, 20, 40, 80, 120, 120]),
        (StorageUnavailableError(), 3, [5, 10, 20]),
    ],
    ids=["as long as asked for", "until the deadline", "not at once", "longer each time", "whatever is away"],
)
async def test_a_job_that_is_handed_back_waits_and_holds_no_worker(
    house: House, error: UnavailableError, tries: int, waits_s: list[float]
) -> None:
    async def away() -> ParserAnswer:
        raise error

    house.parser.answer = away
    job_id = await house.submitted()

    found = []
    for _ in range(tries):
        await house.process(job_id)
        job = await house.read.status(job_id)
        assert job.not_before is not None
        found.append((job.not_before - house.clock.now()).total_seconds())
        await house.process(job_id)
        house.clock.advance(job.not_before - house.clock.now())

    assert found == waits_s
    assert len(house.parser.given) == tries


async def test_a_job_makes_no_more_calls_than_it_may_however_often_it_is_tried(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    async def away() -> ParserFailure:
        return ParserFailure(error=ModelFailingError(), usage=TokenUsage(calls=4))

    house.parser.answer = away
    job_id = await house.submitted()

    for _ in range(4):
        await house.process(job_id)
        house.clock.advance(timedelta(minutes=2))

    job = await house.read.status(job_id)
    assert (job.status, job.error_code, job.usage.calls) == (JobStatus.FAILED, "model_calls_spent", 12)
    assert house.metrics.counts["calls OpenAI"] == 12
    assert "model_calls_spent" in caplog.text


async def test_recovery_notifies_of_a_job_that_waits_when_it_is_due(house: House) -> None:
    async def away() -> ParserAnswer:
        house.parser.answer = None
        raise ModelRateLimitedError(retry_after_s=60)

    house.parser.answer = away
    job_id = await house.submitted()
    await house.queue.work(house.process)

    house.clock.advance(timedelta(seconds=59))
    await house.recover(timedelta(0))
    assert await house.queue.depth() == 0
    house.clock.advance(timedelta(seconds=1))
    await house.recover(timedelta(0))
    await house.queue.work(house.process)

    assert (await house.read.status(job_id)).status is JobStatus.SUCCESS


async def test_cancelling_hands_the_job_back(house: House) -> None:
    working = asyncio.Event()

    async def never() -> ParserAnswer:
        working.set()
        await asyncio.Event().wait()
        raise AssertionError

    house.parser.answer = never
    job_id = await house.submitted()
    task = asyncio.create_task(house.process(job_id))
    await working.wait()
    task.cancel()

    with pytest.raises(asyncio.CancelledError):
        await task
    job = await house.read.status(job_id)
    assert (job.lease_until, job.crashes) == (None, 0)
