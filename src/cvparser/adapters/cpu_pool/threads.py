"""Threads of this process: nothing to start, and one interpreter lock for all."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from types import TracebackType
from typing import Self, TypeVar

from cvparser.ports.cpu_pool import CpuPool

T = TypeVar("T")


class ThreadCpuPool(CpuPool):
    """For programs that embed cvparser, and for tests."""

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None

    async def run(self, function: Callable[..., T], *arguments: object) -> T:
        return await asyncio.to_thread(function, *arguments)
