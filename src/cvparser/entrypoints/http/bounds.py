"""What all peers together, and each of them, may have of the service at once."""

from __future__ import annotations

import ipaddress
import logging
import resource
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from cvparser.domain.errors import ConfigurationError
from cvparser.entrypoints.http.errors import OverloadedError, TooManyAtOnceError
from cvparser.entrypoints.http.held_bytes import HeldBytes
from cvparser.settings import Settings

_log = logging.getLogger(__name__)

#: Connections beyond which more files would not help: each may hold the head of a request in memory.
MAX_CONNECTIONS = 4_096
#: Open files that are kept from connections, for the database, documents and processes.
RESERVED_FILES = 128
#: Refused connections that wait for their answer to be read; they are taken from the reserve.
MAX_REFUSED = 32
#: Seconds between two lines of the log about the same bound.
TOLD_AGAIN_S = 60.0


class Bound:
    """So many of one thing at once, in all and a peer. For one event loop.

    Attributes:
        most: How many in all.
        max_a_peer: How many of them one peer may have.
    """

    def __init__(self, name: str, most: int, max_a_peer: int) -> None:
        self.most = most
        self.max_a_peer = max_a_peer
        self._name = name
        self._all = 0
        self._taken: Counter[str] = Counter()
        self._told_at = -TOLD_AGAIN_S

    def total(self) -> int:
        """Return how many are taken."""
        return self._all

    def take(self, peer: str | None) -> None:
        """Take one; None stands for many peers, and has no share of its own.

        Raises:
            TooManyAtOnceError: the peer has as many as one may have.
            OverloadedError: there are as many as there may be.
        """
        if self._all >= self.most:
            self._tell(self.most, "in all")
            raise OverloadedError
        if peer is not None and self._taken[peer] >= self.max_a_peer:
            self._tell(self.max_a_peer, "of one address")
            raise TooManyAtOnceError
        self._all += 1
        if peer is not None:
            self._taken[peer] += 1

    def give_back(self, peer: str | None) -> None:
        """Put back one that was taken."""
        self._all -= 1
        if peer is None:
            return
        self._taken[peer] -= 1
        if not self._taken[peer]:
            del self._taken[peer]

    @contextmanager
    def one(self, peer: str | None) -> Iterator[None]:
        """Take one for as long as the context lasts. Raises as `take`."""
        self.take(peer)
        try:
            yield
        finally:
            self.give_back(peer)

    def _tell(self, reached: int, whose: str) -> None:
        if time.monotonic() - self._told_at >= TOLD_AGAIN_S:
            self._told_at = time.monotonic()
            _log.warning("Refused from now on: more than %s %s %s", reached, self._name, whose)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """All bounds of a service.

    Attributes:
        connections: Open connections, idle ones as well.
        requests: Requests that are being answered, followers apart.
        followers: Event streams and WebSockets.
        redactions: Documents that are redacted while their senders wait.
        held: Bytes of request bodies.
        least_body_rate: Bytes a second below which a body is cut off.
        body_timeout_s: Seconds that a body may take.
    """

    connections: Bound
    requests: Bound
    followers: Bound
    redactions: Bound
    held: HeldBytes
    least_body_rate: int
    body_timeout_s: float

    @classmethod
    def of(cls, settings: Settings, *, largest_body: int) -> Bounds:
        """Return the bounds that `settings` name; a body of `largest_body` bytes always has room.

        Raises:
            ConfigurationError: more connections are wanted than this process may open files.
        """
        connections = _connections(settings.max_connections)
        followers = settings.max_followers or max(1, connections * 3 // 4)
        held = max(settings.max_held_bytes, largest_body)
        return cls(
            connections=_bound("connections", connections, settings.peer_share),
            requests=_bound("requests", settings.max_requests, settings.peer_share),
            followers=_bound("followers", followers, settings.peer_share),
            redactions=_bound("redactions", settings.max_redactions, settings.peer_share),
            held=HeldBytes(held, max(int(held * settings.peer_share), largest_body)),
            least_body_rate=settings.least_body_rate,
            body_timeout_s=settings.body_timeout_s,
        )


def peer_of(client: tuple[str, int] | None) -> str:
    """Return what counts as one peer: an IPv4 address, or the /64 that a subscriber has of IPv6."""
    if client is None:
        return ""
    try:
        address = ipaddress.ip_address(client[0].partition("%")[0])
    except ValueError:
        return client[0]
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((address, 64), strict=False))


def _bound(name: str, most: int, peer_share: float) -> Bound:
    return Bound(name, most, max(1, int(most * peer_share)))


def _connections(wanted: int | None) -> int:
    files = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    if files == resource.RLIM_INFINITY:
        return wanted or MAX_CONNECTIONS
    possible = max(8, files - max(RESERVED_FILES, files // 8))
    if wanted is None:
        return min(MAX_CONNECTIONS, possible)
    if wanted > possible:
        message = (
            f"CVPARSER_MAX_CONNECTIONS is {wanted}, but a process that may open {files} files has room for {possible} "
            "connections. Lower it, or raise the limit on open files (ulimit -n, LimitNOFILE)."
        )
        raise ConfigurationError(message)
    return wanted
