"""An event loop in a thread of its own, for calls from any thread and any loop.

A fork of the program has a copy of the loop's memory and not its thread. Therefore a loop that has nothing to do stands
still, without a thread, while its process forks; and the copy is left alone in the fork, which makes a loop of its own.
"""

from __future__ import annotations

import asyncio
import atexit
import gc
import os
import select
import selectors
import sys
import threading
import warnings
from collections.abc import Callable, Coroutine
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from typing import TypeVar
from weakref import WeakSet

T = TypeVar("T")

#: Held by who starts, stops or counts, for a moment; and while the process forks, so that no fork has half of it.
gate = threading.RLock()
#: Seconds that a loop gets to stand still before a fork, and to end.
_STAND_STILL_S, _END_S = 1.0, 5.0
#: Threads for what a loop hands to a thread, such as unpacking what was read.
_THREADS = 4


class LoopThread:
    """Runs coroutines for callers that may be in other threads. Its thread starts with the first call."""

    def __init__(self) -> None:
        self.process = os.getpid()
        self._selector, self._loop = _new_loop()
        self._threads = _threads_of(self._loop)
        self._thread: threading.Thread | None = None
        self._under_way = 0
        self._is_closed = False
        _loops.add(self)

    @property
    def is_own(self) -> bool:
        """Whether the calling thread is the loop's."""
        return self._thread is threading.current_thread()

    def submit(self, call: Coroutine[object, object, T]) -> Future[T]:
        """Have `call` run, with the context variables of the caller, and return its future; cancelling that ends it.

        Raises:
            RuntimeError: the loop was closed.
        """
        with gate:
            if self._is_closed:
                call.close()
                raise RuntimeError("This event loop was closed.")
            self._under_way += 1
            self._start()
            return asyncio.run_coroutine_threadsafe(self._counted(call), self._loop)

    def close(self, end: Callable[[], Coroutine[object, object, None]]) -> None:
        """Cancel what is under way, run `end`, and end the thread. In a fork, and again: a no-op."""
        with gate:
            if self._is_closed or self.process != os.getpid():
                return
            self._is_closed = True
            if self._thread is None and not _is_in_a_loop():
                # Here, and by no thread of its own: from Python 3.12 on a program that ends starts none.
                self._end_here(end)
                return
            self._start()
            thread = self._thread
        ended = asyncio.run_coroutine_threadsafe(self._ended(end), self._loop)
        ended.add_done_callback(lambda _: self._loop.call_soon_threadsafe(self._loop.stop))
        if thread is None or self.is_own:
            # Somebody let go of the parser within the loop: it ends when this callback has.
            return
        thread.join(_END_S)
        if not thread.is_alive():
            self._threads.shutdown()
            self._loop.close()

    def _end_here(self, end: Callable[[], Coroutine[object, object, None]]) -> None:
        async def in_time() -> None:
            with suppress(TimeoutError):
                async with asyncio.timeout(_END_S):
                    await self._ended(end)

        self._loop.run_until_complete(in_time())
        self._threads.shutdown()
        self._loop.close()

    async def _counted(self, call: Coroutine[object, object, T]) -> T:
        try:
            return await call
        finally:
            with gate:
                self._under_way -= 1

    async def _ended(self, end: Callable[[], Coroutine[object, object, None]]) -> None:
        others = asyncio.all_tasks() - {task for task in (asyncio.current_task(),) if task is not None}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        await end()

    def _start(self) -> None:
        if self._thread is None:
            # A daemon: who never closes a parser is not kept from leaving.
            self._thread = threading.Thread(target=self._loop.run_forever, name="cvparser", daemon=True)
            self._thread.start()

    def stand_still(self) -> None:
        """Be without a thread until the next call, unless calls are under way. For who holds the gate."""
        if self._is_closed or self._under_way or self._thread is None or self.is_own:
            return
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(_STAND_STILL_S)
        if not self._thread.is_alive():
            self._thread = None
            self._threads.shutdown()
            self._threads = _threads_of(self._loop)

    def leave_alone(self) -> None:
        """Give the copy of the loop in a fork a set of watched descriptors of its own.

        The kernel's set is shared with the process that was forked: what a copy takes out at its end would be taken out
        for both, and the other would wait for ever.
        """
        if isinstance(self._selector, selectors.EpollSelector) and self._selector.fileno() >= 0:
            with select.epoll() as own:
                os.dup2(own.fileno(), self._selector.fileno(), inheritable=False)
        _left.append(self)


def _is_in_a_loop() -> bool:
    """Return whether an event loop runs in the calling thread, where no other can."""
    with suppress(RuntimeError):
        return asyncio.get_running_loop() is not None
    return False


def _new_loop() -> tuple[selectors.BaseSelector, asyncio.AbstractEventLoop]:
    selector = selectors.EpollSelector() if sys.platform == "linux" else selectors.DefaultSelector()
    return selector, asyncio.SelectorEventLoop(selector)


def _threads_of(loop: asyncio.AbstractEventLoop) -> ThreadPoolExecutor:
    threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="cvparser")
    loop.set_default_executor(threads)
    return threads


_loops: WeakSet[LoopThread] = WeakSet()
#: Copies in this process, a fork, of the loops of the process that was forked; kept until it ends.
_left: list[LoopThread] = []


def _before_fork() -> None:
    gate.acquire()
    for each in list(_loops):
        each.stand_still()


def _in_fork() -> None:
    for each in list(_loops):
        if each.process != os.getpid():
            _loops.discard(each)
            each.leave_alone()
    gate.release()


@atexit.register
def _let_go() -> None:
    """Let the copies go in silence: what they hold is closed elsewhere, and nobody can do anything about it here."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        _left.clear()
        gc.collect()


os.register_at_fork(before=_before_fork, after_in_parent=gate.release, after_in_child=_in_fork)
