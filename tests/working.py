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
    """Open `queue`, and have a worker process what is notified; no job takes first steps."""

    async def begun_at_once(job_id: JobId, on_begun: Callable[[], None]) -> None:
        on_begun()
        await process_job(job_id)

    async with AsyncExitStack() as stack:
        await stack.enter_async_context(queue)
        left = Drain(drain, clock=SystemClock())
        worker = Worker(queue=queue, process_job=begun_at_once, slots=slots, most_first_steps=slots, drain=left)
        await stack.enter_async_context(worker)
        yield queue
