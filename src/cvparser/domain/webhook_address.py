"""Where a webhook may lead: never, unless it is allowed, to a machine that only the service can reach."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import SplitResult, urlsplit

from cvparser.domain.errors import FieldError

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

#: Characters of a URL at most.
MAX_URL: Final = 2_048
#: Printable ASCII without blanks, quotes, backslashes and what ends markup: all else is percent-encoded, or a name in
#: Punycode.
_CHARACTERS = re.compile(r"[!#-;=?-\[\]_a-z~]+", re.ASCII)
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)", re.ASCII)
#: Names that mean this machine or this network: RFC 6761, RFC 6762, RFC 8375, and what clouds and offices use.
_PRIVATE_NAMES: Final = (
    "localhost",
    "local",
    "internal",
    "intranet",
    "lan",
    "home.arpa",
    "corp",
    "home",
    "localdomain",
)
#: A number in one of the forms that `inet_aton` takes: 2130706433, 0x7f, 0177.
_PART = re.compile(r"0x[0-9a-f]*|[0-9]+", re.ASCII)

#: What is no public address beside what `ipaddress` knows: special ones of IANA's registries, and the address under
#: which Azure's machines find their metadata.
_NOT_PUBLIC: Final = tuple(
    ipaddress.ip_network(each)
    for each in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "168.63.129.16/32", "169.254.0.0/16",
        "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24",
        "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3",
        "::/128", "::1/128", "64:ff9b:1::/48", "100::/64", "100:0:0:1::/64", "2001::/23", "2001:db8::/32",
        "2620:4f:8000::/48", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
    )
)  # fmt: skip
#: Addresses of IPv6 that stand for one of IPv4, and by how many bits that is to be moved: NAT64, 6to4, compatible.
_EMBEDDING: Final = (
    (ipaddress.IPv6Network("64:ff9b::/96"), 0),
    (ipaddress.IPv6Network("2002::/16"), 80),
    (ipaddress.IPv6Network("::/96"), 0),
)
#: The interface of ISATAP (RFC 5214), after whose sign an address of IPv4 stands.
_ISATAP: Final = {0x0000_5EFE, 0x0200_5EFE}


class WebhookUrlError(FieldError):
    """A URL to which no webhook is sent."""

    code = "webhook_url_invalid"
    default_message = (
        "The URL must begin with https://, name a public host, and hold no user name, password or fragment; "
        "at most 2,048 ASCII characters."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressRule:
    """What is allowed beside public addresses over TLS."""

    #: Whether addresses are called that only this machine or its network can reach.
    private: bool = False
    #: Whether plain HTTP is spoken.
    http: bool = False


#: Public addresses over TLS alone.
STRICT: Final = AddressRule()


def webhook_url(text: object, rule: AddressRule, *, field: str) -> str:
    """Return the URL that `text` is, as far as that can be told without looking a name up.

    Raises:
        WebhookUrlError: it is none, or not allowed.
    """
    if not isinstance(text, str) or len(text) > MAX_URL or not _CHARACTERS.fullmatch(text.lower()):
        raise WebhookUrlError(field=field)
    try:
        parts = urlsplit(text)
        is_sound = _is_sound(parts, rule)
    except ValueError:
        is_sound = False
    if not is_sound:
        raise WebhookUrlError(field=field)
    return text


def host_of(url: str) -> str:
    """Return the host and port of a URL that `webhook_url` gave, under which its receiver is known."""
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    return f"{parts.hostname}:{port}"


def is_allowed(address: IPAddress, rule: AddressRule) -> bool:
    """Return whether an address that a name led to may be called.

    >>> found = map(ipaddress.ip_address, ("93.184.215.14", "::ffff:10.0.0.1", "64:ff9b::7f00:1"))
    >>> [is_allowed(each, STRICT) for each in found]
    [True, False, False]
    """
    return rule.private or _is_public(address)


def _is_sound(parts: SplitResult, rule: AddressRule) -> bool:
    host = parts.hostname or ""
    schemes = {"https", "http"} if rule.http else {"https"}
    is_whole = parts.scheme in schemes and "@" not in parts.netloc and "#" not in parts.geturl()
    if not is_whole or parts.port == 0 or not (parts.netloc and host):
        return False
    literal = _literal(host)
    if literal is not None:
        return is_allowed(literal, rule)
    return _is_name(host) and (rule.private or not _is_private_name(host))


def _is_name(host: str) -> bool:
    labels = host.removesuffix(".").split(".")
    # What ends in a number is meant as an address, and was none: WHATWG URL, "ends in a number".
    return len(host) <= 253 and all(map(_LABEL.fullmatch, labels)) and not _PART.fullmatch(labels[-1])


def _is_private_name(host: str) -> bool:
    name = host.removesuffix(".")
    return "." not in name or any(name == each or name.endswith(f".{each}") for each in _PRIVATE_NAMES)


def _literal(host: str) -> IPAddress | None:
    """Return the address that a host is, in whichever form a resolver takes it; None for a name."""
    if ":" in host:
        return ipaddress.IPv6Address(host.partition("%")[0])
    parts = host.removesuffix(".").split(".")
    if len(parts) > 4 or not all(map(_PART.fullmatch, parts)):
        return None
    numbers = [_number(part) for part in parts]
    *head, last = numbers
    bits = 8 * (4 - len(head))
    if any(each > 255 for each in head) or last >> bits:
        raise ValueError
    return ipaddress.IPv4Address(sum(each << (24 - 8 * at) for at, each in enumerate(head)) + last)


def _number(part: str) -> int:
    if part.startswith("0x"):
        return int(part[2:] or "0", 16)
    return int(part, 8) if part.startswith("0") and len(part) > 1 else int(part)


def _is_public(address: IPAddress) -> bool:
    if isinstance(address, ipaddress.IPv6Address):
        if address.scope_id is not None:
            return False
        inner = _embedded(address)
        if inner is not None:
            return _is_public(inner)
    if address.is_multicast or address.is_reserved or not address.is_global:
        return False
    return not any(address.version == each.version and address in each for each in _NOT_PUBLIC)


def _embedded(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """Return the address of IPv4 that one of IPv6 stands for."""
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    number = int(address)
    if (number >> 32) & 0xFFFF_FFFF in _ISATAP:
        return ipaddress.IPv4Address(number & 0xFFFF_FFFF)
    shifts = [shift for network, shift in _EMBEDDING if address in network and number > 1]
    return ipaddress.IPv4Address((number >> shifts[0]) & 0xFFFF_FFFF) if shifts else None
