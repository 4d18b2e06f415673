"""Whether an answer has arrived: what is erased once it was read must have been.

A server knows no more of it than its kernel does: that the machine at the other end of the connection has acknowledged
every byte. That is the client's machine, or its proxy's.
"""

from __future__ import annotations

import asyncio
import fcntl
import logging
import socket
import struct
import sys
import termios
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, closing
from functools import partial
from typing import Any, Protocol, TypeVar

from litestar import Request, Response
from litestar.datastructures import State
from litestar.response.base import ASGIResponse
from litestar.types import ASGIApp, Receive, Scope, Send

from cvparser.domain.errors import CVParserError

_log = logging.getLogger(__name__)

T = TypeVar("T")

#: Under this name the scope's state holds the connection, where the server is ours.
CONNECTION = "connection"
#: Seconds in which an answer must have arrived.
ARRIVAL_S = 30.0
#: Seconds between two looks.
LOOK_S = 0.01


class Sending(Protocol):
    """A connection that an answer is sent over."""

    @property
    def is_broken(self) -> bool:
        """Whether it ended otherwise than in good order."""
        ...

    @property
    def unsent(self) -> int:
        """Bytes that wait in this process."""
        ...

    def duplicate(self) -> socket.socket:
        """Return the socket, to look at also after the connection was closed."""
        ...

    def cut_off(self) -> None:
        """Close it in the middle of an answer."""
        ...


class SentResponse(Response[T]):
    """An answer that does something once it has arrived, and nothing where it did not."""

    def __init__(self, content: T, *, then: Callable[[], Awaitable[None]]) -> None:
        super().__init__(content)
        self._then = then

    def to_asgi_response(self, *arguments: Any, **options: Any) -> ASGIResponse:  # noqa: ANN401 - as Litestar calls it
        """Return what sends it."""
        sending = super().to_asgi_response(*arguments, **options)
        return _Sent(sending, self._then)  # type: ignore[return-value]  # Litestar takes any application


class _Sent:
    def __init__(self, sending: ASGIApp, then: Callable[[], Awaitable[None]]) -> None:
        self._sending = sending
        self._then = then

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        connection: Sending | None = scope["state"].get(CONNECTION)
        if connection is None:
            # A server that is not ours: its `send` is all there is.
            await self._sending(scope, receive, send)
            await self._then()
            return
        with closing(connection.duplicate()) as duplicate:
            await self._sending(scope, receive, send)
            has_arrived = await _arrival(connection, duplicate)
        if has_arrived:
            await self._then()


async def whole_or_cut(parts: AsyncIterator[bytes], request: Request[object, object, State]) -> AsyncIterator[bytes]:
    """Yield the parts of an answer; where one cannot be had, cut it off: its status was sent long ago."""
    try:
        async for part in parts:
            yield part
    except CVParserError as error:
        _log.error("[HTTP] An answer broke off: %s", error.code)
        connection: Sending | None = request.scope["state"].get(CONNECTION)
        if connection is None:
            raise
        connection.cut_off()


@asynccontextmanager
async def arrivals(request: Request[object, object, State]) -> AsyncIterator[Callable[[], Awaitable[bool]]]:
    """Yield what waits until all that was sent of an answer so far has arrived, and tells whether it did."""
    connection: Sending | None = request.scope["state"].get(CONNECTION)
    if connection is None:
        # A server that is not ours: its `send` is all there is.
        yield _at_once
        return
    with closing(connection.duplicate()) as duplicate:
        yield partial(_arrival, connection, duplicate)


async def _at_once() -> bool:
    return True


async def _arrival(connection: Sending, duplicate: socket.socket) -> bool:
    """Wait until all that was written has arrived, and return whether it did."""
    loop = asyncio.get_running_loop()
    until = loop.time() + ARRIVAL_S
    while loop.time() < until:
        # First, too: uvloop hands nothing to the kernel, and counts nothing, before its next turn.
        await asyncio.sleep(LOOK_S)
        if connection.is_broken or duplicate.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
            return False
        if not connection.unsent and not _unacknowledged(duplicate):
            return True
    return False


def _unacknowledged(sending: socket.socket) -> int:
    """Return how many bytes the other end has not acknowledged; 0 where the kernel does not tell."""
    if sys.platform != "linux":
        return 0
    return int(struct.unpack("i", fcntl.ioctl(sending, termios.TIOCOUTQ, b"\0" * 4))[0])
