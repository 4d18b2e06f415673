"""Answers in the database of the jobs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import Column, Connection, Index, MetaData, String, Table, Text, Uuid, bindparam, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from cvparser.database import Database, UtcDateTime
from cvparser.domain.job import JobId
from cvparser.ports.answer_store import AnswerStore

#: As the newest migration leaves it.
model_answer = Table(
    "model_answer",
    MetaData(),
    Column("job_id", Uuid, primary_key=True),
    Column("key", String(64), primary_key=True),
    Column("answer", Text, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
)
Index("model_answer_key", model_answer.c.key)
Index("model_answer_expires_at", model_answer.c.expires_at)


class SqlAlchemyAnswerStore(AnswerStore):
    """Keeps answers in `database`, which whoever made it opens, brings up to date and closes.

    Args:
        database: Where.
        now: Returns the time, in a step: the same for all processes that share the database.
    """

    def __init__(self, database: Database, *, now: Callable[[Connection], datetime]) -> None:
        self._database = database
        self._now = now

    async def put(self, job_id: JobId, key: str, answer: str, *, keep: timedelta) -> None:
        def step(connection: Connection) -> None:
            expires_at = self._now(connection) + keep
            values = {"job_id": job_id, "key": key, "answer": answer, "expires_at": expires_at}
            connection.execute(_PUT[connection.dialect.name], values)

        await self._database.write_with_others(step)

    async def get(self, key: str, *, job_id: JobId | None = None) -> str | None:
        wanted = _GET if job_id is None else _GET.where(model_answer.c.job_id == job_id)

        def step(connection: Connection) -> str | None:
            return connection.execute(wanted, {"wanted": key, "now": self._now(connection)}).scalar()

        return await self._database.read(step)

    async def forget(self, job_id: JobId) -> None:
        def step(connection: Connection) -> None:
            connection.execute(_FORGET, {"forgotten": job_id})

        await self._database.write_with_others(step)

    async def sweep(self) -> None:
        def step(connection: Connection) -> None:
            connection.execute(_SWEEP, {"now": self._now(connection)})

        await self._database.write_with_others(step)


_NEWER = ("answer", "expires_at")
_SQLITE_PUT, _POSTGRES_PUT = sqlite.insert(model_answer), postgresql.insert(model_answer)
_PUT = {
    "sqlite": _SQLITE_PUT.on_conflict_do_update(
        index_elements=["job_id", "key"], set_={name: _SQLITE_PUT.excluded[name] for name in _NEWER}
    ),
    "postgresql": _POSTGRES_PUT.on_conflict_do_update(
        index_elements=["job_id", "key"], set_={name: _POSTGRES_PUT.excluded[name] for name in _NEWER}
    ),
}
_GET = (
    select(model_answer.c.answer)
    .where(model_answer.c.key == bindparam("wanted"), model_answer.c.expires_at > bindparam("now"))
    .order_by(model_answer.c.expires_at.desc())
    .limit(1)
)
_FORGET = delete(model_answer).where(model_answer.c.job_id == bindparam("forgotten"))
_SWEEP = delete(model_answer).where(model_answer.c.expires_at <= bindparam("now"))
