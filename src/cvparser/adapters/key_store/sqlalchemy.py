"""Keys in the database of the jobs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import JSON, Column, Connection, LargeBinary, MetaData, Row, String, Table, bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite

from cvparser.domain.access.api_key import ApiKey, KeyId
from cvparser.domain.access.owner import Owner
from cvparser.domain.access.scope import Scope
from cvparser.ports.key_store import KeyStore
from cvparser.transactions import Transactions, UtcDateTime

#: As migration 0008 made it.
access_key = Table(
    "access_key",
    MetaData(),
    Column("id", String(16), primary_key=True),
    Column("name", String(128), nullable=False),
    Column("owner", String(128), nullable=False),
    Column("scopes", String(256), nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime),
    Column("revoked_at", UtcDateTime),
    Column("last_used_at", UtcDateTime),
    Column("limits", JSON, nullable=False),
)


class SqlAlchemyKeyStore(KeyStore):
    """Keeps keys as rows; `transactions` are of a database whose schema is there."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    async def add(self, key: ApiKey) -> None:
        await self._transactions.write_perhaps_twice(lambda connection: _insert(connection, key))

    async def find(self, key_id: KeyId) -> ApiKey | None:
        return await self._transactions.read(lambda connection: _found(connection, key_id))

    async def list(self, owner: Owner | None = None) -> Sequence[ApiKey]:
        wanted = select(*access_key.c).order_by(access_key.c.created_at.desc(), access_key.c.id.desc())
        if owner is not None:
            wanted = wanted.where(access_key.c.owner == owner)
        return await self._transactions.read(lambda connection: [_key_of(row) for row in connection.execute(wanted)])

    async def revoke(self, key_id: KeyId, *, at: datetime) -> ApiKey | None:
        def step(connection: Connection) -> ApiKey | None:
            connection.execute(_REVOKE, {"key_id": key_id, "at": at})
            return _found(connection, key_id)

        return await self._transactions.write_perhaps_twice(step)

    async def touch(self, key_id: KeyId, *, at: datetime) -> None:
        await self._transactions.write_perhaps_twice(
            lambda connection: connection.execute(_TOUCH, {"key_id": key_id, "at": at}).close()
        )

    async def rotate(self, key_id: KeyId, successor: ApiKey, *, ends_at: datetime) -> ApiKey | None:
        def step(connection: Connection) -> ApiKey | None:
            row = connection.execute(_SELECT.with_for_update(), {"key_id": key_id}).one_or_none()
            if row is None or row.revoked_at is not None:
                return None
            _insert(connection, successor)
            connection.execute(_END, {"key_id": key_id, "at": ends_at})
            return _found(connection, key_id)

        return await self._transactions.write_perhaps_twice(step)


_INSERT = {
    "sqlite": sqlite.insert(access_key).on_conflict_do_nothing(),
    "postgresql": postgresql.insert(access_key).on_conflict_do_nothing(),
}
_IS_IT = access_key.c.id == bindparam("key_id")
_SELECT = select(*access_key.c).where(_IS_IT)
_AT = bindparam("at", type_=UtcDateTime)
_REVOKE = update(access_key).where(_IS_IT, access_key.c.revoked_at.is_(None)).values(revoked_at=_AT)
_TOUCH = (
    update(access_key)
    .where(_IS_IT, access_key.c.last_used_at.is_(None) | (access_key.c.last_used_at < _AT))
    .values(last_used_at=_AT)
)
_END = (
    update(access_key)
    .where(_IS_IT, access_key.c.expires_at.is_(None) | (access_key.c.expires_at > _AT))
    .values(expires_at=_AT)
)


def _insert(connection: Connection, key: ApiKey) -> None:
    values = {
        "id": key.id,
        "name": key.name,
        "owner": key.owner,
        "scopes": " ".join(sorted(key.scopes)),
        "digest": key.digest,
        "created_at": key.created_at,
        "expires_at": key.expires_at,
        "revoked_at": key.revoked_at,
        "last_used_at": key.last_used_at,
        "limits": dict(key.limits),
    }
    connection.execute(_INSERT[connection.dialect.name], values)


def _found(connection: Connection, key_id: KeyId) -> ApiKey | None:
    row = connection.execute(_SELECT, {"key_id": key_id}).one_or_none()
    return None if row is None else _key_of(row)


def _key_of(row: Row[tuple[object, ...]]) -> ApiKey:
    return ApiKey(
        id=KeyId(row.id),
        name=row.name,
        owner=Owner(row.owner),
        scopes=frozenset(Scope(name) for name in row.scopes.split()),
        digest=bytes(row.digest),
        created_at=row.created_at,
        expires_at=row.expires_at,
        revoked_at=row.revoked_at,
        last_used_at=row.last_used_at,
        limits=row.limits,
    )
