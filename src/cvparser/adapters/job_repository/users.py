"""Steps on the jobs and objections of one user of an owner."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite

from cvparser.adapters.job_repository import erasure
from cvparser.adapters.job_repository.rows import JOB_COLUMNS, job_of
from cvparser.adapters.job_repository.tables import expected_file, objection, parsed_cv
from cvparser.domain.access.owner import Owner
from cvparser.domain.data_subject import Erased, user_digest
from cvparser.domain.job import Job, JobId
from cvparser.domain.retention import ErasureReason

_IS_USERS = (parsed_cv.c.owner == bindparam("asking")) & (parsed_cv.c.user_id == bindparam("of_user"))
_PAGE = select(*JOB_COLUMNS).where(_IS_USERS).order_by(parsed_cv.c.id).limit(bindparam("most"))
_NEXT_PAGE = _PAGE.where(parsed_cv.c.id > bindparam("after"))
_CHECKPOINT = select(parsed_cv.c.checkpoint).where(
    parsed_cv.c.id == bindparam("job_id"), parsed_cv.c.owner == bindparam("asking")
)
_SOME = parsed_cv.c.id.in_(bindparam("job_ids", expanding=True))
_LOCK = (
    select(parsed_cv.c.id, parsed_cv.c.parsed_data.is_not(None), parsed_cv.c.checkpoint.is_not(None))
    .where(_SOME, parsed_cv.c.owner == bindparam("asking"))
    .order_by(parsed_cv.c.id)
    .with_for_update()
)
_FILES = select(func.count()).where(expected_file.c.job_id.in_(bindparam("job_ids", expanding=True)))
_IS_OBJECTION = (objection.c.owner == bindparam("asking")) & (objection.c.user_digest == bindparam("digest"))
_OBJECTED = select(objection.c.objected_at).where(_IS_OBJECTION)
_LIFT = delete(objection).where(_IS_OBJECTION)
_OBJECT = {
    "sqlite": sqlite.insert(objection).on_conflict_do_nothing(),
    "postgresql": postgresql.insert(objection).on_conflict_do_nothing(),
}


def page(
    connection: Connection, owner: Owner, stored_ids: Sequence[str], limit: int, *, after: JobId | None = None
) -> Sequence[Job]:
    """Return some jobs of a user in the order of their ids, whatever of `stored_ids` the user's id is stored as."""
    found = list[Job]()
    # A statement each, which reads no row that the page does not have, however many a user has.
    for stored in stored_ids:
        asked: dict[str, object] = {"asking": owner, "of_user": stored, "most": limit}
        wanted, more = (_PAGE, {}) if after is None else (_NEXT_PAGE, {"after": after})
        found += [job_of(row) for row in connection.execute(wanted, asked | more)]
    return sorted(found, key=lambda job: job.id)[:limit]


def checkpoint(connection: Connection, owner: Owner, job_id: JobId) -> str | None:
    """Return a checkpoint as it is stored."""
    found: str | None = connection.execute(_CHECKPOINT, {"job_id": job_id, "asking": owner}).scalar()
    return found


def erase(connection: Connection, owner: Owner, job_ids: Sequence[JobId], *, at: datetime) -> Erased:
    """Erase some jobs of an owner, and return what was there."""
    found = connection.execute(_LOCK, {"job_ids": list(job_ids), "asking": owner}).all()
    if not found:
        return Erased()
    ours = [JobId(job_id) for job_id, _, _ in found]
    files = connection.execute(_FILES, {"job_ids": ours}).scalar_one()
    erasure.erase(connection, dict.fromkeys(ours, owner), at=at, reason=ErasureReason.REQUEST)
    return Erased(
        jobs=len(ours),
        files=files,
        results=sum(has_result for _, has_result, _ in found),
        checkpoints=sum(has_checkpoint for _, _, has_checkpoint in found),
    )


def object_to(connection: Connection, owner: Owner, user_id: str, *, at: datetime) -> datetime:
    """Note an objection unless there is one, and return since when there is."""
    digest = user_digest(owner, user_id)
    values = {"owner": owner, "user_digest": digest, "objected_at": at}
    connection.execute(_OBJECT[connection.dialect.name], values)
    return objected_at(connection, owner, user_id) or at


def lift(connection: Connection, owner: Owner, user_id: str) -> None:
    """Remove an objection."""
    connection.execute(_LIFT, {"asking": owner, "digest": user_digest(owner, user_id)})


def objected_at(connection: Connection, owner: Owner, user_id: str) -> datetime | None:
    """Return since when a user objects."""
    found: datetime | None = connection.execute(
        _OBJECTED, {"asking": owner, "digest": user_digest(owner, user_id)}
    ).scalar()
    return found
