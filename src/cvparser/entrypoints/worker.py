"""One process that works on jobs: what `cvparser worker` runs and restarts."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
from contextlib import AsyncExitStack
from typing import Unpack

import uvloop

from cvparser.composition import Adapters
from cvparser.domain.errors import CVParserError
from cvparser.entrypoints.last_resort import LastResort
from cvparser.entrypoints.leash import BEAT_S, Leash
from cvparser.entrypoints.logs import set_up_logs
from cvparser.service import working
from cvparser.settings import Settings, load_settings

_log = logging.getLogger(__name__)

#: How much a worker yields to a service on the same machine: whoever submits waits, and nobody waits for a worker.
NICENESS = 5
#: Seconds beyond the drain after which a process that was told to stop ends itself, before its supervisor kills it.
STOP_S = 4.0


def main(**adapters: Unpack[Adapters]) -> None:
    """Work until SIGTERM or SIGINT, then drain; or until the supervisor is gone, and end at once.

    `adapters` are used in the place of what the settings choose.
    """
    leash = Leash(sys.argv[1:])
    settings = load_settings()
    set_up_logs(settings.log_level, settings.log_format)
    os.nice(NICENESS)
    status = 0
    try:
        uvloop.run(_work(settings, leash, **adapters))
    except CVParserError as error:
        _log.critical("The worker cannot start. %s [%s]", error.message, error.code)
        status = 1
    logging.shutdown()
    # Everything is closed. The interpreter's own way out takes a second and more where machines are busy, after which
    # the supervisor believes that the worker hangs.
    os._exit(status)


async def _work(settings: Settings, leash: Leash, **adapters: Unpack[Adapters]) -> None:
    stopped = asyncio.Event()
    last_resort = LastResort(settings.drain_s + STOP_S)

    def stop() -> None:
        last_resort.begin()
        stopped.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop)
    # As long as this loop turns: also while a schema is migrated, and while jobs drain.
    beating = asyncio.create_task(_beat(leash), name="heartbeat")
    async with working(settings, **adapters) as service, AsyncExitStack() as stack:
        if settings.metrics_port is not None:
            from cvparser.entrypoints.http.figures_server import figures_served

            await stack.enter_async_context(
                figures_served(service, settings, settings.metrics_port, setting="metrics_port")
            )
        _log.info("[WORKER] Process [%d] takes %d jobs at once", os.getpid(), settings.workers)
        await stopped.wait()
        service.begin_drain()
        _log.info("[WORKER] Process [%d] stops: running jobs have %.0f s to end", os.getpid(), settings.drain_s)
    beating.cancel()
    _log.info("[WORKER] Process [%d] stopped", os.getpid())


async def _beat(leash: Leash) -> None:
    while True:
        leash.beat()
        await asyncio.sleep(BEAT_S)


if __name__ == "__main__":
    main()
