"""By which names the service is asked, and for which web pages.

A browser asks for whatever page it shows. A page that had its own name point at this machine is known by the header
`Host` (DNS rebinding), one that submits a form to another site by `Origin` (cross-site request forgery); other programs
send no `Origin`.
"""

from __future__ import annotations

import ipaddress
import re
from typing import Any

from cvparser.domain.errors import InputError
from cvparser.entrypoints.http.errors import HostNotAllowedError, OriginNotAllowedError
from cvparser.settings import Settings

_HOST = re.compile(r"(\[[0-9A-Fa-f:.%]+\]|[A-Za-z0-9_.-]+)(?::([0-9]{1,5})?)?")
_ORIGIN = re.compile(r"(https?)://(.+)")
_PORTS = {"http": "80", "https": "443"}
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_ANY = "*"
_UNSPECIFIED = frozenset({"0.0.0.0", "::"})  # noqa: S104 - named to be left out


class Callers:
    """Checks the headers `Host` and `Origin` of requests."""

    def __init__(self, settings: Settings) -> None:
        self._hosts = frozenset(listed(settings.allowed_hosts))
        if settings.host not in _UNSPECIFIED:
            self._hosts |= {settings.host.lower()}
        self._origins = frozenset(listed(settings.allowed_origins))

    def check(self, scope: dict[str, Any]) -> None:
        """See that a request, given as its ASGI scope, is for this service and from a page that may ask it.

        Raises:
            InputError: no `Host`, or several.
            HostNotAllowedError: another's.
            OriginNotAllowedError: the request changes something, or opens a WebSocket, for a page of another origin, or
                asks whether it may.
        """
        hosts = values(scope, b"host")
        if len(hosts) > 1 or (not hosts and scope["http_version"] != "1.0"):
            raise InputError("Send one Host header.")
        if hosts:
            self._check_host(hosts[0], scope.get("server"))
        if scope["type"] == "websocket" or scope["method"] not in _SAFE or is_preflight(scope):
            for origin in values(scope, b"origin"):
                self._check_origin(origin.lower(), hosts)

    def _check_host(self, host: str, server: tuple[str, int | None] | None) -> None:
        if _ANY in self._hosts:
            return
        name = _name_of(host)
        if name is None or not (name in self._hosts or host in self._hosts or _is_here(name, server)):
            raise HostNotAllowedError

    def _check_origin(self, origin: str, hosts: list[str]) -> None:
        if _ANY in self._origins or origin in self._origins:
            return
        found = _ORIGIN.fullmatch(origin)
        # Not the scheme: who ends TLS before this service is not known here.
        if found is None or not hosts:
            raise OriginNotAllowedError
        asking, asked = _with_port(found[2], found[1]), _with_port(hosts[0], found[1])
        if asking is None or asking != asked:
            raise OriginNotAllowedError


def is_preflight(scope: dict[str, Any]) -> bool:
    """Return whether a browser asks by this request whether a page of another origin may send one."""
    is_asking = scope["type"] == "http" and scope["method"] == "OPTIONS"
    return is_asking and bool(values(scope, b"origin") and values(scope, b"access-control-request-method"))


def listed(text: str) -> list[str]:
    """Return what stands between the commas of a setting, in lower case, without a slash at its end."""
    return [each.strip().lower().rstrip("/") for each in text.split(",") if each.strip()]


def values(scope: dict[str, Any], name: bytes) -> list[str]:
    """Return what the headers of a name say, in lower case."""
    return [value.decode("latin-1").strip().lower() for key, value in scope["headers"] if key.lower() == name]


def _name_of(host: str) -> str | None:
    found = _HOST.fullmatch(host)
    return None if found is None else found[1].strip("[]").rstrip(".")


def _with_port(host: str, scheme: str) -> tuple[str, str] | None:
    found = _HOST.fullmatch(host)
    return None if found is None else (found[1].rstrip("."), found[2] or _PORTS[scheme])


def _is_here(name: str, server: tuple[str, int | None] | None) -> bool:
    """Return whether `name` is loopback's, or the address that the client connected to."""
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        address = ipaddress.ip_address(name)
        return address.is_loopback or (server is not None and address == ipaddress.ip_address(server[0]))
    except ValueError:
        return False
