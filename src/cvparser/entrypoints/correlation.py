"""What ties a request's answer, its lines in the log and the trace of its job together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from uuid import uuid4

#: An id as a caller may choose it. Nothing that a log or a header could be broken with, and no space for sentences.
_REQUEST_ID = re.compile(r"[A-Za-z0-9._:=/+-]{1,128}")
#: W3C Trace Context, of this version; of a later one what this version has of it.
_TRACEPARENT = re.compile(r"(?P<version>[0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(?P<more>-.*)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Correlation:
    """Of one request."""

    #: Its caller's id for it, or one of our own.
    request_id: str
    #: The span of the caller that it belongs to, as W3C Trace Context writes it; None without one.
    traceparent: str | None = None


_present: ContextVar[Correlation | None] = ContextVar("correlation", default=None)


def correlation_of(request_ids: Sequence[str], traceparents: Sequence[str]) -> Correlation:
    """Return what the headers `X-Request-ID` and `traceparent` of a request say; what is malformed is left out."""
    is_usable = len(request_ids) == 1 and _REQUEST_ID.fullmatch(request_ids[0]) is not None
    return Correlation(
        request_id=request_ids[0] if is_usable else uuid4().hex,
        traceparent=_traceparent(traceparents[0]) if len(traceparents) == 1 else None,
    )


@contextmanager
def correlated(correlation: Correlation) -> Iterator[None]:
    """Have what is logged and submitted in the context belong to a request."""
    token = _present.set(correlation)
    try:
        yield
    finally:
        _present.reset(token)


def present() -> Correlation | None:
    """Return what belongs to the request that is being answered; None outside of one."""
    return _present.get()


def present_traceparent() -> str | None:
    """Return the caller's span of the request that is being answered."""
    correlation = _present.get()
    return None if correlation is None else correlation.traceparent


def _traceparent(text: str) -> str | None:
    found = _TRACEPARENT.fullmatch(text)
    if found is None or found["version"] == "ff" or (found["version"] == "00" and found["more"]):
        return None
    trace, span, flags = found[2], found[3], found[4]
    return None if not trace.strip("0") or not span.strip("0") else f"00-{trace}-{span}-{flags}"
