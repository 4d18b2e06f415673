"""Cancel or erase all jobs of a batch."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable, Sequence
from typing import Final

from cvparser.application.cancel_job import CancelJob
from cvparser.application.keep_files import delete_each
from cvparser.domain.batch import BatchItem, BatchState
from cvparser.domain.batch_place import BatchId
from cvparser.domain.errors import JobErasedError, JobUnknownError, StorageUnavailableError
from cvparser.domain.job import Job, JobId
from cvparser.ports.file_store import FileStore
from cvparser.ports.job_events import JobEvents
from cvparser.ports.job_repository import OwnedJobs

_log = logging.getLogger(__name__)

#: Items that one step handles, and jobs that are cancelled at once.
PAGE: Final = 200
AT_ONCE: Final = 16


class EndBatch:
    """Goes through a batch page by page. A call that breaks off is taken up by the next."""

    def __init__(self, *, jobs: OwnedJobs, cancel_job: CancelJob, files: FileStore, events: JobEvents) -> None:
        self._jobs = jobs
        self._cancel_job = cancel_job
        self._files = files
        self._events = events

    async def cancel(self, batch_id: BatchId, *, on_job: Callable[[JobId], None] = lambda _: None) -> BatchState:
        """End all jobs of a batch that have not ended, and return how it stands then. `on_job` is told each.

        A batch that still comes goes on coming: cancel it when it came.

        Raises:
            BatchUnknownError, BatchErasedError: as `OwnedBatches.batch`.
            StorageUnavailableError: some are left; again.
        """
        await self._jobs.batch(batch_id)
        async for page in self._pages(batch_id):
            unfinished = [item.job.id for item in page if item.job is not None and not item.job.is_final]
            for at in range(0, len(unfinished), AT_ONCE):
                await asyncio.gather(*(self._cancel(each, on_job) for each in unfinished[at : at + AT_ONCE]))
        return await self._jobs.batch(batch_id)

    async def _cancel(self, job_id: JobId, on_job: Callable[[JobId], None]) -> None:
        try:
            await self._cancel_job(job_id)
        except (JobErasedError, JobUnknownError):
            # Meanwhile.
            return
        on_job(job_id)

    async def erase(self, batch_id: BatchId, *, on_job: Callable[[JobId], None] = lambda _: None) -> None:
        """Remove all jobs of a batch, their results and files, and what it knew of them. Again: a no-op.

        From the first moment on nothing more is taken into it. `on_job` is told each job before it goes.

        Raises:
            BatchUnknownError: no batch has this id.
            StorageUnavailableError: something may be left; again.
        """
        await self._jobs.erase_batch(batch_id)
        async for page in self._pages(batch_id):
            await self._erase([item.job for item in page if item.job is not None], on_job)
        await self._jobs.erase_batch(batch_id)
        await self._jobs.scrub()
        _log.info("🗑️ [BACKGROUND] Erased batch: %.8s...", batch_id)

    async def _erase(self, page: Sequence[Job], on_job: Callable[[JobId], None]) -> None:
        for job in page:
            on_job(job.id)
        gone = await delete_each(self._files, {job.id: job.location for job in page})
        await self._jobs.erase_some(gone)
        for job in page:
            # Who waits for its end.
            if not job.is_final:
                await self._events.publish(job.id)
        if len(gone) < len(page):
            raise StorageUnavailableError

    async def _pages(self, batch_id: BatchId) -> AsyncGenerator[Sequence[BatchItem], None]:
        page = await self._jobs.batch_items(batch_id, PAGE)
        while page:
            yield page
            page = await self._jobs.batch_items(batch_id, PAGE, after=page[-1].place.position)
