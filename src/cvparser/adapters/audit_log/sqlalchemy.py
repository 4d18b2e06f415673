"""The audit log in the database of the jobs, which refuses changes by triggers: see migration 0013."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from itertools import takewhile
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Integer,
    LargeBinary,
    MetaData,
    Row,
    String,
    Table,
    Uuid,
    bindparam,
    delete,
    insert,
    select,
    update,
)

from cvparser.domain.access.owner import Owner
from cvparser.domain.audit import EVERY_LINE, Action, Door, Entry, Line, LineFilter, Mark, follow, mark_of, purged_until
from cvparser.domain.job import JobId
from cvparser.ports.audit_log import AuditLog
from cvparser.transactions import Transactions, UtcDateTime

_metadata = MetaData()
#: As migration 0013 made them.
audit_line = Table(
    "audit_line",
    _metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("id", Uuid, nullable=False, unique=True),
    Column("at", UtcDateTime, nullable=False),
    Column("action", String(32), nullable=False),
    Column("door", String(16), nullable=False),
    Column("owner", String(128)),
    Column("key_id", String(256)),
    Column("job_id", Uuid),
    Column("about_key", String(64)),
    Column("user_hash", String(64)),
    Column("address", String(64)),
    Column("outcome", String(64), nullable=False),
    Column("digest", LargeBinary, nullable=False),
)
#: One row: the last line, and the last that was purged.
audit_chain = Table(
    "audit_chain",
    _metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("number", BigInteger, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("anchor_number", BigInteger, nullable=False),
    Column("anchor_digest", LargeBinary, nullable=False),
)

_CHAIN = select(audit_chain)
#: Held to the end of the transaction: one line follows from the one before.
_HOLD = _CHAIN.with_for_update()
_MOVE_HEAD = update(audit_chain).values(number=bindparam("last"), digest=bindparam("last_digest"))
_MOVE_ANCHOR = update(audit_chain).values(anchor_number=bindparam("first"), anchor_digest=bindparam("first_digest"))
_KNOWN = select(audit_line.c.id).where(audit_line.c.id.in_(bindparam("ids", expanding=True)))
_INSERT = insert(audit_line)
_FIRST = select(*audit_line.c).order_by(audit_line.c.number)
_PURGE = delete(audit_line).where(audit_line.c.number <= bindparam("first"))


class SqlAlchemyAuditLog(AuditLog):
    """Keeps lines as rows.

    Args:
        transactions: Of a database whose schema is there.
        secret: Keys the chain; empty for none.
    """

    def __init__(self, transactions: Transactions, *, secret: bytes) -> None:
        self._transactions = transactions
        self._secret = secret

    async def append(self, entries: Sequence[Entry]) -> None:
        if entries:
            await self._transactions.write_perhaps_twice(lambda connection: self._append(connection, entries))

    async def lines(self, limit: int, *, after: int = 0, wanted: LineFilter = EVERY_LINE) -> Sequence[Line]:
        found = _FIRST.where(audit_line.c.number > after).limit(limit)
        same = (
            (audit_line.c.owner, wanted.owner),
            (audit_line.c.action, wanted.action),
            (audit_line.c.key_id, wanted.key_id),
            (audit_line.c.job_id, wanted.job_id),
            (audit_line.c.user_hash, wanted.user),
        )
        for column, value in same:
            if value is not None:
                found = found.where(column == value)
        if wanted.since is not None:
            found = found.where(audit_line.c.at >= wanted.since)
        if wanted.until is not None:
            found = found.where(audit_line.c.at < wanted.until)
        return await self._transactions.read(lambda connection: [_line_of(row) for row in connection.execute(found)])

    async def marks(self) -> tuple[Mark, Mark]:
        row = await self._transactions.read(lambda connection: connection.execute(_CHAIN).one())
        anchor = Mark(number=row.anchor_number, digest=bytes(row.anchor_digest))
        return anchor, Mark(number=row.number, digest=bytes(row.digest))

    async def purge(self, before: datetime, *, limit: int, note: Entry) -> int:
        def step(connection: Connection) -> int:
            connection.execute(_HOLD).one()
            first = [_line_of(row) for row in connection.execute(_FIRST.limit(limit))]
            gone = list(takewhile(lambda line: line.entry.at < before, first))
            if not gone:
                return 0
            anchor = mark_of(gone[-1])
            # In this order: the note is a line beyond the anchor, and only what is before it may go.
            self._append(connection, [replace(note, outcome=purged_until(anchor))])
            connection.execute(_MOVE_ANCHOR, {"first": anchor.number, "first_digest": anchor.digest})
            connection.execute(_PURGE, {"first": anchor.number})
            return len(gone)

        return await self._transactions.write_perhaps_twice(step)

    def _append(self, connection: Connection, entries: Sequence[Entry]) -> None:
        chain = connection.execute(_HOLD).one()
        known: set[UUID] = set(connection.execute(_KNOWN, {"ids": [entry.id for entry in entries]}).scalars())
        mark, lines = Mark(number=chain.number, digest=bytes(chain.digest)), []
        for entry in entries:
            if entry.id not in known:
                known.add(entry.id)
                lines.append(follow(mark, entry, self._secret))
                mark = mark_of(lines[-1])
        if lines:
            connection.execute(_INSERT, [_values_of(line) for line in lines])
            connection.execute(_MOVE_HEAD, {"last": mark.number, "last_digest": mark.digest})


def _values_of(line: Line) -> dict[str, object]:
    entry = line.entry
    return {
        "number": line.number,
        "id": entry.id,
        "at": entry.at,
        "action": entry.action.value,
        "door": entry.door.value,
        "owner": entry.owner,
        "key_id": entry.key_id,
        "job_id": entry.job_id,
        "about_key": entry.about_key,
        "user_hash": entry.user,
        "address": entry.address,
        "outcome": entry.outcome,
        "digest": line.digest,
    }


def _line_of(row: Row[tuple[object, ...]]) -> Line:
    entry = Entry(
        id=row.id,
        at=row.at,
        action=Action(row.action),
        door=Door(row.door),
        owner=None if row.owner is None else Owner(row.owner),
        key_id=row.key_id,
        job_id=None if row.job_id is None else JobId(row.job_id),
        about_key=row.about_key,
        user=row.user_hash,
        address=row.address,
        outcome=row.outcome,
    )
    return Line(number=row.number, entry=entry, digest=bytes(row.digest))
