"""Sections that go as a whole: references, emergency contacts, memberships."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from cvparser.domain.cv.dates.notation import YEAR
from cvparser.domain.cv.headings import OWN_HEADINGS, heading_fillers, heading_words
from cvparser.domain.lexicon import words
from cvparser.domain.privacy.anchors import Anchors
from cvparser.domain.privacy.categories import Category
from cvparser.domain.privacy.context import Context
from cvparser.domain.privacy.prepared_text import ATOM, PARTING_SIGNS, PreparedText, Span, may_be_parted
from cvparser.domain.privacy.recognizer import FunctionRecognizer, Match, Stage, of
from cvparser.domain.privacy.sections import Section, is_dropped
from cvparser.domain.privacy.vocabulary import vocabulary
from cvparser.domain.text.words import alternatives

_WORD = re.compile(r"[^\W\d_]+")
_MAX_HEADING_WORDS = 5
#: Characters between a heading and what stands beside it.
_INLINE = 80
_YEARS = re.compile(rf"(?<!\d){YEAR}\s?[-/]\s?(?:{YEAR}|\d\d|[a-z])")
#: Characters of a line that says that references are to be had.
_LONGEST_OFFER = 90


def find_sections(context: Context) -> Iterator[Match]:
    """Find what goes as a whole: references, emergency contacts, memberships."""
    prepared = context.prepared
    if not context.whole_cv and len(prepared.lines) == 1 and ":" not in prepared.folded:
        line = prepared.lines[0]
        if len(prepared.cells(line)) == 1:
            # A heading at most, and nothing under it.
            return
    whole = {"references": Category.REFERENCES, "emergency": Category.REFERENCES, "membership": Category.MEMBERSHIP}
    named = _named(context) if any(whole.get(part.kind) is Category.REFERENCES for part in context.sections) else ()
    for part in context.sections:
        if is_dropped(part.kind) and part.lines:
            own = Category(part.kind.removeprefix(OWN_HEADINGS))
            yield Match(part.lines[0].start, part.lines[-1].end, own, own.value)
            continue
        category = whole.get(part.kind)
        if category is Category.REFERENCES and part.lines and not _names_somebody(named, part):
            is_taken = not prepared.text[slice(*part.lines[0])].strip(ATOM)
            if is_taken or _is_offer(prepared, part.heading):
                continue
            if _is_offer(prepared, part.lines[0]):
                yield Match(*part.lines[0], category, f"section_{part.kind}")
                continue
        if category is not None and part.lines:
            # "Emergency contact: Ulla" is a line of a form: what stands apart from it is another matter.
            is_inline = (
                part.lines[0].start - part.heading.end < _INLINE
                and "\n" not in (prepared.folded[part.heading.end : part.lines[0].start])
            )
            is_list = category is Category.REFERENCES and not is_inline
            lines = _until_work(prepared, part) if is_list else _until_gap(prepared, part.lines)
            yield Match(lines[0].start, lines[-1].end, category, f"section_{part.kind}")


def _named(context: Context) -> Sequence[int]:
    """Return where somebody is named, or how they can be reached, in order."""
    return sorted(
        match.start for match in context.matches if match.category.traits.is_contact or match.category is Category.NAME
    )


def _names_somebody(named: Sequence[int], part: Section) -> bool:
    """Return whether somebody is named, or can be reached, in a section."""
    return bisect_left(named, part.lines[0].start) < bisect_left(named, part.lines[-1].end)


def _is_offer(prepared: PreparedText, line: Span) -> bool:
    """Return whether a line only says that references are to be had: what stands below it is another matter."""
    is_short = line.end - line.start <= _LONGEST_OFFER
    return is_short and _on_request().search(prepared.folded, *line) is not None


@cache
def _on_request() -> re.Pattern[str]:
    """Return words for what is to be had when asked for."""
    return re.compile(rf"(?<![^\W_])(?:{alternatives(words('small', 'on_request'))})(?![^\W_])")


def _until_work(prepared: PreparedText, part: Section) -> tuple[Span, ...]:
    """Return the lines up to a heading that no list has: words of work after an empty line, cased as its own."""
    is_capital = prepared.text[part.heading.start : part.heading.end].isupper()
    for index, (above, line) in enumerate(pairwise(part.lines), start=1):
        spoken = _WORD.findall(prepared.folded, *line)
        is_apart = prepared.folded.count("\n", above.end, line.start) > 1
        is_work = 0 < len(spoken) <= _MAX_HEADING_WORDS and all(map(_is_work, spoken))
        if is_apart and is_work and prepared.text[line.start : line.end].isupper() is is_capital:
            return part.lines[:index]
    return part.lines


def _is_work(folded: str) -> bool:
    return folded in vocabulary().professional or folded in heading_words() or folded in heading_fillers()


def _until_gap(prepared: PreparedText, lines: tuple[Span, ...]) -> tuple[Span, ...]:
    """Return the lines up to the first empty line or line with years: a section's end that no heading marks."""
    for index, (above, below) in enumerate(pairwise(lines), start=1):
        between = prepared.folded[above.end : below.start]
        if between.count("\n") > 1 or _YEARS.search(prepared.folded, below.start, below.end):
            return lines[:index]
    return lines


RECOGNIZERS = (
    FunctionRecognizer(
        name="whole_section",
        stage=Stage.PEOPLE,
        categories=of(Category.REFERENCES, Category.MEMBERSHIP),
        description="Sections that go as a whole: references, emergency contacts, memberships",
        rules={
            "section_references": "REFERENCES\n⟦the head⟧",
            "section_membership": "MEMBERSHIPS\n⟦the union⟧",
            "section_emergency": "Emergency contact\n⟦the head⟧",
        },
        find=find_sections,
        anchors=Anchors(signs=f":\n{PARTING_SIGNS}", holds=lambda context: may_be_parted(context.prepared.folded)),
    ),
)
