"""What runs: adapters opened in their order, the work that goes on beside them, and the opposite order at the end."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import AsyncIterator
from concurrent.futures import Future
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from functools import partial
from types import TracebackType
from typing import Unpack

from cvparser import adapter_choice
from cvparser.adapter_choice import can_have_workers, new_key, shown_database, works_elsewhere
from cvparser.application.cancel_job import CancelJob
from cvparser.application.deliver_webhooks import DeliverWebhooks
from cvparser.application.erase_job import EraseJob
from cvparser.application.manage_keys import ManageKeys
from cvparser.application.read_audit import ReadAudit
from cvparser.application.read_job import ReadJob
from cvparser.application.record_audit import RecordAudit
from cvparser.application.recover_jobs import RecoverJobs
from cvparser.application.renew_leases import RenewLeases
from cvparser.application.retry_job import RetryJob
from cvparser.application.rewrap_data_keys import RewrapDataKeys
from cvparser.composition import Adapters, Composition, UseCases
from cvparser.container import Service, service_of
from cvparser.domain.errors import ConfigurationError
from cvparser.domain.file_naming import shown_name
from cvparser.settings import Settings

__all__ = [
    "Operations",
    "Service",
    "UseCases",
    "auditing",
    "can_have_workers",
    "is_above_policies",
    "managing_keys",
    "new_key",
    "operating",
    "queue_depth",
    "reading",
    "recording",
    "rewrapping",
    "running",
    "shown_database",
    "working",
]

_log = logging.getLogger(__name__)

#: Seconds in which each adapter must have closed.
CLOSE_S = 2.5
#: Seconds between two signs of the event loop to the thread that keeps leases.
BEAT_S = 1.0


@asynccontextmanager
async def running(settings: Settings, **adapters: Unpack[Adapters]) -> AsyncIterator[Service]:
    """Open what a service needs and close it in the opposite order.

    Its jobs are worked on in this process, or with `CVPARSER_REDIS_URL` by workers elsewhere. `adapters` stand
    in the place of what the settings choose, and are opened and closed by who made them.

    Raises:
        ConfigurationError, StorageUnavailableError: an adapter cannot be opened, and what to do.
    """
    is_alone = not works_elsewhere(settings)
    core = Composition(settings, **adapters)
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(core.warm_process)
        # What a file's name is compared with is read now, so that no submission waits for it.
        await asyncio.to_thread(shown_name, "cv.txt")
        await stack.enter_async_context(core.opening(core.inspector))
        await _open(stack, core.opening(core.rate_limiter))
        await _open_stores(core, stack)
        if is_alone and settings.workers:
            await _open_work(core, stack)
        elif settings.max_redactions:
            await _open_redaction(core, stack)
        await stack.enter_async_context(core.opening(core.queue))
        if is_alone and settings.workers:
            # Its end takes as long as running jobs get, and it knows itself how long that is.
            await stack.enter_async_context(core.worker)
        if not is_alone or settings.workers:
            await _open(stack, _in_background(core.recover_jobs))
            await _open_webhooks(core, stack)
        yield service_of(core)


@asynccontextmanager
async def working(settings: Settings, **adapters: Unpack[Adapters]) -> AsyncIterator[Service]:
    """Open what a worker needs, and work on what Redis notifies of until the context is left; `adapters` as `running`.

    Raises:
        ConfigurationError, StorageUnavailableError: an adapter cannot be opened, and what to do.
    """
    if not can_have_workers(settings):
        raise ConfigurationError("CVPARSER_REDIS_URL is not set: a worker is notified through Redis.")
    core = Composition(settings, **adapters)
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(core.warm_process)
        await _open_stores(core, stack)
        await _open_work(core, stack)
        await stack.enter_async_context(core.opening(core.queue))
        if settings.workers:
            await stack.enter_async_context(core.worker)
        await _open(stack, _in_background(core.recover_jobs))
        await _open_webhooks(core, stack)
        yield service_of(core)


async def _open_stores(core: Composition, stack: AsyncExitStack) -> None:
    await _open(stack, core.opening(core.metrics))
    await _open(stack, core.opening(core.key_management))
    await _open(stack, core.opening(core.jobs))
    if core.record_audit is not None:
        await _open(stack, core.record_audit)
    # Which also says, where it cannot be, that they are not encrypted.
    _ = core.files
    await _open(stack, core.opening(core.stored_files))
    await _open(stack, core.opening(core.events))


async def _open_work(core: Composition, stack: AsyncExitStack) -> None:
    await _open(stack, core.opening(core.tracer))
    await _open_redaction(core, stack)
    await _open(stack, core.opened_parsers())
    await _open(stack, _in_a_thread(core.renew_leases))


async def _open_webhooks(core: Composition, stack: AsyncExitStack) -> None:
    if core.deliver_webhooks is not None:
        await _open(stack, core.opening(core.webhook_sender))
        await _open(stack, _in_background(core.deliver_webhooks))


async def _open_redaction(core: Composition, stack: AsyncExitStack) -> None:
    """Open what redacts; its children start with the first document."""
    await _open(stack, core.opening(core.extractor))
    await _open(stack, core.opening(core.cpu))
    for detector in core.detectors:
        await _open(stack, core.opening(detector))


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


@asynccontextmanager
async def reading(settings: Settings) -> AsyncIterator[ReadJob]:
    """Open what is needed to look at jobs beside a running service, and nothing else; nothing is written or made.

    Raises:
        ConfigurationError: there is no database, or one of another version.
        StorageUnavailableError: jobs cannot be read.
    """
    core = Composition(settings, is_read_only=True)
    async with core.opening(core.key_management), core.opening(core.jobs):
        yield core.read_any_job


@asynccontextmanager
async def managing_keys(settings: Settings) -> AsyncIterator[ManageKeys]:
    """Open what is needed to make and revoke keys beside a running service, and nothing else.

    Raises:
        ConfigurationError: the database cannot be used.
        StorageUnavailableError: it cannot be reached.
    """
    core = Composition(settings)
    async with core.opening(core.jobs):
        yield core.manage_keys


async def migrated(settings: Settings) -> None:
    """Return once the schema of the database is the one of this version; whoever else migrates it is waited for.

    Raises:
        ConfigurationError: the database cannot be used, or is of a later version.
        StorageUnavailableError: it cannot be reached.
    """
    core = Composition(settings)
    async with core.opening(core.jobs):
        pass


@asynccontextmanager
async def auditing(settings: Settings) -> AsyncIterator[ReadAudit]:
    """Open what is needed to look at the audit log beside a running service; nothing is written or made.

    Raises:
        ConfigurationError: there is no database, or one of another version.
        StorageUnavailableError: it cannot be read.
    """
    core = Composition(settings, is_read_only=True)
    async with core.opening(core.jobs):
        yield core.read_audit


async def is_above_policies(settings: Settings) -> bool:
    """Return whether the service connects to its PostgreSQL as a role that no policy holds to one owner's rows.

    Raises:
        ConfigurationError: there is no database, or one of another version.
        StorageUnavailableError: it cannot be reached.
    """
    core = Composition(settings, is_read_only=True)
    async with core.opening(core.jobs):
        return await adapter_choice.is_above_policies(core.jobs)


async def queue_depth(settings: Settings) -> int:
    """Return how many ids wait for a worker.

    Raises:
        ConfigurationError: the queue's address is none.
        QueueUnavailableError: it does not answer.
    """
    core = Composition(settings)
    async with core.opening(core.queue):
        return await core.queue.depth()


@dataclass(frozen=True, slots=True, kw_only=True)
class Operations:
    """What an operator does to the jobs of all owners beside a running service."""

    read_job: ReadJob
    retry_job: RetryJob
    cancel_job: CancelJob
    erase_job: EraseJob
    #: None where nothing is recorded.
    record_audit: RecordAudit | None


@asynccontextmanager
async def operating(settings: Settings) -> AsyncIterator[Operations]:
    """Open what is needed to change jobs beside a running service. The schema is left as it is.

    Workers are notified where a queue reaches them; a service that works itself finds new jobs by its recovery.

    Raises:
        ConfigurationError: there is no database, or one of another version.
        StorageUnavailableError: jobs or files cannot be reached.
    """
    # First only looked at: opened to be written it would be made, or brought to this version.
    async with reading(settings):
        pass
    core = Composition(settings)
    async with AsyncExitStack() as stack:
        await _open_stores(core, stack)
        await stack.enter_async_context(core.opening(core.queue))
        yield Operations(
            read_job=core.read_any_job,
            retry_job=core.retry_any_job,
            cancel_job=core.cancel_any_job,
            erase_job=core.erase_any_job,
            record_audit=core.record_audit,
        )


@asynccontextmanager
async def recording(settings: Settings) -> AsyncIterator[RecordAudit | None]:
    """Open what writes down what an operator reads, beside a running service; None where nothing is recorded.

    The schema must be there: it is left as it is.

    Raises:
        StorageUnavailableError: the database cannot be reached.
    """
    core = Composition(settings)
    if core.record_audit is None:
        yield None
        return
    async with core.opening(core.jobs), core.record_audit as record_audit:
        yield record_audit


@asynccontextmanager
async def rewrapping(settings: Settings) -> AsyncIterator[RewrapDataKeys]:
    """Open what is needed to look at data keys and wrap them anew, beside a running service or without one.

    Raises:
        ConfigurationError: there are no keys, or the database is of another version.
        StorageUnavailableError: keys or jobs cannot be reached.
    """
    core = Composition(settings)
    async with core.opening(core.keys), core.opening(core.jobs):
        yield core.rewrap_data_keys


@asynccontextmanager
async def _in_background(loop: RecoverJobs | DeliverWebhooks) -> AsyncIterator[None]:
    task = asyncio.create_task(loop.forever(), name=type(loop).__name__)
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


@asynccontextmanager
async def _in_a_thread(renew_leases: RenewLeases) -> AsyncIterator[None]:
    """Keep leases in an event loop that no work shares: one that is busy would let them run out."""
    started: Future[tuple[asyncio.AbstractEventLoop, asyncio.Task[None]]] = Future()

    async def keep() -> None:
        task = asyncio.create_task(renew_leases.forever())
        started.set_result((asyncio.get_running_loop(), task))
        with suppress(asyncio.CancelledError):
            await task

    thread = threading.Thread(target=asyncio.run, args=(keep(),), name="leases", daemon=True)
    thread.start()
    loop, task = await asyncio.wrap_future(started)
    beating = asyncio.create_task(_beat(renew_leases), name="heartbeat")
    try:
        yield
    finally:
        beating.cancel()
        loop.call_soon_threadsafe(task.cancel)
        await asyncio.to_thread(thread.join, CLOSE_S)


async def _beat(renew_leases: RenewLeases) -> None:
    while True:
        renew_leases.heartbeat()
        await asyncio.sleep(BEAT_S)
