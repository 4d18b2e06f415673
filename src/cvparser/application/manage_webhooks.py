"""Make, list, end and replay an owner's webhooks."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import timedelta
from uuid import UUID

from cvparser.domain.webhook import (
    CALLBACKS,
    MOST_WEBHOOKS,
    SECRET_BYTES,
    Delivery,
    DeliveryId,
    DeliveryState,
    EventType,
    NewWebhook,
    Secret,
    Webhook,
    WebhookId,
    WebhookUnknownError,
    callbacks_id,
)
from cvparser.domain.webhook_address import AddressRule, webhook_url
from cvparser.ports.webhook_repository import OwnedWebhooks

EVERY_EVENT = frozenset(EventType)


class ManageWebhooks:
    """A secret is returned once, by what makes it.

    Args:
        webhooks: Of one owner.
        new_id: Gives a random id.
        random: Gives so many bytes of chance, which nobody can guess.
        rule: Which addresses may be called.

    Every method raises StorageUnavailableError where the store cannot be reached, and all that take an id
    WebhookUnknownError.
    """

    def __init__(
        self,
        *,
        webhooks: OwnedWebhooks,
        new_id: Callable[[], UUID],
        random: Callable[[int], bytes],
        rule: AddressRule,
    ) -> None:
        self._webhooks = webhooks
        self._new_id = new_id
        self._random = random
        self._rule = rule

    def id_of(self, text: str) -> WebhookId:
        """Return the id that `text` is, `callbacks` for the webhook of callbacks; what is no UUID is unknown."""
        if text == CALLBACKS:
            return callbacks_id(self._webhooks.owner)
        try:
            return WebhookId(UUID(text))
        except ValueError:
            raise WebhookUnknownError from None

    def name_of(self, webhook: Webhook) -> str:
        """Return what `id_of` takes for a webhook."""
        return CALLBACKS if webhook.url is None else str(webhook.id)

    async def subscribe(self, url: object, events: Collection[EventType] = EVERY_EVENT) -> tuple[Webhook, Secret]:
        """Have a URL called when jobs end from now on, and return the webhook and its secret.

        Raises:
            WebhookUrlError: it may not be called.
            TooManyWebhooksError: there are as many as one owner may have.
        """
        checked = webhook_url(url, self._rule, field="url")
        new = NewWebhook(id=WebhookId(self._new_id()), url=checked, events=frozenset(events))
        secret = self._secret()
        return await self._webhooks.add(new, secret, most=MOST_WEBHOOKS), secret

    async def prepare_callbacks(self) -> None:
        """See that there is a secret for callbacks: of one that nobody was shown, `rotate` shows another."""
        new = NewWebhook(id=callbacks_id(self._webhooks.owner), url=None, events=EVERY_EVENT)
        try:
            await self._webhooks.get(new.id)
        except WebhookUnknownError:
            await self._webhooks.add(new, self._secret(), most=MOST_WEBHOOKS)

    async def list(self) -> Sequence[Webhook]:
        """Return all, the oldest first."""
        return await self._webhooks.list()

    async def get(self, webhook_id: WebhookId) -> Webhook:
        """Return one."""
        return await self._webhooks.get(webhook_id)

    async def remove(self, webhook_id: WebhookId) -> None:
        """Remove one, with its secrets and its deliveries, for good."""
        await self._webhooks.get(webhook_id)
        await self._webhooks.remove(webhook_id)

    async def rotate(self, webhook_id: WebhookId, *, overlap: timedelta) -> tuple[Webhook, Secret]:
        """Return a webhook and its new secret; the earlier ones sign beside it for `overlap` more at most."""
        if webhook_id == callbacks_id(self._webhooks.owner):
            await self.prepare_callbacks()
        secret = self._secret()
        return await self._webhooks.rotate(webhook_id, secret, overlap=overlap), secret

    async def deliveries(
        self, webhook_id: WebhookId, limit: int, *, state: DeliveryState | None = None, after: DeliveryId | None = None
    ) -> Sequence[Delivery]:
        """Return deliveries, the newest first, as `OwnedWebhooks.deliveries`."""
        return await self._webhooks.deliveries(webhook_id, limit, state=state, after=after)

    async def replay(self, webhook_id: WebhookId, delivery_id: DeliveryId) -> Delivery:
        """Have one delivery tried again for a day, and return it.

        Raises:
            DeliveryUnknownError: the webhook has none of this id.
        """
        return await self._webhooks.replay(webhook_id, delivery_id)

    async def replay_dead(self, webhook_id: WebhookId) -> int:
        """Have all dead deliveries tried again, and return how many; one that was ended is called again."""
        return await self._webhooks.replay_dead(webhook_id)

    def _secret(self) -> Secret:
        return Secret(id=self._new_id(), key=self._random(SECRET_BYTES))
