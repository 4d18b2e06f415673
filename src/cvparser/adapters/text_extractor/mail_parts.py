"""Messages of the internet (RFC 5322, MIME), parsed within bounds."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import Message

from cvparser.domain.errors import DocumentCorruptError, TooComplexError

#: Parts, those within each other too, that a message with a CV stays far below.
MAX_PARTS = 200
_LONGEST = 500
_PARTED = re.compile(
    rb"boundary\s{0,9}(?:\*\d{0,3}\*?)?\s{0,9}=|message/(?:rfc822|external|partial|delivery|global)", re.IGNORECASE
)
_MBOX = re.compile(rb"From \S{1,200} [^\r\n]{1,100}\r?\n")


def parsed_mail(content: bytes) -> Message:
    """Return a message.

    Raises:
        TooComplexError: far more parts than a message with a CV has.
        DocumentCorruptError: it cannot be parsed.
    """
    # Before it is parsed: each line is held against the end of every part around it.
    if sum(1 for _ in _PARTED.finditer(content)) > MAX_PARTS:
        raise TooComplexError
    mbox = _MBOX.match(content)
    try:
        return message_from_bytes(content[mbox.end() :] if mbox else content, policy=policy.compat32)
    except RecursionError:
        raise TooComplexError from None
    except Exception:  # noqa: BLE001 - the parser lets many errors out on a damaged message
        raise DocumentCorruptError from None


def payload_of(part: Message) -> bytes:
    """Return the bytes of a part, its transfer encoding undone; none of one that holds others."""
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def name_of(part: Message) -> str:
    """Return the name that a part has as a file; empty where it has none."""
    return readable(part.get_filename() or "")


def readable(header: str) -> str:
    """Return what a header says, its encoded words (RFC 2047) undone."""
    header = header[:_LONGEST]
    try:
        return str(make_header(decode_header(header)))
    except (LookupError, UnicodeError, ValueError):
        return header
