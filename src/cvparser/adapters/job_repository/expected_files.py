"""Steps on the notes of files: what is expected, what no job keeps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, select, update
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
_KEEPS_NONE = parsed_cv.c.id.is_(None) | (
    # `domain.job.keeps_file`
    parsed_cv.c.file_name.is_(None) & (parsed_cv.c.status != JobStatus.PROCESSING.value)
)
_SOME = expected_file.c.job_id.in_(bindparam("job_ids", expanding=True))
#: A note that was disowned while this waited for it is none of them.
_OWNED = (expected_file.c.job_id == bindparam("job_id")) & ~expected_file.c.is_disowned
_HOLD, _TAKE = select(expected_file.c.job_id).where(_OWNED).with_for_update(), delete(expected_file).where(_OWNED)
#: Not those that are being added at this moment: nobody waits.
_LOCK_SOME = select(expected_file.c.job_id).where(_SOME).with_for_update(skip_locked=True)
_JOINED = expected_file.outerjoin(parsed_cv, parsed_cv.c.id == expected_file.c.job_id)
_UNKEPT = (
    select(expected_file.c.job_id, expected_file.c.location, parsed_cv.c.id)
    .select_from(_JOINED)
    .where(_SOME, _KEEPS_NONE)
)
_FORGET = delete(expected_file).where(_SOME)
_DISOWN = update(expected_file).where(_SOME).values(is_disowned=True)


def note(connection: Connection, job_id: JobId, location: FileLocation, *, at: datetime) -> None:
    """Note a file that is about to be put."""
    values = {"job_id": job_id, "location": location, "noted_at": at, "is_disowned": False}
    connection.execute(_NOTE[connection.dialect.name], values)


def hold(connection: Connection, job: Job) -> None:
    """Keep whoever disowns files from the note of a job that is about to be added, until the transaction ends."""
    connection.execute(_HOLD if job.is_text else _TAKE, {"job_id": job.id}).close()


def overdue(connection: Connection, limit: int, *, noted_before: datetime, after: JobId | None) -> Sequence[JobId]:
    """Return jobs whose files are to go."""
    wanted = (
        select(expected_file.c.job_id)
        .select_from(_JOINED)
        .where(_KEEPS_NONE, parsed_cv.c.id.is_not(None) | (expected_file.c.noted_at < noted_before))
        .order_by(expected_file.c.job_id)
        .limit(limit)
    )
    if after is not None:
        wanted = wanted.where(expected_file.c.job_id > after)
    return [JobId(job_id) for job_id in connection.execute(wanted).scalars()]


def disown(connection: Connection, job_ids: Sequence[JobId], *, at: datetime) -> Mapping[JobId, FileLocation]:
    """Return the files that no job keeps; a job that has not come by then is refused from now on."""
    # A job that is being added holds its note: once that is ours, the next statement sees whether the job is there.
    ours = list(connection.execute(_LOCK_SOME, {"job_ids": list(job_ids)}).scalars())
    found = connection.execute(_UNKEPT, {"job_ids": ours}).all()
    refused = [{"id": job_id, "erased_at": at} for job_id, _, added in found if added is None]
    if refused:
        connection.execute(_BURY[connection.dialect.name], refused)
        connection.execute(_DISOWN, {"job_ids": [each["id"] for each in refused]})
    return {JobId(job_id): FileLocation(location) for job_id, location, _ in found}


def forget(connection: Connection, job_ids: Sequence[JobId]) -> None:
    """Take notes away."""
    connection.execute(_FORGET, {"job_ids": list(job_ids)})
