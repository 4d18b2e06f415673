"""Webhooks and deliveries in the database of the jobs, whose adapter writes a delivery with the end of a job."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection, bindparam, select, update

from cvparser.adapters.webhook_repository import claims
from cvparser.adapters.webhook_repository.owned import Now, SqlAlchemyOwnedWebhooks
from cvparser.adapters.webhook_repository.sealed_secrets import SealedSecrets, StoredSecret
from cvparser.domain import webhook as rules
from cvparser.domain.access.owner import Owner
from cvparser.domain.webhook import Answer, Backoff, Delivery, DeliveryId, DeliveryState, Secret, WebhookId
from cvparser.ports.key_management import KeyManagement, WrappedKey
from cvparser.ports.webhook_repository import ClaimedDelivery, WebhookRepository
from cvparser.transactions import Transactions, UtcDateTime
from cvparser.webhook_rows import (
    data_key,
    delivery_of,
    moved,
    webhook,
    webhook_delivery,
    webhook_secret,
)

_VALID = (
    select(
        webhook_secret.c.webhook_id,
        webhook_secret.c.id,
        webhook_secret.c.plain,
        data_key.c.key_id,
        data_key.c.wrapped,
    )
    .outerjoin(data_key, data_key.c.job_id == webhook_secret.c.id)
    .where(
        webhook_secret.c.webhook_id.in_(bindparam("ids", expanding=True)),
        webhook_secret.c.ends_at.is_(None) | (webhook_secret.c.ends_at > bindparam("now", type_=UtcDateTime)),
    )
    .order_by(webhook_secret.c.made_at.desc(), webhook_secret.c.id)
)
_FIND = select(webhook_delivery).where(webhook_delivery.c.id == bindparam("wanted")).with_for_update()
_END = (
    update(webhook)
    .where(webhook.c.id == bindparam("wanted"), webhook.c.url.is_not(None), webhook.c.ended_at.is_(None))
    .values(ended_at=bindparam("at", type_=UtcDateTime))
)
_WAITING = (
    select(webhook_delivery)
    .where(
        webhook_delivery.c.webhook_id == bindparam("wanted"),
        webhook_delivery.c.state == DeliveryState.PENDING.value,
    )
    .order_by(webhook_delivery.c.id)
    .with_for_update()
)


class SqlAlchemyWebhookRepository(WebhookRepository):
    """Keeps them as rows.

    Args:
        transactions: Of a database whose schema is there.
        now: The present moment, in a step: the clock of the jobs.
        keys: Wrap the secrets; None = those that are wrapped cannot be read.
        seals: Whether secrets are wrapped from now on.
    """

    def __init__(
        self, transactions: Transactions, *, now: Now, keys: KeyManagement | None = None, seals: bool = False
    ) -> None:
        self._transactions = transactions
        self._now = now
        self._secrets = SealedSecrets(keys, is_writing=seals)
        #: The host at which the last claim stopped.
        self._behind = ""

    def of(self, owner: Owner) -> SqlAlchemyOwnedWebhooks:
        return SqlAlchemyOwnedWebhooks(self._transactions, self._now, self._secrets, owner)

    async def claim(
        self, limit: int, *, lease: timedelta, per_host: int, busy: Mapping[str, int]
    ) -> Sequence[ClaimedDelivery]:
        # Most looks find nothing: they write nothing.
        if not await self._transactions.read(lambda connection: claims.is_any_due(connection, self._now(connection))):
            return []

        def step(connection: Connection) -> tuple[Sequence[Delivery], str, Mapping[WebhookId, list[StoredSecret]]]:
            now = self._now(connection)
            found, host = claims.claim(
                connection, limit, now=now, lease=lease, per_host=per_host, busy=busy, behind=self._behind
            )
            return found, host, _secrets_of(connection, found, now)

        found, self._behind, stored = await self._transactions.write_perhaps_twice(step)
        plain = {webhook_id: await self._plain(each) for webhook_id, each in stored.items()}
        return [
            ClaimedDelivery(delivery=each, secrets=plain[each.webhook_id])
            for each in found
            if plain.get(each.webhook_id)
        ]

    async def settle(
        self, delivery_id: DeliveryId, *, tries: int, answer: Answer, backoff: Backoff, chance: float
    ) -> Delivery | None:
        def step(connection: Connection) -> Delivery | None:
            row = connection.execute(_FIND, {"wanted": delivery_id}).one_or_none()
            if row is None or row.tries != tries or row.state != DeliveryState.PENDING.value:
                return None
            now = self._now(connection)
            settled = rules.settle(delivery_of(row), now, answer=answer, backoff=backoff, chance=chance)
            connection.execute(claims.SAVE, moved(settled))
            if answer.ends_webhook:
                _end_webhook(connection, settled.webhook_id, now)
            return settled

        return await self._transactions.write_perhaps_twice(step)

    async def _plain(self, stored: Sequence[StoredSecret]) -> Sequence[Secret]:
        read = [await self._secrets.plain(each) for each in stored]
        return [secret for secret in read if secret is not None]


def _secrets_of(
    connection: Connection, found: Sequence[Delivery], now: datetime
) -> Mapping[WebhookId, list[StoredSecret]]:
    if not found:
        return {}
    asked = {"ids": list({each.webhook_id for each in found}), "now": now}
    secrets: dict[WebhookId, list[StoredSecret]] = {}
    for row in connection.execute(_VALID, asked):
        wrapped = None if row.wrapped is None else WrappedKey(key_id=row.key_id, wrapped=bytes(row.wrapped))
        plain = None if row.plain is None else bytes(row.plain)
        stored = StoredSecret(id=UUID(str(row.id)), plain=plain, wrapped=wrapped)
        secrets.setdefault(WebhookId(row.webhook_id), []).append(stored)
    return secrets


def _end_webhook(connection: Connection, webhook_id: WebhookId, now: datetime) -> None:
    if connection.execute(_END, {"wanted": webhook_id, "at": now}).rowcount:
        ended = [moved(rules.end(delivery_of(row))) for row in connection.execute(_WAITING, {"wanted": webhook_id})]
        if ended:
            connection.execute(claims.SAVE, ended)
