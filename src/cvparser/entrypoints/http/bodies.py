"""Request bodies, read with limits on size and patience."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from typing import Any, NoReturn

from litestar import Request
from litestar.datastructures import State

from cvparser.domain.errors import (
    EncodingNotSupportedError,
    FieldError,
    FileTooLargeError,
    JsonInvalidError,
    RequestTimeoutError,
)

HTTPRequest = Request[object, object, State]

#: Seconds that a body may take, and bytes a second beyond that: a drip ends after ten seconds, a slow line does not.
PATIENCE_S, LEAST_RATE = 10.0, 1024
#: Bytes of a JSON body: 200,000 characters, escaped at worst.
MAX_JSON_BYTES = 2_500_000


async def chunks(request: HTTPRequest, *, limit: int) -> AsyncIterator[bytes]:
    """Give the body as it comes, at most `limit` bytes.

    Raises:
        FileTooLargeError: it is longer, by its Content-Length or in truth; nothing beyond the limit is read.
        RequestTimeoutError: it comes too slowly.
        EncodingNotSupportedError: it has a Content-Encoding.
    """
    if request.headers.get("content-encoding", "identity") != "identity":
        raise EncodingNotSupportedError
    length = request.headers.get("content-length", "")
    if length.isascii() and length.isdigit() and int(length) > limit:
        raise FileTooLargeError
    received, started = 0, time.monotonic()
    stream = aiter(request.stream())
    while True:
        patience = PATIENCE_S + received / LEAST_RATE - (time.monotonic() - started)
        try:
            chunk = await asyncio.wait_for(anext(stream), max(patience, 0))
        except StopAsyncIteration:
            return
        except TimeoutError:
            raise RequestTimeoutError from None
        received += len(chunk)
        if received > limit:
            raise FileTooLargeError
        yield chunk


async def json_object(request: HTTPRequest) -> dict[str, Any]:
    """Give the JSON object of the body.

    Raises:
        JsonInvalidError: not one object in UTF-8; duplicate keys, NaN, Infinity, lone surrogates or deep nesting.
        FileTooLargeError, RequestTimeoutError, EncodingNotSupportedError: as `chunks`.
    """
    body = b"".join([chunk async for chunk in chunks(request, limit=MAX_JSON_BYTES)])
    try:
        found = json.loads(body.decode("utf-8"), object_pairs_hook=_unique, parse_constant=_refuse, parse_float=_finite)
        # A lone surrogate can come from an escape alone, and breaks whoever encodes it later.
        json.dumps(found, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise JsonInvalidError from None
    if not isinstance(found, dict):
        raise JsonInvalidError
    return found


def text_field(fields: dict[str, Any], name: str) -> str | None:
    """Give the string under `name`, or None where it is missing or null.

    Raises:
        FieldError: it is no string.
    """
    value = fields.get(name)
    if value is not None and not isinstance(value, str):
        raise FieldError(f"{name} must be a string.", field=name)
    return value


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({key for key, _ in pairs}) < len(pairs):
        raise JsonInvalidError
    return dict(pairs)


def _refuse(_: str) -> NoReturn:
    raise JsonInvalidError


def _finite(text: str) -> float:
    value = float(text)
    if value in (float("inf"), float("-inf")):
        raise JsonInvalidError
    return value
