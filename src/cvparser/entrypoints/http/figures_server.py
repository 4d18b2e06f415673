"""Figures on a port of their own, which only operators reach."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import uvicorn
from litestar import Litestar
from litestar.datastructures import State

from cvparser.container import Service
from cvparser.domain.errors import ConfigurationError
from cvparser.entrypoints.http.answer_headers import SAFE, WithHeaders
from cvparser.entrypoints.http.figures import OPERATORS_FIGURES
from cvparser.entrypoints.http.guard import ASGIApp
from cvparser.entrypoints.http.health import live
from cvparser.entrypoints.http.problems import EXCEPTION_HANDLERS
from cvparser.settings import Settings, variable

#: Seconds that a request for figures gets to end at the stop.
FINISH_S = 1


@asynccontextmanager
async def figures_served(service: Service, settings: Settings, port: int, *, setting: str) -> AsyncIterator[None]:
    """Serve `/metrics`, `/stats` and `/health/live` of this process on `port`, which `setting` names.

    Raises:
        ConfigurationError: somebody else listens there.
    """
    with _listening(settings.host, port, setting) as listening:
        server = _server(service, settings)
        serving = asyncio.create_task(server.serve([listening]), name="figures")
        try:
            yield
        finally:
            server.should_exit = True
            await asyncio.wait([serving], timeout=2 * FINISH_S)


@contextmanager
def _listening(host: str, port: int, setting: str) -> Iterator[socket.socket]:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listening = socket.create_server((host, port), family=family)
    except OSError:
        message = f"{variable(setting)}: port {port} is taken, or may not be listened on. Choose another."
        raise ConfigurationError(message) from None
    with listening:
        yield listening


def _server(service: Service, settings: Settings) -> uvicorn.Server:
    app = Litestar(
        route_handlers=[*OPERATORS_FIGURES, live],
        state=State({"service": service, "settings": settings}),
        exception_handlers=EXCEPTION_HANDLERS,
        openapi_config=None,
        logging_config=None,
    )
    config = uvicorn.Config(
        _safe(app),
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        lifespan="off",
        timeout_graceful_shutdown=FINISH_S,
    )
    return _SignalFreeServer(config)


def _safe(app: ASGIApp) -> ASGIApp:
    async def answer(scope: Any, receive: Any, send: Any) -> None:  # noqa: ANN401 - as `ASGIApp`
        await app(scope, receive, WithHeaders(send, SAFE))

    return answer


class _SignalFreeServer(uvicorn.Server):
    """Leaves signals to the process that it is a small part of."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield
