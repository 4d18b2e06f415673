"""The person whom jobs are about, by the name that a client has for them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from cvparser.domain.access.owner import Owner


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """What went, counted."""

    jobs: int = 0
    #: Stored documents, texts of unfinished jobs among them.
    files: int = 0
    results: int = 0
    #: Of unfinished jobs.
    checkpoints: int = 0

    def __add__(self, other: Erased) -> Erased:
        """Return both together."""
        return Erased(
            jobs=self.jobs + other.jobs,
            files=self.files + other.files,
            results=self.results + other.results,
            checkpoints=self.checkpoints + other.checkpoints,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """A file of an export.

    Attributes:
        name: With folders before it, of letters, digits and any of `. / -`.
        content: Its bytes.
    """

    name: str
    content: bytes = field(repr=False)


def user_digest(owner: Owner, user_id: str) -> bytes:
    """Return what an objection is kept under: a user's id that was erased stands nowhere, and is known again.

    Without a key, which could be lost or changed: an objection must hold for longer than any secret does.
    """
    return hashlib.sha256(f"objection\0{owner}\0{user_id}".encode()).digest()
