"""What stands before the application: who may ask, through whom, how many at once, and HEAD."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Any

from cvparser.domain.errors import CVParserError, UnavailableError
from cvparser.entrypoints.correlation import correlated, correlation_of
from cvparser.entrypoints.http.answer_headers import WithHeaders, headers_of
from cvparser.entrypoints.http.bodies import HEAD_ASKED
from cvparser.entrypoints.http.bounds import Bound, Bounds, peer_of
from cvparser.entrypoints.http.callers import Callers, is_preflight, listed, values
from cvparser.entrypoints.http.codings import without_refused
from cvparser.entrypoints.http.cross_origin import PREFLIGHT, CrossOrigin
from cvparser.entrypoints.http.locations import below
from cvparser.entrypoints.http.problems import CLOSE_CODE, MEDIA_TYPE, RETRY_AFTER_S, json_of, problem_of
from cvparser.entrypoints.http.proxies import TrustedProxies
from cvparser.entrypoints.http.schemas import API
from cvparser.entrypoints.http.user_paths import with_user_kept
from cvparser.settings import Settings

Scope = dict[str, Any]
Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
#: An application of ASGI, whose types every framework has its own of.
ASGIApp = Callable[[Any, Any, Any], Awaitable[None]]

_EVENTS = re.compile(rf"{API}/(?:job|batch)/[^/]+/events/?")


class Guard:
    """An ASGI application around another: refuses what may not come in, and counts what is under way.

    What is behind it is given a request as it was before any trusted proxy.
    """

    def __init__(self, app: ASGIApp, *, bounds: Bounds, settings: Settings) -> None:
        self._app = app
        self._bounds = bounds
        self._callers = Callers(settings)
        self._proxies = TrustedProxies(settings)
        self._cross_origin = CrossOrigin(listed(settings.allowed_origins))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what may come in; answer the rest."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        await self.below("", scope, receive, send)

    async def below(self, mount: str, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request to a service that its host has mounted below `mount`, with that taken off its path."""
        seen, prefix = self._proxies.seen_through(scope)
        # A setting says all of it, a proxy what stands before what the host knows.
        prefix = self._proxies.prefix or f"{prefix}{mount}"
        correlation = correlation_of(_values(seen, b"x-request-id"), _values(seen, b"traceparent"))
        headers = (
            *headers_of(correlation, is_tls=seen["scheme"] in {"https", "wss"}),
            *self._cross_origin.headers(values(seen, b"origin")),
        )
        with correlated(correlation), below(prefix):
            await self._let_in(seen, receive, WithHeaders(send, headers))

    async def _let_in(self, scope: Scope, receive: Receive, send: Send) -> None:
        peer = peer_of(scope["client"])
        bound = self._bounds.followers if _is_follower(scope) else self._bounds.requests
        try:
            self._callers.check(scope)
            if is_preflight(scope):
                await _send_preflight(send)
                return
            bound.take(peer)
        except CVParserError as error:
            await refuse(scope, receive, send, error)
            return
        scope = with_user_kept(scope)
        await self._counted(bound, peer, scope | {"headers": without_refused(scope["headers"])}, receive, send)

    async def _counted(self, bound: Bound, peer: str, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            if scope["type"] == "http" and scope["method"] == "HEAD":
                scope["state"][HEAD_ASKED] = True
                await self._app(scope | {"method": "GET"}, receive, _HeadOnly(send))
            elif scope["type"] == "http" and scope["method"] == "OPTIONS":
                await self._app(scope, receive, _WithHead(send))
            else:
                await self._app(scope, receive, send)
        finally:
            bound.give_back(peer)


class _HeadOnly:
    """Sends the head of an answer to GET, and says at once that no body follows."""

    def __init__(self, send: Send) -> None:
        self._send = send

    async def __call__(self, message: Message) -> None:
        """Send a head and its end; drop a body."""
        if message["type"] == "http.response.start":
            await self._send(message)
            await self._send({"type": "http.response.body", "body": b"", "more_body": False})


class _WithHead:
    """Sends an answer that tells which methods an address takes, and names HEAD where it names GET."""

    def __init__(self, send: Send) -> None:
        self._send = send

    async def __call__(self, message: Message) -> None:
        """Send a message."""
        if message["type"] == "http.response.start":
            headers = [(name, _allowing_head(value) if name == b"allow" else value) for name, value in _sent(message)]
            message = message | {"headers": headers}
        await self._send(message)


def _sent(message: Message) -> list[tuple[bytes, bytes]]:
    return [(name.lower(), value) for name, value in message.get("headers", ())]


def _allowing_head(methods: bytes) -> bytes:
    return methods + b", HEAD" if b"GET" in methods and b"HEAD" not in methods else methods


def _values(scope: Scope, name: bytes) -> list[str]:
    return [value.decode("latin-1").strip() for key, value in scope["headers"] if key.lower() == name]


async def _send_preflight(send: Send) -> None:
    await send({"type": "http.response.start", "status": 204, "headers": list(PREFLIGHT)})
    await send({"type": "http.response.body", "body": b"", "more_body": False})


def _is_follower(scope: Scope) -> bool:
    return scope["type"] == "websocket" or _EVENTS.fullmatch(scope["path"]) is not None


async def refuse(scope: Scope, receive: Receive, send: Send, error: CVParserError) -> None:
    """Answer a request, or a WebSocket's handshake, with an error of ours."""
    if scope["type"] == "websocket":
        await receive()
        await _refuse_socket(send, error)
        return
    start, body = _answer(error, "http.response")
    await send(start)
    await send(body)


async def _refuse_socket(send: Send, error: CVParserError) -> None:
    """Answer the handshake of somebody who may not ask; tell others in the socket, as of a job that is not there."""
    if not isinstance(error, UnavailableError):
        for message in _answer(error, "websocket.http.response"):
            await send(message)
        return
    problem = problem_of(error)
    await send({"type": "websocket.accept", "subprotocol": None, "headers": []})
    await send({"type": "websocket.send", "text": json_of(problem).decode(), "bytes": None})
    await send({"type": "websocket.close", "code": CLOSE_CODE + problem.status, "reason": problem.code})


def _answer(error: CVParserError, kind: str) -> tuple[Any, Any]:
    """Return the messages of an answer that ends its connection, on which a body may still come."""
    problem = problem_of(error)
    body = json_of(problem)
    headers = [
        (b"content-type", MEDIA_TYPE.encode()),
        (b"content-length", str(len(body)).encode()),
        (b"connection", b"close"),
        *([(b"retry-after", str(RETRY_AFTER_S).encode())] if error.retryable else []),
    ]
    start = {"type": f"{kind}.start", "status": int(problem.status), "headers": headers}
    return start, {"type": f"{kind}.body", "body": body, "more_body": False}
