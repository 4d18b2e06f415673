"""Steps on idempotency keys: which job was submitted under one."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, bindparam, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from cvparser.adapters.job_repository.database import UtcDateTime
from cvparser.adapters.job_repository.tables import idempotency_key
from cvparser.domain.access.owner import Owner
from cvparser.domain.idempotency import Idempotency, IdempotencyKeyInUseError, IdempotencyKeyReusedError
from cvparser.domain.job import Job, JobId

_INSERT = {
    "sqlite": sqlite.insert(idempotency_key).on_conflict_do_nothing(),
    "postgresql": postgresql.insert(idempotency_key).on_conflict_do_nothing(),
}
_IS_IT = idempotency_key.c.digest == bindparam("key_digest")
_NOW = bindparam("now", type_=UtcDateTime)
_FIND = select(idempotency_key.c.job_id, idempotency_key.c.fingerprint).where(
    _IS_IT, idempotency_key.c.expires_at > _NOW
)
_FORGET = delete(idempotency_key).where(_IS_IT, idempotency_key.c.expires_at <= _NOW)
_HOLDER = select(idempotency_key.c.job_id).where(_IS_IT)
_OVER = (
    select(idempotency_key.c.digest)
    .where(idempotency_key.c.expires_at <= _NOW)
    .order_by(idempotency_key.c.expires_at)
    .limit(bindparam("most"))
)
_PURGE = delete(idempotency_key).where(idempotency_key.c.digest.in_(_OVER.scalar_subquery()))


def find(connection: Connection, idempotency: Idempotency, *, now: datetime) -> JobId | None:
    """Return the job that was submitted under a key, None where there is none.

    Raises:
        IdempotencyKeyReusedError: it was another submission.
    """
    found = connection.execute(_FIND, {"key_digest": idempotency.key, "now": now}).one_or_none()
    if found is None:
        return None
    if bytes(found.fingerprint) != idempotency.fingerprint:
        raise IdempotencyKeyReusedError
    return JobId(found.job_id)


def require_free(connection: Connection, idempotency: Idempotency, job: Job) -> None:
    """See that no other job was submitted under a key, before anything is written.

    Raises:
        IdempotencyKeyInUseError: one was.
    """
    found = connection.execute(_FIND, {"key_digest": idempotency.key, "now": job.created_at}).one_or_none()
    if found is not None and found.job_id != job.id:
        raise IdempotencyKeyInUseError


def put(connection: Connection, idempotency: Idempotency, *, submitted: UUID, owner: Owner, at: datetime) -> bool:
    """Keep the key of a job or batch that is about to be inserted, and return whether it is its own."""
    connection.execute(_FORGET, {"key_digest": idempotency.key, "now": at})
    row = {
        "digest": idempotency.key,
        "owner": owner,
        "fingerprint": idempotency.fingerprint,
        "job_id": submitted,
        "expires_at": at + idempotency.kept_for,
    }
    connection.execute(_INSERT[connection.dialect.name], row)
    # Another server's may have been first.
    return connection.execute(_HOLDER, {"key_digest": idempotency.key}).scalar() == submitted


def purge(connection: Connection, limit: int, *, now: datetime) -> int:
    """Forget some keys whose time is over, and return how many."""
    return connection.execute(_PURGE, {"now": now, "most": limit}).rowcount
