"""Every job ends, whatever breaks."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import pytest
from tests.unit.application.house import OTHER, House

from cvparser.domain.errors import (
    StorageUnavailableError,
)
from cvparser.domain.job import (
    MAX_CRASHES,
    Job,
    JobId,
    JobStatus,
)
from cvparser.ports.job_queue import QueueUnavailableError
from cvparser.testing.conformance.job_repository import LEASE


async def test_a_submission_is_taken_while_the_queue_is_away(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def away(_: object) -> None:
        raise QueueUnavailableError

    monkeypatch.setattr(house.queue, "notify", away)
    job_id = await house.submitted()
    monkeypatch.undo()

    await house.recover(timedelta(0))
    await house.queue.work(house.process)

    assert (await house.read.status(job_id)).status is JobStatus.SUCCESS
    assert "recovery will notify" in caplog.text


async def test_recovery_ends_what_no_worker_will_and_leaves_the_next_alone(house: House) -> None:
    poison, healthy = await house.submitted(), await house.submitted()
    await house.crash(poison, MAX_CRASHES)

    await house.recover(timedelta(0))
    await house.queue.work(house.process)

    assert (await house.read.status(poison)).error_code == "job_crashed"
    assert (await house.read.status(healthy)).status is JobStatus.SUCCESS


@pytest.mark.parametrize("error", [StorageUnavailableError(), RuntimeError("row of anna@example.com")])
async def test_recovery_goes_on_after_an_outage_and_after_a_fault_of_an_adapter(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, error: Exception
) -> None:
    async def fail(_: int) -> Sequence[Job]:
        raise error

    async def lose(_: JobId) -> None:
        return None

    job_id = await house.submitted()
    await house.queue.work(lose)
    monkeypatch.setattr(house.jobs, "give_up", fail)
    recovering = asyncio.create_task(house.recover.forever())
    await asyncio.sleep(0)
    monkeypatch.undo()
    while not await house.queue.depth():
        house.clock.advance(timedelta(seconds=5))
        await asyncio.sleep(0)
    recovering.cancel()
    await house.queue.work(house.process)

    assert (await house.read.status(job_id)).status is JobStatus.SUCCESS
    assert "Put off" in caplog.text
    assert "anna@example.com" not in caplog.text


async def test_recovery_ends_a_job_past_its_deadline_under_the_hands_of_a_worker_that_hangs(house: House) -> None:
    job_id = await house.submitted()
    held = await house.jobs.claim(job_id, LEASE, worker=OTHER)
    assert held is not None
    while house.clock.now() < held.deadline_at:
        house.clock.advance(LEASE / 2)
        await house.jobs.renew({job_id: held.fence}, lease=LEASE, worker=OTHER)

    await house.recover(timedelta(0))

    assert (await house.read.status(job_id)).error_code == "job_deadline"
    assert await house.jobs.renew({job_id: held.fence}, lease=LEASE, worker=OTHER) == {job_id}


@pytest.mark.parametrize("minutes", [-20, -16, 16, 20])
async def test_the_clock_of_whoever_takes_a_job_in_decides_nothing(minutes: int) -> None:
    house = House(off=timedelta(minutes=minutes))

    job_id = await house.submitted()
    await house.submitted()
    await house.recover(timedelta(0))
    await house.process(job_id)

    job = await house.read.status(job_id)
    assert (job.status, job.processing_time) == (JobStatus.SUCCESS, timedelta(seconds=3.45))
