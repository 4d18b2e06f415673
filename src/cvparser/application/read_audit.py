"""Look at the audit log: whether it is whole, and what it says."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass, replace

from cvparser.domain.access.owner import Owner
from cvparser.domain.audit import EVERY_LINE, Line, LineFilter, Mark, user_hash
from cvparser.domain.audit_check import ChainCheck, Fault
from cvparser.ports.audit_log import AuditLog

#: Lines that are read at once.
PAGE = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a check of the whole log found.

    Attributes:
        lines: How many follow from each other.
        head: Behind the last of them: keep it elsewhere, and check against it the next time.
        fault: The first place where the log is not what was written; None where it is.
    """

    lines: int
    head: Mark
    fault: Fault | None


class ReadAudit:
    """Reads page by page, whatever the log has grown to."""

    def __init__(self, *, log: AuditLog, secret: bytes) -> None:
        self._log = log
        self._secret = secret

    async def lines(self, wanted: LineFilter = EVERY_LINE, *, user_id: str | None = None) -> AsyncGenerator[Line, None]:
        """Yield the lines that are wanted, of one user of an owner where `user_id` is given, in their order.

        Raises:
            StorageUnavailableError: they cannot be read now.
        """
        if user_id is not None:
            wanted = replace(wanted, user=user_hash(wanted.owner or Owner(""), user_id, self._secret))
        page = await self._log.lines(PAGE, wanted=wanted)
        while page:
            for line in page:
                yield line
            page = await self._log.lines(PAGE, after=page[-1].number, wanted=wanted)

    async def verify(self, expected: Mark | None = None) -> Verdict:
        """Check the whole log, and that `expected`, which was kept elsewhere, is one of its marks.

        Raises:
            StorageUnavailableError: it cannot be read now.
        """
        while True:
            anchor, head = await self._log.marks()
            check = ChainCheck(anchor=anchor, head=head, secret=self._secret, expected=expected)
            fault = await self._first_fault(check, after=anchor.number)
            if fault is None or (await self._log.marks())[0] == anchor:
                return Verdict(lines=check.count, head=check.last, fault=fault)
            # Lines were purged meanwhile: look again.

    async def _first_fault(self, check: ChainCheck, *, after: int) -> Fault | None:
        page = await self._log.lines(PAGE, after=after)
        while page:
            for line in page:
                fault = check.take(line)
                if fault is not None:
                    return fault
            page = await self._log.lines(PAGE, after=page[-1].number)
        return check.end()
