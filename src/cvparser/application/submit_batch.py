"""Take many documents in at once: each becomes a job of its own, while the next still comes."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import aclosing, suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from cvparser.application.submit_job import ANSWERS_KEPT, NO_TERMS, NO_WISH, SubmitJob, Terms
from cvparser.domain.batch import (
    Batch,
    BatchEmptyError,
    BatchErasedError,
    BatchItem,
    BatchState,
    BatchTooLargeError,
    BatchUnknownError,
    NewBatch,
)
from cvparser.domain.batch_item import SentFile, SentItem, SentWrong
from cvparser.domain.batch_place import BatchId, BatchPlace
from cvparser.domain.errors import CVParserError, StorageUnavailableError, UnavailableError, error_codes
from cvparser.domain.idempotency import Idempotency, IdempotencyKeyReusedError, idempotency_of
from cvparser.domain.job import Job, ParseMode
from cvparser.domain.retention import FOR_GOOD, Retention, Wish
from cvparser.domain.submission import Submitter
from cvparser.ports.job_repository import OwnedJobs

_log = logging.getLogger(__name__)

#: Items that are taken in at once: what each waits for, a child's look and two writes to a disk, is shared.
AT_ONCE = 16
#: Bytes of them beyond which no more are asked for until some are stored.
MOST_BYTES = 16 * 2**20
#: Items of an earlier try that are read at a time.
PAGE = 500
#: What says nothing of one item: the batch cannot go on.
_WHAT_ENDS_IT = (BatchUnknownError, BatchErasedError, IdempotencyKeyReusedError, StorageUnavailableError)


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmittedAs:
    """What holds for all items of a batch.

    Attributes:
        submitter: Who submits.
        mode: The parser that is wanted.
        wish: How long each job is kept.
        terms: On what terms; each item counts as a submission.
        traceparent: The caller's span.
        before_each: Awaited with each item before it is taken in; what it raises, the item is refused for.
        on_job: Called with each new job.
        on_settled: Called with each item of which nothing is held any more.
    """

    submitter: Submitter
    mode: ParseMode
    wish: Wish = NO_WISH
    terms: Terms = NO_TERMS
    traceparent: str | None = None
    before_each: Callable[[SentItem], Awaitable[None]] | None = None
    on_job: Callable[[Job], None] = lambda _: None
    on_settled: Callable[[SentItem], None] = lambda _: None


class SubmitBatch:
    """Opens a batch, takes its items in as they come, some at once, and closes it.

    An item that is refused fails alone. A batch that broke off says so (`Batch.is_whole`); sent again under its key it
    goes on: items that became jobs stay what they are, those that came to nothing, or were refused because something
    was away or too much, are taken in.

    Args:
        jobs: Of the owner.
        submit_job: Takes in each item.
        new_id: Gives random ids.
        most_items: Items that a batch may have.
        retention: How long jobs, and so batches, are kept.
        answers_kept: How long a batch is known again by its key.
    """

    def __init__(
        self,
        *,
        jobs: OwnedJobs,
        submit_job: SubmitJob,
        new_id: Callable[[], UUID],
        most_items: int,
        retention: Retention = FOR_GOOD,
        answers_kept: timedelta = ANSWERS_KEPT,
    ) -> None:
        self._jobs = jobs
        self._submit_job = submit_job
        self._new_id = new_id
        self._most_items = most_items
        self._retention = retention
        self._answers_kept = answers_kept

    async def __call__(
        self,
        items: AsyncGenerator[SentItem, None],
        submitted_as: SubmittedAs,
        *,
        on_open: Callable[[BatchId], None] = lambda _: None,
    ) -> BatchState:
        """Take in what `items` yields, and return the batch as it stands then. `on_open` is told its id at the start.

        At most `AT_ONCE` items are held at once, and little more than `MOST_BYTES`: then room is waited for.

        Raises:
            BatchEmptyError, BatchTooLargeError: there is no item; there are more than a batch may have.
            IdempotencyKeyReusedError, IdempotencyKeyInUseError: another was submitted under the key, or is just being.
            BatchErasedError: it was submitted before under the key, and erased since.
            StorageUnavailableError: nothing can be noted now. What was taken in by then is in the batch.
            CVParserError: what `items` raises; the same.
        """
        async with aclosing(items):
            first = await anext(items, None)
            if first is None:
                raise BatchEmptyError
            batch = await self._open(submitted_as)
            on_open(batch.id)
            taking = _Taking(self._jobs, self._submit_job, batch, submitted_as, await self._before(batch))
            is_whole = False
            try:
                await taking.take(first)
                async for item in items:
                    if taking.count >= self._most_items:
                        raise BatchTooLargeError
                    await taking.take(item)
                await taking.end()
                is_whole = True
            finally:
                await taking.stop()
                await self._close(batch, is_whole=is_whole)
        return await self._jobs.batch(batch.id)

    async def _open(self, submitted_as: SubmittedAs) -> Batch:
        new = NewBatch(
            id=BatchId(self._new_id()),
            idempotency=self._idempotency(submitted_as),
            expires_in=submitted_as.wish.expires_in or self._retention.results,
        )
        opened = await self._jobs.open_batch(new)
        if opened.id != new.id:
            submitted_as.terms.on_replay()
        return opened

    def _idempotency(self, submitted_as: SubmittedAs) -> Idempotency | None:
        """Return by what the batch is known again: its items are compared one by one, as they come."""
        key, wish = submitted_as.terms.idempotency_key, submitted_as.wish
        if key is None:
            return None
        who = submitted_as.submitter
        said = ("batch", who.user_id, who.session_id, submitted_as.mode, *wish.said)
        return idempotency_of(self._jobs.owner, key, *said, kept_for=self._answers_kept)

    async def _before(self, batch: Batch) -> dict[int, BatchItem]:
        """Return what came of an earlier try under the same key, by position."""
        found: dict[int, BatchItem] = {}
        page: Sequence[BatchItem] = await self._jobs.batch_items(batch.id, PAGE)
        while page:
            # Without the jobs, of which nothing is wanted.
            found |= {each.place.position: replace(each, job=None) for each in page}
            page = await self._jobs.batch_items(batch.id, PAGE, after=page[-1].place.position)
        return found

    async def _close(self, batch: Batch, *, is_whole: bool) -> None:
        closing = self._jobs.close_batch(batch.id, is_whole=is_whole)
        if is_whole:
            await closing
            return
        # What broke it off is raised already. Where this cannot be noted either, it is told from the time.
        with suppress(CVParserError):
            await closing
        _log.warning("[HTTP] A batch broke off: %.8s...", batch.id)


class _Taking:
    """The items of one batch, being taken in."""

    def __init__(
        self,
        jobs: OwnedJobs,
        submit_job: SubmitJob,
        batch: Batch,
        submitted_as: SubmittedAs,
        before: dict[int, BatchItem],
    ) -> None:
        self.count = 0
        self._jobs = jobs
        self._submit_job = submit_job
        self._batch = batch
        self._as = submitted_as
        self._before = before
        self._tasks: set[asyncio.Task[None]] = set()
        self._held = 0
        self._failure: BaseException | None = None

    async def take(self, item: SentItem) -> None:
        """Take an item in, once there is room for it. Raises what another ended the batch with."""
        place = BatchPlace(
            batch_id=self._batch.id,
            position=self.count,
            label=item.label,
            fingerprint=None if self._as.terms.idempotency_key is None else item.fingerprint,
        )
        self.count += 1
        if self._is_settled(place):
            self._as.on_settled(item)
            return
        while self._tasks and (len(self._tasks) >= AT_ONCE or self._held > MOST_BYTES):
            await asyncio.wait(self._tasks, return_when=asyncio.FIRST_COMPLETED)
            # Let what was done be noted before it is looked at.
            await asyncio.sleep(0)
        self._raise_failure()
        self._held += item.size
        task = asyncio.create_task(self._take(item, place), name="batch item")
        self._tasks.add(task)
        task.add_done_callback(self._done)

    async def end(self) -> None:
        """Wait until all are taken in. Raises IdempotencyKeyReusedError where more came before under the same key."""
        while self._tasks:
            await asyncio.wait(self._tasks)
            await asyncio.sleep(0)
        self._raise_failure()
        if any(position >= self.count for position in self._before):
            raise IdempotencyKeyReusedError

    async def stop(self) -> None:
        """Let those that are under way end: a job is whole, or is not."""
        while self._tasks:
            await asyncio.wait(self._tasks)
            await asyncio.sleep(0)

    def _is_settled(self, place: BatchPlace) -> bool:
        """Return whether an earlier try settled what is sent. Raises IdempotencyKeyReusedError where it was another."""
        before = self._before.get(place.position)
        if before is None:
            if self._batch.is_whole:
                raise IdempotencyKeyReusedError
            return False
        if before.place.fingerprint not in {None, place.fingerprint}:
            raise IdempotencyKeyReusedError
        return before.job_id is not None or not _may_succeed_later(before.refused)

    async def _take(self, item: SentItem, place: BatchPlace) -> None:
        try:
            self._as.on_job(await self._submitted(item, place))
        except _WHAT_ENDS_IT:
            raise
        except CVParserError as error:
            await self._jobs.refuse_item(place, error.code)
        finally:
            self._held -= item.size
            self._as.on_settled(item)

    async def _submitted(self, item: SentItem, place: BatchPlace) -> Job:
        if isinstance(item, SentWrong):
            raise item.error
        if self._as.before_each is not None:
            await self._as.before_each(item)
        # Each is known by its place; the key is the batch's.
        terms = replace(self._as.terms, idempotency_key=None, place=place)
        submit, said = self._submit_job, self._as
        if isinstance(item, SentFile):
            return await submit.file(
                item.content,
                item.file_name,
                submitter=said.submitter,
                mode=said.mode,
                wish=said.wish,
                terms=terms,
                traceparent=said.traceparent,
            )
        return await submit.text(
            item.text,
            submitter=said.submitter,
            mode=said.mode,
            wish=said.wish,
            terms=terms,
            traceparent=said.traceparent,
        )

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None and self._failure is None:
            self._failure = error

    def _raise_failure(self) -> None:
        if self._failure is not None:
            raise self._failure


def _may_succeed_later(code: str | None) -> bool:
    kind = error_codes().get(code or "")
    return kind is not None and issubclass(kind, UnavailableError)
