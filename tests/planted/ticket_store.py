"""Stores of tickets with one fault each."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime
from typing import Any, ClassVar

from tests.planted.catalogue import Catalogue, Fixtures, faults

from cvparser.adapters.ticket_store.memory import MemoryTicketStore
from cvparser.domain.access.principal import EVERYONE, Principal
from cvparser.ports.ticket_store import TicketStore
from cvparser.testing.conformance.ticket_store import TicketStoreConformance


class LetsInAgain(MemoryTicketStore):
    async def take(self, digest: bytes, *, now: datetime) -> Principal | None:
        found = self._tickets.get(digest)
        return None if found is None or found[1] <= now else found[0]


class LetsInAtTheEnd(MemoryTicketStore):
    async def take(self, digest: bytes, *, now: datetime) -> Principal | None:
        found = self._tickets.pop(digest, None)
        return None if found is None or found[1] < now else found[0]


class LetsInForEver(MemoryTicketStore):
    async def take(self, digest: bytes, *, now: datetime) -> Principal | None:
        found = self._tickets.pop(digest, None)
        return None if found is None else found[0]


class EndsASecondEarlier(MemoryTicketStore):
    async def take(self, digest: bytes, *, now: datetime) -> Principal | None:
        found = self._tickets.pop(digest, None)
        return None if found is None or (found[1] - now).total_seconds() < 1 else found[0]


class ComparesWholeSeconds(MemoryTicketStore):
    async def put(self, digest: bytes, principal: Principal, *, now: datetime, expires_at: datetime) -> None:
        await super().put(digest, principal, now=now, expires_at=expires_at.replace(microsecond=0))


class ForgetsZones(MemoryTicketStore):
    async def put(self, digest: bytes, principal: Principal, *, now: datetime, expires_at: datetime) -> None:
        await super().put(digest, principal, now=now.replace(tzinfo=None), expires_at=expires_at.replace(tzinfo=None))

    async def take(self, digest: bytes, *, now: datetime) -> Principal | None:
        return await super().take(digest, now=now.replace(tzinfo=None))


class LooksBeforeItLeaps(MemoryTicketStore):
    async def take(self, digest: bytes, *, now: datetime) -> Principal | None:
        found = self._tickets.get(digest)
        await asyncio.sleep(0)
        self._tickets.pop(digest, None)
        return None if found is None or found[1] <= now else found[0]


class ComparesTheBeginning(MemoryTicketStore):
    async def put(self, digest: bytes, principal: Principal, **kw: Any) -> None:
        await super().put(digest[:31], principal, **kw)

    async def take(self, digest: bytes, *, now: datetime) -> Principal | None:
        return await super().take(digest[:31], now=now)


class IgnoresCase(MemoryTicketStore):
    async def put(self, digest: bytes, principal: Principal, **kw: Any) -> None:
        await super().put(digest.lower(), principal, **kw)

    async def take(self, digest: bytes, *, now: datetime) -> Principal | None:
        return await super().take(digest.lower(), now=now)


class StripsZeros(MemoryTicketStore):
    async def put(self, digest: bytes, principal: Principal, **kw: Any) -> None:
        await super().put(digest.rstrip(b"\0"), principal, **kw)

    async def take(self, digest: bytes, *, now: datetime) -> Principal | None:
        return await super().take(digest.rstrip(b"\0"), now=now)


class KeepsTheNewestAlone(MemoryTicketStore):
    async def put(self, *args: Any, **kw: Any) -> None:
        self._tickets.clear()
        await super().put(*args, **kw)


class KeepsFive(MemoryTicketStore):
    async def put(self, *args: Any, **kw: Any) -> None:
        self._tickets = dict(list(self._tickets.items())[-4:])
        await super().put(*args, **kw)


class ForgetsThoseThatEndWithTheNew(MemoryTicketStore):
    async def put(self, digest: bytes, principal: Principal, *, now: datetime, expires_at: datetime) -> None:
        await super().put(digest, principal, now=expires_at, expires_at=expires_at)


class TakesEveryTicket(MemoryTicketStore):
    async def take(self, digest: bytes, *, now: datetime) -> Principal | None:
        found = await super().take(digest, now=now)
        self._tickets.clear()
        return found


class LosesScopes(MemoryTicketStore):
    async def take(self, digest: bytes, *, now: datetime) -> Principal | None:
        found = await super().take(digest, now=now)
        return found and replace(found, scopes=frozenset(list(found.scopes)[:1]))


class LosesTheKey(MemoryTicketStore):
    async def take(self, digest: bytes, *, now: datetime) -> Principal | None:
        found = await super().take(digest, now=now)
        return found and replace(found, key_id=None)


class WritesNoneAsAWord(MemoryTicketStore):
    async def take(self, digest: bytes, *, now: datetime) -> Principal | None:
        found = await super().take(digest, now=now)
        return found and replace(found, key_id=str(found.key_id))


class LetsEverybodyIn(MemoryTicketStore):
    async def take(self, digest: bytes, *, now: datetime) -> Principal | None:
        return await super().take(digest, now=now) or EVERYONE


class RaisesForAnUnknownTicket(MemoryTicketStore):
    async def take(self, digest: bytes, *, now: datetime) -> Principal | None:
        found = self._tickets.pop(digest)
        return found[0] if now < found[1] else None


class SharesTicketsWithEveryOther(MemoryTicketStore):
    all: ClassVar[dict[bytes, tuple[Principal, datetime]]] = {}

    async def put(self, digest: bytes, principal: Principal, *, now: datetime, expires_at: datetime) -> None:
        self.all.setdefault(digest, (principal, expires_at))

    async def take(self, digest: bytes, *, now: datetime) -> Principal | None:
        found = self.all.get(digest)
        return None if found is None or found[1] <= now else self.all.pop(digest)[0]


class KeepsInThisProcessAlone(MemoryTicketStore):
    """As the fixtures make it."""


def fixtures(make: Any) -> Fixtures:
    tickets = make()

    async def reopened() -> TicketStore:
        again: MemoryTicketStore = make()
        if make is not KeepsInThisProcessAlone:
            again.put, again.take = tickets.put, tickets.take  # type: ignore[method-assign]
        return again

    return {"tickets": tickets, "reopened": reopened}


CATALOGUES = {
    "": Catalogue(
        suite=TicketStoreConformance,
        fixtures=fixtures,
        sound=MemoryTicketStore,
        faults=faults(globals(), MemoryTicketStore),
    )
}
