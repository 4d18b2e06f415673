"""WebSockets, counted among the connections that they were before."""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.config import Config
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from uvicorn.server import ServerState

from cvparser.entrypoints.http.bounds import Bound
from cvparser.entrypoints.http.proxies import TrustedProxies


class GuardedSocket(WebSocketsSansIOProtocol):
    """A WebSocket as uvicorn serves it, which gives its connection back when it ends."""

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
        *,
        connections: Bound,
        proxies: TrustedProxies,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._bound = connections
        self._proxies = proxies

    def connection_lost(self, exc: Exception | None) -> None:
        """Release the connection."""
        self._bound.give_back(self._proxies.peer_of(self.client))
        super().connection_lost(exc)
