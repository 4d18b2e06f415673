"""What web pages of other origins are told: CORS, as the Fetch standard has it."""

from __future__ import annotations

from collections.abc import Sequence

from cvparser.entrypoints.http.answer_headers import Headers

ANY = "*"

_METHODS = "GET, HEAD, POST, DELETE"
_TAKEN = (
    "Authorization, Content-Type, Idempotency-Key, If-None-Match, Last-Event-ID, X-API-Key, X-Request-ID, traceparent, "
    "tracestate"
)
_SHOWN = (
    "Deprecation, ETag, Idempotent-Replayed, Link, Location, RateLimit, RateLimit-Policy, Retry-After, Sunset, "
    "traceparent, WWW-Authenticate, X-Request-ID"
)
#: Seconds for which a browser need not ask again.
_PREFLIGHT_S = 600


class CrossOrigin:
    """Lets pages of the origins that are allowed read answers. Cookies are not taken, so none are let."""

    def __init__(self, origins: Sequence[str]) -> None:
        self._origins = frozenset(origins)

    def headers(self, origins: Sequence[str]) -> Headers:
        """Return the headers of an answer to a request with these headers `Origin`, lower case."""
        if ANY in self._origins:
            return _allowing(ANY) if origins else ()
        if not self._origins:
            return ()
        # Also for who has no origin: a cache must not show a page the answer that somebody else was given.
        varies = ((b"vary", b"Origin"),)
        is_allowed = len(origins) == 1 and origins[0] in self._origins
        return (*_allowing(origins[0]), *varies) if is_allowed else varies


PREFLIGHT: Headers = (
    (b"access-control-allow-methods", _METHODS.encode()),
    (b"access-control-allow-headers", _TAKEN.encode()),
    (b"access-control-max-age", str(_PREFLIGHT_S).encode()),
)


def _allowing(origin: str) -> Headers:
    return (
        (b"access-control-allow-origin", origin.encode("latin-1")),
        (b"access-control-expose-headers", _SHOWN.encode()),
    )
