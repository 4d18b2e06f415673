"""What runs: adapters opened in their order, the work that goes on beside them, and the opposite order at the end."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from concurrent.futures import Future
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass

from dependency_injector import providers

from cvparser.application.check_readiness import CheckReadiness
from cvparser.application.erase_job import EraseJob
from cvparser.application.keep_leases import KeepLeases
from cvparser.application.read_job import ReadJob
from cvparser.application.recover_jobs import RecoverJobs
from cvparser.application.show_metrics import ShowMetrics
from cvparser.application.submit_job import SubmitJob
from cvparser.container import Container, opened, shown_database
from cvparser.domain.errors import ConfigurationError
from cvparser.settings import Settings

__all__ = ["Service", "reading", "running", "shown_database", "working"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """The use cases of a running service."""

    submit_job: SubmitJob
    read_job: ReadJob
    erase_job: EraseJob
    ready: CheckReadiness
    show_metrics: ShowMetrics


@asynccontextmanager
async def running(settings: Settings) -> AsyncIterator[Service]:
    """Open what a service needs and close it in the opposite order.

    Its jobs are worked on in this process, or with `CVPARSER_REDIS_URL` by workers elsewhere.

    Raises:
        ConfigurationError, StorageUnavailableError: an adapter cannot be opened, and what to do.
    """
    container = Container(settings=settings)
    works_elsewhere = settings.redis_url is not None
    if works_elsewhere:
        container.process_job.override(providers.Object(None))
    async with AsyncExitStack() as stack:
        await _open_stores(container, stack)
        if not works_elsewhere and settings.workers:
            await _open_work(container, stack)
        await stack.enter_async_context(container.queue())
        if works_elsewhere or settings.workers:
            await stack.enter_async_context(_in_background(container.recover_jobs()))
        yield _service(container)


@asynccontextmanager
async def working(settings: Settings) -> AsyncIterator[Service]:
    """Open what a worker needs, and work on what is rung in Redis until the context is left.

    Raises:
        ConfigurationError, StorageUnavailableError: an adapter cannot be opened, and what to do.
    """
    if settings.redis_url is None:
        raise ConfigurationError("CVPARSER_REDIS_URL is not set: a worker is rung through Redis.")
    container = Container(settings=settings)
    async with AsyncExitStack() as stack:
        await _open_stores(container, stack)
        await _open_work(container, stack)
        await stack.enter_async_context(container.queue())
        await stack.enter_async_context(_in_background(container.recover_jobs()))
        yield _service(container)


async def _open_stores(container: Container, stack: AsyncExitStack) -> None:
    await stack.enter_async_context(container.jobs())
    await stack.enter_async_context(container.files())
    await stack.enter_async_context(container.events())


async def _open_work(container: Container, stack: AsyncExitStack) -> None:
    await stack.enter_async_context(container.tracer())
    await stack.enter_async_context(container.extractor())
    await stack.enter_async_context(container.cpu())
    await stack.enter_async_context(opened(container.parsers()))
    await stack.enter_async_context(_in_a_thread(container.keep_leases()))


def _service(container: Container) -> Service:
    return Service(
        submit_job=container.submit_job(),
        read_job=container.read_job(),
        erase_job=container.erase_job(),
        ready=container.ready(),
        show_metrics=container.show_metrics(),
    )


@asynccontextmanager
async def reading(settings: Settings) -> AsyncIterator[ReadJob]:
    """Open what is needed to look at jobs beside a running service, and nothing else; nothing is written or made.

    Raises:
        ConfigurationError: there is no database, or one of another version.
        StorageUnavailableError: jobs cannot be read.
    """
    container = Container(settings=settings)
    container.jobs.override(container.jobs_to_read)
    async with container.jobs():
        yield container.read_job()


@asynccontextmanager
async def _in_background(recover_jobs: RecoverJobs) -> AsyncIterator[None]:
    task = asyncio.create_task(recover_jobs.forever(), name="recovery")
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


@asynccontextmanager
async def _in_a_thread(keep_leases: KeepLeases) -> AsyncIterator[None]:
    """Keep leases in an event loop that no work shares: one that is busy would let them run out."""
    started: Future[tuple[asyncio.AbstractEventLoop, asyncio.Task[None]]] = Future()

    async def keep() -> None:
        task = asyncio.create_task(keep_leases.forever())
        started.set_result((asyncio.get_running_loop(), task))
        with suppress(asyncio.CancelledError):
            await task

    thread = threading.Thread(target=asyncio.run, args=(keep(),), name="leases", daemon=True)
    thread.start()
    loop, task = await asyncio.wrap_future(started)
    try:
        yield
    finally:
        loop.call_soon_threadsafe(task.cancel)
        await asyncio.to_thread(thread.join)
