"""Request bodies, read with limits on size and patience."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from litestar import Request
from litestar.datastructures import State

from cvparser.domain.errors import (
    EncodingNotSupportedError,
    FieldError,
    FileTooLargeError,
    LengthMismatchError,
    RequestTimeoutError,
)

HTTPRequest = Request[object, object, State]

#: Seconds that a body may take, and bytes a second beyond that: a drip ends after ten seconds, a slow line does not.
PATIENCE_S, LEAST_RATE = 10.0, 1024
#: Bytes of a JSON body: 200,000 characters, escaped at worst.
MAX_JSON_BYTES = 2_500_000
#: Under this name the scope's state tells that the body was read to its end.
BODY_READ = "body_read"


async def receive(request: HTTPRequest, take: Callable[[bytes], None], *, limit: int) -> None:
    """Hand the body to `take`, chunk by chunk as it comes, at most `limit` bytes.

    Raises:
        FileTooLargeError: it is longer, by its Content-Length or in truth; nothing beyond the limit is read.
        RequestTimeoutError: it comes too slowly.
        LengthMismatchError: the sender left before its end.
        EncodingNotSupportedError: it has a Content-Encoding.
    """
    if request.headers.get("content-encoding", "identity") != "identity":
        raise EncodingNotSupportedError
    length = request.headers.get("content-length", "")
    if length.isascii() and length.isdigit() and int(length) > limit:
        raise FileTooLargeError
    received, started = 0, asyncio.get_running_loop().time()
    try:
        async with asyncio.timeout_at(started + PATIENCE_S) as patience:
            is_coming = True
            while is_coming:
                message = await request.receive()
                if message["type"] != "http.request":
                    raise LengthMismatchError
                received += len(message["body"])
                if received > limit:
                    raise FileTooLargeError
                if message["body"]:
                    take(message["body"])
                is_coming = message["more_body"]
                patience.reschedule(started + PATIENCE_S + received / LEAST_RATE)
    except TimeoutError:
        raise RequestTimeoutError from None
    request.scope["state"][BODY_READ] = True


async def json_object(request: HTTPRequest, take: Callable[[bytes], Awaitable[dict[str, Any]]]) -> dict[str, Any]:
    """Give what `take` makes of the body, a JSON object.

    Raises:
        JsonInvalidError: as `SubmitJob.fields`.
        FileTooLargeError, RequestTimeoutError, LengthMismatchError, EncodingNotSupportedError: as `receive`.
    """
    body = bytearray()
    await receive(request, body.extend, limit=MAX_JSON_BYTES)
    return await take(bytes(body))


def text_field(fields: dict[str, Any], name: str) -> str | None:
    """Give the string under `name`, or None where it is missing or null.

    Raises:
        FieldError: it is no string.
    """
    value = fields.get(name)
    if value is not None and not isinstance(value, str):
        raise FieldError(f"{name} must be a string.", field=name)
    return value
