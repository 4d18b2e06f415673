"""A key: what is known of it, and the rules by which it lets somebody in."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final, NewType

from cvparser.domain.access.errors import KeyExpiredError, KeyRevokedError, KeyWrongError
from cvparser.domain.access.owner import Owner
from cvparser.domain.access.principal import Principal
from cvparser.domain.access.scope import Scope
from cvparser.domain.errors import FieldError

#: By which a key is looked up, listed and revoked: no secret.
KeyId = NewType("KeyId", str)

#: Letters of a key's name.
MAX_NAME: Final = 128
#: Of a key that has none of its own.
NO_LIMITS: Final[Mapping[str, int]] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKey:
    """What is kept of a key. Times are aware and in UTC, by the clock of who made or used it."""

    #: By which it is looked up.
    id: KeyId
    #: What whoever made it calls it.
    name: str
    #: Whose jobs it opens.
    owner: Owner
    #: What it lets do.
    scopes: frozenset[Scope]
    #: What `domain.access.secret_text.digest_of` gives of its text.
    digest: bytes = field(repr=False)
    #: When it was made.
    created_at: datetime
    #: From then on it lets nobody in; None = never.
    expires_at: datetime | None = None
    #: Since then it lets nobody in; None = not revoked.
    revoked_at: datetime | None = None
    #: When it last let somebody in, to the minute; None = never.
    last_used_at: datetime | None = None
    #: Bounds of its own, by their names; where one is missing the settings' hold.
    limits: Mapping[str, int] = field(default_factory=lambda: NO_LIMITS)


def admit(key: ApiKey | None, digest: bytes, now: datetime) -> Principal:
    """Return who holds the key, which was found by the id in what they sent; `digest` is of what they sent.

    Raises:
        KeyWrongError: no key has this id, or another secret: nobody learns which.
        KeyRevokedError, KeyExpiredError: the key is right, and over.
    """
    # In constant time, and compared also where there is no key.
    is_right = hmac.compare_digest(key.digest if key else bytes(len(digest)), digest)
    if key is None or not is_right:
        raise KeyWrongError
    if key.revoked_at is not None:
        raise KeyRevokedError(key_id=key.id, owner=key.owner)
    if key.expires_at is not None and key.expires_at <= now:
        raise KeyExpiredError(key_id=key.id, owner=key.owner)
    return Principal(owner=key.owner, key_id=key.id, scopes=key.scopes, limits=key.limits)


def is_valid(key: ApiKey, now: datetime) -> bool:
    """Return whether the key lets its holder in."""
    return key.revoked_at is None and (key.expires_at is None or now < key.expires_at)


def key_name(text: str) -> str:
    """Return the name, which is shown in lists: 1 to 128 printable characters.

    Raises:
        FieldError: it is none.
    """
    if not (text.strip() and len(text) <= MAX_NAME and text.isprintable()):
        raise FieldError("name must be 1 to 128 printable characters.", field="name")
    return text


def successor(key: ApiKey, *, key_id: KeyId, digest: bytes, now: datetime, expires_at: datetime | None) -> ApiKey:
    """Return the key that takes the place of `key`: of the same name, owner, scopes and limits."""
    return replace(
        key,
        id=key_id,
        digest=digest,
        created_at=now,
        expires_at=expires_at,
        revoked_at=None,
        last_used_at=None,
    )


def replaced(key: ApiKey, now: datetime, overlap: timedelta) -> ApiKey:
    """Return `key` as it is once it has a successor: valid for `overlap` more at most."""
    end = now + overlap
    return replace(key, expires_at=end if key.expires_at is None else min(key.expires_at, end))
