"""The promises of `cvparser.ports.ticket_store`."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from cvparser.domain.access.owner import Owner
from cvparser.domain.access.principal import Principal
from cvparser.domain.access.scope import Scope
from cvparser.ports.ticket_store import TicketStore
from cvparser.testing.conformance import Conformance

NOW = datetime(2026, 1, 16, 10, 30, tzinfo=UTC)
END = NOW + timedelta(seconds=30)
READER = Principal(owner=Owner("acme"), key_id="0000000000000001", scopes=frozenset({Scope.READ}))
NAMELESS = Principal(owner=Owner("local"), key_id=None, scopes=frozenset())


class TicketStoreConformance(Conformance):
    """Subclass and give a fixture `tickets`: your store, opened and empty."""

    @pytest.fixture
    def tickets(self) -> TicketStore:
        message = "Give your adapter in a fixture named 'tickets'."
        raise NotImplementedError(message)

    @pytest.mark.parametrize("principal", [READER, NAMELESS])
    async def test_a_ticket_lets_in_whom_it_was_made_for_once(self, tickets: TicketStore, principal: Principal) -> None:
        await tickets.put(b"1" * 32, principal, now=NOW, expires_at=END)

        assert await tickets.take(b"1" * 32, now=NOW) == principal
        assert await tickets.take(b"1" * 32, now=NOW) is None

    async def test_of_concurrent_uses_one_is_let_in(self, tickets: TicketStore) -> None:
        await tickets.put(b"1" * 32, READER, now=NOW, expires_at=END)

        found = await asyncio.gather(*(tickets.take(b"1" * 32, now=NOW) for _ in range(10)))

        assert [principal for principal in found if principal is not None] == [READER]

    async def test_a_ticket_that_is_over_or_unknown_lets_nobody_in(self, tickets: TicketStore) -> None:
        await tickets.put(b"1" * 32, READER, now=NOW, expires_at=END)

        assert await tickets.take(b"2" * 32, now=NOW) is None
        assert await tickets.take(b"1" * 32, now=END) is None

    async def test_a_new_ticket_removes_none_that_is_not_over(self, tickets: TicketStore) -> None:
        await tickets.put(b"1" * 32, READER, now=NOW, expires_at=END)
        await tickets.put(b"2" * 32, NAMELESS, now=END - timedelta(seconds=1), expires_at=END)

        assert await tickets.take(b"1" * 32, now=NOW) == READER
        assert await tickets.take(b"2" * 32, now=NOW) == NAMELESS
