"""Gate 1: personal data leaves the text before any parser, local or remote, sees it."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from cvparser.domain.privacy.categories import Category
from cvparser.domain.privacy.detection import detect
from cvparser.domain.privacy.finding import Finding, Hints, unite
from cvparser.domain.privacy.memory import remembering
from cvparser.domain.profile import WarningCode

#: A text that still reveals something new after so many rounds is withheld as a whole.
_MAX_ROUNDS = 8
#: Rounds that a CV needs; what shows itself later takes its line with it, so that few more rounds follow.
_USUAL_ROUNDS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Redaction:
    """A text without its personal data. `original`, `findings` and what they point to are personal: memory only."""

    #: The text with `[CATEGORY]` in the place of each finding.
    text: str
    #: The text as it was. Personal.
    original: str
    #: Sorted, not overlapping.
    findings: tuple[Finding, ...] = ()
    #: What the reader of the profile should know.
    warnings: tuple[WarningCode, ...] = ()
    #: Keys of the candidate's names. Personal.
    names: frozenset[str] = frozenset()

    @property
    def withheld(self) -> Mapping[str, int]:
        """How many places of each category were taken out."""
        return Counter(finding.category.value for finding in self.findings)

    def to_original(self, offset: int) -> int:
        """Give where in the original the character at `offset` of `text` stands; within a placeholder, its start.

        >>> Redaction(text="a [NAME]!", original="a Bo!", findings=(
        ...     Finding(category=Category.NAME, start=2, end=4, rule="example"),)).to_original(8)
        4
        """
        return _to_original(self.findings, offset)

    def to_redacted(self, offset: int) -> int:
        """Give where in `text` the character at `offset` of the original stands; within a finding, its start."""
        shift = 0
        for finding in self.findings:
            if offset < finding.end:
                return min(offset, finding.start) + shift
            shift += len(finding.category.placeholder) - (finding.end - finding.start)
        return offset + shift


def find(text: str, hints: Hints | None = None) -> tuple[Finding, ...]:
    """Give what is personal in `text`, sorted, not overlapping, in offsets of `text`."""
    return redact(text, hints).findings


@remembering()
def redact(text: str, hints: Hints | None = None, *, more: Sequence[Finding] = ()) -> Redaction:
    """Take personal data out of `text`: what the rules find, and `more`, what other detectors found in it.

    Rules are applied until they find nothing more, so that redacting the result changes nothing. What stands outside
    findings is the original, character for character. Never raises.
    """
    hints = hints or Hints()
    findings = unite(more)
    warnings: set[WarningCode] = set()
    names: set[str] = set()
    redacted = render(text, findings)
    for number in range(_MAX_ROUNDS):
        detection = detect(redacted, hints)
        warnings |= detection.warnings
        names |= detection.names
        if not detection.findings:
            break
        found = detection.findings
        new = found if number < _USUAL_ROUNDS else tuple(_whole_lines(found, redacted))
        findings = _combine(findings, new, redacted)
        redacted = render(text, findings)
    else:
        findings = (Finding(category=Category.PERSONAL, start=0, end=len(text), rule="endless"),)
        redacted = render(text, findings)
    return Redaction(
        text=redacted, original=text, findings=findings, warnings=tuple(sorted(warnings)), names=frozenset(names)
    )


def render(original: str, findings: Iterable[Finding]) -> str:
    """Give `original` with a placeholder for each finding."""
    pieces = []
    position = 0
    for finding in findings:
        pieces += [original[position : finding.start], finding.category.placeholder]
        position = finding.end
    return "".join([*pieces, original[position:]])


def _whole_lines(findings: Iterable[Finding], text: str) -> Iterator[Finding]:
    """Yield a finding for each line of `text` that holds one."""
    end = 0
    for finding in findings:
        if finding.start < end:
            continue
        start = max(end, text.rfind("\n", end, finding.start) + 1)
        stop = text.find("\n", finding.end)
        end = stop if stop >= 0 else len(text)
        yield replace(finding, start=start, end=end)


def _combine(findings: tuple[Finding, ...], new: tuple[Finding, ...], redacted: str) -> tuple[Finding, ...]:
    """Add what was found in a redacted text to the findings that made it."""
    if not findings:
        return new
    starts, shifts = _layout(findings)
    added = [
        Finding(
            category=found.category,
            start=_original(findings, starts, shifts, found.start, at_end=False),
            end=_original(findings, starts, shifts, found.end - 1, at_end=True),
            rule=found.rule,
        )
        for found in new
    ]
    return unite([*findings, *added])


def _to_original(findings: tuple[Finding, ...], offset: int) -> int:
    starts, shifts = _layout(findings)
    return _original(findings, starts, shifts, offset, at_end=False)


def _layout(findings: tuple[Finding, ...]) -> tuple[list[int], list[int]]:
    """Give where each placeholder starts in the redacted text, and by how much what follows it is shifted."""
    starts, shifts = [], []
    shift = 0
    for finding in findings:
        starts.append(finding.start + shift)
        shift += len(finding.category.placeholder) - (finding.end - finding.start)
        shifts.append(shift)
    return starts, shifts


def _original(findings: tuple[Finding, ...], starts: list[int], shifts: list[int], offset: int, *, at_end: bool) -> int:
    """Give where in the original the character at `offset` starts, or ends when `at_end`."""
    index = bisect_right(starts, offset) - 1
    if index >= 0 and offset < starts[index] + len(findings[index].category.placeholder):
        return findings[index].end if at_end else findings[index].start
    return offset - (shifts[index] if index >= 0 else 0) + int(at_end)
