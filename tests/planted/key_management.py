"""Key management, and stores of data keys, with one fault each."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from tests.conformance.test_key_management import knowing_local
from tests.planted.catalogue import Catalogue, Fixtures, faults

from cvparser.adapters.key_management.memory import MemoryDataKeys, MemoryKey, MemoryKeyManagement
from cvparser.domain.job import JobId
from cvparser.ports.key_management import (
    DataKeys,
    KeyManagement,
    KeyMissingError,
    KeyWrongError,
    StoredDataTamperedError,
    WrappedKey,
)
from cvparser.testing.conformance.key_management import DataKeysConformance, KeyManagementConformance


class WrapsNothing(MemoryKeyManagement):
    async def wrap(self, data_key: bytes, *, job_id: JobId) -> WrappedKey:
        return WrappedKey(key_id=self._writing, wrapped=data_key)

    async def unwrap(self, wrapped: WrappedKey, *, job_id: JobId) -> bytes:
        return wrapped.wrapped


class WrapsTheSameEachTime(MemoryKeyManagement):
    async def wrap(self, data_key: bytes, *, job_id: JobId) -> WrappedKey:
        key, token = self._keys[self._writing], job_id.bytes * 2
        key.wrapped[token] = job_id, data_key
        return WrappedKey(key_id=self._writing, wrapped=key.mark + token)


class BindsToNoJob(MemoryKeyManagement):
    async def unwrap(self, wrapped: WrappedKey, *, job_id: JobId) -> bytes:
        for key in self._keys.values():
            for of_job, _ in key.wrapped.values():
                try:
                    return await super().unwrap(wrapped, job_id=of_job)
                except StoredDataTamperedError:
                    continue
        return await super().unwrap(wrapped, job_id=job_id)


class TellsAnotherJobsKeyAsMissing(MemoryKeyManagement):
    async def unwrap(self, wrapped: WrappedKey, *, job_id: JobId) -> bytes:
        try:
            return await super().unwrap(wrapped, job_id=job_id)
        except StoredDataTamperedError:
            raise KeyMissingError from None


class RaisesKeyErrors(MemoryKeyManagement):
    async def unwrap(self, wrapped: WrappedKey, *, job_id: JobId) -> bytes:
        if wrapped.key_id not in self._keys:
            raise KeyError(wrapped.key_id)
        return await super().unwrap(wrapped, job_id=job_id)


class TellsAMissingKeyAsDamage(MemoryKeyManagement):
    async def unwrap(self, wrapped: WrappedKey, *, job_id: JobId) -> bytes:
        try:
            return await super().unwrap(wrapped, job_id=job_id)
        except KeyMissingError:
            raise StoredDataTamperedError from None


class TellsAWrongKeyAsDamage(MemoryKeyManagement):
    async def unwrap(self, wrapped: WrappedKey, *, job_id: JobId) -> bytes:
        try:
            return await super().unwrap(wrapped, job_id=job_id)
        except KeyWrongError:
            raise StoredDataTamperedError from None


class UnwrapsWithTheWritingKeyAlone(MemoryKeyManagement):
    async def unwrap(self, wrapped: WrappedKey, *, job_id: JobId) -> bytes:
        if wrapped.key_id != self._writing:
            raise KeyMissingError
        return await super().unwrap(wrapped, job_id=job_id)


class WritesWithTheLastKey(MemoryKeyManagement):
    async def wrap(self, data_key: bytes, *, job_id: JobId) -> WrappedKey:
        self._writing = list(self._keys)[-1]
        return await super().wrap(data_key, job_id=job_id)


class NamesItsKeyWithBlanks(MemoryKeyManagement):
    @property
    def writing_key_id(self) -> str:
        return f"key {self._writing}"


class KeepsInThisProcessAlone(MemoryKeyManagement):
    def __init__(self, keys: Mapping[str, MemoryKey]) -> None:
        super().__init__({name: MemoryKey(mark=key.mark) for name, key in keys.items()})


class UnwrapsOnce(MemoryKeyManagement):
    async def unwrap(self, wrapped: WrappedKey, *, job_id: JobId) -> bytes:
        found = await super().unwrap(wrapped, job_id=job_id)
        self._keys[wrapped.key_id].wrapped.clear()
        return found


class StripsZeros(MemoryKeyManagement):
    async def unwrap(self, wrapped: WrappedKey, *, job_id: JobId) -> bytes:
        return (await super().unwrap(wrapped, job_id=job_id)).rstrip(b"\0")


class GivesTheLongestZeroes(MemoryKeyManagement):
    async def unwrap(self, wrapped: WrappedKey, *, job_id: JobId) -> bytes:
        return (await super().unwrap(wrapped, job_id=job_id)).lstrip(b"\0").rjust(32, b"0")


class LooksAtTheBeginning(MemoryKeyManagement):
    async def unwrap(self, wrapped: WrappedKey, *, job_id: JobId) -> bytes:
        for key in self._keys.values():
            for token in key.wrapped:
                if token[:8] == wrapped.wrapped[len(key.mark) :][:8]:
                    wrapped = replace(wrapped, wrapped=wrapped.wrapped[: len(key.mark)] + token)
        return await super().unwrap(wrapped, job_id=job_id)


def management(make: Any) -> Fixtures:
    made: dict[str, MemoryKey] = {}

    async def knowing(*names: str) -> KeyManagement:
        return make({name.rstrip("'"): made.setdefault(name, MemoryKey()) for name in names})  # type: ignore[no-any-return]

    return {"knowing": knowing}


class MakesANewOneEachTime(MemoryDataKeys):
    async def made(self, job_id: JobId) -> bytes | None:
        self.wrapped.pop(job_id, None)
        return await super().made(job_id)


class LooksBeforeItMakes(MemoryDataKeys):
    async def made(self, job_id: JobId) -> bytes | None:
        if self._keys is None or job_id in self.wrapped:
            return await super().kept(job_id)
        key = await super().made(job_id)
        self.wrapped.pop(job_id)
        await asyncio.sleep(0)
        self.wrapped[job_id] = await self._keys.wrap(key or b"", job_id=job_id)
        return key


class HasOneForAllJobs(MemoryDataKeys):
    async def made(self, job_id: JobId) -> bytes | None:
        return (await super().made(job_id)) and bytes(32)


class MakesShortKeys(MemoryDataKeys):
    async def made(self, job_id: JobId) -> bytes | None:
        key = await super().made(job_id)
        return key and key[:16]


class MakesOneWhereItLooks(MemoryDataKeys):
    async def kept(self, job_id: JobId) -> bytes | None:
        if self._keys is not None and job_id not in self.wrapped:
            self.wrapped[job_id] = await self._keys.wrap(bytes(32), job_id=job_id)
        return await super().kept(job_id)


class GivesNoneForAKeyThatIsAway(MemoryDataKeys):
    async def kept(self, job_id: JobId) -> bytes | None:
        try:
            return await super().kept(job_id)
        except KeyMissingError:
            return None


class MakesAnewWhereTheKeyIsAway(MemoryDataKeys):
    async def made(self, job_id: JobId) -> bytes | None:
        try:
            return await super().made(job_id)
        except KeyMissingError:
            del self.wrapped[job_id]
            return await super().made(job_id)


class RefusesToEncryptNothing(MemoryDataKeys):
    async def made(self, job_id: JobId) -> bytes | None:
        if self._keys is None:
            raise KeyMissingError
        return await super().made(job_id)


class CountsKeysNotJobs(MemoryDataKeys):
    async def key_ids(self) -> Mapping[str, int]:
        return dict.fromkeys(await super().key_ids(), 1)


class GivesThoseThatAreUnderTheKey(MemoryDataKeys):
    async def wrapped_otherwise(self, key_id: str, limit: int, *, after: JobId | None = None) -> Any:
        return await super().wrapped_otherwise("", limit, after=after)


class PagesInclusively(MemoryDataKeys):
    async def wrapped_otherwise(self, key_id: str, limit: int, *, after: JobId | None = None) -> Any:
        found = [each for each in sorted(self.wrapped.items()) if each[1].key_id != key_id]
        return [each for each in found if after is None or each[0] >= after][:limit]


class PagesFromTheBeginning(MemoryDataKeys):
    async def wrapped_otherwise(self, key_id: str, limit: int, *, after: JobId | None = None) -> Any:
        return [] if after else await super().wrapped_otherwise(key_id, limit)


class WrapsTheFirstAnew(MemoryDataKeys):
    async def rewrapped(self, changed: Sequence[tuple[JobId, WrappedKey, WrappedKey]]) -> None:
        await super().rewrapped(changed[:1])


class RaisesForWhatIsNotThere(MemoryDataKeys):
    async def rewrapped(self, changed: Sequence[tuple[JobId, WrappedKey, WrappedKey]]) -> None:
        for job_id, earlier, _ in changed:
            if self.wrapped[job_id] != earlier:
                raise StoredDataTamperedError
        await super().rewrapped(changed)


class DataKeysInThisProcessAlone(MemoryDataKeys):
    def __init__(self, keys: KeyManagement | None, *, beside: MemoryDataKeys | None = None) -> None:
        super().__init__(keys)


def data_keys(make: Any) -> Fixtures:
    first = MemoryDataKeys(None)

    async def storing(keys: KeyManagement | None) -> DataKeys:
        return make(keys, beside=first)  # type: ignore[no-any-return]

    return {"storing": storing, "knowing": knowing_local}


CATALOGUES = {
    "": Catalogue(
        suite=KeyManagementConformance,
        fixtures=management,
        sound=MemoryKeyManagement,
        faults=faults(globals(), MemoryKeyManagement),
    ),
    "data keys": Catalogue(
        suite=DataKeysConformance, fixtures=data_keys, sound=MemoryDataKeys, faults=faults(globals(), MemoryDataKeys)
    ),
}
