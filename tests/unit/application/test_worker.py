from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from uuid import uuid4

import pytest
from tests.working import DRAIN, worked_on

from cvparser.adapters.clock.system import SystemClock
from cvparser.adapters.job_queue.in_process import InProcessJobQueue
from cvparser.application import first_steps
from cvparser.application.drain import Drain
from cvparser.application.worker import Worker
from cvparser.domain.job import JobId


async def test_no_more_jobs_run_at_once_than_there_are_workers() -> None:
    running, most = 0, 0
    everything = asyncio.Semaphore(0)

    async def handle(_: JobId) -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0)
        running -= 1
        everything.release()

    async with worked_on(InProcessJobQueue(), handle, slots=3, drain=DRAIN) as queue:
        await queue.notify([JobId(uuid4()) for _ in range(20)])
        for _ in range(20):
            await everything.acquire()

    assert most == 3


@asynccontextmanager
async def worker_of(
    queue: InProcessJobQueue, process: Callable[[JobId, Callable[[], None]], Awaitable[None]], *, first_steps: int
) -> AsyncIterator[None]:
    drain = Drain(DRAIN, clock=SystemClock())
    async with Worker(queue=queue, process_job=process, slots=20, most_first_steps=first_steps, drain=drain):
        yield


async def test_no_more_jobs_take_their_first_steps_at_once_than_are_meant_to_and_then_others_follow() -> None:
    begun, go_on = dict[JobId, Callable[[], None]](), asyncio.Event()
    came = asyncio.Semaphore(0)

    async def process(job_id: JobId, on_begun: Callable[[], None]) -> None:
        begun[job_id] = on_begun
        came.release()
        await go_on.wait()

    queue = InProcessJobQueue()
    async with worker_of(queue, process, first_steps=3):
        await queue.notify([JobId(uuid4()) for _ in range(8)])
        for expected in (3, 4):
            while not came.locked():
                await came.acquire()
            for _ in range(20):
                await asyncio.sleep(0)
            assert len(begun) == expected
            done = next(iter(begun.values()))
            done()
            done()
        go_on.set()
        await came.acquire()


async def test_a_job_that_ended_before_its_first_steps_were_over_leaves_its_place() -> None:
    everything = asyncio.Semaphore(0)

    async def process(_: JobId, __: Callable[[], None]) -> None:
        everything.release()
        raise ValueError

    queue = InProcessJobQueue()
    async with worker_of(queue, process, first_steps=1):
        await queue.notify([JobId(uuid4()) for _ in range(5)])
        for _ in range(5):
            await everything.acquire()


async def test_a_job_that_hangs_in_its_first_steps_keeps_no_other_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(first_steps, "SLOW_AFTER_S", 0.01)
    everything, go_on = asyncio.Semaphore(0), asyncio.Event()

    async def process(_: JobId, __: Callable[[], None]) -> None:
        everything.release()
        await go_on.wait()

    queue = InProcessJobQueue()
    async with worker_of(queue, process, first_steps=1):
        await queue.notify([JobId(uuid4()) for _ in range(3)])
        for _ in range(3):
            await everything.acquire()
        go_on.set()


async def test_what_was_received_and_not_begun_when_a_worker_stops_is_there_for_the_next() -> None:
    first, second = JobId(uuid4()), JobId(uuid4())
    started, go_on, heard = asyncio.Event(), asyncio.Event(), list[JobId]()

    async def process(job_id: JobId, _: Callable[[], None]) -> None:
        heard.append(job_id)
        started.set()
        await go_on.wait()

    queue = InProcessJobQueue(keeps=True)
    async with worker_of(queue, process, first_steps=1):
        await queue.notify([first, second])
        await started.wait()
        for _ in range(20):
            await asyncio.sleep(0)
        assert await queue.depth() == 0
        go_on.set()
        # Told to stop in the same moment: what waits for its first steps does not take them any more.

    assert heard == [first]
    assert await queue.depth() == 1


async def test_what_is_notified_first_is_worked_on_before_what_waits() -> None:
    go_on, heard = asyncio.Event(), list[JobId]()
    started, everything = asyncio.Event(), asyncio.Event()

    async def handle(job_id: JobId) -> None:
        heard.append(job_id)
        started.set()
        if len(heard) == 4:
            everything.set()
        await go_on.wait()

    running, later, first, second = (JobId(uuid4()) for _ in range(4))
    async with worked_on(InProcessJobQueue(), handle, slots=1, drain=DRAIN) as queue:
        await queue.notify([running, later])
        await started.wait()
        await queue.notify([first, second], first=True)
        assert await queue.notify([later], first=True) == 0
        go_on.set()
        await everything.wait()

    assert heard == [running, first, second, later]


async def test_a_job_that_breaks_does_not_end_its_worker_and_is_logged_without_its_words(
    caplog: pytest.LogCaptureFixture,
) -> None:
    good, bad = JobId(uuid4()), JobId(uuid4())
    done = asyncio.Event()

    async def handle(job_id: JobId) -> None:
        if job_id == bad:
            raise ValueError("Ada Quill")
        done.set()

    with caplog.at_level(logging.ERROR):
        async with worked_on(InProcessJobQueue(), handle, slots=1, drain=DRAIN) as queue:
            await queue.notify([bad, good])
            await done.wait()

    assert "ValueError" in caplog.text
    assert "Quill" not in caplog.text


async def test_closing_lets_running_jobs_end_and_takes_no_more() -> None:
    started, ended = asyncio.Event(), []

    async def handle(job_id: JobId) -> None:
        started.set()
        await asyncio.sleep(0.05)
        ended.append(job_id)

    first, second = JobId(uuid4()), JobId(uuid4())
    async with worked_on(InProcessJobQueue(), handle, slots=1, drain=DRAIN) as queue:
        await queue.notify([first, second])
        await started.wait()

    assert ended == [first]


async def test_closing_cancels_what_does_not_end_in_time() -> None:
    started, cancelled = asyncio.Event(), asyncio.Event()

    async def handle(_: JobId) -> None:
        started.set()
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            cancelled.set()
            raise

    async with worked_on(InProcessJobQueue(), handle, slots=1, drain=timedelta(0)) as queue:
        await queue.notify([JobId(uuid4())])
        await started.wait()

    assert cancelled.is_set()
