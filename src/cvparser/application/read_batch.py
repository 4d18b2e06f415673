"""Look at a batch: how it stands, its items, its results."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import AsyncGenerator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Final

from cvparser.domain.access.owner import Owner
from cvparser.domain.batch import BatchItem, BatchState, BatchStatus
from cvparser.domain.batch_place import BatchId
from cvparser.domain.errors import StorageUnavailableError
from cvparser.domain.job import JobStatus
from cvparser.domain.profile import ParsedCV
from cvparser.domain.retention import FOR_GOOD, Retention, expires_at
from cvparser.ports.clock import Clock
from cvparser.ports.job_repository import OwnedJobs

#: Between two looks at a batch that is followed: while it moves, and in the long run.
FIRST_LOOK, LAST_LOOK = timedelta(seconds=0.5), timedelta(seconds=2)
#: Longest silence towards somebody who follows a batch.
KEEP_ALIVE = timedelta(seconds=15)
#: Batches that are followed, whose last look is shared.
MAX_SHARED: Final = 4_096


class SharedLooks:
    """Looks at batches that are shared by all who follow them in this process. For one event loop."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._looks: OrderedDict[tuple[Owner, BatchId], tuple[float, asyncio.Future[BatchState]]] = OrderedDict()

    async def look(self, jobs: OwnedJobs, batch_id: BatchId) -> BatchState:
        """Return a batch as it stood at most `FIRST_LOOK` ago. Raises as `OwnedBatches.batch`."""
        name, now = (jobs.owner, batch_id), self._clock.monotonic()
        at, look = self._looks.pop(name, (0.0, None))
        if look is None or now - at >= FIRST_LOOK.total_seconds():
            at, look = now, asyncio.ensure_future(jobs.batch(batch_id))
            # Whoever waited may be gone.
            look.add_done_callback(lambda ended: ended.cancelled() or ended.exception())
        self._looks[name] = (at, look)
        if len(self._looks) > MAX_SHARED:
            self._looks.popitem(last=False)
        return await asyncio.shield(look)


class ReadBatch:
    """Counts, items and results of batches, each job with the moment at which it is erased."""

    def __init__(
        self, *, jobs: OwnedJobs, shared_looks: SharedLooks, clock: Clock, retention: Retention = FOR_GOOD
    ) -> None:
        self._jobs = jobs
        self._shared_looks = shared_looks
        self._clock = clock
        self._retention = retention

    async def status(self, batch_id: BatchId) -> BatchState:
        """Return the batch as it stands.

        Raises:
            BatchUnknownError, BatchErasedError, StorageUnavailableError: as `OwnedBatches.batch`.
        """
        return await self._jobs.batch(batch_id)

    async def items(self, batch_id: BatchId, limit: int, *, after: int | None = None) -> Sequence[BatchItem]:
        """Return at most `limit` items behind the position `after`, or the first."""
        return [self._dated(item) for item in await self._jobs.batch_items(batch_id, limit, after=after)]

    async def result(self, item: BatchItem) -> ParsedCV | None:
        """Return the result of an item's job; None where it has none, or is erased by now.

        Raises:
            StorageUnavailableError: cannot be read now.
        """
        if item.job is None or item.job.status is not JobStatus.SUCCESS:
            return None
        return await self._jobs.result(item.job.id)

    async def follow(self, batch_id: BatchId) -> AsyncGenerator[BatchState, None]:
        """Yield the batch as it stands, then as it is when its counts have changed, up to its end.

        It is looked at, not told of: a batch of many moves many times a second, and who follows it wants to know how
        far it is. After `KEEP_ALIVE` without a change it is given once more, as `ReadJob.follow` does with a job.

        Raises:
            BatchUnknownError, BatchErasedError: as `OwnedBatches.batch`.
        """
        shown: BatchState | None = None
        wait, shown_at = FIRST_LOOK, self._clock.monotonic()
        while shown is None or shown.status is not BatchStatus.DONE:
            with suppress(StorageUnavailableError):
                found = await self._shared_looks.look(self._jobs, batch_id)
                is_silent = self._clock.monotonic() - shown_at >= KEEP_ALIVE.total_seconds()
                has_moved = shown is None or _stand(shown) != _stand(found)
                if has_moved or is_silent:
                    shown, shown_at = found, self._clock.monotonic()
                    wait = FIRST_LOOK if has_moved else wait
                    yield found
                    if found.status is BatchStatus.DONE:
                        return
            await self._clock.sleep(wait)
            wait = min(wait * 1.5, LAST_LOOK)

    def _dated(self, item: BatchItem) -> BatchItem:
        if item.job is None:
            return item
        return replace(item, job=replace(item.job, expires_at=expires_at(item.job, self._retention)))


def _stand(state: BatchState) -> tuple[object, ...]:
    counts = state.counts
    return (state.status, state.batch.is_whole, counts.by_status, counts.erased, counts.refused)
