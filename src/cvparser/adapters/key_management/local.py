"""Key-encryption keys of one's own, from a file or the environment."""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from cvparser.domain.errors import ConfigurationError
from cvparser.domain.job import JobId
from cvparser.ports.key_management import (
    KeyManagement,
    KeyMissingError,
    KeyWrongError,
    StoredDataTamperedError,
    WrappedKey,
)

#: Bytes of a key, of what tells one from another, and of a nonce.
KEY_BYTES, FINGERPRINT_BYTES, NONCE_BYTES = 32, 8, 12
#: Bytes of a file of keys at most.
MAX_FILE: Final = 65_536

_NAME = re.compile(r"[A-Za-z0-9_.-]{1,64}")


class LocalKeyManagement(KeyManagement):
    """Wraps under keys that are given by name; the first one writes.

    A wrapped key begins with a fingerprint of its key-encryption key, so that another key of the same name is told from
    damage.
    """

    def __init__(self, keys: Mapping[str, bytes]) -> None:
        self._keys = dict(keys)
        self._writing = next(iter(self._keys))

    @property
    def writing_key_id(self) -> str:
        return self._writing

    async def wrap(self, data_key: bytes, *, job_id: JobId) -> WrappedKey:
        key, nonce = self._keys[self._writing], os.urandom(NONCE_BYTES)
        sealed = AESGCM(key).encrypt(nonce, data_key, _bound_to(self._writing, job_id))
        return WrappedKey(key_id=self._writing, wrapped=_fingerprint(key) + nonce + sealed)

    async def unwrap(self, wrapped: WrappedKey, *, job_id: JobId) -> bytes:
        key = self._keys.get(wrapped.key_id)
        if key is None:
            raise KeyMissingError
        fingerprint, rest = wrapped.wrapped[:FINGERPRINT_BYTES], wrapped.wrapped[FINGERPRINT_BYTES:]
        if fingerprint != _fingerprint(key):
            raise KeyWrongError
        try:
            return AESGCM(key).decrypt(rest[:NONCE_BYTES], rest[NONCE_BYTES:], _bound_to(wrapped.key_id, job_id))
        except (InvalidTag, ValueError):
            raise StoredDataTamperedError from None


def new_key(name: str) -> str:
    """Return a random key as `keys_of` reads it.

    Raises:
        ConfigurationError: `name` is no name of a key.
    """
    if not _NAME.fullmatch(name):
        raise ConfigurationError("A key's name has 1 to 64 letters, digits or any of _ . -")
    return f"{name}:{base64.b64encode(os.urandom(KEY_BYTES)).decode()}"


def keys_of(text: str, *, setting: str) -> Mapping[str, bytes]:
    """Return the keys that `text` holds as `name:base64`, with commas or line ends between them; `#` begins a comment.

    Raises:
        ConfigurationError: one is no such key, comes twice, or there is none; it names `setting` and no key.
    """
    lines = [line.partition("#")[0] for line in text.splitlines()]
    entries = [entry.strip() for line in lines for entry in line.split(",") if entry.strip()]
    keys: dict[str, bytes] = {}
    for number, entry in enumerate(entries, start=1):
        name, _, encoded = entry.partition(":")
        key = _decoded(encoded.strip())
        if not _NAME.fullmatch(name) or key is None:
            form = f"must be NAME:KEY, KEY being {KEY_BYTES} random bytes in base64: cvparser encryption new-key"
            raise ConfigurationError(f"{setting}: key {number} {form}")
        if name in keys:
            raise ConfigurationError(f"{setting}: the name of key {number} comes twice.")
        keys[name] = key
    if not keys:
        raise ConfigurationError(f"{setting}: there is no key. Make one: cvparser encryption new-key")
    return keys


def keys_in(path: Path, *, setting: str) -> Mapping[str, bytes]:
    """Return the keys in a file, as `keys_of`.

    Raises:
        ConfigurationError: the file cannot be read, or as `keys_of`.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MAX_FILE + 1)
        text = content.decode()
    except (OSError, ValueError) as error:
        raise ConfigurationError(f"{setting}: the file cannot be read: {type(error).__name__}.") from None
    if len(content) > MAX_FILE:
        raise ConfigurationError(f"{setting}: the file is too long to be one of keys.")
    return keys_of(text, setting=setting)


def _decoded(encoded: str) -> bytes | None:
    try:
        key = base64.b64decode(encoded, altchars=b"-_" if set(encoded) & set("-_") else None, validate=True)
    except (binascii.Error, ValueError):
        return None
    return key if len(key) == KEY_BYTES else None


def _fingerprint(key: bytes) -> bytes:
    # Of a random key: tells keys apart, and nothing of them.
    return hashlib.sha256(b"cvparser/1/key-encryption-key/" + key).digest()[:FINGERPRINT_BYTES]


def _bound_to(key_id: str, job_id: JobId) -> bytes:
    return b"cvparser/1/data-key/" + key_id.encode() + b"/" + job_id.bytes
