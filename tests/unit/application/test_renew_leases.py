from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import timedelta

import pytest

from cvparser.adapters.clock.frozen import FrozenClock
from cvparser.adapters.job_repository.memory import MemoryJobRepository
from cvparser.application.renew_leases import RenewLeases
from cvparser.domain.errors import StorageUnavailableError
from cvparser.domain.heartbeat import WorkerId
from cvparser.domain.job import JobId
from cvparser.testing.conformance.job_repository import LEASE, START, SUCCESS, WATCHER, WORKER, claimed, new_job


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock(START)


class OftenAway(MemoryJobRepository):
    """Raises `error` while there is one."""

    error: Exception | None = None

    async def renew(self, fences: Mapping[JobId, int], *, lease: timedelta, worker: WorkerId) -> AbstractSet[JobId]:
        if self.error is not None:
            raise self.error
        return await super().renew(fences, lease=lease, worker=worker)


@pytest.fixture
def jobs(clock: FrozenClock) -> OftenAway:
    return OftenAway(clock=clock)


@pytest.fixture
async def renew_leases(jobs: OftenAway, clock: FrozenClock) -> AsyncIterator[RenewLeases]:
    renew_leases = RenewLeases(jobs=jobs, clock=clock, lease=LEASE, worker=WORKER)
    keeping = asyncio.create_task(renew_leases.forever())
    yield renew_leases
    keeping.cancel()


def never() -> None:
    raise AssertionError("No job of this test is lost.")


async def pass_by(clock: FrozenClock, duration: timedelta) -> None:
    """Let the time pass in steps, so that everybody who slept had a turn."""
    for _ in range(int(duration / timedelta(seconds=5))):
        await asyncio.sleep(0)
        clock.advance(timedelta(seconds=5))
    await asyncio.sleep(0)


async def test_jobs_that_are_held_can_be_claimed_by_nobody_however_long_they_take(
    jobs: OftenAway, clock: FrozenClock, renew_leases: RenewLeases
) -> None:
    first, second = await claimed(jobs, new_job()), await claimed(jobs, new_job())

    with renew_leases.hold(first, on_lost=never), renew_leases.hold(second, on_lost=never):
        await pass_by(clock, LEASE * 5)

        assert await jobs.claim(first.id, LEASE, worker=WORKER) is None
        assert await jobs.claim(second.id, LEASE, worker=WORKER) is None


async def test_a_job_that_is_no_longer_held_is_not_renewed(
    jobs: OftenAway, clock: FrozenClock, renew_leases: RenewLeases
) -> None:
    job = await claimed(jobs, new_job())
    with renew_leases.hold(job, on_lost=never):
        await pass_by(clock, LEASE)

    await pass_by(clock, LEASE)

    assert await jobs.claim(job.id, LEASE, worker=WORKER) is not None


@pytest.mark.parametrize("error", [StorageUnavailableError(), RuntimeError("row of anna@example.com")])
async def test_an_outage_is_waited_out_and_so_is_a_fault_of_an_adapter(
    jobs: OftenAway, clock: FrozenClock, renew_leases: RenewLeases, caplog: pytest.LogCaptureFixture, error: Exception
) -> None:
    job = await claimed(jobs, new_job())
    with renew_leases.hold(job, on_lost=never):
        jobs.error = error
        await pass_by(clock, LEASE / 2)
        jobs.error = None
        await pass_by(clock, LEASE * 3)

        assert await jobs.claim(job.id, LEASE, worker=WORKER) is None
    assert "Put off" in caplog.text
    assert "anna@example.com" not in caplog.text


async def test_a_lease_that_ran_out_in_an_outage_is_renewed_after_it_and_no_crash_is_counted(
    jobs: OftenAway, clock: FrozenClock, renew_leases: RenewLeases
) -> None:
    job = await claimed(jobs, new_job())
    with renew_leases.hold(job, on_lost=never):
        for _ in range(8):
            jobs.error = StorageUnavailableError()
            await pass_by(clock, LEASE * 1.5)
            assert await jobs.claim(job.id, LEASE, worker=WATCHER) is None
            jobs.error = None
            await pass_by(clock, LEASE / 2)

        assert await jobs.claim(job.id, LEASE, worker=WATCHER) is None
        ended = await jobs.finish(job.id, fence=job.fence, outcome=SUCCESS)
    assert ended.crashes == 0


async def test_a_job_that_was_lost_is_told_once_and_disturbs_the_others_in_nothing(
    jobs: OftenAway, clock: FrozenClock, renew_leases: RenewLeases
) -> None:
    lost, kept = await claimed(jobs, new_job()), await claimed(jobs, new_job())
    told: list[str] = []
    with renew_leases.hold(lost, on_lost=lambda: told.append("lost")), renew_leases.hold(kept, on_lost=never):
        await jobs.erase(lost.id)
        await pass_by(clock, LEASE * 2)

        assert told == ["lost"]
        assert await jobs.claim(kept.id, LEASE, worker=WORKER) is None


async def test_a_process_that_took_its_own_job_over_works_on_it_once(
    jobs: OftenAway, clock: FrozenClock, renew_leases: RenewLeases
) -> None:
    first = await claimed(jobs, new_job())
    told: list[str] = []
    with renew_leases.hold(first, on_lost=lambda: told.append("first")):
        second = replace(first, fence=2)

        with renew_leases.hold(second, on_lost=never):
            assert told == ["first"]


async def test_leases_run_out_when_what_works_has_not_come_to_its_turn_for_long(
    jobs: OftenAway, clock: FrozenClock
) -> None:
    renew_leases = RenewLeases(jobs=jobs, clock=clock, lease=LEASE, worker=WORKER, silence=LEASE)
    keeping = asyncio.create_task(renew_leases.forever())
    job = await claimed(jobs, new_job())
    with renew_leases.hold(job, on_lost=lambda: None):
        for _ in range(5):
            renew_leases.heartbeat()
            await pass_by(clock, LEASE)
        assert await jobs.claim(job.id, LEASE, worker=WATCHER) is None

        for _ in range(9):
            await jobs.renew({}, lease=LEASE, worker=WATCHER)
            await pass_by(clock, LEASE / 3)

        assert await jobs.claim(job.id, LEASE, worker=WATCHER) is not None
    keeping.cancel()
