"""Personal data leaves the text before any parser, local or remote, sees it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from cvparser.domain.cv.document import CVDocument
from cvparser.domain.cv.replacing import Replacement, with_replaced
from cvparser.domain.privacy.categories import Category
from cvparser.domain.privacy.finding import DocumentHints, Finding, beyond, unite, within
from cvparser.domain.privacy.layout import Layout
from cvparser.domain.privacy.people.told_names import NOBODY, ToldNames, told_names
from cvparser.domain.privacy.pipeline import RECOGNIZERS, Detection, detect, recognizers
from cvparser.domain.privacy.placeholders import defused, read_as_text
from cvparser.domain.privacy.recognizer import Recognizer
from cvparser.domain.profile import WarningCode
from cvparser.domain.text.document_cache import remembering
from cvparser.domain.text.normalisation import Normalised

#: A text that still reveals something new after so many rounds is withheld as a whole.
_MAX_ROUNDS = 8
#: Rounds that a CV needs; what shows itself later takes its line with it, so that few more rounds follow.
_USUAL_ROUNDS = 2
#: What tells that the header was searched with success, or withheld.
_NAMING = frozenset({Category.NAME, Category.HEADER})


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


def find(text: str, hints: DocumentHints | None = None, *, without: Collection[str] = ()) -> tuple[Finding, ...]:
    """Return what is personal in `text`, sorted, not overlapping, in offsets of `text`.

    `without` names recognizers that do not run, so that a test or a benchmark can show what they are worth; a
    redaction runs all of them.

    Raises:
        ValueError: there is no recognizer of a name in `without`.
    """
    return _redact(text, hints or DocumentHints(), chosen=recognizers(without=without)).findings


def redact(text: str, hints: DocumentHints | None = None, *, more: Sequence[Finding] = ()) -> Redaction:
    """Take personal data out of `text`: what the rules find, and `more`, what other detectors found in it.

    The rules decide first, on the text alone; what others found is united with what they decided, so that it can add
    and never take away; names among it go wherever they stand again. Of findings that overlap the longest names the
    whole. A finding that reaches beyond the text is clamped to it, one whose ends are exchanged is turned, one of a
    category that there is not counts as `PERSONAL`.

    Rules are applied until they find nothing more: what was found, given back as `more`, changes nothing. What looks
    like a placeholder in `text` is text like any other (see `Redaction.defused`). What stands outside findings is the
    original, character for character. Never raises.
    """
    return _redact(text, hints or DocumentHints(), more=tuple(within(more, len(text))))


@remembering()
def _redact(
    text: str, hints: DocumentHints, *, more: tuple[Finding, ...] = (), chosen: Sequence[Recognizer] = RECOGNIZERS
) -> Redaction:
    source = read_as_text(text)
    found = _found(source.text, hints, chosen, layout=Layout.of(text, hints.settings, source))
    alone = _in_original(source, found.findings)
    # What lies within what rules found tells them nothing new.
    if any(beyond(more, alone)):
        known = _in_source(source, unite([*more, *alone]))
        told = told_names(source.text, _in_source(source, more), found.findings, is_named=bool(found.names))
        found = _joined(found, _found(source.text, hints, chosen, known=known, told=told, first=found))
    # Where both found the same, rules say what it is.
    findings = unite([*more, *_in_original(source, found.findings)])
    return Redaction(
        text=render(text, findings),
        original=text,
        findings=findings,
        warnings=tuple(sorted(found.warnings)),
        names=found.names,
        parts=(*alone, *more) if more else (),
        hints=hints,
    )


def _is_named(findings: Iterable[Finding]) -> bool:
    """Return whether rules found whose CV it is, or withheld the head; what others found ends no search."""
    return any(each.category in _NAMING for each in findings)


def _found(
    text: str,
    hints: DocumentHints,
    chosen: Sequence[Recognizer],
    *,
    known: tuple[Finding, ...] = (),
    told: ToldNames = NOBODY,
    first: Detection | None = None,
    layout: Layout | None = None,
) -> Detection:
    """Return what rounds of the recognizers find in `text` beside what is `known`, and that.

    Names that others have `told` are looked for wherever they stand. What rules found `first`, on the text alone,
    tells whether it is named, and where it has changed since.
    The layout is that of the text before anything was taken out: it serves the first round.
    """
    findings = known
    warnings: set[WarningCode] = set()
    before = first.text if first is not None else None
    is_named = first is not None and _is_named(first.findings)
    names: set[str] = set()
    redacted = render(text, findings)
    for number in range(_MAX_ROUNDS):
        detection = detect(
            redacted, hints, chosen, is_named=is_named, told=told, layout=None if findings else layout, before=before
        )
        before = detection.text
        warnings |= detection.warnings
        names |= detection.names
        if not detection.findings:
            break
        found = detection.findings
        new = found if number < _USUAL_ROUNDS else tuple(_whole_lines(found, redacted))
        findings = combine(findings, new)
        is_named |= _is_named(found)
        redacted = render(text, findings)
    else:
        findings = (Finding(category=Category.PERSONAL, start=0, end=len(text), rule="endless"),)
    return Detection(findings, frozenset(names), frozenset(warnings), before or "")


def _joined(first: Detection, then: Detection) -> Detection:
    return Detection(unite([*first.findings, *then.findings]), first.names | then.names, first.warnings | then.warnings)


def render(original: str, findings: Iterable[Finding]) -> str:
    """Return `original` with a placeholder for each finding."""
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


def combine(findings: tuple[Finding, ...], found: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Return findings with what was `found` in the redacted text that they made, all in offsets of the original."""
    if not findings:
        return found
    starts, shifts = _layout(findings)
    added = [
        _moved(
            each,
            _original(findings, starts, shifts, each.start, at_end=False),
            _original(findings, starts, shifts, each.end - 1, at_end=True),
        )
        for each in found
    ]
    return unite([*findings, *added])


def _in_original(source: Normalised, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(_moved(each, *source.origin(each.start, each.end)) for each in findings if each.start < each.end)


def _in_source(source: Normalised, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(
        _moved(each, bisect_right(source.ends, each.start), bisect_left(source.starts, each.end)) for each in findings
    )


def _moved(finding: Finding, start: int, end: int) -> Finding:
    return Finding(category=finding.category, start=start, end=end, rule=finding.rule)


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
