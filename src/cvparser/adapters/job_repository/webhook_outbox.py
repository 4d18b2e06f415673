"""Steps that keep what webhooks are to be told, with the end of a job: neither is there without the other."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from cvparser.domain.job import Job, JobId
from cvparser.domain.webhook import Delivery, deliveries_of
from cvparser.webhook_rows import webhook, webhook_delivery, webhook_of

_OF_OWNER = select(webhook).where(webhook.c.owner == bindparam("asking"), webhook.c.ended_at.is_(None))
_PUT = {
    "sqlite": sqlite.insert(webhook_delivery).on_conflict_do_nothing(),
    "postgresql": postgresql.insert(webhook_delivery).on_conflict_do_nothing(),
}
_FORGET = delete(webhook_delivery).where(webhook_delivery.c.job_id.in_(bindparam("job_ids", expanding=True)))


def put(connection: Connection, jobs: Sequence[Job]) -> None:
    """Keep what their owners' webhooks are to be told of jobs that have just ended."""
    told = {
        owner: [webhook_of(row) for row in connection.execute(_OF_OWNER, {"asking": owner})]
        for owner in {job.owner for job in jobs}
    }
    rows = [_row(each) for job in jobs for each in deliveries_of(job, told[job.owner])]
    if rows:
        connection.execute(_PUT[connection.dialect.name], rows)


def forget(connection: Connection, job_ids: Sequence[JobId]) -> None:
    """Remove what was to be told of jobs that are erased, and what was."""
    connection.execute(_FORGET, {"job_ids": list(job_ids)})


def _row(delivery: Delivery) -> dict[str, object]:
    return {
        "id": delivery.id,
        "webhook_id": delivery.webhook_id,
        "owner": delivery.owner,
        "job_id": delivery.job_id,
        "event": delivery.event.value,
        "error_code": delivery.error_code,
        "url": delivery.url,
        "host": delivery.host,
        "happened_at": delivery.happened_at,
        "begun_at": delivery.begun_at,
        "due_at": delivery.due_at,
        "state": delivery.state.value,
        "tries": delivery.tries,
    }
