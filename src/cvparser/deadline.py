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

#: Of `time.monotonic`.
_ends_at: ContextVar[float] = ContextVar("ends_at", default=math.inf)


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Give what is called in the block `seconds` from now; less where less was left."""
    token = _ends_at.set(min(_ends_at.get(), time.monotonic() + seconds))
    try:
        yield
    finally:
        _ends_at.reset(token)


def left() -> float:
    """Return the seconds that are left: none below 0, infinite outside of every `within`."""
    return max(_ends_at.get() - time.monotonic(), 0.0)


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
        self._under_way: set[Future[Any]] = set()
        self._is_closed = False

    async def run(self, function: Callable[..., T], *arguments: object) -> T:
        """Return what `function` gives.

        Raises:
            TimeoutError: it did not end in time, or nothing is open.
        """
        if self._is_closed:
            raise TimeoutError
        with within(self._seconds):
            future = self._executor.submit(copy_context().run, _in_time, function, *arguments)
            self._under_way.add(future)
            future.add_done_callback(self._under_way.discard)
            async with asyncio.timeout(left() + GRACE_S):
                return await asyncio.wrap_future(future)

    async def close(self, seconds: float) -> None:
        """Let calls end, at most for `seconds`; the rest is left behind."""
        self._is_closed = True
        if self._under_way:
            await asyncio.to_thread(wait, self._under_way.copy(), seconds)
        self._executor.shutdown(wait=False, cancel_futures=True)


def _in_time(function: Callable[..., T], *arguments: object) -> T:
    if not left():
        raise TimeoutError
    return function(*arguments)
