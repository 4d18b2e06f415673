"""Which codings of an answer a client takes: RFC 9110, 12.5.3."""

from __future__ import annotations

import re
from collections.abc import Sequence

_HEADER = b"accept-encoding"
#: Of a coding that is not taken.
_NEVER = re.compile(rb"\s*+;\s*+[qQ]\s*+=\s*+0(?:\.0{0,3})?\s*+")


def without_refused(headers: Sequence[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """Return `headers` without the codings that are refused by `q=0`: Litestar looks at names alone."""
    return [(name, _taken(value) if name.lower() == _HEADER and b";" in value else value) for name, value in headers]


def _taken(value: bytes) -> bytes:
    codings = [each for each in value.split(b",") if not _NEVER.fullmatch(each[len(each.partition(b";")[0]) :])]
    return b",".join(codings)
