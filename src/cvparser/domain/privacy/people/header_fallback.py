"""The head of a CV in which no name was found goes as a whole: whose it is must be in there somewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cvparser.domain.cv.dates.notation import YEAR
from cvparser.domain.privacy.categories import Category
from cvparser.domain.privacy.context import Context
from cvparser.domain.privacy.labels import label_kind
from cvparser.domain.privacy.people.name_forms import is_professional
from cvparser.domain.privacy.prepared_text import Span
from cvparser.domain.privacy.recognizer import FunctionRecognizer, Match, Stage, of
from cvparser.domain.privacy.sections import heading_kind

_MAX_LINES = 10
_MAX_LINE = 100
#: Names have fewer.
_MAX_WORDS = 6
_WORD = re.compile(r"[^\W\d_]+")
_DATES = re.compile(YEAR)


def _without(folded: str, line: Span, found: list[Match]) -> str:
    """Return what of a line nothing was found in."""
    covered = bytearray(len(folded))
    for match in found:
        start, end = max(match.start, line.start), min(match.end, line.end)
        if start < end:
            covered[start - line.start : end - line.start] = b"\1" * (end - start)
    return "".join(character for character, is_found in zip(folded, covered, strict=True) if not is_found)


def withhold_header(context: Context) -> Iterator[Match]:
    """Find the lines of the header of a CV in which no name was found, but for the profession and sentences."""
    if context.names or context.is_named:
        return
    prepared, parts, found = context.prepared, context.sections, context.matches
    header = parts[0].lines[:_MAX_LINES]
    if not header:
        return
    has_contact = any(
        (match.category.traits.is_contact or match.category is Category.ADDRESS)
        and header[0].start <= match.start < header[-1].end
        for match in found
    )
    if len(parts) < 2 and not has_contact:
        return
    for line in header:
        folded = prepared.folded[line.start : line.end]
        words = _WORD.findall(folded)
        if len(folded) > _MAX_LINE or len(words) > 10:
            return
        rest = _without(folded, line, found).strip(" :|•·,;/-")
        if ":" in rest or len(_WORD.findall(rest)) > _MAX_WORDS or any(map(str.isdigit, rest)):
            continue
        if heading_kind(folded) == "document" or _DATES.search(folded) or any(map(is_professional, words)):
            continue
        if _WORD.search(rest) and label_kind(rest) is None:
            yield Match(line.start, line.end, Category.HEADER, "no_name")


RECOGNIZERS = (
    FunctionRecognizer(
        name="header",
        stage=Stage.FALLBACK,
        categories=of(Category.HEADER),
        description="The head of a CV in which no name was found",
        rules={
            "no_name": "⟦xq zzt⟧\nSKILLS\nx",
        },
        find=withhold_header,
        needs_whole_cv=True,
    ),
)
