"""A text without its personal data, with the way back: for readers too, who need no rules (`rounds` finds)."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from cvparser.domain.cv.document import CVDocument
from cvparser.domain.cv.replacing import Replacement, with_replaced
from cvparser.domain.privacy.finding import DocumentHints, Finding, moved, unite
from cvparser.domain.privacy.placeholders import defused
from cvparser.domain.profile import WarningCode


@dataclass(frozen=True, slots=True, kw_only=True)
class Redaction:
    """A text without its personal data. `original`, `findings` and what they point to are personal: memory only.

    Printed it shows what was found where, and no word of either text.
    """

    #: The text with `[CATEGORY]` in the place of each finding.
    text: str = field(repr=False)
    #: The text as it was. Personal.
    original: str = field(repr=False)
    #: Sorted, not overlapping.
    findings: tuple[Finding, ...] = ()
    #: What the reader of the profile should know.
    warnings: tuple[WarningCode, ...] = ()
    #: Keys of the candidate's names. Personal.
    names: frozenset[str] = field(default=frozenset(), repr=False)
    #: What was found before findings of others were joined with it; empty where nobody else looked.
    parts: tuple[Finding, ...] = field(default=(), repr=False)
    #: What was known of the document beside its text. Personal.
    hints: DocumentHints = field(default_factory=DocumentHints, repr=False)
    #: The document whose text `original` is; None where a text alone was redacted. Personal.
    document: CVDocument | None = field(default=None, repr=False)

    @property
    def redacted(self) -> CVDocument:
        """The document with `text` as its text: the same lines, with the boxes of what was taken out."""
        document = self.document or CVDocument(text=self.original)
        taken = [Replacement(each.start, each.end, each.category.placeholder) for each in self.findings]
        redacted = with_replaced(document, taken)
        # What another pair of brackets was put around has its length; a leak can be named otherwise than its finding.
        is_same = len(redacted.text) == len(self.text)
        return replace(redacted, text=self.text, settings=redacted.settings if is_same else ())

    @property
    def withheld(self) -> Mapping[str, int]:
        """How many places of each category were taken out."""
        return Counter(finding.category.value for finding in self.findings)

    def defused(self) -> Redaction:
        """Return the same with round brackets around what only looks like a placeholder, for readers who trust them.

        >>> redact("[LICENCE] no. 7").defused().text
        '(LICENCE) no. 7'
        """
        return replace(self, text=render(defused(self.original), self.findings))

    def to_original(self, offset: int) -> int:
        """Return where in the original the character at `offset` of `text` stands; within a placeholder, its start.

        >>> Redaction(text="a [NAME]!", original="a Bo!", findings=(
        ...     Finding(category=Category.NAME, start=2, end=4, rule="example"),)).to_original(8)
        4
        """
        return _to_original(self.findings, offset)

    def to_redacted(self, offset: int) -> int:
        """Return where in `text` the character at `offset` of the original stands; within a finding, its start."""
        shift = 0
        for finding in self.findings:
            if offset < finding.end:
                return min(offset, finding.start) + shift
            shift += len(finding.category.placeholder) - (finding.end - finding.start)
        return offset + shift


def render(original: str, findings: Iterable[Finding]) -> str:
    """Return `original` with a placeholder for each finding."""
    pieces = []
    position = 0
    for finding in findings:
        pieces += [original[position : finding.start], finding.category.placeholder]
        position = finding.end
    return "".join([*pieces, original[position:]])


def combine(findings: tuple[Finding, ...], found: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Return findings with what was `found` in the redacted text that they made, all in offsets of the original."""
    if not findings:
        return found
    starts, shifts = _layout(findings)
    added = [
        moved(
            each,
            _original(findings, starts, shifts, each.start, at_end=False),
            _original(findings, starts, shifts, each.end - 1, at_end=True),
        )
        for each in found
    ]
    return unite([*findings, *added])


def _to_original(findings: tuple[Finding, ...], offset: int) -> int:
    starts, shifts = _layout(findings)
    return _original(findings, starts, shifts, offset, at_end=False)


def _layout(findings: tuple[Finding, ...]) -> tuple[list[int], list[int]]:
    """Return where each placeholder starts in the redacted text, and by how much what follows it is shifted."""
    starts, shifts = [], []
    shift = 0
    for finding in findings:
        starts.append(finding.start + shift)
        shift += len(finding.category.placeholder) - (finding.end - finding.start)
        shifts.append(shift)
    return starts, shifts


def _original(findings: tuple[Finding, ...], starts: list[int], shifts: list[int], offset: int, *, at_end: bool) -> int:
    """Return where in the original the character at `offset` starts, or ends when `at_end`."""
    index = bisect_right(starts, offset) - 1
    if index >= 0 and offset < starts[index] + len(findings[index].category.placeholder):
        return findings[index].end if at_end else findings[index].start
    return offset - (shifts[index] if index >= 0 else 0) + int(at_end)
