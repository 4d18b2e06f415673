"""The application, and the server that runs it."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, suppress
from functools import partial
from types import FrameType
from typing import TypeVar, cast

import uvicorn
from litestar import Litestar, Router
from litestar.config.compression import CompressionConfig
from litestar.datastructures import State
from litestar.openapi import OpenAPIConfig
from litestar.openapi.spec import Components

from cvparser.adapter_choice import own_fields
from cvparser.container import Service
from cvparser.domain.errors import CVParserError
from cvparser.entrypoints.http.access import OPEN, SCHEMES, admit, require_declared
from cvparser.entrypoints.http.batches import BATCHES
from cvparser.entrypoints.http.bounds import Bounds
from cvparser.entrypoints.http.connections import GuardedConnection
from cvparser.entrypoints.http.exposure import require_access_control
from cvparser.entrypoints.http.figures import FIGURES
from cvparser.entrypoints.http.figures_server import figures_served
from cvparser.entrypoints.http.guard import Guard
from cvparser.entrypoints.http.health import HEALTH
from cvparser.entrypoints.http.idempotency import KeysUnderWay
from cvparser.entrypoints.http.job_lists import JOB_LISTS
from cvparser.entrypoints.http.methods import tell_methods
from cvparser.entrypoints.http.openapi_document import LocatedDocument
from cvparser.entrypoints.http.operating import OPERATING, OPERATING_FIGURES
from cvparser.entrypoints.http.pages import PAGES
from cvparser.entrypoints.http.problem_types import PROBLEM_TYPES
from cvparser.entrypoints.http.problems import EXCEPTION_HANDLERS
from cvparser.entrypoints.http.proxies import TrustedProxies
from cvparser.entrypoints.http.push import PUSH
from cvparser.entrypoints.http.rate_limits import add_fields
from cvparser.entrypoints.http.redacting import REDACTING
from cvparser.entrypoints.http.refusals import Refusals
from cvparser.entrypoints.http.routes import ENVELOPE, ROUTES
from cvparser.entrypoints.http.schemas import API
from cvparser.entrypoints.http.sockets import GuardedSocket
from cvparser.entrypoints.http.tickets import TICKETS
from cvparser.entrypoints.http.users import USER_ROUTES
from cvparser.entrypoints.http.version import PROGRAM_VERSION, VERSION
from cvparser.entrypoints.http.web_app import WEB_APP
from cvparser.entrypoints.http.webhooks import WEBHOOKS
from cvparser.entrypoints.http.wrong_keys import WrongKeys
from cvparser.entrypoints.last_resort import STOP_S, LastResort
from cvparser.entrypoints.logs import set_up_logs
from cvparser.entrypoints.unknown_variables import warn_of_unknown_variables
from cvparser.service import running
from cvparser.settings import Settings

_log = logging.getLogger(__name__)

#: How long a busy thread may keep the event loop waiting. Python's own 5 ms, waited for several times a request, made
#: a submission take a tenth of a second while jobs were parsed.
SWITCH_INTERVAL_S = 0.0005

#: Exit status of a service that could not start, as uvicorn has it.
NOT_STARTED = 3

#: Seconds that requests get to finish when the service stops; the jobs' own time, `drain_s`, follows.
FINISH_S = 4

#: Bytes that a WebSocket's client may send at once; nothing is expected of it.
MAX_MESSAGE = 1_024

T = TypeVar("T")
Opening = Callable[[Settings], AbstractAsyncContextManager[Service]]

#: Neither what is small, nor an event stream, which is read while it comes, nor an export, which is a ZIP. No secret
#: can be told from the length of what is compressed: what lets in is a header, which no page of somebody else can
#: have a browser send.
COMPRESSION = CompressionConfig(
    backend="gzip",
    minimum_size=1_024,
    gzip_compress_level=5,
    exclude=[rf"^{API}/(?:job|batch)/[^/]+/(?:events|results)/?$", rf"^{API}/users/.+/export/?$"],
)

_DESCRIPTION = (
    "A CV goes in, a structured professional profile comes out. Personal data never comes out. "
    "A submission answers at once with a job id; poll the job, then fetch the result."
)


def create_app(settings: Settings, opening: Opening = running) -> Litestar:
    """Return the application; `opening` gives the use cases for as long as it runs.

    Raises:
        ConfigurationError: `settings` want more connections than this process may open files, let everybody in from
            other machines, or add a field that cannot be added.
    """
    require_access_control(settings)
    bounds = Bounds.of(settings, largest_body=settings.max_file_bytes + ENVELOPE)

    @asynccontextmanager
    async def lifespan(app: Litestar) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            app.state.service = service = await stack.enter_async_context(_reported(opening(settings)))
            port = settings.service_metrics_port
            if port is not None:
                figures = figures_served(service, settings, port, setting="service_metrics_port")
                await stack.enter_async_context(_reported(figures))
            # Gone with the lifespan: a mounted service tells by it that it runs.
            stack.callback(app.state.pop, "service")
            yield

    figures = (*FIGURES, *OPERATING_FIGURES) if settings.service_metrics_port is None else ()
    redacting = REDACTING if settings.max_redactions else ()
    webhooks = WEBHOOKS if settings.callbacks is not None else ()
    app = Litestar(
        route_handlers=[
            *ROUTES,
            *USER_ROUTES,
            *JOB_LISTS,
            *OPERATING,
            *BATCHES,
            *redacting,
            *webhooks,
            *PUSH,
            *TICKETS,
            *figures,
            *HEALTH,
            *VERSION,
            *PAGES,
            *PROBLEM_TYPES,
            *WEB_APP,
        ],
        guards=[admit],
        before_send=[add_fields, tell_methods],
        lifespan=[lifespan],
        state=State(
            {
                "settings": settings,
                "bounds": bounds,
                "wrong_keys": WrongKeys(),
                "refusals": Refusals(),
                "keys_under_way": KeysUnderWay(),
            }
        ),
        exception_handlers=EXCEPTION_HANDLERS,
        compression_config=COMPRESSION,
        openapi_config=OpenAPIConfig(
            title="cvparser",
            use_handler_docstrings=True,
            version=PROGRAM_VERSION,
            description=_DESCRIPTION,
            path="/openapi.json",
            render_plugins=[LocatedDocument(path="/", own_fields=own_fields(settings)[0])],
            components=Components(security_schemes=SCHEMES),
            openapi_router=Router("/openapi.json", route_handlers=[], include_in_schema=False, opt=OPEN["opt"]),
        ),
        logging_config=None,
        request_max_body_size=None,
    )
    require_declared(app)
    return app


@asynccontextmanager
async def _reported(opened: AbstractAsyncContextManager[T]) -> AsyncIterator[T]:
    """Log what keeps the service from starting, in the words for its operator."""
    async with AsyncExitStack() as stack:
        try:
            entered = await stack.enter_async_context(opened)
        except CVParserError as error:
            _log.critical("The service cannot start. %s [%s]", error.message, error.code)
            raise
        yield entered


class _DrainingServer(uvicorn.Server):
    """Lets the time of running jobs, and of the whole stop, run from the signal on."""

    def __init__(self, config: uvicorn.Config, state: State, drain_s: float) -> None:
        super().__init__(config)
        self._state = state
        self._last_resort = LastResort(drain_s + STOP_S)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stop as uvicorn does, and be sure to."""
        self._last_resort.begin()
        service: Service | None = self._state.get("service")
        if service is not None:
            service.begin_drain()
        super().handle_exit(sig, frame)


def serve(settings: Settings, opening: Opening = running) -> None:
    """Run the service until SIGINT or SIGTERM; `opening` as in `create_app`.

    Raises:
        ConfigurationError: `settings` want more connections than this process may open files.
    """
    set_up_logs(settings.log_level, settings.log_format)
    warn_of_unknown_variables()
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    # uvicorn raises the signal again once it has stopped in good order: that is no failure.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    server = server_of(create_app(settings, opening), settings)
    status = 0
    try:
        with suppress(KeyboardInterrupt):
            server.run()
    except SystemExit as ended:
        status = int(ended.code or 0)
    if not server.started:
        status = NOT_STARTED
    logging.shutdown()
    # Everything is closed; threads that were left behind with a server that is frozen keep nobody.
    os._exit(status)


def server_of(app: Litestar, settings: Settings) -> uvicorn.Server:
    """Return the server of `app`, with what stands before it."""
    bounds: Bounds = app.state.bounds
    proxies = TrustedProxies(settings)
    config = uvicorn.Config(
        Guard(app, bounds=bounds, settings=settings),
        host=settings.host,
        port=settings.port,
        http=cast(
            "type[asyncio.Protocol]", partial(GuardedConnection, connections=bounds.connections, proxies=proxies)
        ),
        ws=cast("type[asyncio.Protocol]", partial(GuardedSocket, connections=bounds.connections, proxies=proxies)),
        # The guard looks at them: uvicorn would believe more than is safe.
        proxy_headers=False,
        ws_max_size=MAX_MESSAGE,
        loop="uvloop",
        log_config=None,
        access_log=False,
        server_header=False,
        lifespan="on",
        timeout_keep_alive=10,
        timeout_graceful_shutdown=FINISH_S,
        backlog=2048,
    )
    return _DrainingServer(config, app.state, settings.drain_s)
