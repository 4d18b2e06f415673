"""Who asks through a trusted proxy, by which name, and below which prefix."""

from __future__ import annotations

import ipaddress
import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any
from urllib.parse import quote

from cvparser.entrypoints.http.bounds import peer_of
from cvparser.entrypoints.http.forwarded import Hop, forwarded, forwarded_for, host_of, nth, prefix_of, scheme_of
from cvparser.entrypoints.http.locations import without_prefix
from cvparser.settings import Settings, networks_of

_log = logging.getLogger(__name__)

Scope = dict[str, Any]
Client = tuple[str, int] | None

#: Proxies behind one another that are believed.
MAX_HOPS = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class _Origin:
    """Where a request came from, as far as trusted proxies say."""

    client: str
    scheme: str | None = None
    host: str | None = None


class TrustedProxies:
    """Believes the proxies of `CVPARSER_TRUSTED_PROXIES`, and nobody else, what they say of a request."""

    def __init__(self, settings: Settings) -> None:
        self._networks = networks_of(settings.trusted_proxies)
        #: Below which the service is asked, where a setting says so.
        self.prefix = settings.path_prefix
        self._has_told = False

    def peer_of(self, client: Client) -> str | None:
        """Return what counts as the peer of a connection; None for a proxy, which has those of all its clients."""
        return None if client is not None and self._is_trusted(client[0]) else peer_of(client)

    def seen_through(self, scope: Scope) -> tuple[Scope, str]:
        """Return a request's scope as it would be without proxies, and the prefix below which it was asked.

        Its client, scheme and `Host` are the real ones, its path has no prefix. What came from others than trusted
        proxies, or is malformed, is not looked at.
        """
        client: Client = scope["client"]
        seen, prefix = scope, self.prefix
        if client is not None and self._is_trusted(client[0]):
            seen = _as_from(scope, self._origin(scope, client[0]))
            prefix = prefix or prefix_of(_only(_values(scope, b"x-forwarded-prefix")))
        return _at_root(seen, prefix), prefix

    def _origin(self, scope: Scope, proxy: str) -> _Origin:
        standard, older = _values(scope, b"forwarded"), _values(scope, b"x-forwarded-for")
        if older or not standard:
            client, hops, _ = self._outermost(proxy, forwarded_for(older))
            if standard and self._outermost(proxy, forwarded(standard))[0] != client:
                # A proxy writes the one and passes the other on as whoever it came from wrote it: which, nobody knows.
                self._tell()
                return _Origin(client=proxy)
            return _Origin(
                client=client,
                scheme=scheme_of(nth(_values(scope, b"x-forwarded-proto"), hops)),
                host=host_of(nth(_values(scope, b"x-forwarded-host"), hops)),
            )
        client, _, hop = self._outermost(proxy, forwarded(standard))
        return _Origin(client=client, scheme=hop.scheme, host=hop.host)

    def _outermost(self, proxy: str, hops: Iterable[Hop]) -> tuple[str, int, Hop]:
        """Return the first sender that is no trusted proxy, how many hops away it is, and what its hop says."""
        client, count, outermost = proxy, 0, Hop()
        for hop in islice(hops, MAX_HOPS):
            count, outermost = count + 1, hop
            if hop.sender is None:
                break
            client = hop.sender
            if not self._is_trusted(client):
                break
        return client, count, outermost

    def _is_trusted(self, host: str) -> bool:
        if not self._networks:
            return False
        try:
            address = ipaddress.ip_address(host.partition("%")[0])
        except ValueError:
            return False
        if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
            return any(address.ipv4_mapped in network for network in self._networks)
        return any(address in network for network in self._networks)

    def _tell(self) -> None:
        if not self._has_told:
            self._has_told = True
            _log.warning(
                "[PROXY] Forwarded and X-Forwarded-For name different clients: neither is believed. "
                "Have the proxy remove the one that it does not write"
            )


def _as_from(scope: Scope, origin: _Origin) -> Scope:
    seen = dict(scope)
    if scope["client"][0] != origin.client:
        seen["client"] = (origin.client, 0)
    if origin.scheme is not None:
        is_socket = scope["type"] == "websocket"
        seen["scheme"] = {"http": "ws", "https": "wss"}[origin.scheme] if is_socket else origin.scheme
    if origin.host is not None and len(_values(scope, b"host")) == 1:
        others = [(name, value) for name, value in scope["headers"] if name.lower() != b"host"]
        seen["headers"] = [(b"host", origin.host.encode()), *others]
    return seen


def _at_root(scope: Scope, prefix: str) -> Scope:
    path = without_prefix(scope["path"], prefix)
    if path == scope["path"]:
        return scope
    # As it was sent, where its prefix can be told: what was decoded no longer tells all slashes apart.
    raw = (scope.get("raw_path") or b"").decode("latin-1")
    is_sent_so = raw.startswith(f"{prefix}/")
    return scope | {"path": path, "raw_path": (raw[len(prefix) :] if is_sent_so else quote(path)).encode("latin-1")}


def _values(scope: Scope, name: bytes) -> Sequence[str]:
    return [value.decode("latin-1").strip() for key, value in scope["headers"] if key.lower() == name]


def _only(values: Sequence[str]) -> str | None:
    return values[0] if len(values) == 1 else None
