"""Keys in memory: for tests, and for programs that need no more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from cvparser.domain.access.api_key import ApiKey, KeyId
from cvparser.domain.access.owner import Owner
from cvparser.ports.key_store import KeyStore


class MemoryKeyStore(KeyStore):
    """Keeps keys as long as the object lives."""

    def __init__(self) -> None:
        self._keys: dict[KeyId, ApiKey] = {}

    async def add(self, key: ApiKey) -> None:
        self._keys.setdefault(key.id, key)

    async def find(self, key_id: KeyId) -> ApiKey | None:
        return self._keys.get(key_id)

    async def list(self, owner: Owner | None = None) -> Sequence[ApiKey]:
        wanted = [key for key in self._keys.values() if owner in {None, key.owner}]
        return sorted(wanted, key=lambda key: (key.created_at, key.id), reverse=True)

    async def revoke(self, key_id: KeyId, *, at: datetime) -> ApiKey | None:
        key = self._keys.get(key_id)
        if key is not None and key.revoked_at is None:
            self._keys[key_id] = replace(key, revoked_at=at)
        return self._keys.get(key_id)

    async def touch(self, key_id: KeyId, *, at: datetime) -> None:
        key = self._keys.get(key_id)
        if key is not None and (key.last_used_at is None or key.last_used_at < at):
            self._keys[key_id] = replace(key, last_used_at=at)

    async def rotate(self, key_id: KeyId, successor: ApiKey, *, ends_at: datetime) -> ApiKey | None:
        key = self._keys.get(key_id)
        if key is None or key.revoked_at is not None:
            return None
        self._keys.setdefault(successor.id, successor)
        end = ends_at if key.expires_at is None else min(key.expires_at, ends_at)
        self._keys[key_id] = replace(key, expires_at=end)
        return self._keys[key_id]
