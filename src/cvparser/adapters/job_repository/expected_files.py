"""Steps on the notes of files: what is expected, what no job keeps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, bindparam, delete, select, union_all, update
from sqlalchemy.dialects import postgresql, sqlite

from cvparser.adapters.job_repository.tables import erased_job, expected_file, parsed_cv
from cvparser.domain.job import FileLocation, Job, JobId, JobStatus

_NOTE = {
    "sqlite": sqlite.insert(expected_file).on_conflict_do_nothing(),
    "postgresql": postgresql.insert(expected_file).on_conflict_do_nothing(),
}
_BURY = {
    "sqlite": sqlite.insert(erased_job).on_conflict_do_nothing(),
    "postgresql": postgresql.insert(erased_job).on_conflict_do_nothing(),
}
_IS_FINAL = parsed_cv.c.status != JobStatus.PROCESSING.value
#: Of texts, and of files before anybody kept them: `domain.retention.keeps_file`.
_KEEPS_NONE = parsed_cv.c.id.is_(None) | (parsed_cv.c.file_name.is_(None) & _IS_FINAL)
_SOME = expected_file.c.job_id.in_(bindparam("job_ids", expanding=True))
#: A note that was disowned while this waited for it is none of them.
_OWNED = (expected_file.c.job_id == bindparam("of_job")) & ~expected_file.c.is_disowned
_HOLD = select(expected_file.c.job_id).where(_OWNED).with_for_update()
_KEEP = update(expected_file).where(_OWNED).values(is_kept=True)
_LET_GO = update(expected_file).where(expected_file.c.job_id == bindparam("of_job")).values(is_kept=False)
#: Not those that are being added at this moment: nobody waits.
_LOCK_SOME = select(expected_file.c.job_id).where(_SOME).with_for_update(skip_locked=True)
_JOINED = expected_file.outerjoin(parsed_cv, parsed_cv.c.id == expected_file.c.job_id)
_NOTED = select(expected_file.c.job_id, expected_file.c.location, parsed_cv.c.id).select_from(_JOINED).where(_SOME)
_FORGET = delete(expected_file).where(_SOME)
_DISOWN = update(expected_file).where(_SOME).values(is_disowned=True)


def note(connection: Connection, job_id: JobId, location: FileLocation, *, at: datetime) -> None:
    """Note a file that is about to be put."""
    values = {"job_id": job_id, "location": location, "noted_at": at, "is_disowned": False, "is_kept": False}
    connection.execute(_NOTE[connection.dialect.name], values)


def hold(connection: Connection, job: Job) -> None:
    """Keep whoever disowns files from the note of a job that is about to be added, until the transaction ends."""
    connection.execute(_HOLD if job.is_text else _KEEP, {"of_job": job.id}).close()


def let_go(connection: Connection, job: Job, *, at: datetime) -> None:
    """Note the file of a job that does not come after all."""
    note(connection, job.id, job.location, at=at)
    connection.execute(_LET_GO, {"of_job": job.id})


def overdue(
    connection: Connection, limit: int, *, noted_before: datetime, came_until: datetime | None, after: JobId | None
) -> Sequence[JobId]:
    """Return jobs whose files are to go: not come and noted before a moment, or ended and come until another."""
    job_id = expected_file.c.job_id
    noted = select(job_id).select_from(_JOINED)
    if after is not None:
        noted = noted.where(job_id > after)
    # Two statements in one: each has its part of the index, and those that are kept are left alone.
    wanted = [
        noted.where(
            ~expected_file.c.is_kept,
            _KEEPS_NONE,
            parsed_cv.c.id.is_not(None) | (expected_file.c.noted_at < noted_before),
        )
    ]
    if came_until is not None:
        # Noted before they came.
        is_old = expected_file.c.is_kept & (expected_file.c.noted_at <= came_until)
        wanted.append(noted.where(is_old, _is_over(came_until)))
    both = union_all(*wanted).subquery()
    page = select(both.c.job_id).order_by(both.c.job_id).limit(limit)
    return [JobId(each) for each in connection.execute(page).scalars()]


def disown(
    connection: Connection, job_ids: Sequence[JobId], *, at: datetime, came_until: datetime | None
) -> Mapping[JobId, FileLocation]:
    """Return the files that no job keeps; a job that has not come by then is refused from now on."""
    # A job that is being added holds its note: once that is ours, the next statement sees whether the job is there.
    ours = list(connection.execute(_LOCK_SOME, {"job_ids": list(job_ids)}).scalars())
    unkept = _KEEPS_NONE if came_until is None else _KEEPS_NONE | _is_over(came_until)
    found = connection.execute(_NOTED.where(unkept), {"job_ids": ours}).all()
    refused = [{"id": job_id, "erased_at": at} for job_id, _, added in found if added is None]
    if refused:
        connection.execute(_BURY[connection.dialect.name], refused)
        connection.execute(_DISOWN, {"job_ids": [each["id"] for each in refused]})
    return {JobId(job_id): FileLocation(location) for job_id, location, _ in found}


def _is_over(came_until: datetime) -> ColumnElement[bool]:
    """`domain.retention.keeps_file` says no of a job that has ended, as a condition of its row."""
    return _IS_FINAL & (parsed_cv.c.kept_from <= came_until)


def forget(connection: Connection, job_ids: Sequence[JobId]) -> None:
    """Take notes away."""
    connection.execute(_FORGET, {"job_ids": list(job_ids)})
