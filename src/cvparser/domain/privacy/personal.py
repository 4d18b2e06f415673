"""Places where single words are personal: the header, contact and personal details."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cvparser.domain.privacy.categories import Category
from cvparser.domain.privacy.labels import label_kind
from cvparser.domain.privacy.name_forms import is_professional
from cvparser.domain.privacy.reading import Reading, Sighting, Span
from cvparser.domain.privacy.sections import Section
from cvparser.domain.privacy.vocabulary import vocabulary

_MAX_HEADER_LINES = 12
_MAX_LINE = 160
_YEARS = re.compile(r"(?<!\d)(?:19|20)\d\d\s?[-/]\s?(?:(?:19|20)\d\d|[a-z])|\d{1,2}/(?:19|20)\d\d\s?-")
_BULLET = re.compile(r"^[^\w+(]{0,4}")
_COMMA = re.compile(r",[ ]*")
_WORD = re.compile(r"[^\W\d_]+")


def personal_places(reading: Reading, parts: tuple[Section, ...]) -> list[Span]:
    """Give the lines in which a date, a street or a town alone is the candidate's."""
    places: list[Span] = []
    for part in parts:
        if part.kind == "header":
            lines = part.lines[:_MAX_HEADER_LINES] if len(parts) > 1 else part.lines[:8]
            places += [line for line in lines if line.end - line.start <= _MAX_LINE]
        elif part.kind in {"contact", "personal"}:
            places += part.lines[:_MAX_HEADER_LINES]
    return sorted(places)


def find_personal(reading: Reading, parts: tuple[Section, ...], found: list[Sighting]) -> Iterator[Sighting]:
    """Find bare values such as `married` in personal places, and whatever else a section of personal details holds."""
    for place in personal_places(reading, parts):
        for cell in (part for piece in _pieces(reading, place) for part in _parts(reading, piece)):
            folded = reading.folded[cell.start : cell.end]
            for category, pattern in vocabulary().values:
                if pattern.fullmatch(folded):
                    yield Sighting(cell.start, cell.end, category, "value_alone")
    for part in parts:
        if part.kind == "personal":
            yield from _details(reading, part, found)


def _pieces(reading: Reading, line: Span) -> Iterator[Span]:
    for cell in reading.segments(line):
        lead = _BULLET.match(reading.folded[cell.start : cell.end])
        yield Span(cell.start + (lead.end() if lead is not None else 0), cell.end)


def _parts(reading: Reading, cell: Span) -> Iterator[Span]:
    """Give a piece, and what stands between its commas."""
    yield cell
    start = cell.start
    for comma in _COMMA.finditer(reading.folded, cell.start, cell.end):
        yield Span(start, comma.start())
        start = comma.end()
    if start > cell.start:
        yield Span(start, cell.end)


def _details(reading: Reading, part: Section, found: list[Sighting]) -> Iterator[Sighting]:
    for line in part.lines[:25]:
        if line.end - line.start > _MAX_LINE or _YEARS.search(reading.folded, *line):
            return
        for cell in _pieces(reading, line):
            if any(sighting.start < cell.end and cell.start < sighting.end for sighting in found):
                continue
            folded = reading.folded[cell.start : cell.end]
            if ":" in folded or label_kind(folded) is not None or any(map(is_professional, _WORD.findall(folded))):
                continue
            yield Sighting(cell.start, cell.end, Category.PERSONAL, "personal_details")
