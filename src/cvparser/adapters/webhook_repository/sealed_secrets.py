"""Secrets of webhooks on their way into the database and out of it."""

from __future__ import annotations

import logging
from collections import OrderedDict
from dataclasses import dataclass, field
from uuid import UUID

from cvparser.domain.errors import CVParserError
from cvparser.domain.job import JobId
from cvparser.domain.webhook import Secret
from cvparser.ports.key_management import KeyManagement, WrappedKey

_log = logging.getLogger(__name__)

#: Secrets that are remembered once they were unwrapped.
MAX_REMEMBERED = 1_024


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredSecret:
    """A secret as it is stored: plain, or wrapped as a data key of its own id."""

    id: UUID
    plain: bytes | None = field(default=None, repr=False)
    wrapped: WrappedKey | None = None


class SealedSecrets:
    """Wraps secrets by `keys` where `is_writing`, so that what rewraps data keys rewraps them as well."""

    def __init__(self, keys: KeyManagement | None, *, is_writing: bool) -> None:
        self._keys = keys
        self._is_writing = is_writing
        self._remembered: OrderedDict[UUID, bytes] = OrderedDict()

    async def stored(self, secret: Secret) -> StoredSecret:
        """Return a secret as it is stored."""
        if self._keys is None or not self._is_writing:
            return StoredSecret(id=secret.id, plain=secret.key)
        return StoredSecret(id=secret.id, wrapped=await self._keys.wrap(secret.key, job_id=JobId(secret.id)))

    async def plain(self, stored: StoredSecret) -> Secret | None:
        """Return a secret as it was; None, and logged, where it cannot be read now."""
        if stored.plain is not None:
            return Secret(id=stored.id, key=stored.plain)
        if stored.id not in self._remembered:
            if self._keys is None or stored.wrapped is None:
                _log.error("[WEBHOOK] A secret cannot be read: its encryption key is not there")
                return None
            try:
                self._remembered[stored.id] = await self._keys.unwrap(stored.wrapped, job_id=JobId(stored.id))
            except CVParserError as error:
                _log.error("[WEBHOOK] A secret cannot be read: %s", error.code)
                return None
            while len(self._remembered) > MAX_REMEMBERED:
                self._remembered.popitem(last=False)
        return Secret(id=stored.id, key=self._remembered[stored.id])
