"""Nothing is kept for longer than it should be, whatever breaks."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from tests.unit.application.house import SUBMITTER, TEXT, House
from tests.unit.application.test_files_of_jobs import Stubborn, stored

from cvparser.application import purge_jobs
from cvparser.application.submit_job import ANSWERS_KEPT, Terms
from cvparser.domain.errors import JobErasedError, JobExpiredError, StorageUnavailableError
from cvparser.domain.job import Job, JobStatus, ParseMode
from cvparser.domain.retention import Retention, Wish

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
RETENTION = Retention(files=DAY, results=30 * DAY)


async def finished(house: House, *, expires_in: timedelta | None = None) -> Job:
    wish = Wish(expires_in=expires_in)
    job = await house.submit.file(TEXT.encode(), "cv.txt", submitter=SUBMITTER, mode=ParseMode.BASIC, wish=wish)
    await house.queue.work(house.process)
    return await house.read.status(job.id)


async def test_a_job_goes_when_its_status_said_and_its_file_before() -> None:
    house = House(retention=RETENTION)
    usual, short = await finished(house), await finished(house, expires_in=2 * DAY)
    assert usual.expires_at == usual.created_at + 30 * DAY
    assert short.expires_at == short.created_at + 2 * DAY

    house.clock.advance(DAY)
    await house.recover(timedelta(0))
    assert stored(house) == []
    assert (await house.read.result(usual.id))[1] is not None

    house.clock.advance(DAY)
    await house.recover(timedelta(0))
    with pytest.raises(JobExpiredError):
        await house.read.status(short.id)
    assert (await house.read.status(usual.id)).status is JobStatus.SUCCESS
    assert (house.metrics.counts["jobs purged"], house.metrics.counts["files purged"]) == (1, 2)


async def test_what_has_expired_is_gone_within_a_minute_of_a_recovery_that_runs() -> None:
    house = House(retention=RETENTION)
    job = await finished(house, expires_in=MINUTE)
    recovering = asyncio.create_task(house.recover.forever())
    assert job.expires_at is not None
    while house.clock.now() < job.expires_at + MINUTE:
        for _ in range(30):
            await asyncio.sleep(0)
        house.clock.advance(timedelta(seconds=5))
    for _ in range(30):
        await asyncio.sleep(0)
    recovering.cancel()

    with pytest.raises(JobExpiredError):
        await house.read.status(job.id)
    assert stored(house) == []


async def test_a_document_that_is_kept_no_time_goes_when_its_job_has_ended_and_not_before() -> None:
    house = House(retention=Retention(files=timedelta(0), results=DAY))
    job = await house.submit.file(TEXT.encode(), "cv.txt", submitter=SUBMITTER, mode=ParseMode.BASIC)
    house.clock.advance(MINUTE)
    await house.recover(timedelta(0))
    assert stored(house) == [job.location]

    await house.queue.work(house.process)

    assert stored(house) == []
    assert (await house.read.status(job.id)).status is JobStatus.SUCCESS


async def test_more_jobs_than_a_page_holds_go_in_one_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(purge_jobs, "PAGE", 2)
    house = House(retention=RETENTION)
    jobs = [await finished(house) for _ in range(5)]
    house.clock.advance(30 * DAY)

    await house.recover(timedelta(0))

    for job in jobs:
        with pytest.raises(JobExpiredError):
            await house.read.status(job.id)


async def test_a_job_whose_file_cannot_be_removed_stays_and_stops_no_other() -> None:
    files = Stubborn()
    house = House(files, retention=RETENTION)
    jobs = [await finished(house, expires_in=timedelta(hours=1)) for _ in range(3)]
    files.stuck = {jobs[1].location}
    house.clock.advance(DAY / 2)

    await house.recover(timedelta(0))
    assert [job.id for job in await house.read.newest(10)] == [jobs[1].id]
    files.stuck = set()
    house.clock.advance(MINUTE)
    await house.recover(timedelta(0))

    assert await house.read.newest(10) == []
    assert stored(house) == []


async def test_nothing_is_forgotten_while_files_are_away() -> None:
    files = Stubborn()
    house = House(files, retention=RETENTION)
    job = await finished(house)
    house.clock.advance(30 * DAY)
    files.is_away = True

    with pytest.raises(StorageUnavailableError):
        await house.recover(timedelta(0))

    assert (await house.read.status(job.id)).status is JobStatus.SUCCESS
    files.is_away = False
    await house.recover(timedelta(0))
    assert stored(house) == []


async def test_whoever_follows_an_unfinished_job_that_expires_is_told() -> None:
    house = House(retention=RETENTION)
    wish = Wish(expires_in=MINUTE)
    job = await house.submit.text(TEXT, submitter=SUBMITTER, mode=ParseMode.BASIC, wish=wish)
    following = house.read.follow(job.id)
    assert (await anext(following)).status is JobStatus.PROCESSING
    house.clock.advance(2 * MINUTE)

    purging = asyncio.create_task(house.recover(timedelta(0)))
    with pytest.raises(JobErasedError) as caught:
        await anext(following)
    await purging

    assert caught.value.code == "job_expired"


async def test_recovery_forgets_the_keys_of_submissions_whose_time_is_over() -> None:
    house = House()
    for key in ("first", "second"):
        terms = Terms(idempotency_key=key)
        await house.submit.text(TEXT, submitter=SUBMITTER, mode=ParseMode.BASIC, terms=terms)
    house.clock.advance(ANSWERS_KEPT)
    assert await house.jobs.purge_idempotency_keys(1) == 1

    await house.recover(timedelta(0))

    assert await house.jobs.purge_idempotency_keys(10) == 0
