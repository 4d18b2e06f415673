"""A queue that is worked on."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from typing import TypeVar

from cvparser.adapters.clock.system import SystemClock
from cvparser.adapters.job_queue.dramatiq.queue import DramatiqJobQueue
from cvparser.adapters.job_queue.in_process import InProcessJobQueue
from cvparser.application.drain import Drain
from cvparser.application.worker import Worker
from cvparser.domain.job import JobId

Queue = TypeVar("Queue", InProcessJobQueue, DramatiqJobQueue)

DRAIN = timedelta(seconds=5)


@asynccontextmanager
async def worked_on(
    queue: Queue, process_job: Callable[[JobId], Awaitable[None]], *, slots: int, drain: timedelta = DRAIN
) -> AsyncIterator[Queue]:
    """Open `queue`, and have a worker process what is notified."""
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(queue)
        left = Drain(drain, clock=SystemClock())
        await stack.enter_async_context(Worker(queue=queue, process_job=process_job, slots=slots, drain=left))
        yield queue
