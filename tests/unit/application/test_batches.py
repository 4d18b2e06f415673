from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing, asynccontextmanager
from datetime import timedelta
from uuid import uuid4

import pytest
from tests.unit.application.house import SUBMITTER, TEXT, House

from cvparser.adapters.clock.frozen import FrozenClock
from cvparser.adapters.file_store.memory import MemoryFileStore
from cvparser.adapters.job_events.in_process import InProcessJobEvents
from cvparser.application import submit_batch
from cvparser.application.end_batch import EndBatch
from cvparser.application.read_batch import KEEP_ALIVE, ReadBatch, SharedLooks
from cvparser.application.submit_batch import AT_ONCE, SubmitBatch, SubmittedAs
from cvparser.application.submit_job import Terms
from cvparser.domain.access.owner import LOCAL
from cvparser.domain.batch import BatchErasedError, BatchState, BatchStatus, BatchUnknownError
from cvparser.domain.batch_item import SentFile, SentItem, SentText, SentWrong
from cvparser.domain.batch_place import BatchId
from cvparser.domain.errors import FileEmptyError, StorageUnavailableError, UnavailableError
from cvparser.domain.job import FileLocation, JobId, JobStatus, ParseMode
from cvparser.domain.retention import Wish

Items = AsyncGenerator[SentItem, None]
KEYED = SubmittedAs(submitter=SUBMITTER, mode=ParseMode.BASIC, terms=Terms(idempotency_key="key"))


def text(number: int) -> SentText:
    return SentText(text=f"{TEXT} {number}")


@asynccontextmanager
async def ticking(clock: FrozenClock) -> AsyncIterator[None]:
    """Let time pass, a quarter of a second at a time, whenever everybody waits."""

    async def tick() -> None:
        while True:
            for _ in range(20):
                await asyncio.sleep(0)
            clock.advance(timedelta(seconds=0.25))

    task = asyncio.create_task(tick())
    try:
        yield
    finally:
        task.cancel()


async def sent(*items: SentItem) -> Items:
    for each in items:
        yield each


class Fragile(MemoryFileStore):
    """Cannot store the file of so many a try, counted from 1; nor delete while it is `stuck`."""

    def __init__(self, *, fails_at: int = 0) -> None:
        super().__init__()
        self.fails_at = fails_at
        self.stuck = False
        self.most_under_way = 0
        self._tries = 0
        self._under_way = 0

    async def put(self, name: str, content: bytes, *, job_id: JobId) -> FileLocation:
        self._tries += 1
        if self._tries == self.fails_at:
            raise StorageUnavailableError
        self._under_way += 1
        self.most_under_way = max(self.most_under_way, self._under_way)
        await asyncio.sleep(0)
        self._under_way -= 1
        return await super().put(name, content, job_id=job_id)

    async def delete(self, location: FileLocation) -> None:
        if self.stuck:
            raise StorageUnavailableError
        await super().delete(location)

    async def check(self) -> None:
        return None


class BatchHouse(House):
    """The use cases of batches over those of jobs."""

    def __init__(self, files: Fragile | None = None) -> None:
        super().__init__(files)
        self.ours = self.jobs.of(LOCAL)
        self.submit_batch = SubmitBatch(jobs=self.ours, submit_job=self.submit, new_id=uuid4, most_items=500)
        self.looks = SharedLooks(self.clock)
        self.read_batch = ReadBatch(jobs=self.ours, shared_looks=self.looks, clock=self.clock)
        self.end_batch = EndBatch(jobs=self.ours, cancel_job=self.cancel, files=self.files, events=InProcessJobEvents())

    async def taken(self, *items: SentItem, submitted_as: SubmittedAs = KEYED) -> BatchState:
        return await self.submit_batch(sent(*items), submitted_as)

    async def opened(self, *items: SentItem) -> tuple[BatchId, Exception | None]:
        """Send a batch that may break off; give its id, and what broke it off."""
        opened: list[BatchId] = []
        try:
            await self.submit_batch(sent(*items), KEYED, on_open=opened.append)
        except StorageUnavailableError as error:
            return opened[0], error
        return opened[0], None

    async def texts(self, batch_id: BatchId) -> list[bytes | None]:
        items = await self.ours.batch_items(batch_id, 1_000)
        return [
            None if item.job is None else await self.files.get(item.job.location, job_id=item.job.id) for item in items
        ]


async def test_items_become_jobs_in_the_order_in_which_they_came() -> None:
    house = BatchHouse()

    stands = await house.taken(*(text(number) for number in range(40)))

    assert (stands.counts.accepted, stands.status, stands.batch.is_whole) == (40, BatchStatus.PROCESSING, True)
    assert await house.texts(stands.batch.id) == [text(number).text.encode() for number in range(40)]


async def test_no_more_is_asked_for_than_is_being_taken_in(monkeypatch: pytest.MonkeyPatch) -> None:
    house, asked, settled = BatchHouse(Fragile()), 0, 0
    most = 0

    async def items() -> Items:
        nonlocal asked, most
        for number in range(100):
            asked += 1
            most = max(most, asked - settled)
            yield text(number)

    def settle(_: SentItem) -> None:
        nonlocal settled
        settled += 1

    said = SubmittedAs(submitter=SUBMITTER, mode=ParseMode.BASIC, on_settled=settle)
    await house.submit_batch(items(), said)
    assert most <= AT_ONCE + 2
    assert settled == 100

    monkeypatch.setattr(submit_batch, "MOST_BYTES", len(text(0).text) * 3)
    asked = settled = most = 0
    await house.submit_batch(items(), said)
    assert most <= 6


async def test_a_storage_that_is_away_ends_the_batch_which_goes_on_under_its_key() -> None:
    house = BatchHouse(Fragile(fails_at=30))
    items = [text(number) for number in range(60)]

    batch_id, error = await house.opened(*items)
    broken = await house.ours.batch(batch_id)
    again, none = await house.opened(*items)

    assert isinstance(error, StorageUnavailableError)
    assert (broken.batch.is_whole, broken.status) == (False, BatchStatus.PROCESSING)
    assert 29 <= broken.counts.accepted < 60
    assert (again, none) == (batch_id, None)
    assert await house.texts(batch_id) == [each.text.encode() for each in items]
    assert (await house.jobs.backlog()).jobs == 60


async def test_a_caller_that_leaves_leaves_whole_jobs_and_a_batch_that_says_so() -> None:
    house, opened, waits = BatchHouse(), list[BatchId](), asyncio.Event()

    async def endless() -> Items:
        for number in range(5):
            yield text(number)
        waits.set()
        await asyncio.Event().wait()

    task = asyncio.create_task(house.submit_batch(endless(), KEYED, on_open=opened.append))
    await waits.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    stands = await house.ours.batch(opened[0])
    assert (stands.counts.accepted, stands.batch.is_whole, stands.batch.closed_at is None) == (5, False, False)


async def test_what_was_refused_for_good_stays_so_and_what_was_not_is_taken_in_later() -> None:
    house, is_away = BatchHouse(), True

    async def perhaps(_: SentItem) -> None:
        if is_away:
            raise UnavailableError

    said = SubmittedAs(submitter=SUBMITTER, mode=ParseMode.BASIC, terms=KEYED.terms, before_each=perhaps)
    items: list[SentItem] = [
        text(0),
        SentWrong(error=FileEmptyError()),
        SentFile(content=b"", file_name="cv.txt"),
        text(1),
    ]
    first = await house.taken(*items, submitted_as=said)
    is_away = False
    second = await house.taken(*items, submitted_as=said)

    codes = [each.refused for each in await house.ours.batch_items(first.batch.id, 10)]
    assert (first.counts.refused, second.counts.refused, second.counts.accepted) == (4, 2, 2)
    assert codes == [None, "file_empty", "file_empty", None]


async def test_a_batch_that_is_erased_while_it_comes_takes_nothing_more_in() -> None:
    house, opened = BatchHouse(), list[BatchId]()

    async def items() -> Items:
        yield text(0)
        await house.end_batch.erase(opened[0])
        for number in range(1, 40):
            yield text(number)

    with pytest.raises(BatchErasedError):
        await house.submit_batch(items(), KEYED, on_open=opened.append)
    await house.end_batch.erase(opened[0])

    assert (await house.jobs.backlog()).jobs == 0


async def test_an_erasure_that_broke_off_goes_on_and_is_refused_until_then() -> None:
    files = Fragile()
    house = BatchHouse(files)
    batch_id = (await house.taken(text(0), text(1))).batch.id
    files.stuck = True
    with pytest.raises(StorageUnavailableError):
        await house.end_batch.erase(batch_id)
    with pytest.raises(BatchErasedError):
        await house.read_batch.status(batch_id)
    assert len(await house.ours.batch_items(batch_id, 10)) == 2

    files.stuck = False
    for _ in range(2):
        await house.end_batch.erase(batch_id)

    assert await house.ours.batch_items(batch_id, 10) == []
    assert (await house.jobs.backlog()).jobs == 0


async def test_cancelling_ends_what_has_not_ended_and_tells_of_each() -> None:
    house, told = BatchHouse(), list[JobId]()
    batch_id = (await house.taken(*(text(number) for number in range(20)))).batch.id
    first = (await house.ours.batch_items(batch_id, 1))[0].job_id
    assert first is not None
    await house.process(first)

    stands = await house.end_batch.cancel(batch_id, on_job=told.append)

    assert stands.counts.by_status == {JobStatus.PROCESSING: 0, JobStatus.SUCCESS: 1, JobStatus.FAILED: 19}
    assert len(set(told) - {first}) == 19


async def test_who_follows_is_told_each_change_once_and_the_end() -> None:
    house = BatchHouse()
    batch_id = (await house.taken(text(0), text(1))).batch.id
    jobs = [item.job_id for item in await house.ours.batch_items(batch_id, 10)]
    told: list[int] = []

    async with ticking(house.clock), aclosing(house.read_batch.follow(batch_id)) as states:
        async for state in states:
            told.append(state.counts.unfinished)
            if jobs and (job_id := jobs.pop()) is not None:
                await house.cancel(job_id)

    assert told == [2, 1, 0]


async def test_who_follows_a_batch_that_does_not_move_hears_of_it_now_and_then() -> None:
    house = BatchHouse()
    batch_id = (await house.taken(text(0))).batch.id
    started = house.clock.monotonic()

    async with ticking(house.clock), aclosing(house.read_batch.follow(batch_id)) as states:
        first, second = await anext(states), await anext(states)

    assert first.counts == second.counts
    passed = house.clock.monotonic() - started
    assert KEEP_ALIVE.total_seconds() <= passed < KEEP_ALIVE.total_seconds() + 3


async def test_those_who_follow_one_batch_share_the_looks_at_it(monkeypatch: pytest.MonkeyPatch) -> None:
    house, looks = BatchHouse(), 0
    batch_id = (await house.taken(text(0))).batch.id
    look = house.ours.batch

    async def counted(which: BatchId) -> BatchState:
        nonlocal looks
        looks += 1
        return await look(which)

    monkeypatch.setattr(house.ours, "batch", counted)
    stands = await asyncio.gather(*(house.looks.look(house.ours, batch_id) for _ in range(50)))
    assert (len({each.at for each in stands}), looks) == (1, 1)

    house.clock.advance(timedelta(seconds=1))
    await house.looks.look(house.ours, batch_id)
    assert looks == 2


async def test_recovery_forgets_a_batch_with_its_jobs_when_their_time_is_over() -> None:
    house = BatchHouse()
    said = SubmittedAs(submitter=SUBMITTER, mode=ParseMode.BASIC, wish=Wish(expires_in=timedelta(hours=1)))
    batch_id = (await house.taken(text(0), submitted_as=said)).batch.id
    house.clock.advance(timedelta(hours=1))

    await house.recover(timedelta(0))

    with pytest.raises(BatchUnknownError):
        await house.read_batch.status(batch_id)
    assert (await house.jobs.backlog()).jobs == 0
