"""Bodies about webhooks, and what they look like."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Literal, Self

from pydantic import BaseModel, Field

from cvparser.domain.webhook import CALLBACKS, Delivery, DeliveryState, EventType, Secret, Webhook
from cvparser.domain.webhook_address import MAX_URL
from cvparser.entrypoints.http.schemas import Body, Id, Moment

_WEBHOOK_ID = "0f8f1c6e-3f64-4c39-9a51-2f6f1d1f5c11"
_MESSAGE_ID = "msg_7c1d3c5b0a8f5d1c9b7e2f4a6c8e0d12"
_URL = "https://hr.example/hooks/cv"

WebhookName = Annotated[
    str, Field(description=f"The webhook's id; `{CALLBACKS}` for that of `callback_url`.", examples=[_WEBHOOK_ID])
]
MessageId = Annotated[
    str,
    Field(
        description="The `webhook-id` that the receiver is sent, the same at each try.",
        pattern="^msg_[0-9a-f]{32}$",
        examples=[_MESSAGE_ID],
    ),
]


class NewWebhookBody(Body):
    """An address that is to be called."""

    is_answer = False

    url: str = Field(
        max_length=MAX_URL,
        pattern="^https?://",
        description="HTTPS, public, without a user name, password or fragment.",
        examples=[_URL],
        json_schema_extra={"format": "uri"},
    )
    events: list[EventType] = Field(
        list(EventType), min_length=1, max_length=3, description="Which ends are told; without it all."
    )


class WebhookBody(Body):
    """An address that is called when jobs end."""

    id: WebhookName
    url: str | None = Field(description="Null for the one of `callback_url`.", examples=[_URL])
    events: list[EventType]
    created_at: Moment
    ended_at: Moment | None = Field(description="When its receiver answered 410; null while it is called.")

    @classmethod
    def of(cls, webhook: Webhook, name: str) -> Self:
        """Return `webhook` by its name."""
        return cls(
            id=name,
            url=webhook.url,
            events=sorted(webhook.events),
            created_at=webhook.created_at,
            ended_at=webhook.ended_at,
        )


class WebhookSecretBody(WebhookBody):
    """A webhook with the secret that signs from now on. It is shown this once."""

    secret: str = Field(description="Standard Webhooks' form.", pattern="^whsec_[A-Za-z0-9+/]{43}=$")

    @classmethod
    def with_secret(cls, webhook: Webhook, name: str, secret: Secret) -> Self:
        """Return `webhook` by its name, and its new secret."""
        return cls(**WebhookBody.of(webhook, name).model_dump(), secret=secret.text)


class WebhookListBody(Body):
    """Webhooks, the oldest first."""

    webhooks: list[WebhookBody]


class DeliveryBody(Body):
    """What a webhook was or is to be told of one job's end."""

    id: MessageId
    job_id: Id
    type: EventType
    state: DeliveryState
    tries: int = Field(ge=0, description="Calls, the one under way included.", examples=[3])
    outcome: str | None = Field(
        description="Of the last: the status, or what was in its way; null before it has ended.",
        examples=["503", "timed_out"],
    )
    ended_at: Moment = Field(description="When the job ended.")
    tried_at: Moment | None = Field(description="When the last call ended.")
    next_try_at: Moment | None = Field(description="Null where there is none.")

    @classmethod
    def of(cls, delivery: Delivery) -> Self:
        """Return `delivery`."""
        is_pending = delivery.state is DeliveryState.PENDING
        return cls(
            id=f"msg_{delivery.id.hex}",
            job_id=str(delivery.job_id),
            type=delivery.event,
            state=delivery.state,
            tries=delivery.tries,
            outcome=delivery.outcome,
            ended_at=delivery.happened_at,
            tried_at=delivery.tried_at,
            next_try_at=delivery.due_at if is_pending else None,
        )


class DeliveryListBody(Body):
    """Deliveries, the newest first."""

    deliveries: list[DeliveryBody]
    next: MessageId | None = Field(description="For `after` of the next page; null at the last.")


class ReplayBody(Body):
    """What is tried again."""

    replayed: int = Field(ge=0, description="Deliveries that were dead.", examples=[4])


class WebhookLinksBody(Body):
    """Where the job and its result are: paths on the service."""

    job: str = Field(json_schema_extra={"format": "uri-reference"})
    result: str | None = Field(
        None, description="Left out where there is none.", json_schema_extra={"format": "uri-reference"}
    )


class WebhookDataBody(Body):
    """Which job, and how it ended."""

    job_id: Id
    status: Literal["success", "failed"]
    ended_at: Moment
    links: WebhookLinksBody
    error_code: str | None = Field(
        None, description="Of what ended it; left out after a success.", examples=["pdf_corrupt"]
    )


class WebhookMessageBody(Body):
    """What a receiver of webhooks is sent: never anything of a CV."""

    type: EventType
    timestamp: Moment = Field(description="When the job ended.")
    data: WebhookDataBody


_CREATED = datetime(2026, 1, 16, 10, 30, tzinfo=UTC)
_ENDED = datetime(2026, 1, 16, 10, 30, 3, tzinfo=UTC)
_WEBHOOK = WebhookBody(id=_WEBHOOK_ID, url=_URL, events=list(EventType), created_at=_CREATED, ended_at=None)
_DELIVERY = DeliveryBody(
    id=_MESSAGE_ID,
    job_id="550e8400-e29b-41d4-a716-446655440000",
    type=EventType.COMPLETED,
    state=DeliveryState.DEAD,
    tries=14,
    outcome="503",
    ended_at=_ENDED,
    tried_at=_ENDED,
    next_try_at=None,
)

#: Examples, by the names of their schemas.
WEBHOOK_BODIES: Mapping[str, Mapping[str, BaseModel]] = {
    "WebhookSecretBody": {
        "made": WebhookSecretBody(**_WEBHOOK.model_dump(), secret="whsec_" + "MfKQ9r8GKYqrTwjU" * 2 + "PD8ILPZIo2L=")
    },
    "WebhookBody": {"one": _WEBHOOK},
    "WebhookListBody": {
        "two": WebhookListBody(
            webhooks=[_WEBHOOK, _WEBHOOK.model_copy(update={"id": CALLBACKS, "url": None})],
        )
    },
    "DeliveryBody": {
        "replayed": _DELIVERY.model_copy(update={"state": DeliveryState.PENDING, "next_try_at": _ENDED}),
    },
    "DeliveryListBody": {"dead": DeliveryListBody(deliveries=[_DELIVERY], next=None)},
    "ReplayBody": {"four": ReplayBody(replayed=4)},
}
