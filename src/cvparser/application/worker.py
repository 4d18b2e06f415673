"""Work on what a queue gives, so many jobs at once, and stop in good order."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from types import TracebackType
from typing import Self

from cvparser.application.drain import Drain
from cvparser.application.first_steps import FirstSteps
from cvparser.domain.job import JobId
from cvparser.ports.job_queue import Consumer, Delivery, JobQueue, QueueUnavailableError

_log = logging.getLogger(__name__)

#: Seconds in which jobs that were cancelled hand themselves back, all together: a database that is frozen takes none.
HAND_BACK_S = 2.5


class Worker:
    """Processes what is received in tasks of this event loop, from when the context is entered.

    Leaving the context receives no more, gives running jobs the time of `drain`, then cancels them and has their ids
    queued first for another worker, as those that were received and not begun. A job that does not end though it was
    cancelled is left behind: its lease runs out.

    Args:
        queue: Where ids come from, opened.
        process_job: Processes one, and calls what it is given beside the id once the job has taken its first steps;
            whatever it raises is logged by its type and goes no further.
        slots: Jobs worked on at once.
        most_first_steps: Of these, jobs at once that take their first steps (`FirstSteps`).
        drain: How long running jobs may go on.
    """

    def __init__(
        self,
        *,
        queue: JobQueue,
        process_job: Callable[[JobId, Callable[[], None]], Awaitable[None]],
        slots: int,
        most_first_steps: int,
        drain: Drain,
    ) -> None:
        self._queue = queue
        self._process_job = process_job
        self._slots = slots
        self._drain = drain
        self._stack = AsyncExitStack()
        self._consumer: Consumer | None = None
        self._receiving: asyncio.Task[None] | None = None
        self._running: dict[asyncio.Task[None], JobId] = {}
        self._first_steps = FirstSteps(most_first_steps)
        self._not_begun: list[JobId] = []

    async def __aenter__(self) -> Self:
        self._consumer = await self._stack.enter_async_context(self._queue.consume(self._slots))
        self._receiving = asyncio.create_task(self._receive(self._consumer), name="worker")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        async with self._stack:
            self._drain.begin()
            if self._consumer is not None and self._receiving is not None:
                self._first_steps.end()
                await self._consumer.stop()
                await self._receiving
            await self._hand_back([*await self._drained(), *self._not_begun])

    async def _receive(self, consumer: Consumer) -> None:
        async for delivery in consumer:
            if await self._first_steps.room():
                self._begin(delivery)
            else:
                self._not_begun.append(delivery.job_id)
                delivery.done()

    def _begin(self, delivery: Delivery) -> None:
        on_begun = self._first_steps.begin()
        task = asyncio.create_task(self._process(delivery.job_id, on_begun), name=f"job-{delivery.job_id}")
        self._running[task] = delivery.job_id
        task.add_done_callback(lambda ended: self._running.pop(ended, None))
        task.add_done_callback(lambda _: on_begun())
        task.add_done_callback(lambda _: delivery.done())

    async def _process(self, job_id: JobId, on_begun: Callable[[], None]) -> None:
        try:
            await self._process_job(job_id, on_begun)
        except Exception as error:  # noqa: BLE001 - one job's failure must not end the worker
            _log.error(
                "[BACKGROUND] Worker gave job %.8s... back: %s",
                job_id,
                type(error).__name__,
                extra={"job_id": str(job_id)},
            )

    async def _drained(self) -> Sequence[JobId]:
        """Let running jobs end, cancel those that take longer than there is time, and return these."""
        running = dict(self._running)
        if not running:
            return ()
        _, late = await asyncio.wait(running, timeout=self._drain.left_s())
        for task in late:
            task.cancel()
        if late:
            _, lost = await asyncio.wait(late, timeout=HAND_BACK_S)
            if lost:
                _log.warning("[BACKGROUND] %d jobs could not be handed back; their leases will run out", len(lost))
        return [running[task] for task in late]

    async def _hand_back(self, job_ids: Sequence[JobId]) -> None:
        if not job_ids:
            return
        _log.info("[BACKGROUND] Handed back %d jobs", len(job_ids))
        try:
            await self._queue.notify(job_ids, first=True)
        except QueueUnavailableError:
            _log.warning("[QUEUE] The queue is away; recovery will notify of them")
