"""Steps that write jobs that have moved."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, update

from cvparser.adapters.job_repository import webhook_outbox
from cvparser.adapters.job_repository.rows import values_of
from cvparser.adapters.job_repository.tables import parsed_cv
from cvparser.domain.job import Job

# Built once: building a statement of twenty columns costs more than running it.
UPDATE = update(parsed_cv).where(parsed_cv.c.id == bindparam("job_id"))


def save(connection: Connection, job: Job, **values: object) -> None:
    """Write a job that has moved over the row that has its id, and `values` of columns that a job does not have."""
    ended = {"checkpoint": None} if job.is_final else {}
    connection.execute(UPDATE, {"job_id": job.id} | values_of(job) | ended | values)
    if job.is_final:
        webhook_outbox.put(connection, job)
