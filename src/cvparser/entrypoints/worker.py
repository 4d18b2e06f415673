"""One process that works on jobs: what `cvparser worker` runs and restarts."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import uvloop

from cvparser.domain.errors import CVParserError
from cvparser.entrypoints.logs import set_up_logs
from cvparser.service import Service, working
from cvparser.settings import Settings, load_settings

_log = logging.getLogger(__name__)

#: How much a worker yields to a service on the same machine: whoever submits waits, and nobody waits for a worker.
NICENESS = 5
#: Seconds between two looks whether the supervisor still lives.
ORPHAN_CHECK_S = 1.0


def main() -> None:
    """Work until SIGTERM, SIGINT or the end of the supervisor; then drain."""
    settings = load_settings()
    set_up_logs(settings.log_level, settings.log_format)
    os.nice(NICENESS)
    status = 0
    try:
        uvloop.run(_work(settings))
    except CVParserError as error:
        _log.critical("The worker cannot start. %s [%s]", error.message, error.code)
        status = 1
    logging.shutdown()
    # Everything is closed. The interpreter's own way out takes a second and more where machines are busy, after which
    # the supervisor believes that the worker hangs.
    os._exit(status)


async def _work(settings: Settings) -> None:
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    async with working(settings) as service, AsyncExitStack() as stack:
        if settings.metrics_port is not None:
            await stack.enter_async_context(_figures(service, settings, settings.metrics_port))
        _log.info("[WORKER] Process [%d] takes %d jobs at once", os.getpid(), settings.workers)
        await _until(stopped, supervisor=os.getppid())
        _log.info("[WORKER] Process [%d] stops: running jobs have %.0f s to end", os.getpid(), settings.drain_s)
    _log.info("[WORKER] Process [%d] stopped", os.getpid())


async def _until(stopped: asyncio.Event, *, supervisor: int) -> None:
    """Return on a signal, or when nobody would restart this process or send it one."""
    while os.getppid() == supervisor:
        try:
            await asyncio.wait_for(stopped.wait(), ORPHAN_CHECK_S)
        except TimeoutError:
            continue
        return


@asynccontextmanager
async def _figures(service: Service, settings: Settings, port: int) -> AsyncIterator[None]:
    """Serve `/metrics` and `/health/live` of this process."""
    from cvparser.entrypoints.http.app import figures_server

    server = figures_server(service, host=settings.host, port=port)
    serving = asyncio.create_task(server.serve(), name="figures")
    try:
        yield
    finally:
        server.should_exit = True
        await serving


if __name__ == "__main__":
    main()
