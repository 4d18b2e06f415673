"""A queue that remembers notifications and works only when it is told to."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from cvparser.adapters.job_queue.in_process import InProcessJobQueue
from cvparser.domain.job import JobId


class MemoryJobQueue(InProcessJobQueue):
    """For tests, and for programs that decide themselves when work is done."""

    def __init__(self) -> None:
        super().__init__(keeps=True)

    async def work(self, handler: Callable[[JobId], Awaitable[None]]) -> None:
        """Have `handler` process what waits, in order, until nothing waits."""
        async with self.consume(1) as consumer:
            while await self.depth():
                delivery = await anext(consumer)
                await handler(delivery.job_id)
                delivery.done()
