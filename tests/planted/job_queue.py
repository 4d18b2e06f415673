"""Queues with one fault each."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any

from tests.planted.catalogue import Catalogue, faults

from cvparser.adapters.job_queue.in_process import InProcessJobQueue, _Consumer
from cvparser.domain.job import JobId
from cvparser.ports.job_queue import Consumer, Delivery
from cvparser.testing.conformance.job_queue import JobQueueConformance


class Queue(InProcessJobQueue):
    """Consumes with `consumer`."""

    consumer: type[_Consumer] = _Consumer

    @asynccontextmanager
    async def consume(self, slots: int) -> AsyncIterator[Consumer]:
        async with super().consume(slots):
            yield self.consumer(self._waiting, self._changed, slots)


class GivesTheNewestFirst(Queue):
    class consumer(_Consumer):
        async def __anext__(self) -> Delivery:
            delivery = await super().__anext__()
            if self._waiting:
                self._waiting[delivery.job_id] = None
                job_id, _ = self._waiting.popitem()
                if job_id == delivery.job_id:
                    job_id, _ = self._waiting.popitem()
                    self._waiting[delivery.job_id] = None
                return Delivery(job_id, self._done)
            return delivery


class GivesEachTwice(Queue):
    class consumer(_Consumer):
        seen: Any = None

        async def __anext__(self) -> Delivery:
            if self.seen is not None:
                delivery, self.seen = self.seen, None
                return Delivery(delivery.job_id, lambda: None)
            self.seen = await super().__anext__()
            return Delivery(self.seen.job_id, self.seen.done)


class HasNoSlots(Queue):
    class consumer(_Consumer):
        def __init__(self, waiting: Any, changed: Any, slots: int) -> None:
            super().__init__(waiting, changed, 10_000)


class HasOneSlotMore(Queue):
    class consumer(_Consumer):
        def __init__(self, waiting: Any, changed: Any, slots: int) -> None:
            super().__init__(waiting, changed, slots + 1)


class HasOneSlot(Queue):
    class consumer(_Consumer):
        def __init__(self, waiting: Any, changed: Any, slots: int) -> None:
            super().__init__(waiting, changed, 1)


class NeverFreesASlot(Queue):
    class consumer(_Consumer):
        def _done(self) -> None:
            self._changed.set()


class FreesASlotWithoutTellingWhoWaits(Queue):
    class consumer(_Consumer):
        def _done(self) -> None:
            self._free += 1


class FetchesAhead(Queue):
    """What it has no slot for waits for this consumer alone."""

    class consumer(_Consumer):
        ahead: Any = ()

        async def __anext__(self) -> Delivery:
            if not self.ahead:
                while not (self._waiting or self._is_stopped):
                    self._changed.clear()
                    await self._changed.wait()
                self.ahead = list(self._waiting)
                self._waiting.clear()
            while not (self._free or self._is_stopped):
                self._changed.clear()
                await self._changed.wait()
            if self._is_stopped:
                raise StopAsyncIteration
            self._free -= 1
            return Delivery(self.ahead.pop(0), self._done)


class GoesOnWhenStopped(Queue):
    class consumer(_Consumer):
        async def stop(self) -> None:
            return None


class StopsAfterOneMore(Queue):
    class consumer(_Consumer):
        async def stop(self) -> None:
            self._free += 1
            self._stopping = True

        async def __anext__(self) -> Delivery:
            if getattr(self, "_ended", False):
                raise StopAsyncIteration
            self._ended = getattr(self, "_stopping", False)
            return await super().__anext__()


class StopsWithoutWakingWhoWaits(Queue):
    class consumer(_Consumer):
        async def stop(self) -> None:
            self._is_stopped = True


class StopsEveryConsumer(Queue):
    def __init__(self) -> None:
        super().__init__()
        queue = self
        self.stopped = False

        class Stopping(_Consumer):
            async def stop(self) -> None:
                queue.stopped = True
                await super().stop()

            async def __anext__(self) -> Delivery:
                self._is_stopped = queue.stopped
                return await super().__anext__()

        self.consumer = Stopping


class QueuesTwice(Queue):
    async def notify(self, job_ids: Sequence[JobId], *, first: bool = False) -> int:
        await super().notify(job_ids, first=first)
        return len(job_ids)


class CountsNothing(Queue):
    async def notify(self, *args: Any, **kw: Any) -> int:
        await super().notify(*args, **kw)
        return 0


class ForgetsThatSomethingIsFirst(Queue):
    async def notify(self, job_ids: Sequence[JobId], *, first: bool = False) -> int:
        return await super().notify(job_ids)


class TurnsWhatIsFirst(Queue):
    async def notify(self, job_ids: Sequence[JobId], *, first: bool = False) -> int:
        return await super().notify(list(reversed(job_ids)) if first else job_ids, first=first)


class TurnsWhatComesTogether(Queue):
    async def notify(self, job_ids: Sequence[JobId], *, first: bool = False) -> int:
        return await super().notify(list(reversed(job_ids)), first=first)


class SortsItsIds(Queue):
    async def notify(self, job_ids: Sequence[JobId], *, first: bool = False) -> int:
        return await super().notify(sorted(job_ids), first=first)


class TellsNobodyWhoWaits(Queue):
    async def notify(self, job_ids: Sequence[JobId], *, first: bool = False) -> int:
        changed, self._changed = self._changed, asyncio.Event()
        new = await super().notify(job_ids, first=first)
        self._changed = changed
        return new


class NeverTakesAnIdAgain(Queue):
    def __init__(self) -> None:
        super().__init__()
        self.seen: set[JobId] = set()

    async def notify(self, job_ids: Sequence[JobId], *, first: bool = False) -> int:
        new = [each for each in dict.fromkeys(job_ids) if each not in self.seen]
        self.seen.update(new)
        return await super().notify(new, first=first)


class TakesAHundredAtMost(Queue):
    async def notify(self, job_ids: Sequence[JobId], *, first: bool = False) -> int:
        return await super().notify(job_ids[:100], first=first)


class WaitsUntilItIsTaken(Queue):
    async def notify(self, *args: Any, **kw: Any) -> int:
        new = await super().notify(*args, **kw)
        while self._waiting:
            await asyncio.sleep(0.01)
        return new


class CountsWhatIsUnderWay(Queue):
    def __init__(self) -> None:
        super().__init__()
        queue = self
        self.under_way = 0

        class Counting(_Consumer):
            async def __anext__(self) -> Delivery:
                delivery = await super().__anext__()
                queue.under_way += 1
                return delivery

        self.consumer = Counting

    async def depth(self) -> int:
        return len(self._waiting) + self.under_way


class HasNoDepth(Queue):
    async def depth(self) -> int:
        return 0


class RaisesForNothing(Queue):
    async def notify(self, job_ids: Sequence[JobId], *, first: bool = False) -> int:
        return await super().notify([job_ids[0], *job_ids[1:]], first=first)


class HidesWhatIsRaised(Queue):
    @asynccontextmanager
    async def consume(self, slots: int) -> AsyncIterator[Consumer]:
        async with super().consume(slots) as consumer:
            with suppress(LookupError):
                yield consumer


class GivesEachToEveryConsumer(Queue):
    def __init__(self) -> None:
        super().__init__()
        self.all: list[dict[JobId, None]] = []

    async def notify(self, job_ids: Sequence[JobId], *, first: bool = False) -> int:
        for waiting in self.all:
            self._waiting = waiting
            new = await super().notify(job_ids, first=first)
        return new

    @asynccontextmanager
    async def consume(self, slots: int) -> AsyncIterator[Consumer]:
        self.all.append({})
        self._waiting = self.all[-1]
        async with super().consume(slots) as consumer:
            yield consumer


class ServesOneConsumerAfterAnother(Queue):
    """The second finds nothing."""

    served = False

    @asynccontextmanager
    async def consume(self, slots: int) -> AsyncIterator[Consumer]:
        waiting = {} if self.served else self._waiting
        self.served = True
        async with super().consume(slots):
            yield _Consumer(waiting, self._changed, slots)


CATALOGUES = {
    "": Catalogue(
        suite=JobQueueConformance,
        fixtures=lambda make: {"queue": make()},
        sound=Queue,
        faults=faults(globals(), Queue),
    )
}
