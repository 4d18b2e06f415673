"""The promises of `cvparser.ports.ticket_store`."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta, timezone

import pytest

from cvparser.domain.access.owner import Owner
from cvparser.domain.access.principal import Principal
from cvparser.domain.access.scope import Scope
from cvparser.ports.ticket_store import TicketStore
from cvparser.testing.conformance import Conformance

NOW = datetime(2026, 1, 16, 10, 30, tzinfo=UTC)
END = NOW + timedelta(seconds=30)
READER = Principal(owner=Owner("acme"), key_id="0000000000000001", scopes=frozenset({Scope.READ}))
LIMITED = Principal(
    owner=Owner("auth0|64f1c2"), key_id="k", scopes=frozenset({Scope.READ, Scope.SUBMIT}), limits={"requests": 5}
)
NAMELESS = Principal(owner=Owner("local"), key_id=None, scopes=frozenset())

#: Gives your store on the same place once more, as another process would, while the first is open.
Reopened = Callable[[], Awaitable[TicketStore]]


class TicketStoreConformance(Conformance):
    """Subclass and give a fixture `tickets`: your store, opened and empty.

    What keeps tickets longer than the object lives gives `reopened` too: without it durability is skipped.
    """

    @pytest.fixture
    def tickets(self) -> TicketStore:
        message = "Give your adapter in a fixture named 'tickets'."
        raise NotImplementedError(message)

    @pytest.fixture
    def reopened(self) -> Reopened:
        pytest.skip(f"{type(self).__name__} gives no fixture 'reopened'")

    @pytest.mark.parametrize("principal", [READER, LIMITED, NAMELESS])
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

    async def test_a_ticket_lets_in_until_its_end_and_not_at_it(self, tickets: TicketStore) -> None:
        moment = timedelta(microseconds=1)
        for number, end in enumerate((END, END + moment)):
            await tickets.put(bytes([number]) * 32, READER, now=NOW, expires_at=end)

        assert await tickets.take(b"\x00" * 32, now=END) is None
        assert await tickets.take(b"\x01" * 32, now=END) == READER

    async def test_a_moment_is_the_same_in_every_time_zone(self, tickets: TicketStore) -> None:
        east = timezone(timedelta(hours=9))
        await tickets.put(b"1" * 32, READER, now=NOW.astimezone(east), expires_at=END.astimezone(east))
        await tickets.put(b"2" * 32, READER, now=NOW, expires_at=END)

        assert await tickets.take(b"1" * 32, now=END - timedelta(seconds=1)) == READER
        assert await tickets.take(b"2" * 32, now=END.astimezone(east)) is None
        west = timezone(timedelta(hours=-9))
        await tickets.put(b"3" * 32, READER, now=NOW.astimezone(west), expires_at=END.astimezone(west))
        assert await tickets.take(b"3" * 32, now=END - timedelta(seconds=1)) == READER

    async def test_tickets_are_told_apart_by_every_byte(self, tickets: TicketStore) -> None:
        digests = [
            b"1" * 31 + b"2",
            b"1" * 31 + b"\x00",
            b"1" * 31 + b"\xff",
            b"%" * 32,
            b"'" * 32,
            b"a" * 32,
            b"A" * 32,
        ]
        principals = [Principal(owner=Owner(f"o{n}"), key_id=None, scopes=frozenset()) for n in range(len(digests))]
        for digest, principal in zip(digests, principals, strict=True):
            await tickets.put(digest, principal, now=NOW, expires_at=END)

        assert await tickets.take(b"1" * 31, now=NOW) is None
        assert await tickets.take(b"1" * 32, now=NOW) is None
        assert [await tickets.take(digest, now=NOW) for digest in digests] == principals

    async def test_what_was_put_in_one_process_is_taken_once_in_another(
        self, tickets: TicketStore, reopened: Reopened
    ) -> None:
        again = await reopened()
        await tickets.put(b"1" * 32, LIMITED, now=NOW, expires_at=END)

        found = await asyncio.gather(tickets.take(b"1" * 32, now=NOW), again.take(b"1" * 32, now=NOW))

        assert [each for each in found if each is not None] == [LIMITED]
        await tickets.put(b"2" * 32, READER, now=NOW, expires_at=END)
        assert await (await reopened()).take(b"2" * 32, now=NOW) == READER

    @pytest.mark.parametrize("time", ["first", "second"])
    async def test_a_store_begins_empty_whatever_another_kept(self, tickets: TicketStore, time: str) -> None:
        assert await tickets.take(b"kept" * 8, now=NOW) is None, time

        await tickets.put(b"kept" * 8, READER, now=NOW, expires_at=END)
