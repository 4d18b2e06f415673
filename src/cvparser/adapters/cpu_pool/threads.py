"""Threads of this process: nothing to start, and one interpreter lock for all."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

from cvparser.ports.cpu_pool import CpuPool

T = TypeVar("T")


class ThreadCpuPool(CpuPool):
    """For programs that embed cvparser, and for tests."""

    async def run(self, function: Callable[..., T], *arguments: object) -> T:
        return await asyncio.to_thread(function, *arguments)
