"""Tickets in the database of the jobs, where every server finds them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, Connection, LargeBinary, MetaData, String, Table, bindparam, delete
from sqlalchemy.dialects import postgresql, sqlite

from cvparser.domain.access.owner import Owner
from cvparser.domain.access.principal import Principal
from cvparser.domain.access.scope import Scope
from cvparser.ports.ticket_store import TicketStore
from cvparser.transactions import Transactions, UtcDateTime

#: As migration 0008 made it.
access_ticket = Table(
    "access_ticket",
    MetaData(),
    Column("digest", LargeBinary, primary_key=True),
    Column("owner", String(128), nullable=False),
    Column("key_id", String(256)),
    Column("scopes", String(256), nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
)


class SqlAlchemyTicketStore(TicketStore):
    """Keeps tickets as rows; `transactions` are of a database whose schema is there."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    async def put(self, digest: bytes, principal: Principal, *, now: datetime, expires_at: datetime) -> None:
        values = {
            "digest": digest,
            "owner": principal.owner,
            "key_id": principal.key_id,
            "scopes": " ".join(sorted(principal.scopes)),
            "expires_at": expires_at,
        }

        def step(connection: Connection) -> None:
            connection.execute(_FORGET, {"now": now})
            connection.execute(_INSERT[connection.dialect.name], values)

        await self._transactions.write_perhaps_twice(step)

    async def take(self, digest: bytes, *, now: datetime) -> Principal | None:
        def step(connection: Connection) -> Principal | None:
            row = connection.execute(_TAKE, {"wanted": digest}).one_or_none()
            if row is None or row.expires_at <= now:
                return None
            scopes = frozenset(Scope(name) for name in row.scopes.split())
            return Principal(owner=Owner(row.owner), key_id=row.key_id, scopes=scopes)

        return await self._transactions.write_perhaps_twice(step)


_INSERT = {
    "sqlite": sqlite.insert(access_ticket).on_conflict_do_nothing(),
    "postgresql": postgresql.insert(access_ticket).on_conflict_do_nothing(),
}
_FORGET = delete(access_ticket).where(access_ticket.c.expires_at <= bindparam("now", type_=UtcDateTime))
_TAKE = delete(access_ticket).where(access_ticket.c.digest == bindparam("wanted")).returning(*access_ticket.c)
