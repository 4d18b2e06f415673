"""Audit logs with one fault each."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, ClassVar

from tests.planted.catalogue import Catalogue, Fixtures, faults

from cvparser.adapters.audit_log.memory import MemoryAuditLog
from cvparser.domain.audit import BEGINNING, EVERY_LINE, Entry, Line, LineFilter, Mark, follow, mark_of
from cvparser.ports.audit_log import AuditLog
from cvparser.testing.conformance.audit_log import SECRET, AuditLogConformance


class KeepsTwice(MemoryAuditLog):
    async def append(self, entries: Sequence[Entry]) -> None:
        for entry in entries:
            self._lines.append(follow(self._head, entry, self._secret))
            self._head = mark_of(self._lines[-1])


class KeepsTwiceWhatComesTogether(MemoryAuditLog):
    async def append(self, entries: Sequence[Entry]) -> None:
        kept = {line.entry.id for line in self._lines}
        for entry in entries:
            if entry.id not in kept:
                self._lines.append(follow(self._head, entry, self._secret))
                self._head = mark_of(self._lines[-1])


class LeavesOutAllWhereOneIsKept(MemoryAuditLog):
    async def append(self, entries: Sequence[Entry]) -> None:
        if not {line.entry.id for line in self._lines} & {entry.id for entry in entries}:
            await super().append(entries)


class TakesTheNewerOfTwo(MemoryAuditLog):
    async def append(self, entries: Sequence[Entry]) -> None:
        new = {entry.id: entry for entry in entries}
        self._lines = [
            replace(line, entry=new[line.entry.id]) if line.entry.id in new else line for line in self._lines
        ]
        await super().append(entries)


class SortsByTime(MemoryAuditLog):
    async def append(self, entries: Sequence[Entry]) -> None:
        await super().append(sorted(entries, key=lambda entry: entry.at))


class KeepsAHundredAtOnce(MemoryAuditLog):
    async def append(self, entries: Sequence[Entry]) -> None:
        await super().append(entries[:100])


class AppendsOneByOne(MemoryAuditLog):
    async def append(self, entries: Sequence[Entry]) -> None:
        for entry in entries:
            await super().append([entry])
            await asyncio.sleep(0)


class LooksBeforeItAppends(MemoryAuditLog):
    async def append(self, entries: Sequence[Entry]) -> None:
        head = self._head
        await asyncio.sleep(0)
        self._head = head
        await super().append(entries)


class ChainsWithoutItsSecret(MemoryAuditLog):
    async def append(self, entries: Sequence[Entry]) -> None:
        self._secret = b""
        await super().append(entries)


class ChainsToTheBeginning(MemoryAuditLog):
    async def append(self, entries: Sequence[Entry]) -> None:
        for entry in entries:
            self._head = replace(BEGINNING, number=self._head.number)
            await super().append([entry])


class LosesMicroseconds(MemoryAuditLog):
    async def append(self, entries: Sequence[Entry]) -> None:
        await super().append([replace(entry, at=entry.at.replace(microsecond=0)) for entry in entries])


class LosesTheAddress(MemoryAuditLog):
    async def append(self, entries: Sequence[Entry]) -> None:
        await super().append([replace(entry, address=None) for entry in entries])


class GivesEmptyWordsForNone(MemoryAuditLog):
    async def append(self, entries: Sequence[Entry]) -> None:
        await super().append([replace(entry, key_id=entry.key_id or "") for entry in entries])


class CountsAfterInclusively(MemoryAuditLog):
    async def lines(self, limit: int, *, after: int = 0, wanted: LineFilter = EVERY_LINE) -> Sequence[Line]:
        return await super().lines(limit, after=after - 1, wanted=wanted)


class GivesOneMore(MemoryAuditLog):
    async def lines(self, limit: int, **kw: Any) -> Sequence[Line]:
        return await super().lines(limit + 1, **kw)


class NarrowsAfterTheLimit(MemoryAuditLog):
    async def lines(self, limit: int, *, after: int = 0, wanted: LineFilter = EVERY_LINE) -> Sequence[Line]:
        some = {line.number for line in await super().lines(limit, after=after)}
        return [line for line in await super().lines(10_000, after=after, wanted=wanted) if line.number in some]


class GivesTheNewestFirst(MemoryAuditLog):
    async def lines(self, *args: Any, **kw: Any) -> Sequence[Line]:
        return list(reversed(await super().lines(*args, **kw)))


class IgnoresOwners(MemoryAuditLog):
    async def lines(self, limit: int, *, after: int = 0, wanted: LineFilter = EVERY_LINE) -> Sequence[Line]:
        return await super().lines(limit, after=after, wanted=replace(wanted, owner=None))


class IgnoresUsers(MemoryAuditLog):
    async def lines(self, limit: int, *, after: int = 0, wanted: LineFilter = EVERY_LINE) -> Sequence[Line]:
        return await super().lines(limit, after=after, wanted=replace(wanted, user=None))


class IgnoresActions(MemoryAuditLog):
    async def lines(self, limit: int, *, after: int = 0, wanted: LineFilter = EVERY_LINE) -> Sequence[Line]:
        return await super().lines(limit, after=after, wanted=replace(wanted, action=None))


class IgnoresJobs(MemoryAuditLog):
    async def lines(self, limit: int, *, after: int = 0, wanted: LineFilter = EVERY_LINE) -> Sequence[Line]:
        return await super().lines(limit, after=after, wanted=replace(wanted, job_id=None))


class IgnoresKeys(MemoryAuditLog):
    async def lines(self, limit: int, *, after: int = 0, wanted: LineFilter = EVERY_LINE) -> Sequence[Line]:
        return await super().lines(limit, after=after, wanted=replace(wanted, key_id=None))


class CountsUntilInclusively(MemoryAuditLog):
    async def lines(self, limit: int, *, after: int = 0, wanted: LineFilter = EVERY_LINE) -> Sequence[Line]:
        until = wanted.until and wanted.until + timedelta(microseconds=1)
        return await super().lines(limit, after=after, wanted=replace(wanted, until=until))


class CountsSinceExclusively(MemoryAuditLog):
    async def lines(self, limit: int, *, after: int = 0, wanted: LineFilter = EVERY_LINE) -> Sequence[Line]:
        since = wanted.since and wanted.since + timedelta(microseconds=1)
        return await super().lines(limit, after=after, wanted=replace(wanted, since=since))


class GivesItsOwnLines(MemoryAuditLog):
    async def lines(self, limit: int, *, after: int = 0, wanted: LineFilter = EVERY_LINE) -> Sequence[Line]:
        found = await super().lines(limit, after=after, wanted=wanted)
        return self._lines if found == self._lines else found


class GivesMarksTheOtherWayRound(MemoryAuditLog):
    async def marks(self) -> tuple[Mark, Mark]:
        anchor, head = await super().marks()
        return head, anchor


class NeverMovesItsAnchor(MemoryAuditLog):
    async def marks(self) -> tuple[Mark, Mark]:
        return BEGINNING, (await super().marks())[1]


class PurgesTheVeryMoment(MemoryAuditLog):
    async def purge(self, before: datetime, *, limit: int, note: Entry) -> int:
        return await super().purge(before + timedelta(microseconds=1), limit=limit, note=note)


class PurgesWhateverIsOld(MemoryAuditLog):
    async def purge(self, before: datetime, *, limit: int, note: Entry) -> int:
        self._lines.sort(key=lambda line: line.entry.at)
        return await super().purge(before, limit=limit, note=note)


class PurgesWithoutALimit(MemoryAuditLog):
    async def purge(self, before: datetime, *, limit: int, note: Entry) -> int:
        return await super().purge(before, limit=10_000, note=note)


class PurgesWithoutANote(MemoryAuditLog):
    async def purge(self, before: datetime, *, limit: int, note: Entry) -> int:
        lines = list(self._lines)
        gone = await super().purge(before, limit=limit, note=note)
        if gone:
            self._lines, self._head = lines[gone:], mark_of(lines[-1])
        return gone


class NotesWhereNothingGoes(MemoryAuditLog):
    async def purge(self, before: datetime, *, limit: int, note: Entry) -> int:
        gone = await super().purge(before, limit=limit, note=note)
        if not gone:
            await self.append([note])
        return gone


class NotesAsItWasTold(MemoryAuditLog):
    """Without what was purged."""

    async def append(self, entries: Sequence[Entry]) -> None:
        await super().append([replace(entry, outcome=entry.outcome.partition("_")[0]) for entry in entries])


class CountsTheNoteAsGone(MemoryAuditLog):
    async def purge(self, *args: Any, **kw: Any) -> int:
        return 1 + await super().purge(*args, **kw)


class NumbersAnewAfterAPurge(MemoryAuditLog):
    async def append(self, entries: Sequence[Entry]) -> None:
        if not self._lines:
            self._head = self._anchor = BEGINNING
        await super().append(entries)

    async def purge(self, *args: Any, **kw: Any) -> int:
        gone = await super().purge(*args, **kw)
        self._lines = [replace(line, number=line.number - gone) for line in self._lines]
        return gone


class SharesLinesWithEveryOther(MemoryAuditLog):
    all: ClassVar[list[Line]] = []

    def __init__(self, *, secret: bytes = b"") -> None:
        super().__init__(secret=secret)
        self._lines = self.all


class KeepsInThisProcessAlone(MemoryAuditLog):
    """As the fixtures make it."""


def fixtures(make: Any) -> Fixtures:
    log = make(secret=SECRET)

    async def reopened() -> AuditLog:
        return make(secret=SECRET) if make is KeepsInThisProcessAlone else log

    return {"log": log, "reopened": reopened}


CATALOGUES = {
    "": Catalogue(
        suite=AuditLogConformance, fixtures=fixtures, sound=MemoryAuditLog, faults=faults(globals(), MemoryAuditLog)
    )
}
