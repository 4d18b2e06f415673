"""Make, list, revoke and replace keys: what an operator does on the command line."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from cvparser.application.record_audit import RecordAudit
from cvparser.domain.access.api_key import NO_LIMITS, ApiKey, KeyId, key_name, replaced, successor
from cvparser.domain.access.errors import KeyUnknownError
from cvparser.domain.access.owner import Owner
from cvparser.domain.access.scope import Scope
from cvparser.domain.access.secret_text import ID_BYTES, SECRET_BYTES, KeyText, digest_of, make_key
from cvparser.domain.audit import Act, Action, Door
from cvparser.domain.errors import FieldError
from cvparser.ports.clock import Clock
from cvparser.ports.key_store import KeyStore


class ManageKeys:
    """A key's text is returned once, by what makes it, and kept nowhere.

    Args:
        keys: Where keys are.
        clock: The time, for when a key was made and expires.
        random: Gives so many bytes of chance, which nobody can guess.
        pepper: Keys the digests; empty for none.
        record_audit: Writes down what is done before its result is returned; None for nothing.

    Every method but `list` raises AuditUnavailableError where it cannot be written down: it is done all the same.
    """

    def __init__(
        self,
        *,
        keys: KeyStore,
        clock: Clock,
        random: Callable[[int], bytes],
        pepper: bytes,
        record_audit: RecordAudit | None = None,
    ) -> None:
        self._record_audit = record_audit
        self._keys = keys
        self._clock = clock
        self._random = random
        self._pepper = pepper

    async def create(
        self,
        name: str,
        *,
        owner: Owner,
        scopes: frozenset[Scope],
        expires_in: timedelta | None,
        limits: Mapping[str, int] = NO_LIMITS,
    ) -> tuple[ApiKey, str]:
        """Return a new key and its text; `limits` are bounds of its own, as `domain.access.limits` has them.

        Raises:
            FieldError: the name is none, or the key would have expired by now.
            StorageUnavailableError: it is not kept.
        """
        now, made = self._clock.now(), self._made()
        key = ApiKey(
            id=made.id,
            name=key_name(name),
            owner=owner,
            scopes=scopes,
            digest=digest_of(made.text, self._pepper),
            created_at=now,
            expires_at=_end(now, expires_in),
            limits=limits,
        )
        await self._keys.add(key)
        await self._record(Action.MAKE_KEY, key)
        return key, made.text

    async def list(self, owner: Owner | None = None) -> Sequence[ApiKey]:
        """Return the keys of an owner, or of all, the newest first.

        Raises:
            StorageUnavailableError: they cannot be read now.
        """
        return await self._keys.list(owner)

    async def revoke(self, key_id: KeyId) -> ApiKey:
        """Have a key let nobody in any more, and return it. Again: a no-op.

        Raises:
            KeyUnknownError: there is none of this id.
            StorageUnavailableError: perhaps it still lets somebody in: again.
        """
        revoked = await self._keys.revoke(key_id, at=self._clock.now())
        if revoked is None:
            raise KeyUnknownError
        await self._record(Action.REVOKE_KEY, revoked)
        return revoked

    async def rotate(
        self, key_id: KeyId, *, overlap: timedelta, expires_in: timedelta | None
    ) -> tuple[ApiKey, str, ApiKey]:
        """Return a key in the place of another, its text, and the other, which is valid for `overlap` more at most.

        Raises:
            KeyUnknownError: there is none of this id, or it was revoked.
            FieldError: the new key would have expired by now.
            StorageUnavailableError: the other is as it was, or its successor is lost: again.
        """
        old, now, made = await self._keys.find(key_id), self._clock.now(), self._made()
        if old is None:
            raise KeyUnknownError
        digest = digest_of(made.text, self._pepper)
        new = successor(old, key_id=made.id, digest=digest, now=now, expires_at=_end(now, expires_in))
        ended = await self._keys.rotate(key_id, new, ends_at=replaced(old, now, overlap).expires_at or now)
        if ended is None:
            raise KeyUnknownError
        await self._record(Action.ROTATE_KEY, ended)
        await self._record(Action.MAKE_KEY, new)
        return new, made.text, ended

    async def _record(self, action: Action, key: ApiKey) -> None:
        if self._record_audit is not None:
            await self._record_audit.now(Act(action=action, door=Door.COMMAND, owner=key.owner, about_key=key.id))

    def _made(self) -> KeyText:
        return make_key(self._random(ID_BYTES), self._random(SECRET_BYTES))


def _end(now: datetime, expires_in: timedelta | None) -> datetime | None:
    if expires_in is None:
        return None
    if expires_in <= timedelta(0):
        raise FieldError("A key must expire later than now.", field="expires_in")
    return now + expires_in
