"""Receivers in memory: for tests."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from cvparser.domain.webhook import Answer, Message, Secret
from cvparser.ports.webhook_sender import WebhookSender

#: Of who always listens.
HEARD = Answer(status=204)


class MemoryWebhookSender(WebhookSender):
    """Calls nobody: keeps what was said, and answers what `answers` gives for a URL."""

    def __init__(self, answers: Callable[[str], Answer] = lambda _: HEARD) -> None:
        self._answers = answers
        #: What was said to whom, the first first.
        self.sent: list[tuple[str, Message, Sequence[Secret]]] = []

    async def send(self, url: str, message: Message, secrets: Sequence[Secret]) -> Answer:
        self.sent.append((url, message, secrets))
        return self._answers(url)
