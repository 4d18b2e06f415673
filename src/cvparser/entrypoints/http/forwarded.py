"""What proxies say of a request: `Forwarded` (RFC 7239) and the older `X-Forwarded-*`.

Each proxy adds to the right, so all is read from there: what stands further left may be anybody's, and what is
malformed ends the reading, whatever was sent to hide what a proxy added.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

#: Characters of a header, from its end, that are looked at.
MAX_LENGTH = 4_096

_LETTER = r"[!#$%&'*+.^_`|~0-9A-Za-z-]"
_WORD = rf"{_LETTER}+"
_QUOTED = r'"(?:[^"\\\x00-\x08\x0a-\x1f\x7f]|\\[\t\x20-\x7e])*"'
_PAIR = re.compile(rf"(?<!{_LETTER})({_WORD}+)=({_WORD}|{_QUOTED})")
_ELEMENT = re.compile(rf"[ \t]*{_PAIR.pattern}(?:[ \t]*;[ \t]*{_PAIR.pattern})*[ \t]*")
_NODE = re.compile(r"(?:\[([0-9A-Fa-f:.]+)\]|([0-9.]+))(?::[0-9A-Za-z._-]{1,16})?")
_HOST = re.compile(r"(?:\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9_.-]{1,253})(?::[0-9]{1,5})?")
_PREFIX = re.compile(r"(?:/[A-Za-z0-9._~-]+){1,16}/?")
_SCHEMES = {"http": "http", "https": "https", "ws": "http", "wss": "https"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    """What one proxy says of the request that it was sent."""

    #: Address of who sent it; None where the proxy does not say.
    sender: str | None = None
    #: `http` or `https`, as it was asked.
    scheme: str | None = None
    #: The name that was asked for, perhaps with a port.
    host: str | None = None


def forwarded(values: Sequence[str]) -> Iterator[Hop]:
    """Yield the hops of the headers `Forwarded`, the nearest first, up to one that is malformed."""
    for element in _elements(",".join(values)[-MAX_LENGTH:]):
        hop = _hop(element)
        if hop is None:
            return
        yield hop


def forwarded_for(values: Sequence[str]) -> Iterator[Hop]:
    """Yield the hops of the headers `X-Forwarded-For`, the nearest first, up to one that is malformed."""
    for text in reversed(",".join(values)[-MAX_LENGTH:].split(",")):
        sender = address(text.strip())
        if sender is None:
            return
        yield Hop(sender=sender)


def nth(values: Sequence[str], hops: int) -> str | None:
    """Return what the outermost of so many proxies said in a header to which each adds; None where none did."""
    listed = [each.strip() for each in ",".join(values)[-MAX_LENGTH:].split(",")]
    return listed[-min(max(hops, 1), len(listed))] or None


def address(text: str) -> str | None:
    """Return the address of a node, without its port; None for a name that hides it, and for what is none.

    >>> address("192.0.2.7:4711"), address("[2001:DB8::1]:80"), address("2001:db8::1"), address("unknown")
    ('192.0.2.7', '2001:db8::1', '2001:db8::1', None)
    """
    found = _NODE.fullmatch(text)
    try:
        return str(ipaddress.ip_address(text if found is None else found[1] or found[2]))
    except ValueError:
        return None


def scheme_of(text: str | None) -> str | None:
    """Return `http` or `https`; None for anything else."""
    return None if text is None else _SCHEMES.get(text.lower())


def host_of(text: str | None) -> str | None:
    """Return a host, perhaps with a port; None for what is none."""
    return text if text is not None and _HOST.fullmatch(text) else None


def prefix_of(text: str | None) -> str:
    """Return a prefix without a slash at its end; an empty one for what is none, or holds a step upwards."""
    if text is None or _PREFIX.fullmatch(text) is None or {".", ".."} & set(text.split("/")):
        return ""
    return text.rstrip("/")


def _elements(text: str) -> Iterator[str]:
    """Yield what stands between commas, from the right; a comma in quotes parts nothing."""
    end, is_quoted = len(text), False
    for position in range(len(text) - 1, -1, -1):
        if text[position] == '"' and not _is_escaped(text, position):
            is_quoted = not is_quoted
        elif text[position] == "," and not is_quoted:
            yield text[position + 1 : end]
            end = position
    yield text[:end]


def _is_escaped(text: str, position: int) -> bool:
    before = text[:position]
    return (len(before) - len(before.rstrip("\\"))) % 2 == 1


def _hop(element: str) -> Hop | None:
    if _ELEMENT.fullmatch(element) is None:
        return None
    pairs = [(name.lower(), _unquoted(value)) for name, value in _PAIR.findall(element)]
    said = dict(pairs)
    if len(said) != len(pairs):
        return None
    return Hop(sender=address(said.get("for", "")), scheme=scheme_of(said.get("proto")), host=host_of(said.get("host")))


def _unquoted(value: str) -> str:
    return re.sub(r"\\(.)", r"\1", value[1:-1]) if value.startswith('"') else value
