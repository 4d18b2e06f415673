"""Who did what, kept."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from cvparser.domain.audit import EVERY_LINE, Entry, Line, LineFilter, Mark


class AuditLog(Protocol):
    """Keeps entries in one chain by `domain.audit.follow`: none is changed, and none removed but by `purge`.

    Safe for concurrent tasks and processes: each method is one atomic step. What `append` has returned for survives a
    crash. Suite: `cvparser.testing.conformance.audit_log`.

    Every method raises StorageUnavailableError when the store cannot be reached; nothing was changed then, or, where
    the answer was lost on the way, calling again is harmless.
    """

    @abstractmethod
    async def append(self, entries: Sequence[Entry]) -> None:
        """Keep entries, at most 1,000, in their order, behind what is kept. One that is kept already: a no-op."""

    @abstractmethod
    async def lines(self, limit: int, *, after: int = 0, wanted: LineFilter = EVERY_LINE) -> Sequence[Line]:
        """Return at most `limit` lines that are wanted, those of a number above `after`, in their order."""

    @abstractmethod
    async def marks(self) -> tuple[Mark, Mark]:
        """Return the anchor, up to which lines were purged, and the head, the last line that was written."""

    @abstractmethod
    async def purge(self, before: datetime, *, limit: int, note: Entry) -> int:
        """Remove at most `limit` of the first lines, up to one that is not from before a moment, and return how many.

        Where any go, `note` is appended in the same step with the outcome `domain.audit.purged_until` of the new
        anchor.
        """
