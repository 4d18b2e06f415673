"""The tables of webhooks, as migration 0016 made them, and their rows.

The adapter of webhooks keeps them; that of jobs writes what is to be told in the transaction that ends a job.
"""

from __future__ import annotations

from sqlalchemy import Column, Integer, LargeBinary, MetaData, Row, String, Table, Text, Uuid

from cvparser.domain.access.owner import Owner
from cvparser.domain.job import JobId
from cvparser.domain.webhook import Delivery, DeliveryId, DeliveryState, EventType, Webhook, WebhookId, known_events
from cvparser.transactions import UtcDateTime

_metadata = MetaData()
webhook = Table(
    "webhook",
    _metadata,
    Column("id", Uuid, primary_key=True),
    Column("owner", String(128), nullable=False),
    Column("url", Text),
    Column("events", String(128), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),
)
#: What signs. Where data keys are wrapped, a secret is one of them, under its own id: then `plain` is empty here.
webhook_secret = Table(
    "webhook_secret",
    _metadata,
    Column("id", Uuid, primary_key=True),
    Column("webhook_id", Uuid, nullable=False),
    Column("owner", String(128), nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("ends_at", UtcDateTime),
    Column("plain", LargeBinary),
)
webhook_delivery = Table(
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
    Column("outcome", String(32)),
    Column("tried_at", UtcDateTime),
)
#: As the jobs' adapter has it.
data_key = Table(
    "data_key",
    _metadata,
    Column("job_id", Uuid, primary_key=True),
    Column("key_id", Text, nullable=False),
    Column("wrapped", LargeBinary, nullable=False),
)


def webhook_of(row: Row[tuple[object, ...]]) -> Webhook:
    """Return the webhook of a row."""
    return Webhook(
        id=WebhookId(row.id),
        owner=Owner(row.owner),
        url=row.url,
        events=known_events(row.events.split()),
        created_at=row.created_at,
        ended_at=row.ended_at,
    )


def delivery_of(row: Row[tuple[object, ...]]) -> Delivery:
    """Return the delivery of a row."""
    return Delivery(
        id=DeliveryId(row.id),
        webhook_id=WebhookId(row.webhook_id),
        owner=Owner(row.owner),
        job_id=JobId(row.job_id),
        event=EventType(row.event),
        error_code=row.error_code,
        url=row.url,
        happened_at=row.happened_at,
        begun_at=row.begun_at,
        due_at=row.due_at,
        state=DeliveryState(row.state),
        tries=row.tries,
        outcome=row.outcome,
        tried_at=row.tried_at,
    )


def moved(delivery: Delivery) -> dict[str, object]:
    """Return what moves of a delivery's row, with its id as `delivery_id`."""
    return {
        "delivery_id": delivery.id,
        "begun_at": delivery.begun_at,
        "due_at": delivery.due_at,
        "state": delivery.state.value,
        "tries": delivery.tries,
        "outcome": delivery.outcome,
        "tried_at": delivery.tried_at,
    }
