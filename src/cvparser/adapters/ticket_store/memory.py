"""Tickets in memory: for tests, and for a service of one process."""

from __future__ import annotations

from datetime import datetime

from cvparser.domain.access.principal import Principal
from cvparser.ports.ticket_store import TicketStore


class MemoryTicketStore(TicketStore):
    """Keeps tickets as long as the object lives."""

    def __init__(self) -> None:
        self._tickets: dict[bytes, tuple[Principal, datetime]] = {}

    async def put(self, digest: bytes, principal: Principal, *, now: datetime, expires_at: datetime) -> None:
        self._tickets = {kept: found for kept, found in self._tickets.items() if now < found[1]}
        self._tickets[digest] = (principal, expires_at)

    async def take(self, digest: bytes, *, now: datetime) -> Principal | None:
        found = self._tickets.pop(digest, None)
        return None if found is None or found[1] <= now else found[0]
