"""What is kept of users, with one fault each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from tests.planted.catalogue import Catalogue, faults
from tests.planted.job_repository import Of, fixtures

from cvparser.adapters.job_repository.memory import MemoryJobRepository, _OwnedMemoryJobs
from cvparser.domain.access.owner import Owner
from cvparser.domain.data_subject import Erased
from cvparser.domain.errors import ProcessingObjectedError, StorageUnavailableError
from cvparser.domain.job import Job, JobId, NewJob
from cvparser.testing.conformance.data_subjects import DataSubjectsConformance


class FindsUsersByTheBeginning(Of):
    class kind(_OwnedMemoryJobs):
        async def of_user(self, user_id: str, limit: int, *, after: JobId | None = None) -> Sequence[Job]:
            found = [job for job in await self.newest(1_000) if job.user_id.startswith(user_id)]
            return sorted((job for job in found if after is None or job.id > after), key=lambda job: job.id)[:limit]


class FindsUsersInAnyCase(Of):
    class kind(_OwnedMemoryJobs):
        async def of_user(self, user_id: str, limit: int, *, after: JobId | None = None) -> Sequence[Job]:
            found = [job for job in await self.newest(1_000) if job.user_id.lower() == user_id.lower()]
            return sorted((job for job in found if after is None or job.id > after), key=lambda job: job.id)[:limit]


class FindsUsersOfEveryOwner(Of):
    class kind(_OwnedMemoryJobs):
        async def of_user(self, user_id: str, limit: int, *, after: JobId | None = None) -> Sequence[Job]:
            found = [job for job in await self._all.newest(1_000) if job.user_id == user_id]
            return sorted((job for job in found if after is None or job.id > after), key=lambda job: job.id)[:limit]


class PagesInclusively(Of):
    class kind(_OwnedMemoryJobs):
        async def of_user(self, user_id: str, limit: int, *, after: JobId | None = None) -> Sequence[Job]:
            found = [job for job in await self.newest(1_000) if job.user_id == user_id]
            return sorted((job for job in found if after is None or job.id >= after), key=lambda job: job.id)[:limit]


class PagesByWhatIsThere(Of):
    class kind(_OwnedMemoryJobs):
        async def of_user(self, user_id: str, limit: int, *, after: JobId | None = None) -> Sequence[Job]:
            if after is not None and not self._is_there(after):
                return []
            return await super().of_user(user_id, limit, after=after)


class GivesJobsAsTheyCame(Of):
    class kind(_OwnedMemoryJobs):
        async def of_user(self, user_id: str, limit: int, *, after: JobId | None = None) -> Sequence[Job]:
            found = await super().of_user(user_id, 1_000, after=after)
            return sorted(found, key=lambda job: list(self._all._jobs).index(job.id))[:limit]


class GivesOneMore(Of):
    class kind(_OwnedMemoryJobs):
        async def of_user(self, user_id: str, limit: int, *, after: JobId | None = None) -> Sequence[Job]:
            return await super().of_user(user_id, limit + 1, after=after)


class ShowsCheckpointsToEveryOwner(Of):
    class kind(_OwnedMemoryJobs):
        async def checkpoint(self, job_id: JobId) -> str | None:
            return self._all.checkpoint(job_id) if self._all.is_there(job_id) else None


class RaisesForTheCheckpointOfAnErasedJob(Of):
    class kind(_OwnedMemoryJobs):
        async def checkpoint(self, job_id: JobId) -> str | None:
            return self._all._jobs[job_id].checkpoint if self._all.owner_of(job_id) == self._owner else None


class HasNoCheckpoints(Of):
    class kind(_OwnedMemoryJobs):
        async def checkpoint(self, job_id: JobId) -> str | None:
            return None


class ErasesTheJobsOfOthers(Of):
    class kind(_OwnedMemoryJobs):
        def _is_there(self, job_id: JobId) -> bool:
            return self._all.is_there(job_id)


class CountsWhatWasAskedFor(Of):
    class kind(_OwnedMemoryJobs):
        async def erase_some(self, job_ids: Sequence[JobId]) -> Erased:
            return replace(await super().erase_some(job_ids), jobs=len(job_ids))


class CountsNoFiles(Of):
    class kind(_OwnedMemoryJobs):
        async def erase_some(self, job_ids: Sequence[JobId]) -> Erased:
            return replace(await super().erase_some(job_ids), files=0)


class CountsNoCheckpoints(Of):
    class kind(_OwnedMemoryJobs):
        async def erase_some(self, job_ids: Sequence[JobId]) -> Erased:
            return replace(await super().erase_some(job_ids), checkpoints=0)


class ErasesTheFirstAlone(Of):
    class kind(_OwnedMemoryJobs):
        async def erase_some(self, job_ids: Sequence[JobId]) -> Erased:
            return await super().erase_some(job_ids[:1])


class ErasesResultsAlone(Of):
    class kind(_OwnedMemoryJobs):
        async def erase_some(self, job_ids: Sequence[JobId]) -> Erased:
            for each in job_ids:
                self._all._results.pop(each, None)
            return Erased()


class CountsAJobOfTwoTwice(Of):
    class kind(_OwnedMemoryJobs):
        async def erase_some(self, job_ids: Sequence[JobId]) -> Erased:
            erased = await super().erase_some(job_ids)
            return replace(erased, jobs=len({each for each in job_ids if self._all.owner_of(each) == self._owner}))


class ForgetsWhatItErased(Of):
    class kind(_OwnedMemoryJobs):
        async def erase_some(self, job_ids: Sequence[JobId]) -> Erased:
            erased = await super().erase_some(job_ids)
            for each in job_ids:
                self._all._erased.pop(each, None)
            return erased


class ObjectsForEveryOwner(Of):
    class kind(_OwnedMemoryJobs):
        async def object_to(self, user_id: str) -> datetime:
            for owner in (Owner("acme"), Owner("auth0|64f1c2")):
                self._all.objections.setdefault((owner, user_id), self._all.now())
            return await super().object_to(user_id)


class ObjectsOnceForEver(Of):
    class kind(_OwnedMemoryJobs):
        async def lift_objection(self, user_id: str) -> None:
            return None


class LiftsOnce(Of):
    class kind(_OwnedMemoryJobs):
        async def lift_objection(self, user_id: str) -> None:
            del self._all.objections[self._owner, user_id]


class LiftsEveryObjection(Of):
    class kind(_OwnedMemoryJobs):
        async def lift_objection(self, user_id: str) -> None:
            self._all.objections.clear()


class NeverTellsSinceWhen(Of):
    class kind(_OwnedMemoryJobs):
        async def objected_at(self, user_id: str) -> datetime | None:
            return None


class ForgetsAnObjectionWithTheJobs(Of):
    class kind(_OwnedMemoryJobs):
        async def erase_some(self, job_ids: Sequence[JobId]) -> Erased:
            self._all.objections.clear()
            return await super().erase_some(job_ids)


class TakesJobsOfWhoObjects(MemoryJobRepository):
    async def add(self, new: NewJob) -> Job:
        objections, self._objections = self._objections, {}
        try:
            return await super().add(new)
        finally:
            self._objections = objections


class RefusesUsersThatBeginAlike(MemoryJobRepository):
    async def add(self, new: NewJob) -> Job:
        if any(new.owner == owner and new.user_id.startswith(user) for owner, user in self._objections):
            raise ProcessingObjectedError
        return await super().add(new)


class RefusesWithAnotherError(MemoryJobRepository):
    async def add(self, new: NewJob) -> Job:
        try:
            return await super().add(new)
        except ProcessingObjectedError:
            raise StorageUnavailableError from None


class TakesTheNoteAlong(MemoryJobRepository):
    async def add(self, new: NewJob) -> Job:
        try:
            return await super().add(new)
        except ProcessingObjectedError:
            self._expected.pop(new.id, None)
            raise


def own_fixtures(make: Any) -> Any:
    return {"jobs": fixtures(make)["jobs"]}


CATALOGUES = {
    "": Catalogue(
        suite=DataSubjectsConformance,
        fixtures=own_fixtures,
        sound=MemoryJobRepository,
        faults=[each for each in faults(globals(), MemoryJobRepository) if each is not Of],
    )
}
