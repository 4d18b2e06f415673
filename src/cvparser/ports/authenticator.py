"""Who asks, found out."""

from __future__ import annotations

from abc import abstractmethod
from typing import Protocol

from cvparser.domain.access.principal import Principal


class Authenticator(Protocol):
    """Tells by what was sent who asks.

    Safe for concurrent tasks. Nothing that was sent is logged or kept. Suite:
    `cvparser.testing.conformance.authenticator`.
    """

    @abstractmethod
    async def authenticate(self, token: str | None) -> Principal:
        """Return who sent `token`, a key or what else the adapter takes; None where nothing was sent.

        Any text may be sent, of any length and form: the work on it is bounded.

        Raises:
            KeyMissingError: nothing was sent, and something is needed.
            AccessDeniedError: what was sent lets nobody in, and why.
            UnavailableError: that cannot be told now.
        """
