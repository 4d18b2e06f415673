from __future__ import annotations

from collections.abc import AsyncIterator, Sequence

import pytest
from tests.webhooks.receiver import LoopbackReceiver, receiving

from cvparser.adapters.webhook_sender.http import HttpWebhookSender
from cvparser.adapters.webhook_sender.memory import MemoryWebhookSender
from cvparser.domain.webhook import Answer, Obstacle
from cvparser.domain.webhook_address import AddressRule
from cvparser.testing.conformance.webhook_sender import WebhookSenderConformance


class MemoryReceiver:
    url = "https://hr.example/hook"

    def __init__(self) -> None:
        self._answer = Answer(status=204)
        self.sender = MemoryWebhookSender(lambda _: self._answer)

    def answer(self, status: int) -> None:
        self._answer = Answer(status=status)

    def heard(self) -> Sequence[bytes]:
        return [message.body for _, message, _ in self.sender.sent]

    async def leave(self) -> None:
        self._answer = Answer(obstacle=Obstacle.CONNECTION)


class TestMemoryWebhookSender(WebhookSenderConformance):
    @pytest.fixture
    def receiver(self) -> MemoryReceiver:
        return MemoryReceiver()

    @pytest.fixture
    def sender(self, receiver: MemoryReceiver) -> MemoryWebhookSender:
        return receiver.sender


class TestHttpWebhookSender(WebhookSenderConformance):
    @pytest.fixture
    async def receiver(self) -> AsyncIterator[LoopbackReceiver]:
        async with receiving() as receiver:
            yield receiver

    @pytest.fixture
    async def sender(self) -> AsyncIterator[HttpWebhookSender]:
        async with HttpWebhookSender(rule=AddressRule(private=True, http=True)) as sender:
            yield sender
