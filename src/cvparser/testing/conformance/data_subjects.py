"""The promises of `cvparser.ports.job_repository.DataSubjects`."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from uuid import UUID

import pytest

from cvparser.domain.data_subject import Erased
from cvparser.domain.errors import JobErasedError, JobUnknownError, ProcessingObjectedError
from cvparser.domain.job import Job, JobId, NewJob
from cvparser.ports.job_repository import JobRepository
from cvparser.testing.conformance import Conformance
from cvparser.testing.conformance.job_repository import (
    CHECKPOINT,
    LEASE,
    OTHER,
    OWNER,
    START,
    SUCCESS,
    WORKER,
    new_job,
)

#: Every sign that a user's id can have, and ids of which one begins, or is spelt but for the case, as another.
USERS = (
    "auth0|64f1c2",
    "ada+cv@example.example",
    "https://id.example/users/7=~",
    "A" * 128,
    "user",
    "user1",
    "USER",
    "_.",
)


def job_of(user_id: str, *, number: int = 0) -> NewJob:
    """Return a job of a user; with a number, its id is made of that."""
    return replace(new_job(job_id=UUID(int=number) if number else None), user_id=user_id)


async def ended(jobs: JobRepository, new: NewJob) -> Job:
    """Add a job of `OWNER` and end it well."""
    await jobs.expect_file(new.id, new.location)
    await jobs.of(OWNER).add(new)
    taken = await jobs.claim(new.id, LEASE, worker=WORKER)
    assert taken is not None
    return await jobs.finish(new.id, fence=taken.fence, outcome=SUCCESS)


class DataSubjectsConformance(Conformance):
    """Subclass and give a fixture `jobs`: your repository, opened and empty, its clock standing at `START`."""

    @pytest.fixture
    def jobs(self) -> JobRepository:
        message = "Give your adapter in a fixture named 'jobs'."
        raise NotImplementedError(message)

    async def test_the_jobs_of_a_user_come_page_by_page_in_the_order_of_their_ids(self, jobs: JobRepository) -> None:
        added = [await jobs.of(OWNER).add(job_of("user", number=number)) for number in (3, 1, 5, 2, 4)]
        of_user = sorted((job.id for job in added), key=str)

        first = await jobs.of(OWNER).of_user("user", 2)
        second = await jobs.of(OWNER).of_user("user", 2, after=first[-1].id)
        await jobs.of(OWNER).erase(second[-1].id)
        third = await jobs.of(OWNER).of_user("user", 2, after=second[-1].id)

        assert [job.id for page in (first, second, third) for job in page] == of_user
        assert await jobs.of(OWNER).of_user("user", 2, after=third[-1].id) == []

    async def test_users_are_told_apart_by_their_whole_ids(self, jobs: JobRepository) -> None:
        added = {user: await jobs.of(OWNER).add(job_of(user)) for user in USERS}

        for user in USERS:
            assert await jobs.of(OWNER).of_user(user, 10) == [added[user]]
        assert await jobs.of(OWNER).of_user("user%", 10) == []

    async def test_another_owners_user_of_the_same_id_is_another(self, jobs: JobRepository) -> None:
        ours, theirs = await jobs.of(OWNER).add(job_of("user")), await jobs.of(OTHER).add(job_of("user"))

        assert await jobs.of(OTHER).of_user("user", 10) == [theirs]
        assert await jobs.of(OTHER).erase_some([ours.id]) == Erased()
        await jobs.of(OTHER).object_to("user")

        assert await jobs.of(OWNER).objected_at("user") is None
        assert await jobs.of(OWNER).add(job_of("user", number=7)) == await jobs.get(JobId(UUID(int=7)))
        assert await jobs.of(OWNER).erase_some([ours.id, theirs.id]) == Erased(jobs=1)
        assert await jobs.get(theirs.id) == theirs

    async def test_what_is_erased_is_counted_and_gone(self, jobs: JobRepository) -> None:
        done, new = await ended(jobs, job_of("user")), job_of("user")
        await jobs.expect_file(new.id, new.location)
        await jobs.of(OWNER).add(new)
        taken = await jobs.claim(new.id, LEASE, worker=WORKER)
        assert taken is not None
        await jobs.save_checkpoint(new.id, fence=taken.fence, checkpoint=CHECKPOINT)
        some = [done.id, new.id, JobId(UUID(int=1))]

        assert await jobs.of(OWNER).erase_some(some) == Erased(jobs=2, files=2, results=1, checkpoints=1)
        await jobs.of(OWNER).scrub()

        assert await jobs.of(OWNER).erase_some(some) == Erased()
        assert await jobs.of(OWNER).of_user("user", 10) == []
        for job_id in (done.id, new.id):
            with pytest.raises(JobErasedError):
                await jobs.of(OWNER).get(job_id)
            assert await jobs.of(OWNER).checkpoint(job_id) is None
        assert await jobs.result(done.id) is None
        with pytest.raises(JobUnknownError):
            await jobs.of(OTHER).get(done.id)

    async def test_two_that_erase_the_same_count_each_job_once(self, jobs: JobRepository) -> None:
        added = [(await jobs.of(OWNER).add(job_of("user"))).id for _ in range(20)]

        erased = await asyncio.gather(*(jobs.of(OWNER).erase_some(each) for each in (added, added[::-1])))

        assert sum(each.jobs for each in erased) == 20

    async def test_a_checkpoint_is_shown_to_its_owner_alone(self, jobs: JobRepository) -> None:
        new = job_of("user")
        await jobs.of(OWNER).add(new)
        assert await jobs.of(OWNER).checkpoint(new.id) is None
        taken = await jobs.claim(new.id, LEASE, worker=WORKER)
        assert taken is not None
        await jobs.save_checkpoint(new.id, fence=taken.fence, checkpoint=CHECKPOINT)

        assert await jobs.of(OWNER).checkpoint(new.id) == CHECKPOINT
        assert await jobs.of(OTHER).checkpoint(new.id) is None

    async def test_of_a_user_who_objects_nothing_is_taken_in_until_the_objection_is_lifted(
        self, jobs: JobRepository
    ) -> None:
        before = await jobs.of(OWNER).add(job_of("user"))
        for _ in range(2):
            assert await jobs.of(OWNER).object_to("user") == START
        assert await jobs.of(OWNER).objected_at("user") == START

        refused = job_of("user")
        await jobs.expect_file(refused.id, refused.location)
        with pytest.raises(ProcessingObjectedError):
            await jobs.of(OWNER).add(refused)
        with pytest.raises(JobUnknownError):
            await jobs.get(refused.id)
        assert await jobs.disown_files([refused.id]) == {refused.id: refused.location}
        assert await jobs.of(OWNER).get(before.id) == before
        await jobs.of(OWNER).add(job_of("user1"))

        for _ in range(2):
            await jobs.of(OWNER).lift_objection("user")
        assert await jobs.of(OWNER).objected_at("user") is None
        again = job_of("user")
        assert (await jobs.of(OWNER).add(again)).id == again.id

    async def test_lifting_one_objection_leaves_every_other(self, jobs: JobRepository) -> None:
        for owner, user in ((OWNER, "user"), (OWNER, "user1"), (OTHER, "user")):
            await jobs.of(owner).object_to(user)

        await jobs.of(OWNER).lift_objection("user")

        assert await jobs.of(OWNER).objected_at("user") is None
        assert await jobs.of(OWNER).objected_at("user1") == await jobs.of(OTHER).objected_at("user") == START

    async def test_an_objection_outlives_what_is_erased(self, jobs: JobRepository) -> None:
        job = await jobs.of(OWNER).add(job_of("user"))
        await jobs.of(OWNER).object_to("user")
        await jobs.of(OWNER).erase_some([job.id])

        with pytest.raises(ProcessingObjectedError):
            await jobs.of(OWNER).add(job_of("user"))
