"""The webhooks of one owner, in the database of the jobs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from cvparser.adapters.webhook_repository.claims import SAVE
from cvparser.adapters.webhook_repository.sealed_secrets import SealedSecrets, StoredSecret
from cvparser.domain import webhook as rules
from cvparser.domain.access.owner import Owner
from cvparser.domain.webhook import (
    Delivery,
    DeliveryId,
    DeliveryState,
    DeliveryUnknownError,
    NewWebhook,
    Secret,
    TooManyWebhooksError,
    Webhook,
    WebhookId,
    WebhookUnknownError,
)
from cvparser.ports.webhook_repository import OwnedWebhooks
from cvparser.transactions import Transactions, UtcDateTime
from cvparser.webhook_rows import (
    data_key,
    delivery_of,
    moved,
    webhook,
    webhook_delivery,
    webhook_of,
    webhook_secret,
)

Now = Callable[[Connection], datetime]

_INSERT = {
    "sqlite": sqlite.insert(webhook).on_conflict_do_nothing().returning(webhook.c.id),
    "postgresql": postgresql.insert(webhook).on_conflict_do_nothing().returning(webhook.c.id),
}
_IS_OURS = webhook.c.owner == bindparam("asking")
_IS_IT = (webhook.c.id == bindparam("wanted")) & _IS_OURS
_GET = select(webhook).where(_IS_IT)
_LOCK = _GET.with_for_update()
_LIST = select(webhook).where(_IS_OURS).order_by(webhook.c.created_at, webhook.c.id)
_WITH_URL = select(func.count()).where(_IS_OURS, webhook.c.url.is_not(None))
_REMOVE = delete(webhook).where(_IS_IT)
_RESUME = update(webhook).where(_IS_IT).values(ended_at=None)
_SECRETS = select(webhook_secret.c.id).where(webhook_secret.c.webhook_id == bindparam("wanted"))
_REMOVE_SECRETS = delete(webhook_secret).where(webhook_secret.c.id.in_(bindparam("ids", expanding=True)))
_REMOVE_KEYS = delete(data_key).where(data_key.c.job_id.in_(bindparam("ids", expanding=True)))
_REMOVE_DELIVERIES = delete(webhook_delivery).where(webhook_delivery.c.webhook_id == bindparam("wanted"))
_AT = bindparam("at", type_=UtcDateTime)
_END_SECRETS = (
    update(webhook_secret)
    .where(
        webhook_secret.c.webhook_id == bindparam("wanted"),
        webhook_secret.c.id != bindparam("but"),
        webhook_secret.c.ends_at.is_(None) | (webhook_secret.c.ends_at > _AT),
    )
    .values(ends_at=_AT)
)
_OVER = _SECRETS.where(webhook_secret.c.ends_at <= _AT)
_KNOWN = select(webhook_secret.c.id).where(webhook_secret.c.id == bindparam("secret_id"))
_IS_WEBHOOKS = webhook_delivery.c.webhook_id == bindparam("wanted")
_DELIVERY = select(webhook_delivery).where(_IS_WEBHOOKS, webhook_delivery.c.id == bindparam("of_id"))
_DELIVERIES = (
    select(webhook_delivery)
    .where(_IS_WEBHOOKS)
    .order_by(webhook_delivery.c.happened_at.desc(), webhook_delivery.c.id.desc())
)
_DEAD = select(webhook_delivery).where(_IS_WEBHOOKS, webhook_delivery.c.state == DeliveryState.DEAD.value)


class SqlAlchemyOwnedWebhooks(OwnedWebhooks):
    """Steps for one owner; on PostgreSQL policies show them no other's rows, whatever they ask for."""

    def __init__(self, transactions: Transactions, now: Now, secrets: SealedSecrets, owner: Owner) -> None:
        self._transactions = transactions
        self._now = now
        self._secrets = secrets
        self._owner = owner

    @property
    def owner(self) -> Owner:
        return self._owner

    async def add(self, new: NewWebhook, secret: Secret, *, most: int) -> Webhook:
        stored = await self._secrets.stored(secret)

        def step(connection: Connection) -> Webhook:
            known = connection.execute(_GET, self._asked(new.id)).one_or_none()
            if known is not None:
                return webhook_of(known)
            if new.url is not None and connection.execute(_WITH_URL, {"asking": self._owner}).scalar_one() >= most:
                raise TooManyWebhooksError
            now = self._now(connection)
            row = {
                "id": new.id,
                "owner": self._owner,
                "url": new.url,
                "events": " ".join(sorted(new.events)),
                "created_at": now,
            }
            if connection.execute(_INSERT[connection.dialect.name], row).one_or_none() is not None:
                self._put(connection, new.id, stored, now)
            return webhook_of(connection.execute(_GET, self._asked(new.id)).one())

        return await self._transactions.write_perhaps_twice(step, owner=self._owner)

    async def list(self) -> Sequence[Webhook]:
        def step(connection: Connection) -> Sequence[Webhook]:
            return [webhook_of(row) for row in connection.execute(_LIST, {"asking": self._owner})]

        return await self._transactions.read(step, owner=self._owner)

    async def get(self, webhook_id: WebhookId) -> Webhook:
        return await self._transactions.read(
            lambda connection: self._required(connection, webhook_id), owner=self._owner
        )

    async def remove(self, webhook_id: WebhookId) -> None:
        def step(connection: Connection) -> None:
            if connection.execute(_LOCK, self._asked(webhook_id)).one_or_none() is None:
                return
            _forget(connection, list(connection.execute(_SECRETS, {"wanted": webhook_id}).scalars()))
            connection.execute(_REMOVE_DELIVERIES, {"wanted": webhook_id})
            connection.execute(_REMOVE, self._asked(webhook_id))

        await self._transactions.write_perhaps_twice(step, owner=self._owner)

    async def rotate(self, webhook_id: WebhookId, secret: Secret, *, overlap: timedelta) -> Webhook:
        stored = await self._secrets.stored(secret)

        def step(connection: Connection) -> Webhook:
            found = self._required(connection, webhook_id, is_changing=True)
            if connection.execute(_KNOWN, {"secret_id": secret.id}).first() is None:
                now = self._now(connection)
                over = connection.execute(_OVER, {"wanted": webhook_id, "at": now}).scalars()
                _forget(connection, list(over))
                self._put(connection, webhook_id, stored, now)
                ends = {"wanted": webhook_id, "but": secret.id, "at": now + overlap}
                connection.execute(_END_SECRETS, ends)
            return found

        return await self._transactions.write_perhaps_twice(step, owner=self._owner)

    async def deliveries(
        self, webhook_id: WebhookId, limit: int, *, state: DeliveryState | None = None, after: DeliveryId | None = None
    ) -> Sequence[Delivery]:
        def step(connection: Connection) -> Sequence[Delivery]:
            self._required(connection, webhook_id)
            wanted = _DELIVERIES.limit(limit)
            if state is not None:
                wanted = wanted.where(webhook_delivery.c.state == state.value)
            if after is not None:
                last = connection.execute(_DELIVERY, {"wanted": webhook_id, "of_id": after}).one_or_none()
                if last is None:
                    return []
                happened_at, found_id = webhook_delivery.c.happened_at, webhook_delivery.c.id
                is_behind = (happened_at == last.happened_at) & (found_id < last.id)
                wanted = wanted.where((happened_at < last.happened_at) | is_behind)
            return [delivery_of(row) for row in connection.execute(wanted, {"wanted": webhook_id})]

        return await self._transactions.read(step, owner=self._owner)

    async def replay(self, webhook_id: WebhookId, delivery_id: DeliveryId) -> Delivery:
        def step(connection: Connection) -> Delivery:
            self._required(connection, webhook_id, is_changing=True)
            asked = {"wanted": webhook_id, "of_id": delivery_id}
            row = connection.execute(_DELIVERY.with_for_update(), asked).one_or_none()
            if row is None:
                raise DeliveryUnknownError
            replayed = rules.replay(delivery_of(row), self._now(connection))
            connection.execute(SAVE, moved(replayed))
            connection.execute(_RESUME, self._asked(webhook_id))
            return replayed

        return await self._transactions.write_perhaps_twice(step, owner=self._owner)

    async def replay_dead(self, webhook_id: WebhookId) -> int:
        # Where the step runs twice, what the first run found counts.
        found: list[int] = []

        def step(connection: Connection) -> None:
            self._required(connection, webhook_id, is_changing=True)
            rows = connection.execute(_DEAD.with_for_update(), {"wanted": webhook_id})
            now = self._now(connection)
            replayed = [moved(rules.replay(delivery_of(row), now)) for row in rows]
            if replayed:
                connection.execute(SAVE, replayed)
            connection.execute(_RESUME, self._asked(webhook_id))
            found.append(len(replayed))

        await self._transactions.write_perhaps_twice(step, owner=self._owner)
        return max(found)

    def _asked(self, webhook_id: WebhookId) -> dict[str, object]:
        return {"wanted": webhook_id, "asking": self._owner}

    def _required(self, connection: Connection, webhook_id: WebhookId, *, is_changing: bool = False) -> Webhook:
        row = connection.execute(_LOCK if is_changing else _GET, self._asked(webhook_id)).one_or_none()
        if row is None:
            raise WebhookUnknownError
        return webhook_of(row)

    def _put(self, connection: Connection, webhook_id: WebhookId, stored: StoredSecret, now: datetime) -> None:
        row = {
            "id": stored.id,
            "webhook_id": webhook_id,
            "owner": self._owner,
            "made_at": now,
            "ends_at": None,
            "plain": stored.plain,
        }
        connection.execute(insert(webhook_secret), row)
        if stored.wrapped is not None:
            key = {"job_id": stored.id, "key_id": stored.wrapped.key_id, "wrapped": stored.wrapped.wrapped}
            connection.execute(insert(data_key), key)


def _forget(connection: Connection, secret_ids: Sequence[UUID]) -> None:
    if secret_ids:
        connection.execute(_REMOVE_KEYS, {"ids": list(secret_ids)})
        connection.execute(_REMOVE_SECRETS, {"ids": list(secret_ids)})
