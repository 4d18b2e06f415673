"""Request bodies, read with limits on size, rate and time."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import AbstractContextManager, aclosing
from typing import Any, cast

from litestar import Request
from litestar.datastructures import State

from cvparser.entrypoints.http.bounds import Bounds, peer_of
from cvparser.entrypoints.http.errors import (
    EncodingNotSupportedError,
    FileTooLargeError,
    LengthMismatchError,
    MediaTypeError,
    RequestTimeoutError,
)
from cvparser.entrypoints.http.held_bytes import HeldBody
from cvparser.entrypoints.http.rate_limits import announced, count_bytes

HTTPRequest = Request[object, object, State]

#: Seconds over which a body must keep to the least rate; so long may it stall as well.
WINDOW_S = 9.0
#: Bytes of a JSON body: 200,000 characters, escaped at worst.
MAX_JSON_BYTES = 2_500_000
#: What says JSON (RFC 8259, RFC 6839). A browser sends it to another site only when that site lets it.
_JSON = re.compile(r"application/(?:[a-z0-9!#$&^_.+-]+\+)?json")
#: Under this name the scope's state tells that the body was read to its end.
BODY_READ = "body_read"
#: And under this that a GET is a HEAD in truth, whose answer's body nobody gets.
HEAD_ASKED = "head_asked"


def bounds_of(request: HTTPRequest) -> Bounds:
    """Return the bounds of the application."""
    return cast("Bounds", request.app.state.bounds)


def held(request: HTTPRequest) -> AbstractContextManager[HeldBody]:
    """Return the account of what the body of `request` holds; it ends with the context, when all is stored."""
    return bounds_of(request).held.body(peer_of(request.scope["client"]))


async def receive(request: HTTPRequest, take: Callable[[bytes], None], body: HeldBody, *, limit: int) -> None:
    """Hand the body to `take`, chunk by chunk as it comes, at most `limit` bytes, and count it in `body`.

    Raises:
        FileTooLargeError: it is longer, by its Content-Length or in truth; nothing beyond the limit is read.
        TooManyAtOnceError, OverloadedError: no room for it, by its Content-Length or in truth.
        RequestTimeoutError: it comes too slowly.
        LengthMismatchError: the sender left before its end.
        EncodingNotSupportedError: it has a Content-Encoding.
        RateLimitedError: it did not say its length, and is more than its sender may send in a minute.
    """
    length = announced(request)
    if length is not None and length <= limit:
        body.announce(length)
    async with aclosing(incoming(request, body, limit=limit)) as chunks:
        async for chunk in chunks:
            take(chunk)


async def incoming(
    request: HTTPRequest, body: HeldBody, *, limit: int, timeout_s: float | None = None
) -> AsyncGenerator[bytes, None]:
    """Yield the body, chunk by chunk as it comes, at most `limit` bytes, and count it in `body` until that lets it go.

    Args:
        request: Whose body.
        body: Its account.
        limit: Bytes.
        timeout_s: Seconds for all of it; None: as for any body.

    Raises:
        FileTooLargeError, RequestTimeoutError, LengthMismatchError, EncodingNotSupportedError, RateLimitedError: as
            `receive`.
        TooManyAtOnceError, OverloadedError: no room for what came.
    """
    if request.headers.get("content-encoding", "identity") != "identity":
        raise EncodingNotSupportedError
    if (announced(request) or 0) > limit:
        raise FileTooLargeError
    received, bounds = 0, bounds_of(request)
    try:
        async with aclosing(_chunks(request, body, bounds, timeout_s or bounds.body_timeout_s)) as chunks:
            async for chunk in chunks:
                received += len(chunk)
                if received > limit:
                    raise FileTooLargeError
                body.take(len(chunk))
                yield chunk
    except TimeoutError:
        raise RequestTimeoutError from None
    request.scope["state"][BODY_READ] = True
    await count_bytes(request, received)


async def _chunks(
    request: HTTPRequest, body: HeldBody, bounds: Bounds, timeout_s: float
) -> AsyncGenerator[bytes, None]:
    """Yield the bytes of the body as they come, for as long as they keep to the least rate.

    Time in which nobody waits for them does not count. Who was fast for a while may stall for WINDOW_S.

    Raises:
        TimeoutError: they come too slowly, or others need the room.
        LengthMismatchError: the sender left before the end.
    """
    clock = asyncio.get_running_loop().time
    end, left = clock() + timeout_s, WINDOW_S
    is_coming = True
    while is_coming:
        asked = clock()
        async with asyncio.timeout_at(min(asked + left, end)) as patience:
            with body.coming(lambda: patience.reschedule(clock())):
                message = await request.receive()
        if message["type"] != "http.request":
            raise LengthMismatchError
        is_coming = message["more_body"]
        if message["body"]:
            left = min(WINDOW_S, left - (clock() - asked) + len(message["body"]) / bounds.least_body_rate)
            yield message["body"]


async def json_object(
    request: HTTPRequest, held_body: HeldBody, take: Callable[[bytes], Awaitable[dict[str, Any]]]
) -> dict[str, Any]:
    """Return what `take` makes of the body, a JSON object.

    Raises:
        MediaTypeError: it does not say that it is JSON.
        JsonInvalidError: as `SubmitJob.fields`.
        FileTooLargeError, RequestTimeoutError, LengthMismatchError, EncodingNotSupportedError, TooManyAtOnceError,
        OverloadedError: as `receive`.
    """
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if not _JSON.fullmatch(media_type):
        raise MediaTypeError
    body = bytearray()
    await receive(request, body.extend, held_body, limit=MAX_JSON_BYTES)
    return await take(bytes(body))
