"""Webhooks in memory: for tests. Whoever keeps the jobs in memory says which have ended, and which are gone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from cvparser.domain import webhook as rules
from cvparser.domain.access.owner import Owner
from cvparser.domain.job import Job, JobId
from cvparser.domain.webhook import (
    Answer,
    Backoff,
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
from cvparser.ports.webhook_repository import ClaimedDelivery, OwnedWebhooks, WebhookRepository


@dataclass(slots=True)
class _Kept:
    webhook: Webhook
    #: Each with its end, the newest first.
    secrets: list[tuple[Secret, datetime | None]]


class MemoryWebhookRepository(WebhookRepository):
    """Keeps webhooks as long as the object lives; `now` is the clock of the jobs."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.now = now
        self.kept: dict[WebhookId, _Kept] = {}
        self.all: dict[DeliveryId, Delivery] = {}
        self._behind = ""

    def job_ended(self, job: Job) -> None:
        """Keep what its owner's webhooks are to be told of a job that has just ended."""
        webhooks = [each.webhook for each in self.kept.values() if each.webhook.owner == job.owner]
        for delivery in rules.deliveries_of(job, webhooks):
            self.all.setdefault(delivery.id, delivery)

    def job_erased(self, job_id: JobId) -> None:
        """Remove what was to be told of a job."""
        self.all = {each.id: each for each in self.all.values() if each.job_id != job_id}

    def of(self, owner: Owner) -> OwnedWebhooks:
        return _OwnedMemoryWebhooks(self, owner)

    async def claim(
        self, limit: int, *, lease: timedelta, per_host: int, busy: Mapping[str, int]
    ) -> Sequence[ClaimedDelivery]:
        now = self.now()
        taken: list[Delivery] = []
        due = sorted((each for each in self.all.values() if rules.is_due(each, now)), key=lambda each: each.due_at)
        hosts = sorted({each.host for each in due})
        turns = [host for host in hosts if host > self._behind] + [host for host in hosts if host <= self._behind]
        for host in turns:
            free = max(0, min(per_host - busy.get(host, 0), limit - len(taken)))
            taken += [rules.claim(each, now, lease) for each in due if each.host == host][:free]
            if free:
                self._behind = host
        self.all.update((each.id, each) for each in taken)
        return [ClaimedDelivery(delivery=each, secrets=self._valid(each.webhook_id, now)) for each in taken]

    async def settle(
        self, delivery_id: DeliveryId, *, tries: int, answer: Answer, backoff: Backoff, chance: float
    ) -> Delivery | None:
        found = self.all.get(delivery_id)
        if found is None or found.tries != tries or found.state is not DeliveryState.PENDING:
            return None
        settled = rules.settle(found, self.now(), answer=answer, backoff=backoff, chance=chance)
        self.all[delivery_id] = settled
        kept = self.kept[settled.webhook_id]
        if answer.ends_webhook and kept.webhook.url is not None:
            kept.webhook = replace(kept.webhook, ended_at=kept.webhook.ended_at or self.now())
            self.all |= {each.id: rules.end(each) for each in self.all.values() if each.webhook_id == kept.webhook.id}
        return settled

    def _valid(self, webhook_id: WebhookId, now: datetime) -> Sequence[Secret]:
        return [secret for secret, end in self.kept[webhook_id].secrets if end is None or now < end]


class _OwnedMemoryWebhooks(OwnedWebhooks):
    """The webhooks of one owner among those in memory."""

    def __init__(self, webhooks: MemoryWebhookRepository, owner: Owner) -> None:
        self._all = webhooks
        self._owner = owner

    @property
    def owner(self) -> Owner:
        return self._owner

    async def add(self, new: NewWebhook, secret: Secret, *, most: int) -> Webhook:
        if new.id not in self._all.kept:
            if new.url is not None and sum(each.url is not None for each in await self.list()) >= most:
                raise TooManyWebhooksError
            made = Webhook(id=new.id, owner=self._owner, url=new.url, events=new.events, created_at=self._all.now())
            self._all.kept[new.id] = _Kept(made, [(secret, None)])
        return await self.get(new.id)

    async def list(self) -> Sequence[Webhook]:
        found = [each.webhook for each in self._all.kept.values() if each.webhook.owner == self._owner]
        return sorted(found, key=lambda each: (each.created_at, each.id))

    async def get(self, webhook_id: WebhookId) -> Webhook:
        return self._required(webhook_id).webhook

    async def remove(self, webhook_id: WebhookId) -> None:
        kept = self._all.kept.get(webhook_id)
        if kept is not None and kept.webhook.owner == self._owner:
            del self._all.kept[webhook_id]
            self._all.all = {each.id: each for each in self._all.all.values() if each.webhook_id != webhook_id}

    async def rotate(self, webhook_id: WebhookId, secret: Secret, *, overlap: timedelta) -> Webhook:
        kept, end = self._required(webhook_id), self._all.now() + overlap
        if secret not in {each for each, _ in kept.secrets}:
            ending = [(each, end if until is None else min(until, end)) for each, until in kept.secrets]
            kept.secrets = [(secret, None), *ending]
        return kept.webhook

    async def deliveries(
        self, webhook_id: WebhookId, limit: int, *, state: DeliveryState | None = None, after: DeliveryId | None = None
    ) -> Sequence[Delivery]:
        self._required(webhook_id)
        found = [each for each in self._all.all.values() if each.webhook_id == webhook_id]
        found.sort(key=lambda each: (each.happened_at, each.id), reverse=True)
        if after is not None:
            ids = [each.id for each in found]
            found = found[ids.index(after) + 1 :] if after in ids else []
        return [each for each in found if state in (None, each.state)][:limit]

    async def replay(self, webhook_id: WebhookId, delivery_id: DeliveryId) -> Delivery:
        kept, found = self._required(webhook_id), self._all.all.get(delivery_id)
        if found is None or found.webhook_id != webhook_id:
            raise DeliveryUnknownError
        kept.webhook = replace(kept.webhook, ended_at=None)
        replayed = self._all.all[delivery_id] = rules.replay(found, self._all.now())
        return replayed

    async def replay_dead(self, webhook_id: WebhookId) -> int:
        kept = self._required(webhook_id)
        kept.webhook = replace(kept.webhook, ended_at=None)
        dead = await self.deliveries(webhook_id, len(self._all.all) or 1, state=DeliveryState.DEAD)
        self._all.all |= {each.id: rules.replay(each, self._all.now()) for each in dead}
        return len(dead)

    def _required(self, webhook_id: WebhookId) -> _Kept:
        kept = self._all.kept.get(webhook_id)
        if kept is None or kept.webhook.owner != self._owner:
            raise WebhookUnknownError
        return kept
