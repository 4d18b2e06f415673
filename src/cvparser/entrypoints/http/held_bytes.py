"""Bytes of request bodies that are held in memory, bounded over all requests."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from cvparser.domain.errors import CVParserError
from cvparser.entrypoints.http.errors import OverloadedError, TooManyAtOnceError

#: Bytes of each body that are not counted: the connection has them in its buffer anyhow, and who sends no more is
#: served whatever others hold.
FREE = 65_536
#: Seconds of silence after which a body makes room for another, where there is none left.
SILENT_S = 1.0


class HeldBody:
    """The body of one request, as it comes in.

    Attributes:
        peer: Whose it is.
        size: The bytes of it that count.
    """

    def __init__(self, held: HeldBytes, peer: str) -> None:
        self.peer = peer
        self.size = 0
        self._held = held
        self._received = 0
        self._cut_off: Callable[[], None] | None = None
        self._last_at = time.monotonic()

    @contextmanager
    def coming(self, cut_off: Callable[[], None]) -> Iterator[None]:
        """Let `cut_off` be called for as long as the context lasts, when others need the room of a silent body."""
        self._cut_off, self._last_at = cut_off, time.monotonic()
        try:
            yield
        finally:
            self._cut_off = None

    def announce(self, length: int) -> None:
        """See that there is room for a body of so many bytes. Raises as `take`."""
        self._held.make_room(self, max(0, length - FREE) - self.size)

    def take(self, count: int) -> None:
        """Hold so many bytes more.

        Raises:
            TooManyAtOnceError: the bodies of this peer hold as much as one peer's may.
            OverloadedError: all bodies hold as much as they may.
        """
        more = max(0, self._received + count - FREE) - self.size
        self._held.make_room(self, more)
        self._received += count
        self._grow(more)

    def let_go(self, count: int) -> None:
        """Hold so many bytes less: they are stored, or thrown away."""
        self._received -= count
        self._grow(max(0, self._received - FREE) - self.size)

    def silence(self, now: float) -> float | None:
        """Return the seconds since bytes came, or None once no more are waited for."""
        return None if self._cut_off is None else now - self._last_at

    def cut_off(self) -> None:
        """End it as too slow; what it holds counts no more."""
        if self._cut_off is not None:
            self._cut_off()
        self.end()

    def end(self) -> None:
        """Hold nothing."""
        self._cut_off = None
        self._grow(-self.size)

    def _grow(self, count: int) -> None:
        self.size += count
        self._held.grow(self.peer, count)


class HeldBytes:
    """So many bytes of bodies at once, in all and a peer. For one event loop.

    Where there is no room left, bodies that have been silent for a second make it, the longest silent first: who sends
    much and stalls keeps nobody out.
    """

    def __init__(self, most: int, max_a_peer: int) -> None:
        self.most = most
        self.max_a_peer = max_a_peer
        self._all = 0
        self._by_peer: Counter[str] = Counter()
        self._bodies: set[HeldBody] = set()

    @contextmanager
    def body(self, peer: str) -> Iterator[HeldBody]:
        """Yield the account of one body, which ends with the context."""
        body = HeldBody(self, peer)
        self._bodies.add(body)
        try:
            yield body
        finally:
            self._bodies.discard(body)
            body.end()

    def total(self, peer: str | None = None) -> int:
        """Return the bytes that are held, by `peer` or in all."""
        return self._all if peer is None else self._by_peer[peer]

    def grow(self, peer: str, count: int) -> None:
        """Count so many bytes more of `peer`, or less."""
        self._all += count
        self._by_peer[peer] += count
        if not self._by_peer[peer]:
            del self._by_peer[peer]

    def make_room(self, body: HeldBody, more: int) -> None:
        """See that `body` may hold so many bytes more. Raises as `HeldBody.take`."""
        if more <= 0:
            return
        if self.max_a_peer < self.most:
            self._make_room(body, more, self.max_a_peer, body.peer, TooManyAtOnceError())
        self._make_room(body, more, self.most, None, OverloadedError())

    def _make_room(self, body: HeldBody, more: int, most: int, peer: str | None, error: CVParserError) -> None:
        lacking = self.total(peer) + more - most
        if lacking <= 0:
            return
        silent = self._silent(body, peer)
        if sum(each.size for each in silent) < lacking:
            raise error
        for each in silent:
            if lacking > 0:
                lacking -= each.size
                each.cut_off()

    def _silent(self, asking: HeldBody, peer: str | None) -> list[HeldBody]:
        """Return the bodies that can make room, the longest silent first."""
        now = time.monotonic()
        found = []
        for each in self._bodies:
            silence = each.silence(now)
            can = each is not asking and each.size and peer in {None, each.peer}
            if can and silence is not None and silence >= SILENT_S:
                found.append((silence, id(each), each))
        return [each for *_, each in sorted(found, reverse=True)]
