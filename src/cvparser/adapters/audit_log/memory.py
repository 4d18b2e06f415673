"""The audit log in memory: for tests, and for programs that need no more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from itertools import islice, takewhile

from cvparser.domain.audit import BEGINNING, EVERY_LINE, Entry, Line, LineFilter, Mark, follow, mark_of, purged_until
from cvparser.ports.audit_log import AuditLog


class MemoryAuditLog(AuditLog):
    """Keeps lines as long as the object lives; `secret` keys their chain."""

    def __init__(self, *, secret: bytes = b"") -> None:
        self._secret = secret
        self._lines: list[Line] = []
        self._anchor = self._head = BEGINNING

    async def append(self, entries: Sequence[Entry]) -> None:
        kept = {line.entry.id for line in self._lines}
        for entry in entries:
            if entry.id not in kept:
                kept.add(entry.id)
                self._lines.append(follow(self._head, entry, self._secret))
                self._head = mark_of(self._lines[-1])

    async def lines(self, limit: int, *, after: int = 0, wanted: LineFilter = EVERY_LINE) -> Sequence[Line]:
        found = (line for line in self._lines if line.number > after and _is_wanted(line.entry, wanted))
        return list(islice(found, limit))

    async def marks(self) -> tuple[Mark, Mark]:
        return self._anchor, self._head

    async def purge(self, before: datetime, *, limit: int, note: Entry) -> int:
        gone = list(takewhile(lambda line: line.entry.at < before, self._lines[:limit]))
        if gone:
            self._anchor = mark_of(gone[-1])
            await self.append([replace(note, outcome=purged_until(self._anchor))])
            del self._lines[: len(gone)]
        return len(gone)


def _is_wanted(entry: Entry, wanted: LineFilter) -> bool:
    same = (
        (wanted.owner, entry.owner),
        (wanted.action, entry.action),
        (wanted.key_id, entry.key_id),
        (wanted.job_id, entry.job_id),
        (wanted.user, entry.user),
    )
    in_time = (wanted.since is None or wanted.since <= entry.at) and (wanted.until is None or entry.at < wanted.until)
    return in_time and all(asked in (None, found) for asked, found in same)
