"""What waits at the same moment is written together: one hop to a thread, one flush of the disk."""

from __future__ import annotations

import asyncio
import logging
import queue
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Generic, TypeVar

from cvparser.deadline import GRACE_S, Deadline, left, within
from cvparser.domain.errors import CVParserError, StorageUnavailableError

_log = logging.getLogger(__name__)

Item = TypeVar("Item")
#: What became of each item of a commit, in its order: an error, or None.
Outcomes = Sequence[CVParserError | None]

#: Seconds in which what waits at the end must be committed.
CLOSE_S = 1.5


class GroupCommit(Generic[Item]):
    """Hands items to `commit`, in a thread of its own, with those that wait beside them.

    Args:
        commit: Makes items durable, all of them at once; ends in good time when nothing is `left`.
        most: Items of one commit: bounds how long the first of them waits for the last.
        name: Of the thread.
        seconds: That an item may wait until it is committed.
    """

    def __init__(self, commit: Callable[[Sequence[Item]], Outcomes], *, most: int, name: str, seconds: float) -> None:
        self._commit = commit
        self._most = most
        self._name = name
        self._seconds = seconds
        self._waiting: queue.SimpleQueue[_Waiting[Item] | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        #: Of what is under way.
        self._deadline: Deadline | None = None
        self._is_ended = False

    def open(self) -> None:
        """Start the thread."""
        self._is_ended = False
        self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
        self._thread.start()

    async def close(self) -> None:
        """Let what waits be committed, for some seconds at most, and end the thread; the rest is not committed."""
        thread, self._thread = self._thread, None
        if thread is None:
            return
        self._waiting.put(None)
        await asyncio.to_thread(thread.join, min(CLOSE_S, left()))
        if thread.is_alive():
            self._is_ended = True
            if self._deadline is not None:
                self._deadline.end()
            await asyncio.to_thread(thread.join, GRACE_S)

    async def add(self, item: Item) -> None:
        """Return once `item` is committed. Cancelling does not undo it.

        Raises:
            StorageUnavailableError: the commit failed or did not end in time, or nothing is open.
            CVParserError: what the commit says of this item.
        """
        if self._thread is None:
            raise StorageUnavailableError
        loop = asyncio.get_running_loop()
        settled: asyncio.Future[None] = loop.create_future()
        seconds = min(self._seconds, left())
        waiting = _Waiting(item, lambda error: _settle_in(loop, settled, error), ends_at=time.monotonic() + seconds)
        self._waiting.put(waiting)
        try:
            async with asyncio.timeout(seconds + GRACE_S):
                await settled
        except TimeoutError:
            raise StorageUnavailableError from None

    def _run(self) -> None:
        while group := self._next_group():
            # Whoever waited too long is told that nothing was written: then nothing is.
            now = time.monotonic()
            for waiting in group:
                if waiting.ends_at <= now:
                    waiting.settle(StorageUnavailableError())
            wanted = [waiting for waiting in group if waiting.ends_at > now]
            for waiting, error in zip(wanted, self._outcomes(wanted), strict=True):
                waiting.settle(error)

    def _next_group(self) -> list[_Waiting[Item]]:
        """Wait for an item and give it with those that wait beside it; nothing on closing."""
        group: list[_Waiting[Item]] = []
        while len(group) < self._most and not (group and self._waiting.empty()):
            waiting = self._waiting.get()
            if waiting is None:
                if group:
                    self._waiting.put(None)
                return group
            group.append(waiting)
        return group

    def _outcomes(self, group: list[_Waiting[Item]]) -> Outcomes:
        if self._is_ended or not group:
            return [StorageUnavailableError()] * len(group)
        try:
            # As long as somebody waits: who was told that nothing was written is not to be wrong.
            with within(max(waiting.ends_at for waiting in group) - time.monotonic()) as self._deadline:
                return self._commit([waiting.item for waiting in group])
        except StorageUnavailableError as error:
            return [error] * len(group)
        except Exception as error:  # noqa: BLE001 - the thread's last resort: whoever waits must hear, and others be served
            # The type only: a traceback can quote what was to be written.
            _log.error("Write failed: %s", type(error).__name__)
            return [StorageUnavailableError()] * len(group)


@dataclass(frozen=True, slots=True)
class _Waiting(Generic[Item]):
    item: Item
    #: Called with what went wrong, or None once the item is committed.
    settle: Callable[[CVParserError | None], object]
    #: By `time.monotonic`: for how long somebody waits.
    ends_at: float


def _settle_in(loop: asyncio.AbstractEventLoop, settled: asyncio.Future[None], error: CVParserError | None) -> None:
    # Whoever waited in a loop that is closed by now was cancelled.
    with suppress(RuntimeError):
        loop.call_soon_threadsafe(_settle, settled, error)


def _settle(settled: asyncio.Future[None], error: CVParserError | None) -> None:
    if settled.done():
        return
    if error is None:
        settled.set_result(None)
    else:
        settled.set_exception(error)
