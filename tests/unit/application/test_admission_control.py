from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from cvparser.adapters.clock.frozen import FrozenClock
from cvparser.adapters.job_repository.memory import MemoryJobRepository
from cvparser.application.admission_control import FRESH, AdmissionControl, BusyError
from cvparser.domain.access.limits import Limits, RateLimitedError
from cvparser.domain.errors import StorageUnavailableError
from cvparser.domain.statistics import Backlog
from cvparser.testing.conformance.job_repository import OTHER, OWNER, START, new_job


class Slow(MemoryJobRepository):
    """Counts when it is told to, unless it is away."""

    def __init__(self, clock: FrozenClock) -> None:
        super().__init__(clock=clock)
        self.go_on = asyncio.Event()
        self.is_away = False
        self.counts = 0

    async def backlog(self) -> Backlog:
        self.counts += 1
        await self.go_on.wait()
        if self.is_away:
            raise StorageUnavailableError
        return await super().backlog()


@pytest.fixture
def jobs() -> Slow:
    return Slow(FrozenClock(START))


def room(jobs: Slow, clock: FrozenClock | None = None) -> AdmissionControl:
    return AdmissionControl(jobs=jobs, clock=clock or FrozenClock(START), max_jobs=10, max_wait=timedelta(minutes=1))


@pytest.mark.parametrize("is_away", [False, True])
async def test_all_that_come_during_a_count_hear_what_it_gave_and_none_counts_again(
    jobs: Slow, *, is_away: bool
) -> None:
    jobs.is_away = is_away
    admission_control = room(jobs)
    waiting = [asyncio.ensure_future(admission_control()) for _ in range(20)]
    await asyncio.sleep(0)

    jobs.go_on.set()
    answers = await asyncio.gather(*waiting, return_exceptions=True)

    assert {type(answer) for answer in answers} == {StorageUnavailableError if is_away else type(None)}
    assert jobs.counts == 1


async def test_whoever_goes_away_during_a_count_takes_it_from_nobody(jobs: Slow) -> None:
    admission_control = room(jobs)
    first, second = asyncio.ensure_future(admission_control()), asyncio.ensure_future(admission_control())
    await asyncio.sleep(0)

    first.cancel()
    jobs.go_on.set()
    await second

    assert jobs.counts == 1


async def test_a_count_that_failed_is_made_again_and_a_good_one_serves_for_a_moment(jobs: Slow) -> None:
    clock = FrozenClock(START)
    admission_control = room(jobs, clock)
    jobs.go_on.set()
    jobs.is_away = True
    with pytest.raises(StorageUnavailableError):
        await admission_control()
    jobs.is_away = False
    for _ in range(3):
        await admission_control()
    assert jobs.counts == 2

    clock.advance(FRESH)
    await admission_control()

    assert jobs.counts == 3


async def test_what_an_owner_has_waiting_refuses_no_other_where_owners_take_turns() -> None:
    clock = FrozenClock(START)
    jobs = MemoryJobRepository(clock=clock)
    control = AdmissionControl(jobs=jobs, clock=clock, max_jobs=10, max_wait=timedelta(minutes=1), is_by_owner=True)
    await jobs.of(OWNER).add(new_job())
    clock.advance(timedelta(minutes=2))

    await control(jobs.of(OTHER))
    with pytest.raises(BusyError):
        await control(jobs.of(OWNER))


async def test_all_owners_together_have_no_more_jobs_than_there_may_be() -> None:
    clock = FrozenClock(START)
    jobs = MemoryJobRepository(clock=clock)
    control = AdmissionControl(jobs=jobs, clock=clock, max_jobs=2, max_wait=timedelta(minutes=1), is_by_owner=True)
    for _ in range(2):
        await jobs.of(OWNER).add(new_job())

    with pytest.raises(BusyError):
        await control(jobs.of(OTHER))


async def test_a_burst_within_one_count_does_not_go_beyond_an_owner_s_unfinished_jobs() -> None:
    clock = FrozenClock(START)
    jobs = MemoryJobRepository(clock=clock)
    control = AdmissionControl(jobs=jobs, clock=clock, max_jobs=99, max_wait=timedelta(minutes=1), is_by_owner=True)
    limits = Limits(unfinished_jobs=3)
    await jobs.of(OWNER).add(new_job())

    for _ in range(2):
        await control(jobs.of(OWNER), limits)
    with pytest.raises(RateLimitedError):
        await control(jobs.of(OWNER), limits)
    await control(jobs.of(OTHER), limits)
    # None of them came after all.
    clock.advance(FRESH)
    await control(jobs.of(OWNER), limits)
