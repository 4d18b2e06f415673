"""Keys in memory: for tests, and for programs that need no more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from secrets import token_bytes

from cvparser.domain.job import JobId
from cvparser.ports.key_management import (
    DATA_KEY_BYTES,
    DataKeys,
    KeyManagement,
    KeyMissingError,
    KeyWrongError,
    StoredDataTamperedError,
    WrappedKey,
)


@dataclass(frozen=True)
class MemoryKey:
    """A key, with all that it wrapped."""

    #: What tells it from others of its name.
    mark: bytes = field(default_factory=lambda: token_bytes(8))
    wrapped: dict[bytes, tuple[JobId, bytes]] = field(default_factory=dict)


class MemoryKeyManagement(KeyManagement):
    """Wraps by keeping what it was given in the key: what is wrapped is a token.

    Args:
        keys: By name; the first one writes.
    """

    def __init__(self, keys: Mapping[str, MemoryKey]) -> None:
        self._keys = dict(keys)
        self._writing = next(iter(self._keys))

    @property
    def writing_key_id(self) -> str:
        return self._writing

    async def wrap(self, data_key: bytes, *, job_id: JobId) -> WrappedKey:
        key, token = self._keys[self._writing], token_bytes(DATA_KEY_BYTES)
        key.wrapped[token] = job_id, data_key
        return WrappedKey(key_id=self._writing, wrapped=key.mark + token)

    async def unwrap(self, wrapped: WrappedKey, *, job_id: JobId) -> bytes:
        key = self._keys.get(wrapped.key_id)
        if key is None:
            raise KeyMissingError
        mark, token = wrapped.wrapped[: len(key.mark)], wrapped.wrapped[len(key.mark) :]
        if mark != key.mark:
            raise KeyWrongError
        of_job, data_key = key.wrapped.get(token, (None, b""))
        if of_job != job_id:
            raise StoredDataTamperedError
        return data_key


class MemoryDataKeys(DataKeys):
    """Keeps wrapped data keys as long as the object lives.

    Args:
        keys: Wraps them; None encrypts nothing.
        beside: Whose store these use as well.
    """

    def __init__(self, keys: KeyManagement | None, *, beside: MemoryDataKeys | None = None) -> None:
        self._keys = keys
        self.wrapped: dict[JobId, WrappedKey] = {} if beside is None else beside.wrapped

    async def made(self, job_id: JobId) -> bytes | None:
        if self._keys is not None and job_id not in self.wrapped:
            wrapped = await self._keys.wrap(token_bytes(DATA_KEY_BYTES), job_id=job_id)
            self.wrapped.setdefault(job_id, wrapped)
        return await self.kept(job_id)

    async def kept(self, job_id: JobId) -> bytes | None:
        wrapped = self.wrapped.get(job_id)
        if wrapped is None:
            return None
        if self._keys is None:
            raise KeyMissingError
        return await self._keys.unwrap(wrapped, job_id=job_id)

    async def key_ids(self) -> Mapping[str, int]:
        return Counter(wrapped.key_id for wrapped in self.wrapped.values())

    async def wrapped_otherwise(
        self, key_id: str, limit: int, *, after: JobId | None = None
    ) -> Sequence[tuple[JobId, WrappedKey]]:
        others = (
            (job_id, wrapped)
            for job_id, wrapped in sorted(self.wrapped.items(), key=lambda each: each[0])
            if wrapped.key_id != key_id and (after is None or job_id > after)
        )
        return list(islice(others, limit))

    async def rewrapped(self, changed: Sequence[tuple[JobId, WrappedKey, WrappedKey]]) -> None:
        for job_id, earlier, later in changed:
            if self.wrapped.get(job_id) == earlier:
                self.wrapped[job_id] = later
