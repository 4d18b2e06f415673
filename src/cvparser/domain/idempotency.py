"""The same submission, known again: the header `Idempotency-Key` of draft-ietf-httpapi-idempotency-key-header.

What is kept of a key and of what was sent under it are digests: neither can be read from them.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import ClassVar, Final

from cvparser.domain.access.owner import Owner
from cvparser.domain.errors import FieldError, InputError, UnavailableError

HEADER: Final = "Idempotency-Key"
#: Letters of a key.
MAX_KEY: Final = 255

#: A string of RFC 8941, as the draft has it; and the same without its quotes, as most clients send it.
_QUOTED = re.compile(r'"((?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\]){1,510})"')
_BARE = re.compile(r"[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]{1,255}")
_ESCAPED = re.compile(r'\\(["\\])')


class IdempotencyKeyInvalidError(FieldError):
    """The key has no form that is taken."""

    code = "idempotency_key_invalid"
    default_message: ClassVar[str] = (
        f"Send one {HEADER} of 1 to {MAX_KEY} visible ASCII letters, such as a UUID, in quotes or without."
    )


class IdempotencyKeyReusedError(InputError):
    """Something else was submitted under the key."""

    code = "idempotency_key_reused"
    default_message: ClassVar[str] = (
        f"Something else was submitted under this {HEADER}. Send another key with what is new."
    )


class IdempotencyKeyInUseError(UnavailableError):
    """A submission under the key is under way."""

    code = "idempotency_key_in_use"
    default_message: ClassVar[str] = f"A submission under this {HEADER} is under way. Send it again in a few seconds."


@dataclass(frozen=True, slots=True, kw_only=True)
class Idempotency:
    """By what a submission is known again.

    Attributes:
        key: Digest of its owner and the key.
        fingerprint: Digest of what is submitted.
        kept_for: How long after the job was stored the answer stays the same.
    """

    key: bytes = field(repr=False)
    fingerprint: bytes = field(repr=False)
    kept_for: timedelta


def idempotency_key(values: Sequence[str]) -> str | None:
    """Return the key that headers of that name hold, None where there is none.

    Raises:
        IdempotencyKeyInvalidError: there are several, or it has another form.
    """
    if not values:
        return None
    text = values[0].strip(" \t")
    quoted = _QUOTED.fullmatch(text)
    key = _ESCAPED.sub(r"\1", quoted[1]) if quoted else text
    is_one = quoted is not None or _BARE.fullmatch(text) is not None
    if len(values) > 1 or not is_one or not key.strip() or len(key) > MAX_KEY:
        raise IdempotencyKeyInvalidError(field=HEADER)
    return key


def idempotency_of(
    owner: Owner, key: str, *said: object, content: bytes | None = None, kept_for: timedelta
) -> Idempotency:
    """Return by what a submission is known again that was sent under `key`: by what is said of it, and its content."""
    parts = [repr(each).encode(errors="replace") for each in said]
    return Idempotency(
        key=digest_of_key(owner, key),
        fingerprint=fingerprint_of(*([] if content is None else [content]), *parts),
        kept_for=kept_for,
    )


def digest_of_key(owner: Owner, key: str) -> bytes:
    """Return what is kept of a key; another owner's of the same letters is another."""
    return fingerprint_of(owner.encode(), key.encode())


def fingerprint_of(*parts: bytes) -> bytes:
    """Return the digest of some parts, in their order; no other parts have it."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.digest()
