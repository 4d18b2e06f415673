"""Threads of this process: nothing to start, and one interpreter lock for all."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from types import TracebackType
from typing import Self, TypeVar
from weakref import WeakKeyDictionary

from cvparser.children.turns import Turns
from cvparser.ports.cpu_pool import CpuPool

T = TypeVar("T")

#: As many as asyncio has.
_THREADS = min(32, (os.cpu_count() or 1) + 4)


class ThreadCpuPool(CpuPool):
    """For programs that embed cvparser, and for tests. Event loops in other threads may share it."""

    def __init__(self) -> None:
        self._turns: WeakKeyDictionary[asyncio.AbstractEventLoop, Turns] = WeakKeyDictionary()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None

    async def run(self, function: Callable[..., T], *arguments: object, first: bool = False) -> T:
        turns = self._turns.setdefault(asyncio.get_running_loop(), Turns(_THREADS))
        async with turns.turn(first=first):
            return await asyncio.to_thread(function, *arguments)
