"""How long a call to a server may take: set where the call is made, known wherever it leads."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from contextvars import ContextVar, copy_context
from typing import Any, TypeVar

T = TypeVar("T")

#: Seconds beyond its deadline after which nobody waits for a call: until then it can say itself what became of it.
GRACE_S = 0.5


class Deadline:
    """When a call ends: at its own time, or at that of the call that it is part of."""

    def __init__(self, ends_at: float, outer: Deadline | None = None) -> None:
        self._ends_at = ends_at
        self._outer = outer

    def end(self) -> None:
        """Leave the call no more time, in whatever thread it is."""
        self._ends_at = -math.inf

    @property
    def ends_at(self) -> float:
        """When, by `time.monotonic`."""
        return self._ends_at if self._outer is None else min(self._ends_at, self._outer.ends_at)


_deadline: ContextVar[Deadline | None] = ContextVar("deadline", default=None)


@contextmanager
def within(seconds: float) -> Iterator[Deadline]:
    """Allow what is called in the block `seconds` from now; less where less was left."""
    deadline = Deadline(time.monotonic() + seconds, _deadline.get())
    token = _deadline.set(deadline)
    try:
        yield deadline
    finally:
        _deadline.reset(token)


def left() -> float:
    """Return the seconds that are left: none below 0, infinite outside of every `within`."""
    deadline = _deadline.get()
    return math.inf if deadline is None else max(deadline.ends_at - time.monotonic(), 0.0)


class DeadlineThreads:
    """Threads for calls that block, each with a deadline.

    A call that was not begun by its deadline is not made. One that is under way is left behind in its thread, which it
    gives back when it sees that nothing is `left`.

    Args:
        count: Calls under way at once.
        name: Of the threads.
        seconds: That a call may take, its wait for a thread included.
    """

    def __init__(self, count: int, *, name: str, seconds: float) -> None:
        self._executor = ThreadPoolExecutor(count, thread_name_prefix=name)
        self._seconds = seconds
        self._under_way: dict[Future[Any], Deadline] = {}
        self._is_closed = False

    async def run(self, function: Callable[..., T], *arguments: object) -> T:
        """Return what `function` gives.

        Raises:
            TimeoutError: it did not end in time, or nothing is open.
        """
        if self._is_closed:
            raise TimeoutError
        with within(self._seconds) as deadline:
            future = self._executor.submit(copy_context().run, _in_time, function, *arguments)
            self._under_way[future] = deadline
            future.add_done_callback(self._under_way.pop)
            async with asyncio.timeout(left() + GRACE_S):
                return await asyncio.wrap_future(future)

    async def close(self, seconds: float) -> None:
        """Let calls end, for `seconds` at most; then nothing is left to them."""
        self._is_closed = True
        under_way = self._under_way.copy()
        if under_way:
            await asyncio.to_thread(wait, under_way, seconds)
            for deadline in under_way.values():
                deadline.end()
            await asyncio.to_thread(wait, under_way, GRACE_S)
        self._executor.shutdown(wait=False, cancel_futures=True)


def _in_time(function: Callable[..., T], *arguments: object) -> T:
    if not left():
        raise TimeoutError
    return function(*arguments)
