"""Forget a person: KVKK art. 7, GDPR art. 17."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from cvparser.application.keep_files import delete_each
from cvparser.domain.data_subject import Erased
from cvparser.domain.errors import StorageUnavailableError
from cvparser.domain.job import Job
from cvparser.domain.submission import user_id_of
from cvparser.ports.clock import Clock
from cvparser.ports.file_store import FileStore
from cvparser.ports.job_events import JobEvents
from cvparser.ports.job_repository import OwnedJobs

_log = logging.getLogger(__name__)

#: Jobs that one step erases.
PAGE = 200
#: After which a call leaves the rest to the next: a caller is not kept waiting for longer than proxies let it.
PATIENCE = timedelta(seconds=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What a call erased.

    Attributes:
        erased: What went, by this call.
        is_complete: Whether nothing is left of what was there when it began; else the same call goes on.
    """

    erased: Erased
    is_complete: bool


class EraseUser:
    """Removes a user's jobs page by page, the files of a page before its rows, as `EraseJob` does with one.

    Nothing is noted but what is left: a call that breaks off is taken up by the next, whoever makes it. An objection
    stays.
    """

    def __init__(self, *, jobs: OwnedJobs, files: FileStore, events: JobEvents, clock: Clock) -> None:
        self._jobs = jobs
        self._files = files
        self._events = events
        self._clock = clock

    async def __call__(self, user_id: str) -> Receipt:
        """Remove all jobs of a user, their results, documents and checkpoints, and return what went.

        Where it has taken `PATIENCE` it stops, and says so. Again: nothing is there, which is a receipt as well.

        Raises:
            FieldError: `user_id` is none.
            StorageUnavailableError: something may be left; the same again goes on.
        """
        user, erased = user_id_of(user_id), Erased()
        ends_at = self._clock.monotonic() + PATIENCE.total_seconds()
        page = await self._page(user)
        while page:
            erased += await self._erase(page)
            page = await self._page(user, after=page[-1])
            if page and self._clock.monotonic() >= ends_at:
                break
        await self._jobs.scrub()
        _log.info("🗑️ [BACKGROUND] Erased %d jobs of one user", erased.jobs)
        return Receipt(erased=erased, is_complete=not page)

    async def _page(self, user: str, *, after: Job | None = None) -> Sequence[Job]:
        return await self._jobs.of_user(user, PAGE, after=None if after is None else after.id)

    async def _erase(self, page: Sequence[Job]) -> Erased:
        gone = await delete_each(self._files, {job.id: job.location for job in page})
        erased = await self._jobs.erase_some(gone)
        for job in page:
            # Who waits for its end.
            if not job.is_final:
                await self._events.publish(job.id)
        if len(gone) < len(page):
            raise StorageUnavailableError
        return erased
