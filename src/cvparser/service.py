"""What runs: adapters opened in their order, the work that goes on beside them, and the opposite order at the end."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Future
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from functools import partial
from types import TracebackType

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

_log = logging.getLogger(__name__)

#: Seconds in which each adapter must have closed.
CLOSE_S = 2.5
#: Seconds between two signs of the event loop to the thread that keeps leases.
BEAT_S = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """The use cases of a running service."""

    submit_job: SubmitJob
    read_job: ReadJob
    erase_job: EraseJob
    ready: CheckReadiness
    show_metrics: ShowMetrics
    #: Has the last seconds of running jobs begin; safe in a signal's handler.
    begin_drain: Callable[[], None]


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
        await stack.enter_async_context(container.warm_process())
        await stack.enter_async_context(container.inspector())
        await _open_stores(container, stack)
        if not works_elsewhere and settings.workers:
            await _open_work(container, stack)
        # Takes as long as running jobs get, and knows itself how long that is.
        await stack.enter_async_context(container.queue())
        if works_elsewhere or settings.workers:
            await _open(stack, _in_background(container.recover_jobs()))
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
        await stack.enter_async_context(container.warm_process())
        await _open_stores(container, stack)
        await _open_work(container, stack)
        await stack.enter_async_context(container.queue())
        await _open(stack, _in_background(container.recover_jobs()))
        yield _service(container)


async def _open_stores(container: Container, stack: AsyncExitStack) -> None:
    await _open(stack, container.jobs())
    await _open(stack, container.files())
    await _open(stack, container.events())


async def _open_work(container: Container, stack: AsyncExitStack) -> None:
    await _open(stack, container.tracer())
    await _open(stack, container.extractor())
    await _open(stack, container.cpu())
    await _open(stack, opened(container.parsers()))
    await _open(stack, _in_a_thread(container.keep_leases()))


async def _open(stack: AsyncExitStack, context: AbstractAsyncContextManager[object]) -> None:
    """Enter a context whose end is waited for a little while: what hangs then keeps nobody else from being closed."""
    await context.__aenter__()
    stack.push_async_exit(partial(_close, context))


async def _close(
    context: AbstractAsyncContextManager[object],
    kind: type[BaseException] | None,
    error: BaseException | None,
    trace: TracebackType | None,
) -> None:
    try:
        async with asyncio.timeout(CLOSE_S):
            await context.__aexit__(kind, error, trace)
    except TimeoutError:
        _log.warning("[STOP] Left behind what did not close: %s", type(context).__name__)


def _service(container: Container) -> Service:
    return Service(
        submit_job=container.submit_job(),
        read_job=container.read_job(),
        erase_job=container.erase_job(),
        ready=container.ready(),
        show_metrics=container.show_metrics(),
        begin_drain=container.drain().begin,
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
    beating = asyncio.create_task(_beat(keep_leases), name="heartbeat")
    try:
        yield
    finally:
        beating.cancel()
        loop.call_soon_threadsafe(task.cancel)
        await asyncio.to_thread(thread.join, CLOSE_S)


async def _beat(keep_leases: KeepLeases) -> None:
    while True:
        keep_leases.heartbeat()
        await asyncio.sleep(BEAT_S)
