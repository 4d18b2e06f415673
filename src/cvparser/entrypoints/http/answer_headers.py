"""What stands on every answer, whoever gives it: safety, the request's id, and whether a web page may read it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from cvparser.entrypoints.correlation import Correlation

Headers = Sequence[tuple[bytes, bytes]]

#: An answer is no page: where one is opened as such, nothing of it runs and nothing frames it. Pages have a policy of
#: their own.
_POLICY = b"default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
SAFE: Headers = (
    (b"content-security-policy", _POLICY),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
)
#: A year, for the name that was asked alone: what else is below it is not known here.
_TLS_ALONE = (b"strict-transport-security", b"max-age=31536000")
_STARTS = frozenset({"http.response.start", "websocket.accept", "websocket.http.response.start"})
#: May stand on an answer beside one of its own.
_ADDS_UP = frozenset({b"vary"})


def headers_of(correlation: Correlation, *, is_tls: bool) -> Headers:
    """Return the headers of an answer to a request, which came over TLS, to a proxy perhaps, or not."""
    traced = () if correlation.traceparent is None else ((b"traceparent", correlation.traceparent.encode()),)
    return (
        *SAFE,
        *((_TLS_ALONE,) if is_tls else ()),
        (b"x-request-id", correlation.request_id.encode()),
        *traced,
    )


class WithHeaders:
    """Sends an answer's messages with `headers` on it, but for those that it has itself."""

    def __init__(self, send: Callable[[dict[str, Any]], Awaitable[None]], headers: Headers) -> None:
        self._send = send
        self._headers = headers

    async def __call__(self, message: dict[str, Any]) -> None:
        """Send one message."""
        if message["type"] in _STARTS:
            own = list(message.get("headers", ()))
            has = {name.lower() for name, _ in own} - _ADDS_UP
            message = message | {"headers": [*own, *(each for each in self._headers if each[0] not in has)]}
        await self._send(message)
