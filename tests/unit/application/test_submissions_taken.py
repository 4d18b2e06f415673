"""Which submissions are taken, and which are not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.unit.application.house import House

from cvparser.application.admission_control import BusyError
from cvparser.domain.errors import (
    StorageUnavailableError,
)
from cvparser.domain.job import JobId


async def test_a_submission_that_cannot_be_stored_leaves_no_job(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    async def away(_: str, __: bytes, *, job_id: JobId) -> None:
        raise StorageUnavailableError

    monkeypatch.setattr(house.files, "put", away)

    with pytest.raises(StorageUnavailableError):
        await house.submitted()
    assert list(await house.jobs.newest(1)) == []


async def test_no_more_jobs_are_taken_than_there_is_room_for(house: House) -> None:
    jobs = [await house.submitted() for _ in range(3)]
    house.clock.advance(timedelta(seconds=2))

    with pytest.raises(BusyError):
        await house.submitted()
    assert len(await house.jobs.newest(10)) == 3

    await house.process(jobs[0])
    house.clock.advance(timedelta(seconds=2))
    await house.submitted()


async def test_no_jobs_are_taken_while_the_first_waits_too_long_for_a_worker(house: House) -> None:
    job_id = await house.submitted()
    house.clock.advance(timedelta(minutes=11))

    with pytest.raises(BusyError):
        await house.submitted()

    await house.process(job_id)
    house.clock.advance(timedelta(seconds=2))
    await house.submitted()
