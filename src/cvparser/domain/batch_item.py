"""What is sent as an item of a batch."""

from __future__ import annotations

from dataclasses import dataclass, field

from cvparser.domain.errors import CVParserError
from cvparser.domain.idempotency import fingerprint_of


@dataclass(frozen=True, slots=True, kw_only=True)
class SentFile:
    """A file, under the name its sender gave it, and the sender's own name for the item.

    `is_unpacked` tells that it came packed with others, in fewer bytes.
    """

    content: bytes = field(repr=False)
    file_name: str = field(repr=False)
    label: str | None = None
    is_unpacked: bool = False

    @property
    def size(self) -> int:
        """Bytes that it holds."""
        return len(self.content)

    @property
    def fingerprint(self) -> bytes:
        """What tells it from others."""
        return fingerprint_of(b"file", self.content, self.file_name.encode(errors="replace"), _bytes(self.label))


@dataclass(frozen=True, slots=True, kw_only=True)
class SentText:
    """A text, and the sender's own name for the item."""

    text: str = field(repr=False)
    label: str | None = None

    @property
    def size(self) -> int:
        """Bytes that it came in, at least."""
        return len(self.text)

    @property
    def fingerprint(self) -> bytes:
        """What tells it from others."""
        return fingerprint_of(b"text", self.text.encode(), _bytes(self.label))


@dataclass(frozen=True, slots=True, kw_only=True)
class SentWrong:
    """An item that whoever received it found to be wrong: it fails alone."""

    error: CVParserError
    label: str | None = None

    @property
    def size(self) -> int:
        """Nothing is held of it."""
        return 0

    @property
    def fingerprint(self) -> bytes:
        """What tells it from others: what is wrong with it is all that is known of it."""
        return fingerprint_of(b"wrong", self.error.code.encode(), _bytes(self.label))


SentItem = SentFile | SentText | SentWrong


def _bytes(label: str | None) -> bytes:
    return b"" if label is None else b"=" + label.encode()
