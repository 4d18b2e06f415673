"""What the OpenAPI document says of the calls that the service makes: a part of its own, beside what it answers."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from cvparser.domain.access.owner import LOCAL
from cvparser.domain.errors import PdfCorruptError
from cvparser.domain.job import JobId
from cvparser.domain.webhook import Delivery, DeliveryId, EventType, WebhookId, message_of
from cvparser.entrypoints.http.schemas import API
from cvparser.entrypoints.http.webhook_bodies import WebhookMessageBody

_ENDED = datetime(2026, 1, 16, 10, 30, 3, tzinfo=UTC)
_HEADERS = {
    "webhook-id": ("Names the message, the same at each try.", {"type": "string", "pattern": "^msg_[0-9a-f]{32}$"}),
    "webhook-timestamp": ("Of the try: seconds since 1970.", {"type": "string", "pattern": "^[0-9]+$"}),
    "webhook-signature": (
        "One or more of `v1,` and base64 of HMAC-SHA256, with a blank between them, of id, timestamp and body.",
        {"type": "string", "pattern": "^v1,[A-Za-z0-9+/]{43}=( v1,[A-Za-z0-9+/]{43}=)*$"},
    ),
}


def webhook_examples() -> dict[str, Any]:
    """Return what a receiver is sent, by the event."""
    return {event.value: {"value": _message(event)} for event in EventType}


def described_webhooks() -> dict[str, Any]:
    """Return the document's `webhooks`."""
    return {
        "jobEnded": {
            "post": {
                "operationId": "receiveJobEnd",
                "summary": "A job has ended",
                "description": "Sent to webhooks and to `callback_url`, signed as Standard Webhooks has it, at least "
                "once and in no order, and for a day until it is answered with 2xx.",
                "tags": ["webhooks"],
                # Told from others by its signature, for which OpenAPI has no word.
                "security": [{}],
                "parameters": [
                    {"name": name, "in": "header", "required": True, "description": meaning, "schema": schema}
                    for name, (meaning, schema) in _HEADERS.items()
                ],
                "requestBody": {
                    "required": True,
                    "content": {
                        "application/json": {
                            "schema": {"$ref": f"#/components/schemas/{WebhookMessageBody.__name__}"},
                            "examples": webhook_examples(),
                        }
                    },
                },
                "responses": {
                    "2XX": {"description": "Heard. The body is not read."},
                    "410": {"description": "The webhook is ended, and called no more."},
                    "429": {"description": "Tried again, after `Retry-After`; so is 503."},
                    "default": {"description": "Tried again. No redirect is followed."},
                },
            }
        }
    }


def _message(event: EventType) -> dict[str, Any]:
    codes = {EventType.FAILED: PdfCorruptError.code, EventType.CANCELLED: "cancelled"}
    delivery = Delivery(
        id=DeliveryId(UUID(int=1)),
        webhook_id=WebhookId(UUID(int=1)),
        owner=LOCAL,
        job_id=JobId(UUID("550e8400-e29b-41d4-a716-446655440000")),
        event=event,
        error_code=codes.get(event),
        url="https://hr.example/hooks/cv",
        happened_at=_ENDED,
        begun_at=_ENDED,
        due_at=_ENDED,
    )
    message: dict[str, Any] = json.loads(message_of(delivery, _ENDED, api=API).body)
    return message
