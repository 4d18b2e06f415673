"""Steps that write jobs that have moved."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, update

from cvparser.adapters.job_repository import webhook_outbox
from cvparser.adapters.job_repository.rows import moved_values_of
from cvparser.adapters.job_repository.tables import parsed_cv
from cvparser.domain.job import Job

# Built once: building a statement of so many columns costs more than running it.
UPDATE = update(parsed_cv).where(parsed_cv.c.id == bindparam("job_id"))


def save(connection: Connection, job: Job, **values: object) -> None:
    """Write a job that has moved over the row that has its id, and `values` of columns that a job does not have."""
    save_some(connection, [(job, values)])


def save_some(connection: Connection, moved: Sequence[tuple[Job, dict[str, object]]]) -> None:
    """Write jobs that have moved as `save` does, all with values of the same columns, and all ended or none."""
    if not moved:
        return
    rows = [{"job_id": job.id} | moved_values_of(job) | _without_checkpoint(job) | values for job, values in moved]
    connection.execute(UPDATE, rows)
    webhook_outbox.put(connection, [job for job, _ in moved if job.is_final])


def _without_checkpoint(job: Job) -> dict[str, object]:
    return {"checkpoint": None} if job.is_final else {}
