"""Processes beside the service: a CV that is parsed does not hold the service's interpreter lock."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from types import TracebackType
from typing import Self, TypeVar

from cvparser.adapters.cpu_pool.turns import Turns
from cvparser.domain.errors import UnavailableError
from cvparser.ports.cpu_pool import CpuPool

T = TypeVar("T")

#: How much the processes yield to the service.
NICENESS = 5
#: Seconds between two looks whether the service still lives.
ORPHAN_CHECK_S = 1.0


class ProcessCpuPool(CpuPool):
    """Keeps up to `processes` processes, started when they are first needed and replaced when they die.

    They end with the service, also when that is killed.
    """

    def __init__(self, *, processes: int) -> None:
        self._processes = processes
        self._executor: ProcessPoolExecutor | None = None
        #: Kept until the end: one that is collected while it breaks down locks itself up (Python 3.13.0).
        self._broken: list[ProcessPoolExecutor] = []
        # One more, so that no process is idle until the event loop has seen that it is done.
        self._turns = Turns(processes + 1)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        executors = [*self._broken, self._executor]
        self._broken, self._executor = [], None
        for executor in filter(None, executors):
            await asyncio.to_thread(executor.shutdown, cancel_futures=True)

    async def run(self, function: Callable[..., T], *arguments: object, first: bool = False) -> T:
        async with self._turns.turn(first=first):
            return await self._run(function, *arguments)

    async def _run(self, function: Callable[..., T], *arguments: object) -> T:
        if self._executor is None:
            # Spawned, not forked: the service has threads, and a forked child would keep their locks.
            self._executor = ProcessPoolExecutor(
                self._processes, multiprocessing.get_context("spawn"), initializer=_begin, initargs=(os.getpid(),)
            )
        executor = self._executor
        try:
            return await asyncio.get_running_loop().run_in_executor(executor, function, *arguments)
        except BrokenExecutor:
            if self._executor is executor:
                self._broken.append(executor)
                self._executor = None
            raise UnavailableError from None


def _begin(service: int) -> None:
    """Set a new process up: the service decides when it ends, by closing the pool or by being gone."""
    os.nice(NICENESS)
    for ignored in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ignored, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(service,), daemon=True).start()


def _end_with(service: int) -> None:
    while os.getppid() == service:
        time.sleep(ORPHAN_CHECK_S)
    os._exit(0)
