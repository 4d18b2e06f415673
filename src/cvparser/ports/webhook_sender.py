"""Calls of receivers of webhooks."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import Protocol

from cvparser.domain.webhook import Answer, Message, Secret


class WebhookSender(Protocol):
    """Says a message to a receiver, signed as Standard Webhooks has it.

    Safe for concurrent tasks. Suite: `cvparser.testing.conformance.webhook_sender`.
    """

    @abstractmethod
    async def send(self, url: str, message: Message, secrets: Sequence[Secret]) -> Answer:
        """Return what the receiver answered, or what was in the way; raise nothing.

        Called is the address that was looked at, never one that its name leads to later; one that the adapter's rule
        does not allow is not called. No redirect is followed. Of the answer nothing is read but its head, and neither
        that nor the whole call takes longer than the adapter allows. It is signed with each of `secrets`.
        """
