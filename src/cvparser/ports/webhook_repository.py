"""Webhooks and their deliveries, stored."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from cvparser.domain.access.owner import Owner
from cvparser.domain.webhook import (
    Answer,
    Backoff,
    Delivery,
    DeliveryId,
    DeliveryState,
    NewWebhook,
    Secret,
    Webhook,
    WebhookId,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimedDelivery:
    """A delivery to be tried, and what signs it."""

    delivery: Delivery
    #: Those that are valid, the newest first; never none.
    secrets: Sequence[Secret]


class OwnedWebhooks(Protocol):
    """The webhooks of one owner; another's are unknown. Raises as `WebhookRepository`."""

    @property
    @abstractmethod
    def owner(self) -> Owner:
        """Whose."""

    @abstractmethod
    async def add(self, new: NewWebhook, secret: Secret, *, most: int) -> Webhook:
        """Keep a webhook with its first secret, and return it; one of this id that is there stays as it is.

        Raises:
            TooManyWebhooksError: there are `most` with a URL; nothing was kept.
        """

    @abstractmethod
    async def list(self) -> Sequence[Webhook]:
        """Return all, the oldest first."""

    @abstractmethod
    async def get(self, webhook_id: WebhookId) -> Webhook:
        """Return one.

        Raises:
            WebhookUnknownError: there is none of this id.
        """

    @abstractmethod
    async def remove(self, webhook_id: WebhookId) -> None:
        """Remove one, its secrets and its deliveries for good. Of an unknown one: a no-op."""

    @abstractmethod
    async def rotate(self, webhook_id: WebhookId, secret: Secret, *, overlap: timedelta) -> Webhook:
        """Keep another secret; earlier ones sign beside it for `overlap` more at most. The same again: a no-op.

        Raises:
            WebhookUnknownError: there is none of this id.
        """

    @abstractmethod
    async def deliveries(
        self, webhook_id: WebhookId, limit: int, *, state: DeliveryState | None = None, after: DeliveryId | None = None
    ) -> Sequence[Delivery]:
        """Return some of its deliveries, the newest first: all, or those of a state; those behind one, or the first.

        Behind one that is gone there are none.

        Raises:
            WebhookUnknownError: there is no webhook of this id.
        """

    @abstractmethod
    async def replay(self, webhook_id: WebhookId, delivery_id: DeliveryId) -> Delivery:
        """Have a delivery tried again, by `domain.webhook.replay`, and return it.

        Raises:
            WebhookUnknownError, DeliveryUnknownError: there is no such.
        """

    @abstractmethod
    async def replay_dead(self, webhook_id: WebhookId) -> int:
        """Have all dead deliveries tried again, and return how many there were. One that was ended is called again.

        Raises:
            WebhookUnknownError: there is no webhook of this id.
        """


class WebhookRepository(Protocol):
    """Keeps webhooks, their secrets and their deliveries, beside the jobs.

    In the step that ends a job, whoever ends it, `domain.webhook.deliveries_of` its owner's webhooks are kept: neither
    is there without the other. In the step that erases or purges a job its deliveries are removed. Which jobs those
    are the adapter knows. Safe for concurrent tasks and processes: each method is one atomic step, by the clock of the
    jobs. Suite: `cvparser.testing.conformance.webhook_repository`.

    Every method raises StorageUnavailableError when the store cannot be reached; nothing was changed then, or, where
    the answer was lost on the way, calling again is harmless.
    """

    @abstractmethod
    def of(self, owner: Owner) -> OwnedWebhooks:
        """Return those of one owner."""

    @abstractmethod
    async def claim(
        self, limit: int, *, lease: timedelta, per_host: int, busy: Mapping[str, int]
    ) -> Sequence[ClaimedDelivery]:
        """Claim at most `limit` deliveries that are due, and return them: of any number of calls one is given each.

        Of a host no more than `per_host`, less what `busy` says is under way: one that hangs holds up no other. Of a
        host the longest due come first; among hosts they come in turns. One whose secrets cannot be read now is left
        to its lease.
        """

    @abstractmethod
    async def settle(
        self, delivery_id: DeliveryId, *, tries: int, answer: Answer, backoff: Backoff, chance: float
    ) -> Delivery | None:
        """Keep how a try ended, and return the delivery by `domain.webhook.settle`.

        None, and nothing is changed, where it is gone, was claimed again since (`tries`), or has ended. Where the
        answer ends the webhook, it is ended, and with it what else waits for it; but of callbacks this one alone.
        """
