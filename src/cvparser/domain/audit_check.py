"""Whether the lines of the audit log are those that were written."""

from __future__ import annotations

import hmac
from dataclasses import dataclass

from cvparser.domain.audit import Action, Line, Mark, follow, mark_of, purged_until


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """The first place where the log is not what was written.

    Attributes:
        number: Of the line; of lines that are missing, the first.
        reason: In words.
    """

    number: int
    reason: str


class ChainCheck:
    """Takes the lines from the anchor to the head, in their order.

    Args:
        anchor: Up to where lines were purged.
        head: The last line, as the log's own note of it says.
        secret: With which the lines were written.
        expected: A mark that was kept elsewhere, which must be a line or the anchor.
    """

    def __init__(self, *, anchor: Mark, head: Mark, secret: bytes, expected: Mark | None = None) -> None:
        self._anchor = anchor
        self._head = head
        self._secret = secret
        self._expected = expected
        self._last = anchor
        #: Whether the log itself tells of the purge that the anchor is of.
        self._is_purge_told = anchor.number == 0
        self.count = 0

    @property
    def last(self) -> Mark:
        """Behind the last line that was taken."""
        return self._last

    def take(self, line: Line) -> Fault | None:
        """Return what is wrong with the next line; None where it follows."""
        wanted = self._last.number + 1
        if line.number != wanted:
            return Fault(number=wanted, reason=f"lines {wanted} to {line.number - 1} are missing")
        if not hmac.compare_digest(follow(self._last, line.entry, self._secret).digest, line.digest):
            reason = "the line was changed, or the one before it, or was written with another CVPARSER_AUDIT_KEY"
            return Fault(number=wanted, reason=reason)
        self._last = mark_of(line)
        self.count += 1
        is_purge = line.entry.action is Action.PURGE_AUDIT
        self._is_purge_told |= is_purge and line.entry.outcome == purged_until(self._anchor)
        return self._differs_from(self._head, "the log's own note") or self._differs_from(self._expected, "the mark")

    def end(self) -> Fault | None:
        """Return what is wrong with the whole, once all lines were taken."""
        for mark in (self._head, self._expected):
            if mark is not None and mark.number > self._last.number:
                first = self._last.number + 1
                return Fault(number=first, reason=f"lines {first} to {mark.number} are missing at the end")
        expected = self._anchor if self._expected is None else self._expected
        if expected.number == self._anchor.number and expected.digest != self._anchor.digest:
            return Fault(number=expected.number, reason="the line is another than the mark")
        if not self._is_purge_told:
            return Fault(number=1, reason=f"lines 1 to {self._anchor.number} are missing, and no purge tells of them")
        return None

    def _differs_from(self, mark: Mark | None, name: str) -> Fault | None:
        if mark is None or mark.number != self._last.number or mark.digest == self._last.digest:
            return None
        return Fault(number=mark.number, reason=f"the line is another than {name}")
