"""What a key and a ticket look like, and what is kept of them.

    cvp_ 16 letters and digits of the id _ 43 of the secret and 6 of a checksum

The beginning is for those who look for secrets in code and logs, the checksum lets them, and the service, tell a key
from a word without a look-up. The secret has 256 bits of chance.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import string
import zlib
from dataclasses import dataclass, field
from typing import Final

from cvparser.domain.access.api_key import KeyId

#: How keys and tickets begin.
KEY_PREFIX: Final = "cvp_"
TICKET_PREFIX: Final = "cvt_"
#: Bytes of chance that an id and a secret are made of.
ID_BYTES, SECRET_BYTES = 12, 32

_DIGITS = string.digits + string.ascii_uppercase + string.ascii_lowercase
_ID, _SECRET, _CHECKSUM = 16, 43, 6
_KEY = re.compile(rf"{KEY_PREFIX}([0-9A-Za-z]{{{_ID}}})_([0-9A-Za-z]{{{_SECRET + _CHECKSUM}}})")
_TICKET = re.compile(rf"{TICKET_PREFIX}[0-9A-Za-z]{{{_SECRET + _CHECKSUM}}}")


@dataclass(frozen=True, slots=True)
class KeyText:
    """A key as it is shown once and sent since.

    Attributes:
        id: By which it is looked up.
        text: All of it: never logged, never kept.
    """

    id: KeyId
    text: str = field(repr=False)


def make_key(id_bytes: bytes, secret: bytes) -> KeyText:
    """Return the key that these bytes of chance make, `ID_BYTES` and `SECRET_BYTES` long."""
    key_id = _written(id_bytes, _ID)[-_ID:]
    return KeyText(KeyId(key_id), _checked(f"{KEY_PREFIX}{key_id}_{_written(secret, _SECRET)}"))


def key_text(text: str) -> KeyText | None:
    """Return the key that `text` is, or None where it is none: of another form, or with a letter changed."""
    found = _KEY.fullmatch(text)
    return KeyText(KeyId(found[1]), text) if found and _is_whole(text) else None


def make_ticket(secret: bytes) -> str:
    """Return the ticket that these bytes of chance make, `SECRET_BYTES` long."""
    return _checked(TICKET_PREFIX + _written(secret, _SECRET))


def is_ticket(text: str) -> bool:
    """Return whether `text` has the form of a ticket."""
    return _TICKET.fullmatch(text) is not None and _is_whole(text)


def digest_of(text: str, pepper: bytes = b"") -> bytes:
    """Return what is kept of a key or a ticket: SHA-256, keyed with `pepper` where there is one.

    No slow hash: what would be tried are 2 to the 256 secrets, not what people choose for passwords.
    """
    content = text.encode("ascii")
    return hmac.digest(pepper, content, "sha256") if pepper else hashlib.sha256(content).digest()


def _checked(text: str) -> str:
    return text + _written(zlib.crc32(text.encode("ascii")).to_bytes(4, "big"), _CHECKSUM)


def _is_whole(text: str) -> bool:
    return _checked(text[:-_CHECKSUM]) == text


def _written(content: bytes, length: int) -> str:
    """Return bytes as a number in letters and digits, at least `length` of them."""
    number, digits = int.from_bytes(content, "big"), []
    while number:
        number, digit = divmod(number, len(_DIGITS))
        digits.append(_DIGITS[digit])
    return "".join(reversed(digits)).rjust(length, _DIGITS[0])
