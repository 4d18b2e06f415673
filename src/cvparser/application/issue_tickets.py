"""Tickets: what lets a browser follow a job, whose event streams and WebSockets can send no header."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from cvparser.domain.access.errors import TicketWrongError
from cvparser.domain.access.principal import Principal
from cvparser.domain.access.scope import Scope
from cvparser.domain.access.secret_text import SECRET_BYTES, digest_of, is_ticket, make_ticket
from cvparser.ports.clock import Clock
from cvparser.ports.ticket_store import TicketStore

#: How long a ticket waits for its use.
VALID_FOR = timedelta(seconds=30)


class IssueTickets:
    """A ticket stands in an address, and so perhaps in logs: it is used once, soon, and lets read alone.

    Args:
        tickets: Where they are.
        clock: The time.
        random: Gives so many bytes of chance, which nobody can guess.
    """

    def __init__(self, *, tickets: TicketStore, clock: Clock, random: Callable[[int], bytes]) -> None:
        self._tickets = tickets
        self._clock = clock
        self._random = random

    async def issue(self, principal: Principal) -> str:
        """Return a ticket for what `principal` may read.

        Raises:
            StorageUnavailableError: there is none.
        """
        text, now = make_ticket(self._random(SECRET_BYTES)), self._clock.now()
        reader = replace(principal, scopes=principal.scopes & {Scope.READ})
        await self._tickets.put(digest_of(text), reader, now=now, expires_at=now + VALID_FOR)
        return text

    async def redeem(self, text: str) -> Principal:
        """Return whom the ticket lets in; it is used up.

        Raises:
            TicketWrongError: it was used, is over, or never was.
            StorageUnavailableError: that cannot be told now.
        """
        found = await self._tickets.take(digest_of(text), now=self._clock.now()) if is_ticket(text) else None
        if found is None:
            raise TicketWrongError
        return found
