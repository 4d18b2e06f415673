"""Connections that can neither be held open, flooded nor cut off without an answer, with no proxy in front."""

from __future__ import annotations

import asyncio
import os
import socket
from typing import Any, cast

from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol, RequestResponseCycle
from uvicorn.server import ServerState

from cvparser.domain.errors import CVParserError, InputError
from cvparser.entrypoints.http.answer_headers import SAFE
from cvparser.entrypoints.http.bounds import MAX_REFUSED, Bound
from cvparser.entrypoints.http.delivery import CONNECTION
from cvparser.entrypoints.http.errors import (
    FileTooLargeError,
    LengthMismatchError,
    RequestTimeoutError,
    TooManyAtOnceError,
)
from cvparser.entrypoints.http.locations import below
from cvparser.entrypoints.http.problems import MEDIA_TYPE, RETRY_AFTER_S, json_of, problem_of
from cvparser.entrypoints.http.proxies import TrustedProxies

#: Seconds in which the head of a request must have come.
HEAD_S = 9.0
#: Bytes of a head, beyond the first read of it: httptools keeps a header that does not end for ever.
MAX_HEAD = 32_768
#: Seconds that a body which nobody wants may go on coming after the answer.
LINGER_S = 2.0
#: Requests that may wait on one connection for those before them to be answered.
MAX_PIPELINED = 16
#: Seconds after which a client that reads nothing of its answer is cut off.
UNREAD_S = 30.0

_SAFE = b"".join(name + b": " + value + b"\r\n" for name, value in SAFE).decode()


class GuardedConnection(HttpToolsProtocol):
    """An HTTP/1.1 connection as uvicorn serves it, with what it leaves open closed.

    Connections are counted, and those beyond the bound answered at once. The head of a request is bounded in time and
    size; a body that ends before its announced length is answered; a refused body is let run dry for a moment, because
    closing with bytes unread resets the connection, and the answer is lost (RFC 9112 9.6). Who does not read the answer
    is cut off.
    """

    #: Connections that were refused and linger, over all bounds.
    _refused = 0

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
        self._is_counted = False
        self._is_refused = False
        self._excess: CVParserError | None = None
        self._unread_timer: asyncio.TimerHandle | None = None
        #: Whether it ended otherwise than in good order.
        self.is_broken = False
        self._is_lost = False
        self._is_between_messages = True
        self._is_in_head = False
        self._head_bytes = 0
        self._head_timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """Wait for the first head, if there is room for one connection more."""
        super().connection_made(cast("asyncio.Transport", _LingeringTransport(transport, self)))
        try:
            self._bound.take(self._proxies.peer_of(self.client))
        except CVParserError as error:
            self._refuse_connection(error)
        else:
            self._is_counted = True
            self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no longer, and make room."""
        cycle = self._cycle
        self._is_lost = True
        self.is_broken |= exc is not None or (cycle is not None and not cycle.response_complete)
        self._head_has_come()
        self.resume_writing()
        if self._is_counted:
            self._bound.give_back(self._proxies.peer_of(self.client))
        if self._is_refused:
            GuardedConnection._refused -= 1
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        """Wait for the client to read."""
        super().pause_writing()
        self._unread_timer = self.loop.call_later(UNREAD_S, self.cut_off)

    def resume_writing(self) -> None:
        """Go on sending."""
        if self._unread_timer is not None:
            self._unread_timer.cancel()
            self._unread_timer = None
        super().resume_writing()

    def handle_websocket_upgrade(self) -> None:
        """Leave the connection, and its place among them, to the WebSocket."""
        self._is_counted = False
        super().handle_websocket_upgrade()

    def data_received(self, data: bytes) -> None:
        """Take bytes, unless the connection lingers."""
        if self.transport.is_closing():
            return
        if self._is_between_messages and data[:1] in {b"\r", b"\n"} and not data.strip(b"\r\n"):
            # Empty lines before a request are ignored (RFC 9112 2.2), and must not keep an idle connection open.
            return
        was_in_head = self._is_in_head
        super().data_received(data)
        if self._is_in_head:
            self._head_bytes += len(data) if was_in_head else 0
            if self._head_bytes > MAX_HEAD:
                self._refuse(FileTooLargeError())
            elif self._head_timer is None:
                self._await_head()

    def eof_received(self) -> bool:  # type: ignore[override]  # asyncio's contract, which uvicorn narrows
        """Finish the answer that is under way, then close; a body cut short is answered at once."""
        cycle = self._cycle
        if self.transport.is_closing() or cycle is None or cycle.response_complete:
            return False
        cycle.keep_alive = False
        if cycle.more_body and not cycle.response_started:
            cycle.more_body = False
            cycle.disconnected = True
            self._refuse(LengthMismatchError())
            cycle.message_event.set()
        return True

    @property
    def unsent(self) -> int:
        """Bytes that wait in this process."""
        return 0 if self._is_lost else int(self.transport.get_write_buffer_size())

    def duplicate(self) -> socket.socket:
        """Return the socket, to look at also after the connection was closed; closing it is the caller's."""
        return socket.socket(fileno=os.dup(self.transport.get_extra_info("socket").fileno()))

    def on_message_begin(self) -> None:
        """Begin a head."""
        super().on_message_begin()
        self.scope["state"][CONNECTION] = self
        self._is_between_messages, self._is_in_head, self._head_bytes = False, True, 0

    def on_headers_complete(self) -> None:
        """End the head."""
        self._head_has_come()
        if len(self.pipeline) >= MAX_PIPELINED:
            self._excess = TooManyAtOnceError("Send a request after the answer to the one before.")
            # The parser stops, and tells `send_400_response`.
            raise self._excess
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """End the body."""
        self._is_between_messages = True
        super().on_message_complete()

    def send_400_response(self, msg: str) -> None:
        """Answer what is not HTTP."""
        self._refuse(self._excess or InputError("The request is not HTTP/1.1."))

    def is_body_coming(self) -> bool:
        """Return whether the request that is being answered, or was refused unread, has not come wholly."""
        return self._is_refused or (self._cycle is not None and self._cycle.more_body)

    @property
    def _cycle(self) -> RequestResponseCycle | None:
        # None before the first request, which uvicorn's types leave out.
        return self.cycle

    def cut_off(self) -> None:
        """Close the connection in the middle of an answer: who reads it learns that it is not whole."""
        self.is_broken = True
        self.transport.abort()

    def _await_head(self) -> None:
        self._head_timer = self.loop.call_later(HEAD_S, self._head_is_late)

    def _head_has_come(self) -> None:
        self._is_in_head = False
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None

    def _head_is_late(self) -> None:
        if self._is_in_head:
            self._refuse(RequestTimeoutError("The head of the request came too slowly."))
        else:
            self.transport.close()

    def _refuse_connection(self, error: CVParserError) -> None:
        """Answer before anything is asked; at once, where many such answers wait to be read."""
        if GuardedConnection._refused >= MAX_REFUSED:
            self.transport.abort()
            return
        GuardedConnection._refused += 1
        self._is_refused = True
        self._refuse(error)

    def _refuse(self, error: CVParserError) -> None:
        """Answer without the application, unless it is still answering an earlier request, and close."""
        cycle = self._cycle
        is_answering = cycle is not None and cycle.response_started and not cycle.response_complete
        if not self.transport.is_closing() and not is_answering:
            with below(self._proxies.prefix):
                problem = problem_of(error)
            body = json_of(problem)
            again = f"retry-after: {RETRY_AFTER_S}\r\n" if error.retryable else ""
            kind = f"content-type: {MEDIA_TYPE}\r\ncontent-length: {len(body)}\r\n"
            head = f"{kind}{_SAFE}{again}connection: close\r\n\r\n"
            self.transport.write(STATUS_LINE[problem.status] + head.encode() + body)
            if cycle is not None:
                cycle.disconnected = True
                cycle.message_event.set()
        self.transport.close()


class _LingeringTransport:
    """A transport whose close lets a body that is still coming run dry, for LINGER_S at most."""

    def __init__(self, transport: asyncio.Transport, connection: GuardedConnection) -> None:
        self._transport = transport
        self._connection = connection
        self._is_closing = False
        self.write = transport.write

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the transport has
        return getattr(self._transport, name)

    def is_closing(self) -> bool:
        """Return whether nothing is taken or sent any more."""
        return self._is_closing or self._transport.is_closing()

    def close(self) -> None:
        """Say that the answer is complete; close at once, or when the body has had time to run dry."""
        if self._is_closing:
            return
        self._is_closing = True
        if self._transport.is_closing() or not self._connection.is_body_coming():
            self._transport.close()
            return
        self._transport.write_eof()
        self._connection.flow.resume_reading()
        self._connection.loop.call_later(LINGER_S, self._transport.close)
