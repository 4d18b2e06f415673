from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from collections.abc import Set as AbstractSet
from datetime import timedelta

import pytest

from cvparser.adapters.clock.frozen import FrozenClock
from cvparser.adapters.job_repository.memory import MemoryJobRepository
from cvparser.application.keep_leases import KeepLeases
from cvparser.domain.errors import StorageUnavailableError
from cvparser.domain.job import Job, JobId
from cvparser.testing.conformance.job_repository import LEASE, START, SUCCESS, claimed, new_job


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock(START)


class OftenAway(MemoryJobRepository):
    """Raises `error` while there is one."""

    error: Exception | None = None

    async def renew(self, fences: Mapping[JobId, int], *, lease: timedelta) -> AbstractSet[JobId]:
        if self.error is not None:
            raise self.error
        return await super().renew(fences, lease=lease)


@pytest.fixture
def jobs(clock: FrozenClock) -> OftenAway:
    return OftenAway(clock=clock)


@pytest.fixture
async def keep_leases(jobs: OftenAway, clock: FrozenClock) -> AsyncIterator[KeepLeases]:
    keep_leases = KeepLeases(jobs=jobs, clock=clock, lease=LEASE)
    keeping = asyncio.create_task(keep_leases.forever())
    yield keep_leases
    keeping.cancel()


async def pass_by(clock: FrozenClock, duration: timedelta) -> None:
    """Let the time pass in steps, so that everybody who slept had a turn."""
    for _ in range(int(duration / timedelta(seconds=5))):
        await asyncio.sleep(0)
        clock.advance(timedelta(seconds=5))
    await asyncio.sleep(0)


async def test_jobs_that_are_held_can_be_claimed_by_nobody_however_long_they_take(
    jobs: OftenAway, clock: FrozenClock, keep_leases: KeepLeases
) -> None:
    first, second = await claimed(jobs, new_job()), await claimed(jobs, new_job())

    with keep_leases.hold(first), keep_leases.hold(second):
        await pass_by(clock, LEASE * 5)

        assert await jobs.claim(first.id, LEASE) is None
        assert await jobs.claim(second.id, LEASE) is None


async def test_a_job_that_is_no_longer_held_is_not_renewed(
    jobs: OftenAway, clock: FrozenClock, keep_leases: KeepLeases
) -> None:
    job = await claimed(jobs, new_job())
    with keep_leases.hold(job):
        await pass_by(clock, LEASE)

    await pass_by(clock, LEASE)

    assert await jobs.claim(job.id, LEASE) is not None


@pytest.mark.parametrize("error", [StorageUnavailableError(), RuntimeError("row of anna@example.com")])
async def test_an_outage_is_waited_out_and_so_is_a_fault_of_an_adapter(
    jobs: OftenAway, clock: FrozenClock, keep_leases: KeepLeases, caplog: pytest.LogCaptureFixture, error: Exception
) -> None:
    job = await claimed(jobs, new_job())
    with keep_leases.hold(job):
        jobs.error = error
        await pass_by(clock, LEASE / 2)
        jobs.error = None
        await pass_by(clock, LEASE * 3)

        assert await jobs.claim(job.id, LEASE) is None
    assert "Put off" in caplog.text
    assert "anna@example.com" not in caplog.text


async def test_a_job_that_was_lost_disturbs_the_others_in_nothing(
    jobs: OftenAway, clock: FrozenClock, keep_leases: KeepLeases
) -> None:
    lost, kept = await claimed(jobs, new_job()), await claimed(jobs, new_job())
    with keep_leases.hold(lost), keep_leases.hold(kept):
        await jobs.finish(lost.id, fence=lost.fence, outcome=SUCCESS)
        await pass_by(clock, LEASE * 2)

        assert await jobs.claim(kept.id, LEASE) is None


async def test_leases_run_out_when_what_works_has_not_come_to_its_turn_for_long(
    jobs: OftenAway, clock: FrozenClock
) -> None:
    keep_leases = KeepLeases(jobs=jobs, clock=clock, lease=LEASE, silence=LEASE)
    keeping = asyncio.create_task(keep_leases.forever())
    working, hanging = await claimed(jobs, new_job()), await claimed(jobs, new_job())
    with keep_leases.hold(working):
        for _ in range(5):
            keep_leases.heartbeat()
            await pass_by(clock, LEASE)
        assert await jobs.claim(working.id, LEASE) is None

    hanging = await claimed_again(jobs, hanging)
    with keep_leases.hold(hanging):
        await pass_by(clock, LEASE * 3)

        assert await jobs.claim(hanging.id, LEASE) is not None
    keeping.cancel()


async def claimed_again(jobs: OftenAway, job: Job) -> Job:
    again = await jobs.claim(job.id, LEASE)
    assert again is not None
    return again
