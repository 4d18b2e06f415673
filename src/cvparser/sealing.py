"""Stored bytes, encrypted under a job's data key: AES-256-GCM (NIST SP 800-38D), bound to the job and the purpose.

A job's key seals its document, its result and a few checkpoints: random nonces of 96 bits do not come twice.
"""

from __future__ import annotations

import os
from enum import StrEnum
from typing import Final

from cvparser.domain.job import JobId
from cvparser.ports.key_management import DATA_KEY_BYTES, StoredDataTamperedError

#: Before what is sealed: no document of a type that is read begins so.
_MAGIC: Final = b"\x00cvparser-sealed-1\x00"
_NONCE_BYTES: Final = 12


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
