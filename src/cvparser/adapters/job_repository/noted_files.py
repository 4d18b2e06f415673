"""Files of jobs, noted before they are put and until they are gone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from sqlalchemy import Connection

from cvparser.adapters.job_repository import data_keys, expected_files
from cvparser.adapters.job_repository.owned_jobs import StoredJobs
from cvparser.domain.job import FileLocation, JobId


class NotedFiles(StoredJobs):
    """Knows which files are there for jobs, and which no job keeps."""

    async def expect_file(self, job_id: JobId, location: FileLocation) -> None:
        new = await self._data_keys.new(job_id)

        def step(connection: Connection) -> None:
            expected_files.note(connection, job_id, location, at=self._now(connection))
            if new is not None:
                new.store(connection)

        await self._database.write_with_others(step)
        self._data_keys.remember(new)

    async def overdue_files(
        self, limit: int, *, age: timedelta, kept_for: timedelta | None = None, after: JobId | None = None
    ) -> Sequence[JobId]:
        def step(connection: Connection) -> Sequence[JobId]:
            now = self._now(connection)
            came_until = None if kept_for is None else now - kept_for
            return expected_files.overdue(connection, limit, noted_before=now - age, came_until=came_until, after=after)

        return await self._database.read(step)

    async def disown_files(
        self, job_ids: Sequence[JobId], *, kept_for: timedelta | None = None
    ) -> Mapping[JobId, FileLocation]:
        def step(connection: Connection) -> Mapping[JobId, FileLocation]:
            now = self._now(connection)
            came_until = None if kept_for is None else now - kept_for
            return expected_files.disown(connection, job_ids, at=now, came_until=came_until)

        return await self._database.write_perhaps_twice(step)

    async def forget_files(self, job_ids: Sequence[JobId]) -> None:
        def step(connection: Connection) -> None:
            expected_files.forget(connection, job_ids)
            data_keys.forget_unstored(connection, job_ids)

        await self._database.write_with_others(step)
