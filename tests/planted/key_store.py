"""Stores of keys with one fault each."""

from __future__ import annotations

import asyncio
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, ClassVar

from tests.planted.catalogue import Catalogue, Fixtures, faults

from cvparser.adapters.key_store.memory import MemoryKeyStore
from cvparser.domain.access.api_key import ApiKey, KeyId
from cvparser.domain.access.owner import Owner
from cvparser.ports.key_store import KeyStore
from cvparser.testing.conformance.key_store import KeyStoreConformance


class AddsAgainOverWhatItKnows(MemoryKeyStore):
    async def add(self, key: ApiKey) -> None:
        self._keys[key.id] = key


class RefusesTheSameAgain(MemoryKeyStore):
    async def add(self, key: ApiKey) -> None:
        if key.id in self._keys:
            raise ValueError("taken")
        await super().add(key)


class LosesMicroseconds(MemoryKeyStore):
    async def add(self, key: ApiKey) -> None:
        await super().add(replace(key, created_at=key.created_at.replace(microsecond=0)))


class LosesZones(MemoryKeyStore):
    async def add(self, key: ApiKey) -> None:
        await super().add(replace(key, created_at=key.created_at.replace(tzinfo=None)))


class LosesLimits(MemoryKeyStore):
    async def add(self, key: ApiKey) -> None:
        await super().add(replace(key, limits={}))


class LosesAScope(MemoryKeyStore):
    async def add(self, key: ApiKey) -> None:
        await super().add(replace(key, scopes=frozenset(sorted(key.scopes)[:2])))


class NormalisesNames(MemoryKeyStore):
    async def add(self, key: ApiKey) -> None:
        await super().add(replace(key, name=unicodedata.normalize("NFC", key.name)))


class CutsDigests(MemoryKeyStore):
    async def add(self, key: ApiKey) -> None:
        await super().add(replace(key, digest=key.digest.lstrip(b"\0")))


class FindsNoRevokedKey(MemoryKeyStore):
    async def find(self, key_id: KeyId) -> ApiKey | None:
        key = await super().find(key_id)
        return None if key is None or key.revoked_at else key


class FindsByTheBeginning(MemoryKeyStore):
    async def find(self, key_id: KeyId) -> ApiKey | None:
        return next((key for known, key in self._keys.items() if known.startswith(key_id)), None)


class FindsInAnyCase(MemoryKeyStore):
    async def find(self, key_id: KeyId) -> ApiKey | None:
        return next((key for known, key in self._keys.items() if known.lower() == key_id.lower()), None)


class RaisesForAnUnknownKey(MemoryKeyStore):
    async def find(self, key_id: KeyId) -> ApiKey | None:
        return self._keys[key_id]


class ListsTheOldestFirst(MemoryKeyStore):
    async def list(self, owner: Owner | None = None) -> Sequence[ApiKey]:
        return list(reversed(await super().list(owner)))


class ListsAsTheyCame(MemoryKeyStore):
    async def list(self, owner: Owner | None = None) -> Sequence[ApiKey]:
        return [key for key in self._keys.values() if owner in {None, key.owner}]


class ListsEveryOwners(MemoryKeyStore):
    async def list(self, owner: Owner | None = None) -> Sequence[ApiKey]:
        return await super().list()


class ListsOwnersByTheBeginning(MemoryKeyStore):
    async def list(self, owner: Owner | None = None) -> Sequence[ApiKey]:
        return [key for key in await super().list() if owner is None or key.owner.startswith(owner)]


class ListsNoRevokedKey(MemoryKeyStore):
    async def list(self, owner: Owner | None = None) -> Sequence[ApiKey]:
        return [key for key in await super().list(owner) if key.revoked_at is None]


class ListsTenAtMost(MemoryKeyStore):
    async def list(self, owner: Owner | None = None) -> Sequence[ApiKey]:
        return (await super().list(owner))[:10]


class GivesItsOwnList(MemoryKeyStore):
    listed: Any = None

    async def list(self, owner: Owner | None = None) -> Sequence[ApiKey]:
        if self.listed is None or len(self.listed) > len(self._keys):
            self.listed = list(await super().list(owner))
        return self.listed  # type: ignore[no-any-return]


class RevokesAnew(MemoryKeyStore):
    async def revoke(self, key_id: KeyId, *, at: datetime) -> ApiKey | None:
        if key_id in self._keys:
            self._keys[key_id] = replace(self._keys[key_id], revoked_at=at)
        return self._keys.get(key_id)


class GivesTheKeyAsItWas(MemoryKeyStore):
    async def revoke(self, key_id: KeyId, *, at: datetime) -> ApiKey | None:
        before = self._keys.get(key_id)
        await super().revoke(key_id, at=at)
        return before


class RemovesRevokedKeys(MemoryKeyStore):
    async def revoke(self, key_id: KeyId, *, at: datetime) -> ApiKey | None:
        key = await super().revoke(key_id, at=at)
        self._keys.pop(key_id, None)
        return key


class RevokesByTheBeginning(MemoryKeyStore):
    async def revoke(self, key_id: KeyId, *, at: datetime) -> ApiKey | None:
        for known in self._keys:
            if known.startswith(key_id):
                await super().revoke(known, at=at)
        return self._keys.get(key_id)


class LooksBeforeItRevokes(MemoryKeyStore):
    async def revoke(self, key_id: KeyId, *, at: datetime) -> ApiKey | None:
        key = self._keys.get(key_id)
        await asyncio.sleep(0)
        if key is not None and key.revoked_at is None:
            key = self._keys[key_id] = replace(key, revoked_at=at)
        return key


class TouchesBackwards(MemoryKeyStore):
    async def touch(self, key_id: KeyId, *, at: datetime) -> None:
        if key_id in self._keys:
            self._keys[key_id] = replace(self._keys[key_id], last_used_at=at)


class TouchesNothing(MemoryKeyStore):
    async def touch(self, key_id: KeyId, *, at: datetime) -> None:
        return None


class TouchesAll(MemoryKeyStore):
    async def touch(self, key_id: KeyId, *, at: datetime) -> None:
        for known in self._keys:
            await super().touch(known, at=at)


class RevivesWhatItTouches(MemoryKeyStore):
    async def touch(self, key_id: KeyId, *, at: datetime) -> None:
        await super().touch(key_id, at=at)
        if key_id in self._keys:
            self._keys[key_id] = replace(self._keys[key_id], revoked_at=None)


class RaisesWhereItTouchesNothing(MemoryKeyStore):
    async def touch(self, key_id: KeyId, *, at: datetime) -> None:
        self._keys[key_id] = replace(self._keys[key_id], last_used_at=at)


class ReplacesRevokedKeys(MemoryKeyStore):
    async def rotate(self, key_id: KeyId, successor: ApiKey, *, ends_at: datetime) -> ApiKey | None:
        if key_id not in self._keys:
            return None
        self._keys.setdefault(successor.id, successor)
        return self._keys[key_id]


class KeepsASuccessorOfNothing(MemoryKeyStore):
    async def rotate(self, key_id: KeyId, successor: ApiKey, *, ends_at: datetime) -> ApiKey | None:
        self._keys.setdefault(successor.id, successor)
        return await super().rotate(key_id, successor, ends_at=ends_at)


class ProlongsTheOldKey(MemoryKeyStore):
    async def rotate(self, key_id: KeyId, successor: ApiKey, *, ends_at: datetime) -> ApiKey | None:
        key = await super().rotate(key_id, successor, ends_at=ends_at)
        if key is not None:
            self._keys[key_id] = key = replace(key, expires_at=ends_at)
        return key


class EndsTheOldKeyAtOnce(MemoryKeyStore):
    async def rotate(self, key_id: KeyId, successor: ApiKey, *, ends_at: datetime) -> ApiKey | None:
        return await super().rotate(key_id, successor, ends_at=successor.created_at)


class GivesTheSuccessor(MemoryKeyStore):
    async def rotate(self, key_id: KeyId, successor: ApiKey, *, ends_at: datetime) -> ApiKey | None:
        key = await super().rotate(key_id, successor, ends_at=ends_at)
        return key and successor


class ReplacesTheSuccessorToo(MemoryKeyStore):
    async def rotate(self, key_id: KeyId, successor: ApiKey, *, ends_at: datetime) -> ApiKey | None:
        key = await super().rotate(key_id, successor, ends_at=ends_at)
        if key is not None:
            self._keys[successor.id] = successor
        return key


class SharesKeysWithEveryOther(MemoryKeyStore):
    all: ClassVar[dict[KeyId, ApiKey]] = {}

    def __init__(self) -> None:
        super().__init__()
        self._keys = self.all


class KeepsInThisProcessAlone(MemoryKeyStore):
    """As the fixtures make it."""


def fixtures(make: Any) -> Fixtures:
    keys = make()

    async def reopened() -> KeyStore:
        again: MemoryKeyStore = make()
        if make is not KeepsInThisProcessAlone:
            again._keys = keys._keys
        return again

    return {"keys": keys, "reopened": reopened}


CATALOGUES = {
    "": Catalogue(
        suite=KeyStoreConformance,
        fixtures=fixtures,
        sound=MemoryKeyStore,
        faults=faults(globals(), MemoryKeyStore),
    )
}
