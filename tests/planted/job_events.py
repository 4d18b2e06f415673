"""News of jobs with one fault each."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from uuid import UUID

from tests.planted.catalogue import Catalogue, faults

from cvparser.adapters.job_events.in_process import InProcessJobEvents
from cvparser.domain.job import JobId
from cvparser.testing.conformance.job_events import JobEventsConformance


class TellsOneListener(InProcessJobEvents):
    async def publish(self, job_id: JobId) -> None:
        for moved in list(self._listeners.get(job_id, ()))[:1]:
            moved.set()


class TellsListenersOfEveryJob(InProcessJobEvents):
    async def publish(self, job_id: JobId) -> None:
        for moved in [each for some in self._listeners.values() for each in some]:
            moved.set()


class TellsNobody(InProcessJobEvents):
    async def publish(self, job_id: JobId) -> None:
        return None


class ForgetsWhoHeardOnce(InProcessJobEvents):
    async def publish(self, job_id: JobId) -> None:
        for moved in self._listeners.pop(job_id, ()):
            moved.set()

    @asynccontextmanager
    async def listen(self, job_id: JobId) -> AsyncIterator[AsyncIterator[None]]:
        moved = asyncio.Event()
        self._listeners[job_id].add(moved)
        yield Moves(moved)


class TellsOnlyWhoWaitsAtThatMoment(InProcessJobEvents):
    @asynccontextmanager
    async def listen(self, job_id: JobId) -> AsyncIterator[AsyncIterator[None]]:
        async with super().listen(job_id) as moves:
            moves.forgets = True  # type: ignore[attr-defined]
            yield Forgetful(moves._moved)  # type: ignore[attr-defined]


class EndsWhenAWaitIsGivenUp(InProcessJobEvents):
    @asynccontextmanager
    async def listen(self, job_id: JobId) -> AsyncIterator[AsyncIterator[None]]:
        async with super().listen(job_id) as moves:

            async def generated() -> AsyncIterator[None]:
                async for _ in moves:
                    yield

            yield generated()


class LosesAMoveWhenAWaitIsGivenUp(InProcessJobEvents):
    @asynccontextmanager
    async def listen(self, job_id: JobId) -> AsyncIterator[AsyncIterator[None]]:
        async with super().listen(job_id) as moves:
            yield Clears(moves._moved)  # type: ignore[attr-defined]


class YieldsForEver(InProcessJobEvents):
    @asynccontextmanager
    async def listen(self, job_id: JobId) -> AsyncIterator[AsyncIterator[None]]:
        async with super().listen(job_id) as moves:
            yield NeverClears(moves._moved)  # type: ignore[attr-defined]


class YieldsEachMoveTwice(InProcessJobEvents):
    @asynccontextmanager
    async def listen(self, job_id: JobId) -> AsyncIterator[AsyncIterator[None]]:
        async with super().listen(job_id) as moves:
            yield Twice(moves._moved)  # type: ignore[attr-defined]


class EndsAfterOneMove(InProcessJobEvents):
    @asynccontextmanager
    async def listen(self, job_id: JobId) -> AsyncIterator[AsyncIterator[None]]:
        async with super().listen(job_id) as moves:

            async def once() -> AsyncIterator[None]:
                await anext(moves)
                yield

            yield once()


class RepeatsWhatWasBefore(InProcessJobEvents):
    def __init__(self) -> None:
        super().__init__()
        self.moved: set[JobId] = set()

    async def publish(self, job_id: JobId) -> None:
        self.moved.add(job_id)
        await super().publish(job_id)

    @asynccontextmanager
    async def listen(self, job_id: JobId) -> AsyncIterator[AsyncIterator[None]]:
        async with super().listen(job_id) as moves:
            if job_id in self.moved:
                await super().publish(job_id)
            yield moves


class WaitsForSlowListeners(InProcessJobEvents):
    def __init__(self) -> None:
        super().__init__()
        self.queues: defaultdict[JobId, list[asyncio.Queue[None]]] = defaultdict(list)

    async def publish(self, job_id: JobId) -> None:
        for queue in self.queues[job_id]:
            await queue.put(None)

    @asynccontextmanager
    async def listen(self, job_id: JobId) -> AsyncIterator[AsyncIterator[None]]:
        queue: asyncio.Queue[None] = asyncio.Queue(100)
        self.queues[job_id].append(queue)
        yield Queued(queue)
        self.queues[job_id].remove(queue)


class RaisesWhenAListenerIsSlow(WaitsForSlowListeners):
    async def publish(self, job_id: JobId) -> None:
        for queue in self.queues[job_id]:
            queue.put_nowait(None)


class RaisesWhereNobodyListens(InProcessJobEvents):
    async def publish(self, job_id: JobId) -> None:
        if job_id not in self._listeners:
            raise KeyError(job_id)
        await super().publish(job_id)


class TakesEveryListenerAlongThatLeaves(InProcessJobEvents):
    @asynccontextmanager
    async def listen(self, job_id: JobId) -> AsyncIterator[AsyncIterator[None]]:
        async with super().listen(job_id) as moves:
            yield moves
            self._listeners[job_id].clear()


class HidesWhatIsRaised(InProcessJobEvents):
    @asynccontextmanager
    async def listen(self, job_id: JobId) -> AsyncIterator[AsyncIterator[None]]:
        async with super().listen(job_id) as moves:
            with suppress(LookupError):
                yield moves


class HasOneListenerAJob(InProcessJobEvents):
    @asynccontextmanager
    async def listen(self, job_id: JobId) -> AsyncIterator[AsyncIterator[None]]:
        self._listeners.pop(job_id, None)
        async with super().listen(job_id) as moves:
            yield moves


class TellsJobsApartByTheirFirstLetter(InProcessJobEvents):
    async def publish(self, job_id: JobId) -> None:
        for each in list(self._listeners):
            if str(each)[:1] == str(job_id)[:1]:
                await super().publish(each)


class TellsLater(InProcessJobEvents):
    """So that who is gone meanwhile, or was not there, is told."""

    async def publish(self, job_id: JobId) -> None:
        async def tell() -> None:
            await asyncio.sleep(0.02)
            await InProcessJobEvents.publish(self, JobId(UUID(int=0)))

        self.task = asyncio.create_task(tell())


class Moves(AsyncIterator[None]):
    def __init__(self, moved: asyncio.Event) -> None:
        self.moved = moved
        self.again = False

    async def __anext__(self) -> None:
        await self.moved.wait()
        self.moved.clear()


class Forgetful(Moves):
    async def __anext__(self) -> None:
        self.moved.clear()
        await super().__anext__()


class Clears(Moves):
    async def __anext__(self) -> None:
        try:
            await super().__anext__()
        except asyncio.CancelledError:
            self.moved.clear()
            raise


class NeverClears(Moves):
    async def __anext__(self) -> None:
        await self.moved.wait()


class Twice(Moves):
    async def __anext__(self) -> None:
        self.again = not self.again
        await self.moved.wait()
        if not self.again:
            self.moved.clear()


class Queued(AsyncIterator[None]):
    def __init__(self, queue: asyncio.Queue[None]) -> None:
        self.queue = queue

    async def __anext__(self) -> None:
        return await self.queue.get()


CATALOGUES = {
    "": Catalogue(
        suite=JobEventsConformance,
        fixtures=lambda make: {"events": make()},
        sound=InProcessJobEvents,
        faults=faults(globals(), InProcessJobEvents),
    )
}
