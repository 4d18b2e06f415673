"""Steps that keep what webhooks are to be told, with the end of a job: neither is there without the other."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Column, Connection, Integer, MetaData, String, Table, Text, Uuid, bindparam, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from cvparser.adapters.job_repository.database import UtcDateTime
from cvparser.domain.access.owner import Owner
from cvparser.domain.job import Job, JobId
from cvparser.domain.webhook import Delivery, Webhook, WebhookId, deliveries_of, known_events

_metadata = MetaData()
#: What is needed of the tables that migration 0016 made, which the adapter of webhooks keeps.
_webhook = Table(
    "webhook",
    _metadata,
    Column("id", Uuid, primary_key=True),
    Column("owner", String(128), nullable=False),
    Column("url", Text),
    Column("events", String(128), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),
)
_delivery = Table(
    "webhook_delivery",
    _metadata,
    Column("id", Uuid, primary_key=True),
    Column("webhook_id", Uuid, nullable=False),
    Column("owner", String(128), nullable=False),
    Column("job_id", Uuid, nullable=False),
    Column("event", String(16), nullable=False),
    Column("error_code", String(64)),
    Column("url", Text, nullable=False),
    Column("host", String(264), nullable=False),
    Column("happened_at", UtcDateTime, nullable=False),
    Column("begun_at", UtcDateTime, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("state", String(16), nullable=False),
    Column("tries", Integer, nullable=False),
)
_OF_OWNER = select(_webhook).where(_webhook.c.owner == bindparam("asking"), _webhook.c.ended_at.is_(None))
_PUT = {
    "sqlite": sqlite.insert(_delivery).on_conflict_do_nothing(),
    "postgresql": postgresql.insert(_delivery).on_conflict_do_nothing(),
}
_FORGET = delete(_delivery).where(_delivery.c.job_id.in_(bindparam("job_ids", expanding=True)))


def put(connection: Connection, job: Job) -> None:
    """Keep what its owner's webhooks are to be told of a job that has just ended."""
    found = [
        Webhook(
            id=WebhookId(row.id),
            owner=Owner(row.owner),
            url=row.url,
            events=known_events(row.events.split()),
            created_at=row.created_at,
        )
        for row in connection.execute(_OF_OWNER, {"asking": job.owner})
    ]
    rows = [_row(each) for each in deliveries_of(job, found)]
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
