"""Note files before they are stored, and remove those that no job keeps."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import timedelta

from cvparser.domain.errors import StorageUnavailableError
from cvparser.domain.job import FileLocation, Job, JobId
from cvparser.domain.retention import FOR_GOOD, Retention, keeps_file
from cvparser.ports.file_store import FileStore, NameTakenError
from cvparser.ports.job_repository import FileNotes

_log = logging.getLogger(__name__)

#: Files that one step handles, steps at a time, and files that are removed at once.
PAGE = 500
PAGES = 4
AT_ONCE = 16
#: A job that has not come this long after its file was noted was never acknowledged.
ORPHAN_AGE = timedelta(hours=1)
#: Refused submissions that are remembered; the files of more go when they are old.
MAX_REFUSED = 10_000


class KeepFiles:
    """Knows whose files go: of submissions that were refused or broke off, of ended jobs that keep theirs no longer.

    Each was noted in this database before it was put: what was not, whatever its name, is somebody else's.
    """

    def __init__(self, *, notes: FileNotes, files: FileStore, retention: Retention = FOR_GOOD) -> None:
        self._kept_for = retention.files
        self._notes = notes
        self._files = files
        self._refused: dict[JobId, None] = {}
        self._last: JobId | None = None

    async def put(self, job_id: JobId, name: str, content: bytes) -> FileLocation:
        """Store a file for a job that is about to be added, and give where it is.

        Raises:
            StorageUnavailableError: it is not stored, or goes again.
        """
        await self._notes.expect_file(job_id, self._files.locate(name))
        try:
            return await self._files.put(name, content, job_id=job_id)
        except NameTakenError:
            # Without the note: what is there is not ours to remove.
            await self._notes.forget_files([job_id])
            raise StorageUnavailableError from None

    async def remove(self, job: Job) -> None:
        """Remove the file of an ended job, and its note; a no-op where the job keeps it.

        Raises:
            StorageUnavailableError: it may be left; its note removes it later.
        """
        # It has just ended, by the repository's own clock.
        if not keeps_file(job, job.updated_at, self._kept_for):
            await self._files.delete(job.location)
            await self._notes.forget_files([job.id])

    async def discard(self, job_id: JobId, location: FileLocation) -> None:
        """Remove the file of a job that was not stored, and its note; what cannot be goes with `sweep_refused`."""
        with suppress(StorageUnavailableError):
            await self._files.delete(location)
            await self._notes.forget_files([job_id])
            self._refused.pop(job_id, None)

    def refuse(self, job_id: JobId) -> None:
        """Let `sweep_refused` remove the file of a job, unless the job is stored after all."""
        if len(self._refused) < MAX_REFUSED:
            self._refused[job_id] = None

    async def sweep_refused(self) -> None:
        """Remove the files of what this process refused.

        Raises:
            StorageUnavailableError: some are left for the next time.
        """
        while page := list(self._refused)[:PAGE]:
            await self._remove(page)
            for job_id in page:
                self._refused.pop(job_id, None)

    async def sweep(self) -> int:
        """Remove some pages of the files whose time is over, the next time go on behind them; return how many went.

        Raises:
            StorageUnavailableError: some are left for the next time.
        """
        removed = 0
        for _ in range(PAGES):
            page = await self._notes.overdue_files(PAGE, age=ORPHAN_AGE, kept_for=self._kept_for, after=self._last)
            removed += await self._remove(page)
            self._last = page[-1] if len(page) == PAGE else None
            if self._last is None:
                break
        return removed

    async def _remove(self, job_ids: Sequence[JobId]) -> int:
        if not job_ids:
            return 0
        disowned = await self._notes.disown_files(job_ids, kept_for=self._kept_for)
        gone = await delete_each(self._files, disowned)
        if gone:
            await self._notes.forget_files(gone)
        if len(gone) < len(disowned):
            _log.warning("[RECOVERY] %d files cannot be removed", len(disowned) - len(gone))
        return len(gone)


async def delete_each(files: FileStore, locations: Mapping[JobId, FileLocation]) -> list[JobId]:
    """Delete files, some at a time, and return whose are gone: one that cannot be stops no other, unless none can.

    Raises:
        StorageUnavailableError: none can.
    """
    places = asyncio.Semaphore(AT_ONCE)

    async def delete(job_id: JobId, location: FileLocation) -> JobId | None:
        async with places:
            try:
                await files.delete(location)
            except StorageUnavailableError:
                await files.check()
                return None
            return job_id

    deleted = await asyncio.gather(*(delete(*each) for each in locations.items()), return_exceptions=True)
    for each in deleted:
        if isinstance(each, BaseException):
            raise each
    return [each for each in deleted if each is not None and not isinstance(each, BaseException)]
