"""Who runs next when more is to do than can run at once."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from cvparser.children.patience import Patience


class Turns:
    """Lets so many calls of one event loop run at once; of those that wait, the ones that go first, then the oldest.

    Args:
        places: How many.
        patience: Says when a call that still runs leaves its place to another, and runs on beside it.
        most_slow: How many calls do so at once; more keep their places.
    """

    def __init__(self, places: int, *, patience: Patience | None = None, most_slow: int = 0) -> None:
        self._free = places
        self._patience = patience or Patience(0.0)
        self._most_slow = most_slow
        self._slow: set[object] = set()
        self._first: deque[asyncio.Future[None]] = deque()
        self._others: deque[asyncio.Future[None]] = deque()

    @asynccontextmanager
    async def turn(self, *, first: bool = False) -> AsyncIterator[None]:
        """Wait for a place, and give it up at the end of the block, or before when that is slow."""
        await self._take(self._first if first else self._others)
        call = object()
        timer = asyncio.get_running_loop().call_later(self._patience.seconds, self._count_as_slow, call)
        try:
            yield
        finally:
            timer.cancel()
            if call in self._slow:
                self._slow.remove(call)
            else:
                self._give_up()

    def _count_as_slow(self, call: object) -> None:
        if len(self._slow) < self._most_slow:
            self._slow.add(call)
            self._give_up()

    async def _take(self, queue: deque[asyncio.Future[None]]) -> None:
        if self._free:
            self._free -= 1
            return
        place = asyncio.get_running_loop().create_future()
        queue.append(place)
        try:
            await place
        except asyncio.CancelledError:
            if not place.cancelled():
                # The place came and the caller went in the same moment.
                self._give_up()
            raise

    def _give_up(self) -> None:
        for queue in (self._first, self._others):
            while queue:
                place = queue.popleft()
                if not place.done():
                    place.set_result(None)
                    return
        self._free += 1
