"""Stored bytes, encrypted under a job's data key: AES-256-GCM (NIST SP 800-38D), bound to the job and the purpose.

A job's key seals its document, its result and a few checkpoints: random nonces of 96 bits do not come twice. Short
fields of many rows are sealed by AES-256-SIV (RFC 5297), which needs none, and gives the same for the same.
"""

from __future__ import annotations

import base64
import hmac
import os
import re
from collections.abc import Sequence
from enum import StrEnum
from typing import Final

from cvparser.domain.job import JobId
from cvparser.ports.key_management import DATA_KEY_BYTES, StoredDataTamperedError

#: Before what is sealed: no document of a type that is read begins so.
_MAGIC: Final = b"\x00cvparser-sealed-1\x00"
_NONCE_BYTES: Final = 12
#: Before a field that is sealed: neither a client's id, which has no such sign, nor a file's name, which has a dot.
_FIELD: Final = "sealed;"
_SEALED_FIELD = re.compile(rf"{_FIELD}[A-Za-z0-9_-]+=*")


class Purpose(StrEnum):
    """What is sealed: one is never taken for another."""

    #: A submitted document.
    FILE = "file"
    #: What came of it.
    RESULT = "result"
    #: What a claim kept for the next.
    CHECKPOINT = "checkpoint"


def new_data_key() -> bytes:
    """Return a key for a job."""
    return os.urandom(DATA_KEY_BYTES)


def is_sealed(content: bytes) -> bool:
    """Return whether `content` claims to be sealed."""
    return content.startswith(_MAGIC)


def seal(key: bytes, content: bytes, *, job_id: JobId, purpose: Purpose) -> bytes:
    """Return `content` as it may be stored."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = os.urandom(_NONCE_BYTES)
    return _MAGIC + nonce + AESGCM(key).encrypt(nonce, content, _bound_to(job_id, purpose))


def unseal(key: bytes, sealed: bytes, *, job_id: JobId, purpose: Purpose) -> bytes:
    """Return what was sealed.

    Raises:
        StoredDataTamperedError: it is not what `seal` gave for this job and purpose.
    """
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    if not is_sealed(sealed):
        raise StoredDataTamperedError
    body = sealed.removeprefix(_MAGIC)
    try:
        return AESGCM(key).decrypt(body[:_NONCE_BYTES], body[_NONCE_BYTES:], _bound_to(job_id, purpose))
    except (InvalidTag, ValueError):
        raise StoredDataTamperedError from None


def _bound_to(job_id: JobId, purpose: Purpose) -> bytes:
    return b"cvparser/1/" + purpose.value.encode() + b"/" + job_id.bytes


def is_sealed_field(text: str) -> bool:
    """Return whether a field claims to be sealed."""
    return _SEALED_FIELD.fullmatch(text) is not None


def seal_field(key: bytes, text: str, bound_to: Sequence[bytes]) -> str:
    """Return a field as it may be stored: of the same key, text and context the same."""
    from cryptography.hazmat.primitives.ciphers.aead import AESSIV

    sealed = AESSIV(_siv_key(key)).encrypt(text.encode(), list(bound_to))
    return _FIELD + base64.urlsafe_b64encode(sealed).decode()


def unseal_field(key: bytes, stored: str, bound_to: Sequence[bytes]) -> str:
    """Return what was sealed; what never was, as it is.

    Raises:
        StoredDataTamperedError: it is not what `seal_field` gave for this context.
    """
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESSIV

    if not is_sealed_field(stored):
        return stored
    try:
        sealed = base64.urlsafe_b64decode(stored.removeprefix(_FIELD))
        return AESSIV(_siv_key(key)).decrypt(sealed, list(bound_to)).decode()
    except (InvalidTag, ValueError):
        raise StoredDataTamperedError from None


def _siv_key(key: bytes) -> bytes:
    """Return the two keys of 256 bits that AES-256-SIV takes."""
    return hmac.digest(key, b"cvparser/1/fields", "sha512")
