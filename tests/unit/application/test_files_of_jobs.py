"""No file outlives what it was stored for, and no job loses its own."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import uuid4

import pytest
from tests.unit.application.house import SUBMITTER, TEXT, House

from cvparser.adapters.file_store.memory import MemoryFileStore
from cvparser.adapters.job_repository.memory import MemoryJobRepository
from cvparser.application.keep_files import PAGE, KeepFiles
from cvparser.domain.errors import (
    StorageUnavailableError,
)
from cvparser.domain.job import (
    Failure,
    FileLocation,
    Job,
    JobId,
    JobStatus,
    NewJob,
    ParseMode,
)
from cvparser.testing.conformance.file_store import JOB
from cvparser.testing.conformance.job_repository import LEASE, WORKER, new_job


async def broken_off(house: House, name: str = "orphan.pdf") -> FileLocation:
    """Give the file of a submission whose process ended before its job was stored."""
    return await KeepFiles(notes=house.jobs, files=house.files).put(JobId(uuid4()), name, b"x")


def stored(house: House) -> list[FileLocation]:
    return list(house.files._files)


async def test_recovery_removes_the_file_of_a_submission_that_broke_off_and_no_other(house: House) -> None:
    orphan = await broken_off(house)
    foreign = await house.files.put("cv_20250116_103000_550e8400.pdf", b"somebody else's copy", job_id=JOB)
    kept = await house.submit.file(TEXT.encode(), "cv.txt", submitter=SUBMITTER, mode=ParseMode.BASIC)
    house.clock.advance(timedelta(minutes=61))

    await house.recover(timedelta(0))

    assert await house.files.get(orphan, job_id=JOB) is None
    assert await house.files.get(foreign, job_id=JOB) == b"somebody else's copy"
    assert await house.files.get(kept.location, job_id=JOB) == TEXT.encode()
    assert (await house.read.status(kept.id)).error_code == "job_deadline"


async def test_a_submission_that_is_under_way_keeps_its_file(house: House) -> None:
    young = await broken_off(house)
    house.clock.advance(timedelta(minutes=59))

    await house.recover(timedelta(0))

    assert await house.files.get(young, job_id=JOB) is not None


async def test_files_that_broke_off_are_removed_page_after_page(house: House) -> None:
    orphans = [await broken_off(house, f"orphan_{number:04}.pdf") for number in range(PAGE + 1)]
    house.clock.advance(timedelta(minutes=61))

    await house.recover(timedelta(0))
    house.clock.advance(timedelta(minutes=1))
    await house.recover(timedelta(0))

    assert not [orphan for orphan in orphans if await house.files.get(orphan, job_id=JOB) is not None]


async def test_the_document_of_a_text_whose_worker_died_between_end_and_removal_is_removed(house: House) -> None:
    job_id = await house.submitted()
    held = await house.jobs.claim(job_id, LEASE, worker=WORKER)
    assert held is not None
    await house.jobs.finish(job_id, fence=held.fence, outcome=Failure(code="pdf_corrupt", message="Damaged."))

    await house.recover(timedelta(0))

    assert await house.files.get(held.location, job_id=JOB) is None


@dataclass
class Stubborn(MemoryFileStore):
    """Files of which some cannot be removed, or none."""

    stuck: set[FileLocation] = field(default_factory=set)
    is_away: bool = False

    def __post_init__(self) -> None:
        super().__init__()

    async def delete(self, location: FileLocation) -> None:
        if self.is_away or location in self.stuck:
            raise StorageUnavailableError
        await super().delete(location)

    async def check(self) -> None:
        if self.is_away:
            raise StorageUnavailableError


async def test_a_file_that_cannot_be_removed_stops_no_other() -> None:
    files = Stubborn()
    house = House(files)
    orphans = [await broken_off(house, f"{number}.pdf") for number in range(3)]
    files.stuck = {orphans[1]}
    house.clock.advance(timedelta(minutes=61))

    await house.recover(timedelta(0))
    left = [await files.get(orphan, job_id=JOB) for orphan in orphans]
    files.stuck = set()
    house.clock.advance(timedelta(minutes=1))
    await house.recover(timedelta(0))

    assert left == [None, b"x", None]
    assert await files.get(orphans[1], job_id=JOB) is None


async def test_files_are_removed_once_their_store_is_back() -> None:
    files = Stubborn()
    house = House(files)
    orphan = await broken_off(house)
    house.clock.advance(timedelta(minutes=61))
    files.is_away = True
    with pytest.raises(StorageUnavailableError):
        await house.recover(timedelta(0))
    files.is_away = False

    await house.recover(timedelta(0))

    assert await files.get(orphan, job_id=JOB) is None


async def test_jobs_are_given_up_and_notified_of_while_files_are_away() -> None:
    files = Stubborn()
    house = House(files)
    late = [await house.submitted() for _ in range(2)]
    house.clock.advance(timedelta(minutes=16))
    waiting = new_job()
    await house.jobs.add(waiting)
    files.is_away = True

    with pytest.raises(StorageUnavailableError):
        await house.recover(timedelta(0))
    notified: list[JobId] = []

    async def note(job_id: JobId) -> None:
        notified.append(job_id)

    await house.queue.work(note)
    files.is_away = False
    await house.recover(timedelta(0))

    assert {(await house.read.status(job_id)).error_code for job_id in late} == {"job_deadline"}
    assert waiting.id in notified
    assert stored(house) == []


class Refusing(MemoryJobRepository):
    """A repository that refuses jobs, before or after it stored them."""

    is_away = True
    stores = False

    async def add(self, new: NewJob) -> Job:
        if self.is_away and not self.stores:
            raise StorageUnavailableError
        job = await super().add(new)
        if self.is_away:
            raise StorageUnavailableError
        return job


async def test_the_file_of_a_refused_submission_goes_at_the_next_look_not_when_it_is_old(house: House) -> None:
    jobs = Refusing(clock=house.clock)
    house = House(jobs=jobs)
    with pytest.raises(StorageUnavailableError):
        await house.submitted()
    assert len(stored(house)) == 1
    jobs.is_away = False

    await house.recover(timedelta(0))

    assert stored(house) == []


async def test_a_job_that_was_stored_though_nobody_was_told_keeps_its_file(house: House) -> None:
    jobs = Refusing(clock=house.clock)
    jobs.stores = True
    house = House(jobs=jobs)
    with pytest.raises(StorageUnavailableError):
        await house.submitted()
    jobs.is_away = False

    await house.recover(timedelta(0))

    [job] = await jobs.newest(10)
    assert stored(house) == [job.location]
    await house.process(job.id)
    assert (await house.read.status(job.id)).status is JobStatus.SUCCESS


async def test_a_submission_that_stood_still_until_its_file_was_given_up_is_refused_and_leaves_nothing() -> None:
    house = House()
    other = KeepFiles(notes=house.jobs, files=house.files)
    put = house.files.put

    async def late(name: str, content: bytes, *, job_id: JobId) -> FileLocation:
        house.clock.advance(timedelta(hours=2))
        await other.sweep()
        return await put(name, content, job_id=job_id)

    house.files.put = late  # type: ignore[method-assign]
    with pytest.raises(StorageUnavailableError):
        await house.submitted()
    assert len(stored(house)) == 1

    await house.recover(timedelta(0))

    assert stored(house) == []
    assert await house.jobs.newest(10) == []


async def test_a_file_of_somebody_else_under_the_chosen_name_stays(house: House) -> None:
    foreign: list[FileLocation] = []
    locate = house.files.locate

    def taken(name: str) -> FileLocation:
        location = locate(name)
        if not foreign:
            foreign.append(location)
            house.files._files[location] = b"theirs"
        return location

    house.files.locate = taken  # type: ignore[method-assign]
    with pytest.raises(StorageUnavailableError):
        await house.submitted()
    house.clock.advance(timedelta(hours=2))

    await house.recover(timedelta(0))

    assert await house.files.get(foreign[0], job_id=JOB) == b"theirs"
