from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import pytest

from cvparser.adapters.clock.frozen import FrozenClock
from cvparser.adapters.job_repository.memory import MemoryJobRepository
from cvparser.adapters.metrics.memory import MemoryMetrics
from cvparser.adapters.webhook_repository.memory import MemoryWebhookRepository
from cvparser.adapters.webhook_sender.memory import HEARD, MemoryWebhookSender
from cvparser.application import deliver_webhooks
from cvparser.application.deliver_webhooks import LEASE, PER_HOST, DeliverWebhooks
from cvparser.domain.errors import StorageUnavailableError
from cvparser.domain.webhook import Answer, Delivery, DeliveryState, Message, Secret
from cvparser.testing.conformance.job_repository import OWNER, START
from cvparser.testing.conformance.webhook_repository import ended, new_secret, new_webhook

AWAY = Answer(status=503)


@pytest.fixture(autouse=True)
def _stop_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deliver_webhooks, "STOP_S", 0.01)


class House:
    """What delivers, in memory."""

    def __init__(self, sender: MemoryWebhookSender, *, slots: int = 64) -> None:
        self.clock = FrozenClock(START)
        self.webhooks = MemoryWebhookRepository(self.clock.now)
        self.jobs = MemoryJobRepository(clock=self.clock, on_end=self.webhooks.job_ended)
        self.metrics = MemoryMetrics()
        self.deliver = self.another(sender, slots=slots)

    def another(self, sender: MemoryWebhookSender, *, slots: int = 64) -> DeliverWebhooks:
        return DeliverWebhooks(
            webhooks=self.webhooks,
            sender=sender,
            clock=self.clock,
            metrics=self.metrics,
            chance=lambda: 0.5,
            slots=slots,
            api="/api",
        )

    async def told_of(self, count: int, *hosts: str) -> None:
        for host in hosts:
            await self.webhooks.of(OWNER).add(new_webhook(f"https://{host}.example/"), new_secret(), most=99)
        for _ in range(count):
            await ended(self.jobs)

    @property
    def states(self) -> list[DeliveryState]:
        return [each.state for each in self.webhooks.all.values()]


class HangingSender(MemoryWebhookSender):
    """Never has an answer of `slow`."""

    async def send(self, url: str, message: Message, secrets: Sequence[Secret]) -> Answer:
        answer = await super().send(url, message, secrets)
        if "slow" in url:
            await asyncio.Event().wait()
        return answer


async def test_what_is_due_is_said_once_and_kept_as_delivered() -> None:
    sender = MemoryWebhookSender()
    house = House(sender)
    await house.told_of(3, "a", "b")

    assert await house.deliver.begin() == 6
    await house.deliver.settled()

    assert await house.deliver.begin() == 0
    assert len({message.id for _, message, _ in sender.sent}) == len(sender.sent) == 6
    assert set(house.states) == {DeliveryState.DELIVERED}


async def test_what_was_not_heard_is_said_again_under_its_id_until_it_is() -> None:
    answers = [AWAY, Answer(status=500), HEARD]
    sender = MemoryWebhookSender(lambda _: answers.pop(0))
    house = House(sender)
    await house.told_of(1, "a")
    running = asyncio.create_task(house.deliver.forever())

    for _ in range(30):
        house.clock.advance(timedelta(seconds=1))
        for _ in range(20):
            await asyncio.sleep(0)
    running.cancel()

    assert not answers
    assert len({message.id for _, message, _ in sender.sent}) == 1
    assert [message.at - START for _, message, _ in sender.sent] == sorted(
        message.at - START for _, message, _ in sender.sent
    )
    assert house.states == [DeliveryState.DELIVERED]
    assert house.metrics.counts == {"webhooks pending": 2, "webhooks delivered": 1}


async def test_a_receiver_that_hangs_holds_up_no_other() -> None:
    sender = HangingSender()
    house = House(sender, slots=PER_HOST + 2)
    await house.told_of(50, "slow", "a")
    running = asyncio.create_task(house.deliver.forever())
    for _ in range(600):
        await asyncio.sleep(0)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running

    said = [url for url, _, _ in sender.sent]
    assert said.count("https://a.example/") == 50
    assert said.count("https://slow.example/") == PER_HOST


async def test_a_call_that_is_under_way_at_a_stop_has_a_moment_to_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deliver_webhooks, "STOP_S", 10.0)
    answered = asyncio.Event()

    class SlowSender(MemoryWebhookSender):
        async def send(self, url: str, message: Message, secrets: Sequence[Secret]) -> Answer:
            await answered.wait()
            return HEARD

    house = House(SlowSender())
    await house.told_of(1, "a")
    running = asyncio.create_task(house.deliver.forever())
    for _ in range(20):
        await asyncio.sleep(0)
    running.cancel()
    await asyncio.sleep(0)
    answered.set()
    with pytest.raises(asyncio.CancelledError):
        await running

    assert house.states == [DeliveryState.DELIVERED]


async def test_what_a_process_had_in_hand_when_it_ended_is_said_by_another_after_its_lease() -> None:
    house = House(HangingSender())
    await house.told_of(1, "slow")
    running = asyncio.create_task(house.deliver.forever())
    for _ in range(20):
        await asyncio.sleep(0)
    running.cancel()
    other = MemoryWebhookSender()
    another = house.another(other)

    assert await another.begin() == 0
    house.clock.advance(LEASE)
    assert await another.begin() == 1
    await another.settled()

    assert house.states == [DeliveryState.DELIVERED]


async def test_an_outage_of_the_store_forgets_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    sender = MemoryWebhookSender()
    house = House(sender)
    await house.told_of(1, "a")
    settle, tries = house.webhooks.settle, []

    async def away_twice(*of: object, **how: object) -> Delivery | None:
        tries.append(of)
        if len(tries) < 3:
            raise StorageUnavailableError
        return await settle(*of, **how)  # type: ignore[arg-type]

    monkeypatch.setattr(house.webhooks, "settle", away_twice)
    await house.deliver.begin()
    for _ in range(40):
        house.clock.advance(timedelta(seconds=1))
        await asyncio.sleep(0)

    assert len(sender.sent) == 1
    assert house.states == [DeliveryState.DELIVERED]
