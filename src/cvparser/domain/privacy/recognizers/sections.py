"""Sections that go as a whole: references, emergency contacts, memberships."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from cvparser.domain.cv.dates.notation import YEAR
from cvparser.domain.cv.headings import heading_fillers, heading_words
from cvparser.domain.privacy.categories import Category
from cvparser.domain.privacy.context import Context
from cvparser.domain.privacy.prepared_text import PreparedText, Span
from cvparser.domain.privacy.recognizer import FunctionRecognizer, Match, Stage, of
from cvparser.domain.privacy.sections import Section
from cvparser.domain.privacy.vocabulary import vocabulary

_WORD = re.compile(r"[^\W\d_]+")
_MAX_HEADING_WORDS = 5
#: Characters between a heading and what stands beside it.
_INLINE = 80
_YEARS = re.compile(rf"(?<!\d){YEAR}\s?[-/]\s?(?:{YEAR}|\d\d|[a-z])")


def find_sections(context: Context) -> Iterator[Match]:
    """Find what goes as a whole: references, emergency contacts, memberships."""
    prepared = context.prepared
    whole = {"references": Category.REFERENCES, "emergency": Category.REFERENCES, "membership": Category.MEMBERSHIP}
    for part in context.sections:
        category = whole.get(part.kind)
        if category is not None and part.lines:
            # "Emergency contact: Ulla" is a line of a form: what stands apart from it is another matter.
            is_inline = (
                part.lines[0].start - part.heading.end < _INLINE
                and "\n" not in (prepared.folded[part.heading.end : part.lines[0].start])
            )
            is_list = category is Category.REFERENCES and not is_inline
            lines = _until_work(prepared, part) if is_list else _until_gap(prepared, part.lines)
            yield Match(lines[0].start, lines[-1].end, category, f"section_{part.kind}")


def _until_work(prepared: PreparedText, part: Section) -> tuple[Span, ...]:
    """Return the lines up to a heading that no list has: words of work after an empty line, cased as its own."""
    is_capital = prepared.text[part.heading.start : part.heading.end].isupper()
    for index, (above, line) in enumerate(pairwise(part.lines), start=1):
        words = _WORD.findall(prepared.folded, *line)
        is_apart = prepared.folded.count("\n", above.end, line.start) > 1
        is_work = 0 < len(words) <= _MAX_HEADING_WORDS and all(map(_is_work, words))
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
    ),
)
