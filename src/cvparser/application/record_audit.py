"""Write down who did what: what must not be answered without it before the answer, the rest within moments."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from types import TracebackType
from typing import Self
from uuid import UUID

from cvparser.domain.audit import Act, Action, Door, Entry, entry_of
from cvparser.domain.errors import CVParserError, StorageUnavailableError
from cvparser.ports.audit_log import AuditLog
from cvparser.ports.clock import Clock

_log = logging.getLogger(__name__)

#: Entries of one step.
PAGE = 500
#: Entries that wait for a log that is away; of more it is said how many were lost.
MAX_WAITING = 10_000
#: Between two tries to write what nobody waits for.
AGAIN = timedelta(seconds=1)
#: For how long others are waited for, to be written in the same step, where nobody waits.
GATHER = timedelta(milliseconds=100)
#: Pages that a purge removes at a time.
PAGES = 10


class AuditUnavailableError(StorageUnavailableError):
    """What was asked for cannot be written down, and is not given without that."""

    code = "audit_unavailable"
    default_message = "Who reads this cannot be recorded right now, so it is not shown. Try again in a few seconds."


class RecordAudit:
    """Writes what waits at the same moment in one step. For one event loop.

    Args:
        log: Where entries are kept.
        clock: The time of entries.
        new_id: Gives random ids.
        secret: Keys what stands for users.
        kept_for: After which lines are purged.
    """

    def __init__(
        self, *, log: AuditLog, clock: Clock, new_id: Callable[[], UUID], secret: bytes, kept_for: timedelta
    ) -> None:
        self._log = log
        self._clock = clock
        self._new_id = new_id
        self._secret = secret
        self._kept_for = kept_for
        self._waiting: deque[_Waiting] = deque()
        self._writing: asyncio.Task[None] | None = None
        self._lost = 0
        #: Set while somebody waits for what is to be written.
        self._is_wanted = asyncio.Event()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Write what waits, once."""
        if self._writing is not None:
            self._writing.cancel()
            with suppress(asyncio.CancelledError):
                await self._writing
        while self._waiting:
            await self._write_some()
            if self._waiting and self._waiting[0].has_failed:
                _log.error("[AUDIT] Lost: %d entries that could not be written before the end", len(self._waiting))
                return

    async def now(self, act: Act) -> None:
        """Return once an act is written down.

        Raises:
            AuditUnavailableError: it is not, or perhaps not.
        """
        settled: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._is_wanted.set()
        self._wait(_Waiting(self._entry_of(act), settled))
        await settled

    def later(self, act: Act) -> None:
        """Have an act written down soon; while the log is away it waits in memory."""
        if len(self._waiting) >= MAX_WAITING:
            self._lost += 1
            return
        self._wait(_Waiting(self._entry_of(act)))

    async def purge(self) -> None:
        """Remove some pages of the lines whose time is over.

        Raises:
            StorageUnavailableError: some are left for the next time.
        """
        before = self._clock.now() - self._kept_for
        for _ in range(PAGES):
            note = self._entry_of(Act(action=Action.PURGE_AUDIT, door=Door.SERVICE, owner=None))
            if await self._log.purge(before, limit=PAGE, note=note) < PAGE:
                return

    def _entry_of(self, act: Act) -> Entry:
        return entry_of(act, entry_id=self._new_id(), at=self._clock.now(), secret=self._secret)

    def _wait(self, waiting: _Waiting) -> None:
        self._waiting.append(waiting)
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write(), name="audit")

    async def _write(self) -> None:
        while self._waiting:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._is_wanted.wait(), GATHER.total_seconds())
            await self._write_some()
            if self._waiting and self._waiting[0].has_failed:
                await self._clock.sleep(AGAIN)

    async def _write_some(self) -> None:
        """Write the first of those that wait; where that fails, tell who waits, and keep the others."""
        some = [self._waiting.popleft() for _ in range(min(PAGE, len(self._waiting)))]
        if not self._waiting:
            self._is_wanted.clear()
        try:
            await self._log.append([each.entry for each in some])
        except BaseException as error:
            for each in some:
                each.has_failed = True
                each.fail()
            self._waiting.extendleft(each for each in reversed(some) if each.settled is None)
            if not isinstance(error, CVParserError):
                raise
            _log.error("[AUDIT] Cannot be written now: %s", error.code)
        else:
            for each in some:
                each.settle()
            self._tell_of_lost()

    def _tell_of_lost(self) -> None:
        if self._lost:
            _log.error("[AUDIT] Lost: %d entries while the log was away", self._lost)
            self._lost = 0


@dataclass(slots=True)
class _Waiting:
    entry: Entry
    #: Whom it is answered to; None where nobody waits.
    settled: asyncio.Future[None] | None = None
    has_failed: bool = False

    def settle(self) -> None:
        """Tell who waits that it is written."""
        if self.settled is not None and not self.settled.done():
            self.settled.set_result(None)

    def fail(self) -> None:
        """Tell who waits that it is not."""
        if self.settled is not None and not self.settled.done():
            self.settled.set_exception(AuditUnavailableError())
