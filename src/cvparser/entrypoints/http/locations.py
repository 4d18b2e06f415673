"""Where the service is for whoever asks: below a prefix where a proxy puts it there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from cvparser.entrypoints.http.schemas import API

#: What the service has at its root. A path below one of these may have had its prefix taken off by a proxy.
_ROOTS = (
    API,
    "/app",
    "/dashboard",
    "/docs",
    "/favicon.ico",
    "/health",
    "/metrics",
    "/openapi.json",
    "/problems",
    "/stats",
    "/version",
)

_prefix: ContextVar[str] = ContextVar("prefix", default="")


@contextmanager
def below(prefix: str) -> Iterator[None]:
    """Have `location` answer for a request that came below `prefix`, which is empty or `/a/b`."""
    token = _prefix.set(prefix)
    try:
        yield
    finally:
        _prefix.reset(token)


def location(path: str) -> str:
    """Return `path` as whoever asks knows it."""
    return f"{_prefix.get()}{path}"


def without_prefix(path: str, prefix: str) -> str:
    """Return a request's path as the routes know it, whether a proxy took the prefix off or not.

    >>> without_prefix("/cv/docs", "/cv"), without_prefix("/docs", "/cv"), without_prefix("/cv", "/cv")
    ('/docs', '/docs', '/')
    >>> without_prefix("/docs/page.css", "/docs"), without_prefix("/docs/docs", "/docs")
    ('/docs/page.css', '/docs')
    """
    if not prefix or not _is_below(path, prefix):
        return path
    rest = path[len(prefix) :] or "/"
    is_taken_off = _is_ours(path) and not _is_ours(rest)
    return path if is_taken_off else rest


def _is_ours(path: str) -> bool:
    return any(_is_below(path, root) for root in _ROOTS)


def _is_below(path: str, root: str) -> bool:
    return path == root or path.startswith(f"{root}/")
