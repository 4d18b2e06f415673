"""ETags: an answer that the client has is not sent again (RFC 9110, 13.1.2)."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import Any, TypeVar

from litestar import Response
from litestar.status_codes import HTTP_304_NOT_MODIFIED
from pydantic import BaseModel

from cvparser.entrypoints.http.bodies import HTTPRequest

T = TypeVar("T", bound=BaseModel)

_TAG = re.compile(r'(?:W/)?("[^"]*+")')
#: Letters of the header that are looked at.
_MAX_HEADER = 4_096


def unless_known(request: HTTPRequest, response: Response[T]) -> Response[T]:
    """Return `response` with the tag of its body, or 304 where `If-None-Match` names that."""
    tag = tag_of(response.content.model_dump_json().encode())
    if is_known(request, tag):
        # Any: a 304 has no body, whatever the handler promises for 200.
        unchanged: Response[Any] = Response(None, status_code=HTTP_304_NOT_MODIFIED, headers={"ETag": tag})
        return unchanged
    response.headers["ETag"] = tag
    return response


def tag_of(content: bytes) -> str:
    """Return the tag of a body: weak, since the same goes out compressed or not."""
    return f'W/"{sha256(content).hexdigest()[:32]}"'


def is_known(request: HTTPRequest, tag: str) -> bool:
    """Return whether who asks has the body of that tag."""
    return _names(request.headers.get("if-none-match", "")[:_MAX_HEADER], tag.removeprefix("W/"))


def _names(header: str, tag: str) -> bool:
    return header.strip() == "*" or tag in _TAG.findall(header)
