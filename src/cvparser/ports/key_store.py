"""Keys, stored."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from cvparser.domain.access.api_key import ApiKey, KeyId
from cvparser.domain.access.owner import Owner


class KeyStore(Protocol):
    """Keeps keys, never their text: what is kept lets nobody in.

    Safe for concurrent tasks and processes: each method is one atomic step. Revoked and expired keys stay, so that a
    list tells of them. Suite: `cvparser.testing.conformance.key_store`.

    Every method raises StorageUnavailableError when the store cannot be reached; nothing was changed then, or, where
    the answer was lost on the way, calling again is harmless.
    """

    @abstractmethod
    async def add(self, key: ApiKey) -> None:
        """Keep a new key. The same again: a no-op."""

    @abstractmethod
    async def find(self, key_id: KeyId) -> ApiKey | None:
        """Return the key of this id, revoked and expired ones too, or None."""

    @abstractmethod
    async def list(self, owner: Owner | None = None) -> Sequence[ApiKey]:
        """Return the keys of an owner, or of all, the newest first."""

    @abstractmethod
    async def revoke(self, key_id: KeyId, *, at: datetime) -> ApiKey | None:
        """Note that a key lets nobody in from `at` on, and return it; None for an unknown one. The first `at` stays."""

    @abstractmethod
    async def touch(self, key_id: KeyId, *, at: datetime) -> None:
        """Note that a key was used; an `at` before the one that is kept changes nothing. Unknown: a no-op."""

    @abstractmethod
    async def rotate(self, key_id: KeyId, successor: ApiKey, *, ends_at: datetime) -> ApiKey | None:
        """Keep `successor`, and have the key of this id expire at `ends_at` at the latest, in one step.

        Returned is the old key as it is then; None for an unknown or revoked one, and then nothing is kept. The same
        again: a no-op.
        """
