"""What is erased is gone."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from tests.unit.application.house import SUBMITTER, TEXT, House

from cvparser.adapters.job_repository.memory import MemoryJobRepository
from cvparser.domain.errors import (
    JobErasedError,
    StorageUnavailableError,
)
from cvparser.domain.job import (
    JobId,
    ParseMode,
)
from cvparser.domain.retention import ErasureReason, Wish
from cvparser.testing.conformance.file_store import JOB


class Lingering(MemoryJobRepository):
    """A repository that somebody reads while a job is erased."""

    is_read = True

    async def erase(self, job_id: JobId, *, reason: ErasureReason = ErasureReason.REQUEST) -> None:
        await super().erase(job_id, reason=reason)
        if self.is_read:
            raise StorageUnavailableError


async def test_an_erasure_that_left_something_is_not_done_when_it_is_asked_for_again(house: House) -> None:
    jobs = Lingering(clock=house.clock)
    house = House(jobs=jobs)
    job_id = await house.submitted()

    for _ in range(2):
        with pytest.raises(StorageUnavailableError):
            await house.erase(job_id)
    jobs.is_read = False

    await house.erase(job_id)


async def test_erasing_removes_the_file_and_the_job_and_may_be_repeated(house: House) -> None:
    job = await house.submit.file(TEXT.encode(), "cv.txt", submitter=SUBMITTER, mode=ParseMode.BASIC)

    await house.erase(job.id)
    await house.erase(job.id)

    assert await house.files.get(job.location, job_id=JOB) is None
    with pytest.raises(JobErasedError):
        await house.read.status(job.id)


async def test_a_job_that_was_read_is_erased_though_its_store_is_away_for_a_while(house: House) -> None:
    jobs = Lingering(clock=house.clock)
    house = House(jobs=jobs)
    wish = Wish(delete_after_read=True)
    job = await house.submit.text(TEXT, submitter=SUBMITTER, mode=ParseMode.BASIC, wish=wish)
    assert job.delete_after_read

    erasing = asyncio.create_task(house.erase.after_read(job))
    for _ in range(20):
        await asyncio.sleep(0)
    house.clock.advance(timedelta(seconds=1))
    for _ in range(20):
        await asyncio.sleep(0)
    assert not erasing.done()
    jobs.is_read = False
    house.clock.advance(timedelta(seconds=1))
    await erasing

    assert await house.files.get(job.location, job_id=JOB) is None
    with pytest.raises(JobErasedError):
        await house.read.status(job.id)
