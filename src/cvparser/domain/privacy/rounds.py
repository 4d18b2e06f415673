"""Personal data leaves the text before any parser, local or remote, sees it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from cvparser.domain.privacy.categories import Category
from cvparser.domain.privacy.document_text import read_as_text
from cvparser.domain.privacy.finding import DocumentHints, Finding, beyond, moved, unite, within
from cvparser.domain.privacy.layout import Layout
from cvparser.domain.privacy.people.told_names import NOBODY, ToldNames, told_names
from cvparser.domain.privacy.pipeline import RECOGNIZERS, Detection, detect, recognizers
from cvparser.domain.privacy.recognizer import Recognizer
from cvparser.domain.privacy.redaction import Redaction, combine, render
from cvparser.domain.profile import WarningCode
from cvparser.domain.text.document_cache import remembering
from cvparser.domain.text.normalisation import Normalised

#: A text that still reveals something new after so many rounds is withheld as a whole.
_MAX_ROUNDS = 8
#: Rounds that a CV needs; what shows itself later takes its line with it, so that few more rounds follow.
_USUAL_ROUNDS = 2
#: What tells that the header was searched with success, or withheld.
_NAMING = frozenset({Category.NAME, Category.HEADER})


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


def _in_original(source: Normalised, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(moved(each, *source.origin(each.start, each.end)) for each in findings if each.start < each.end)


def _in_source(source: Normalised, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(
        moved(each, bisect_right(source.ends, each.start), bisect_left(source.starts, each.end)) for each in findings
    )
