"""The promises of `cvparser.ports.webhook_sender`."""

from __future__ import annotations

import asyncio
from abc import abstractmethod
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Protocol
from uuid import UUID

import pytest

from cvparser.domain.webhook import Answer, Message, Secret
from cvparser.ports.webhook_sender import WebhookSender
from cvparser.testing.conformance import Conformance

MESSAGE = Message(
    id="msg_7c1d3c5b0a8f5d1c9b7e2f4a6c8e0d12",
    at=datetime(2026, 1, 16, 10, 30, tzinfo=UTC),
    body=b'{"type":"job.completed"}',
)
SECRET = Secret(id=UUID(int=1), key=b"s" * 32)


class Receiver(Protocol):
    """Somebody who is called."""

    @property
    @abstractmethod
    def url(self) -> str:
        """Where."""

    @abstractmethod
    def answer(self, status: int) -> None:
        """Have it answer with `status` from now on."""

    @abstractmethod
    def heard(self) -> Sequence[bytes]:
        """Return the bodies that it was sent."""

    @abstractmethod
    async def leave(self) -> None:
        """Have nobody be there any more."""


class WebhookSenderConformance(Conformance):
    """Subclass and give two fixtures: `sender`, your adapter, and `receiver`, whom it may call."""

    @pytest.fixture
    def sender(self) -> WebhookSender:
        message = "Give your adapter in a fixture named 'sender'."
        raise NotImplementedError(message)

    @pytest.fixture
    def receiver(self) -> Receiver:
        message = "Give somebody to call in a fixture named 'receiver'."
        raise NotImplementedError(message)

    @pytest.mark.parametrize("status", [200, 204, 301, 307, 400, 410, 500, 503])
    async def test_what_a_receiver_answers_is_given_and_it_was_called_once(
        self, sender: WebhookSender, receiver: Receiver, status: int
    ) -> None:
        receiver.answer(status)

        answer = await sender.send(receiver.url, MESSAGE, [SECRET])

        assert answer == Answer(status=status)
        assert list(receiver.heard()) == [MESSAGE.body]

    async def test_many_are_called_at_once(self, sender: WebhookSender, receiver: Receiver) -> None:
        receiver.answer(204)

        answers = await asyncio.gather(*(sender.send(receiver.url, MESSAGE, [SECRET]) for _ in range(20)))

        assert answers == [Answer(status=204)] * 20
        assert len(receiver.heard()) == 20

    async def test_where_nobody_answers_it_is_said_and_nothing_is_raised(
        self, sender: WebhookSender, receiver: Receiver
    ) -> None:
        await receiver.leave()

        answer = await sender.send(receiver.url, MESSAGE, [SECRET])

        assert answer.status is None
        assert answer.obstacle is not None
