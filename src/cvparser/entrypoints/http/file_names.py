"""The name that the sender of a file gave it, in each of the ways in which clients write one that is not ASCII."""

from __future__ import annotations

import re
from email.errors import MessageError
from email.header import decode_header, make_header
from urllib.parse import unquote_to_bytes

from multipart import MultipartSegment

_PARAMETER = re.compile(r';\s*+([^\s=;"]++)\s*+=\s*+("(?:[^"\\]++|\\.)*+"|[^";]*+)\s*+')
#: RFC 5987: charset, language, and bytes as in a URL.
_EXTENDED = re.compile(r"(utf-8|iso-8859-1)'[^']*+'(.*+)", re.IGNORECASE)
#: RFC 2047: what .NET and mailers write.
_ENCODED_WORD = re.compile(r"=\?[^?\s]++\?[BbQq]\?[^?\s]*+\?=")


def file_name_of(part: MultipartSegment) -> str:
    """Return the file name of a part whose header was read as Latin-1, or an empty one.

    `filename*` (RFC 5987) goes before `filename`, as RFC 6266 has it for downloads; that may be an encoded word.
    """
    name = part.filename or ""
    extended = _extended(part.header("Content-Disposition", "") or "")
    if extended:
        return extended
    return _word(name) if _ENCODED_WORD.search(name) else _utf8(name)


def _extended(header: str) -> str | None:
    position = header.find(";")
    while position >= 0 and (found := _PARAMETER.match(header, position)):
        if found[1].lower() == "filename*":
            return _percent_decoded(found[2].strip().strip('"'))
        position = found.end()
    return None


def _percent_decoded(value: str) -> str | None:
    found = _EXTENDED.fullmatch(value)
    if found is None:
        return None
    try:
        return unquote_to_bytes(found[2].encode("latin-1")).decode(found[1])
    except UnicodeDecodeError:
        return None


def _word(name: str) -> str:
    try:
        return str(make_header(decode_header(name)))
    except (MessageError, LookupError, ValueError):
        return _utf8(name)


def _utf8(latin: str) -> str:
    """Return a file name whose bytes were read as Latin-1, which never fails, as the UTF-8 that it should be."""
    return latin.encode("latin-1", "replace").decode("utf-8", "replace")
