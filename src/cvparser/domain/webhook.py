"""Webhooks: whoever wants to know of a job's end is called, until they have heard it or a day has passed.

    the job ends -> pending --claim, call--> delivered
                       ^           |
                       +-- later --+ (no 2xx) --a day--> dead --replay--> pending

What is said follows Standard Webhooks 1.0: ids, a status and times, and never anything of a profile or a person. The
rules are functions of a delivery and a time; whoever stores deliveries applies them atomically.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from http import HTTPStatus
from typing import Final, NewType
from uuid import UUID, uuid5

from cvparser.domain.access.owner import Owner
from cvparser.domain.errors import CVParserError, InputError, JobCancelledError
from cvparser.domain.job import Job, JobId, JobStatus
from cvparser.domain.webhook_address import host_of

WebhookId = NewType("WebhookId", UUID)
DeliveryId = NewType("DeliveryId", UUID)

#: Bytes of a secret.
SECRET_BYTES: Final = 32
#: Webhooks of one owner at most, beside the one for callbacks.
MOST_WEBHOOKS: Final = 20
#: In whose place, in an address, the owner's webhook for callbacks is named.
CALLBACKS: Final = "callbacks"
#: From which the ids of webhooks for callbacks are derived.
_CALLBACKS_OF: Final = UUID("8d7a3f0e-6d0c-4f6e-9a53-1e9f4c5b7a21")
#: What a delivery of a webhook that was ended has as its outcome.
ENDED: Final = "webhook_ended"


class WebhookUnknownError(CVParserError):
    """An owner has no such webhook."""

    code = "webhook_unknown"
    default_message = "No webhook has this id. GET /api/v1/parser/webhooks lists those that there are."


class DeliveryUnknownError(CVParserError):
    """A webhook has no such delivery."""

    code = "webhook_delivery_unknown"
    default_message = "The webhook has no delivery of this id: it never had, or its job was erased."


class TooManyWebhooksError(InputError):
    """An owner wants more webhooks than one may have."""

    code = "too_many_webhooks"
    default_message = "There are 20 webhooks, which is the most. Delete one that is not needed any more."


class EventType(StrEnum):
    """How a job ended."""

    COMPLETED = "job.completed"
    FAILED = "job.failed"
    CANCELLED = "job.cancelled"


_EVENT_NAMES: Final = frozenset(event.value for event in EventType)


class DeliveryState(StrEnum):
    """What has become of a delivery."""

    #: To be tried, now or later.
    PENDING = "pending"
    #: Answered with 2xx.
    DELIVERED = "delivered"
    #: Not tried any more, unless it is replayed.
    DEAD = "dead"


@dataclass(frozen=True, slots=True, kw_only=True)
class Secret:
    """What signs: symmetric, so that only the owner and the service may know it."""

    #: Random.
    id: UUID
    #: `SECRET_BYTES` of chance.
    key: bytes = field(repr=False)

    @property
    def text(self) -> str:
        """The secret as its owner is shown it, once: Standard Webhooks' form."""
        return f"whsec_{base64.b64encode(self.key).decode()}"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewWebhook:
    """A webhook that is not stored yet."""

    id: WebhookId
    #: None for the one of callbacks, whose addresses come with submissions.
    url: str | None
    events: frozenset[EventType]


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """An address that an owner wants called when jobs end. Times are aware and in UTC, by the store's clock."""

    id: WebhookId
    owner: Owner
    #: None for the one of callbacks.
    url: str | None
    events: frozenset[EventType]
    created_at: datetime
    #: When its receiver said 410; None while it is called.
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What one webhook is told of one job's end."""

    #: The same at each try: by it a receiver knows what it has heard.
    id: DeliveryId
    webhook_id: WebhookId
    owner: Owner
    job_id: JobId
    event: EventType
    #: Of the error that ended the job.
    error_code: str | None
    url: str
    #: When the job ended.
    happened_at: datetime
    #: From when on the day is counted.
    begun_at: datetime
    #: When it is tried; while it is, when it is taken for lost.
    due_at: datetime
    state: DeliveryState = DeliveryState.PENDING
    #: Raised by every claim: also its fence.
    tries: int = 0
    #: Of the last try: the status, or what was in its way. None before the first has ended.
    outcome: str | None = None
    #: When that was.
    tried_at: datetime | None = None

    @property
    def host(self) -> str:
        """Whom it is for, as one receiver is told from another."""
        return host_of(self.url)


class Obstacle(StrEnum):
    """Why a receiver gave no answer."""

    #: The name leads to an address that is not called.
    ADDRESS = "address_not_allowed"
    NAME = "name_unknown"
    CONNECTION = "connection_failed"
    TLS = "tls_failed"
    TIME = "timed_out"
    ANSWER = "answer_invalid"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a receiver said: a status, or what was in the way."""

    status: int | None = None
    obstacle: Obstacle | None = None
    #: When it wants to be called again.
    retry_after: timedelta | None = None

    @property
    def is_good(self) -> bool:
        """Whether it has heard."""
        return self.status is not None and 200 <= self.status < 300

    @property
    def ends_webhook(self) -> bool:
        """Whether it wants to hear no more, ever."""
        return self.status == HTTPStatus.GONE

    @property
    def outcome(self) -> str:
        """What is kept of it."""
        return str(self.status) if self.obstacle is None else self.obstacle.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Backoff:
    """How long a receiver is left alone after a try that failed."""

    first: timedelta = timedelta(seconds=5)
    factor: float = 3.0
    most: timedelta = timedelta(hours=3)
    #: After which a delivery is dead; just before, it is tried once more.
    patience: timedelta = timedelta(days=1)

    def after(self, tries: int, chance: float) -> timedelta:
        """Return the wait after so many tries.

        `chance`, from 0 to 1, moves it by up to a half, so that not all come back at once.

        >>> [int(Backoff().after(tries, 0.5).total_seconds()) for tries in (1, 2, 3, 7, 100)]
        [5, 15, 45, 3645, 10800]
        """
        wait = self.most
        # Beyond that the power is larger than any number of seconds.
        if tries < 64:
            wait = min(self.most, self.first * min(self.factor ** (tries - 1), 1e9))
        return wait * (0.5 + chance)


BACKOFF: Final = Backoff()


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What is said at a try."""

    id: str
    #: Of the try.
    at: datetime
    body: bytes


def known_events(names: Iterable[str]) -> frozenset[EventType]:
    """Return the events of these names; what a later version may have written beside them is left out."""
    return frozenset(EventType(name) for name in names if name in _EVENT_NAMES)


def callbacks_id(owner: Owner) -> WebhookId:
    """Return the id of an owner's webhook for callbacks."""
    return WebhookId(uuid5(_CALLBACKS_OF, owner))


def event_of(job: Job) -> EventType:
    """Return how an ended job ended."""
    if job.status is JobStatus.SUCCESS:
        return EventType.COMPLETED
    return EventType.CANCELLED if job.error_code == JobCancelledError.code else EventType.FAILED


def deliveries_of(job: Job, webhooks: Iterable[Webhook]) -> Sequence[Delivery]:
    """Return what an ended job's end is to its owner's webhooks: the same, however often it is asked for."""
    event = event_of(job)
    found = []
    for webhook in webhooks:
        url = job.callback_url if webhook.url is None else webhook.url
        if url is None or webhook.ended_at is not None or event not in webhook.events:
            continue
        found.append(
            Delivery(
                id=DeliveryId(uuid5(webhook.id, job.id.hex)),
                webhook_id=webhook.id,
                owner=job.owner,
                job_id=job.id,
                event=event,
                error_code=job.error_code,
                url=url,
                happened_at=job.updated_at,
                begun_at=job.updated_at,
                due_at=job.updated_at,
            )
        )
    return found


def is_due(delivery: Delivery, now: datetime) -> bool:
    """Return whether a delivery is to be tried: it waits for nothing, and nobody has it."""
    return delivery.state is DeliveryState.PENDING and delivery.due_at <= now


def claim(delivery: Delivery, now: datetime, lease: timedelta) -> Delivery:
    """Return a due delivery as it is while somebody tries it: another may, once `lease` has passed."""
    return replace(delivery, tries=delivery.tries + 1, due_at=now + lease)


def settle(delivery: Delivery, now: datetime, *, answer: Answer, backoff: Backoff, chance: float) -> Delivery:
    """Return a delivery after a try that ended with `answer`."""
    tried = replace(delivery, outcome=answer.outcome, tried_at=now)
    if answer.is_good:
        return replace(tried, state=DeliveryState.DELIVERED)
    end = delivery.begun_at + backoff.patience
    if answer.ends_webhook or now >= end:
        return replace(tried, state=DeliveryState.DEAD)
    wait = max(backoff.after(delivery.tries, chance), answer.retry_after or timedelta(0))
    return replace(tried, due_at=min(now + wait, end))


def end(delivery: Delivery) -> Delivery:
    """Return a delivery that nobody wants any more; one that has ended as it is."""
    if delivery.state is not DeliveryState.PENDING:
        return delivery
    return replace(delivery, state=DeliveryState.DEAD, outcome=ENDED)


def replay(delivery: Delivery, now: datetime) -> Delivery:
    """Return a delivery as it is when it is tried again for a day, from now on, also one that was delivered."""
    return replace(delivery, state=DeliveryState.PENDING, begun_at=now, due_at=now)


def message_of(delivery: Delivery, now: datetime, *, api: str) -> Message:
    """Return what is said of a delivery at a try; `api` is the path below which the service's addresses are."""
    job = f"{api}/job/{delivery.job_id}"
    is_success = delivery.event is EventType.COMPLETED
    data: dict[str, object] = {
        "job_id": str(delivery.job_id),
        "status": (JobStatus.SUCCESS if is_success else JobStatus.FAILED).value,
        "ended_at": _moment(delivery.happened_at),
        "links": {"job": job} | ({"result": f"{api}/result/{delivery.job_id}"} if is_success else {}),
    }
    if delivery.error_code is not None:
        data["error_code"] = delivery.error_code
    body = {"type": delivery.event.value, "timestamp": _moment(delivery.happened_at), "data": data}
    content = json.dumps(body, separators=(",", ":"), ensure_ascii=True).encode()
    return Message(id=f"msg_{delivery.id.hex}", at=now, body=content)


def _moment(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"
