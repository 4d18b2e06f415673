"""Who sent a key that is in the store."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from contextlib import suppress
from datetime import datetime, timedelta
from typing import TypeVar

from cvparser.domain.access.api_key import ApiKey, KeyId, admit
from cvparser.domain.access.errors import KeyMissingError, KeyWrongError
from cvparser.domain.access.principal import Principal
from cvparser.domain.access.secret_text import digest_of, key_text
from cvparser.domain.errors import StorageUnavailableError
from cvparser.ports.authenticator import Authenticator
from cvparser.ports.clock import Clock
from cvparser.ports.key_store import KeyStore

#: Seconds that a look into the store is relied on: so long a key that was revoked elsewhere lets somebody in.
FRESH_S = 1.0
#: How exactly it is known when a key was last used.
TOUCHED_EVERY = timedelta(minutes=1)
#: Keys that are remembered, and as many ids of none. Beyond them the store is asked again.
MAX_KEYS = 4_096
#: Looks into the store under way at once: who sends keys that there are not holds up no other use of it.
LOOKS = 2

T = TypeVar("T")


class KeyAuthenticator(Authenticator):
    """Looks a key up by its id, at most once in `FRESH_S`, and compares what it sees of it in constant time.

    What is no key by its form or its checksum costs no look.
    """

    def __init__(self, keys: KeyStore, *, clock: Clock, pepper: bytes = b"") -> None:
        self._keys = keys
        self._clock = clock
        self._pepper = pepper
        self._found: OrderedDict[KeyId, tuple[float, ApiKey]] = OrderedDict()
        self._missing: OrderedDict[KeyId, float] = OrderedDict()
        self._touched: dict[KeyId, datetime] = {}
        self._looks = asyncio.Semaphore(LOOKS)

    async def authenticate(self, token: str | None) -> Principal:
        if token is None:
            raise KeyMissingError
        sent = key_text(token)
        if sent is None:
            raise KeyWrongError
        key, now = await self._key(sent.id), self._clock.now()
        principal = admit(key, digest_of(sent.text, self._pepper), now)
        if key is not None:
            await self._touch(key, now)
        return principal

    async def _key(self, key_id: KeyId) -> ApiKey | None:
        if (known := self._known(key_id)) is not None or self._is_missing(key_id):
            return known
        async with self._looks:
            # Perhaps somebody else has looked meanwhile.
            if (known := self._known(key_id)) is not None or self._is_missing(key_id):
                return known
            found, until = await self._keys.find(key_id), self._clock.monotonic() + FRESH_S
        if found is None:
            self._found.pop(key_id, None)
            _keep(self._missing, key_id, until)
        else:
            _keep(self._found, key_id, (until, found))
        return found

    def _known(self, key_id: KeyId) -> ApiKey | None:
        until, key = self._found.get(key_id, (float("-inf"), None))
        return key if self._clock.monotonic() < until else None

    def _is_missing(self, key_id: KeyId) -> bool:
        return self._clock.monotonic() < self._missing.get(key_id, float("-inf"))

    async def _touch(self, key: ApiKey, now: datetime) -> None:
        last = self._touched.get(key.id) or key.last_used_at
        if last is not None and now - last < TOUCHED_EVERY:
            return
        if len(self._touched) >= MAX_KEYS:
            self._touched.clear()
        self._touched[key.id] = now
        # Who has the right key is let in all the same.
        with suppress(StorageUnavailableError):
            await self._keys.touch(key.id, at=now)


def _keep(kept: OrderedDict[KeyId, T], key_id: KeyId, what: T) -> None:
    """Keep something of a key, and forget what was kept first where it is too much."""
    kept.pop(key_id, None)
    kept[key_id] = what
    if len(kept) > MAX_KEYS:
        kept.popitem(last=False)
