"""Wrap data keys anew: the last step of replacing a key-encryption key."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from cvparser.domain.job import JobId
from cvparser.ports.key_management import (
    DataKeys,
    KeyManagement,
    KeyMissingError,
    KeyWrongError,
    StoredDataTamperedError,
    WrappedKey,
)

_log = logging.getLogger(__name__)

#: Data keys that one step handles.
PAGE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewrapped:
    """What came of it."""

    #: Data keys that are under the writing key now and were not.
    keys: int
    #: Those that could not be opened, by the code of the error; they stay as they are.
    failed: Mapping[str, int]


class RewrapDataKeys:
    """Open each data key that is not under the key that writes, and wrap it under that; nothing else is written."""

    def __init__(self, *, data_keys: DataKeys, keys: KeyManagement) -> None:
        self._data_keys = data_keys
        self._keys = keys

    async def __call__(self) -> Rewrapped:
        """Do so in pages, beside a running service; again: goes on with what is left.

        Raises:
            StorageUnavailableError: some are left; again.
        """
        done, failed, last = 0, Counter[str](), None
        while page := await self._data_keys.wrapped_otherwise(self._keys.writing_key_id, PAGE, after=last):
            changed = []
            for job_id, wrapped in page:
                try:
                    changed.append((job_id, wrapped, await self._anew(job_id, wrapped)))
                except (KeyMissingError, KeyWrongError, StoredDataTamperedError) as error:
                    failed[error.code] += 1
            await self._data_keys.rewrapped(changed)
            done += len(changed)
            last = page[-1][0]
        _log.info("[KEYS] Wrapped %d data keys anew, %d cannot be opened", done, failed.total())
        return Rewrapped(keys=done, failed=failed)

    async def key_ids(self) -> Mapping[str, int]:
        """Return how many data keys are wrapped under each key-encryption key.

        Raises:
            StorageUnavailableError: cannot be read now.
        """
        return await self._data_keys.key_ids()

    async def _anew(self, job_id: JobId, wrapped: WrappedKey) -> WrappedKey:
        return await self._keys.wrap(await self._keys.unwrap(wrapped, job_id=job_id), job_id=job_id)
