"""Tickets, stored until they are used."""

from __future__ import annotations

from abc import abstractmethod
from datetime import datetime
from typing import Protocol

from cvparser.domain.access.principal import Principal


class TicketStore(Protocol):
    """Keeps what tickets stand for, by their digests: what is kept lets nobody in.

    Safe for concurrent tasks and processes. Suite: `cvparser.testing.conformance.ticket_store`.

    Every method raises StorageUnavailableError when the store cannot be reached. Where the answer was lost on the way,
    a ticket may be used up.
    """

    @abstractmethod
    async def put(self, digest: bytes, principal: Principal, *, now: datetime, expires_at: datetime) -> None:
        """Keep whom a ticket lets in until `expires_at`; those that are over `now` may be forgotten."""

    @abstractmethod
    async def take(self, digest: bytes, *, now: datetime) -> Principal | None:
        """Return whom the ticket lets in, and forget it: of any number of calls one is given it.

        None for a ticket that is unknown, used or over.
        """
