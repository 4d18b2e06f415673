"""Dates and places of birth, and ages. Other dates stay."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cvparser.domain.privacy.categories import Category
from cvparser.domain.privacy.dates import find_date, is_full_date
from cvparser.domain.privacy.folding import fold
from cvparser.domain.privacy.reading import Reading, Sighting, Span
from cvparser.domain.privacy.vocabulary import vocabulary

_CLAUSE = re.compile(r"[.!?](?:\s|$)|\n")
_PLACE = re.compile(
    r"[ ,]{0,3}(?:(?:in|a|à|en|at|de|im|au|aux|/|-)[ ]{1,2})?"
    r"(?P<place>[A-ZÇĞİÖŞÜÄÉÈÂÎÔÀ][\w'-]{1,30}(?:[ /-][A-ZÇĞİÖŞÜÄÉ][\w'-]{1,30}){0,2})"
)
#: What may stand between a word for birth and the date.
_BETWEEN = re.compile(r"[^\n.!?;\ue000]*|\s?\.\s?:?\s?")
_REACH = 60
_AGE_REACH = 24
#: German for `born`, before a full date.
_STAR = re.compile(r"(?<![\w*])\*[ ]?(?=\d{1,2}\.)")
_TWO_DIGITS = re.compile(r"(?<![\d.,/-])\d{2}(?![\d.,/%])")
_BLANKS = re.compile(r"\s+")


def find_births(reading: Reading, personal: list[Span]) -> Iterator[Sighting]:
    """Find dates and places of birth beside words that say so, dates alone in `personal` places, and ages."""
    folded = reading.folded
    for start, end, kind in reading.cues:
        if kind == "birth_before":
            yield from _after(reading, end)
        elif kind == "birth_after":
            yield from _before(reading, start)
    for star in _STAR.finditer(folded):
        yield from _after(reading, star.end())
    yield from _ages(folded)
    for place in personal:
        for piece in reading.cells(place):
            if is_full_date(folded, piece.start + _bullet(folded, piece), piece.end):
                yield Sighting(piece.start + _bullet(folded, piece), piece.end, Category.BIRTH, "date_alone")


def _ages(folded: str) -> Iterator[Sighting]:
    for number in _TWO_DIGITS.finditer(folded):
        before = _BLANKS.sub(" ", folded[max(0, number.start() - _AGE_REACH) : number.start()])
        after = _BLANKS.sub(" ", folded[number.end() : number.end() + _AGE_REACH])
        if any(_says(before, after, *phrase) for phrase in vocabulary().ages):
            yield Sighting(number.start(), number.end(), Category.AGE, "age")


def _says(before: str, after: str, lead: str, tail: str) -> bool:
    return (
        before.endswith(lead)
        and after.startswith(tail)
        and (not lead or not before[: -len(lead)][-1:].isalpha())
        and not (tail and after[len(tail) :][:1].isalpha())
    )


def _bullet(folded: str, piece: Span) -> int:
    lead = re.match(r"[^\w']{0,4}", folded[piece.start : piece.end])
    return lead.end() if lead is not None else 0


def _after(reading: Reading, end: int) -> Iterator[Sighting]:
    folded = reading.folded
    date = find_date(folded, end, min(len(folded), end + 30))
    if date is not None and _BETWEEN.fullmatch(folded, end, date.start):
        stop = date.end
        place = _PLACE.match(reading.text, stop)
        between = reading.text[end : date.start].strip(" :,.")
        start = date.start if not between or between.islower() else end
        if place is not None and not _is_professional(folded[place.start("place") : place.end()]):
            stop = place.end()
        while start < date.start and not folded[start].isalnum():
            start += 1
        yield Sighting(start, stop, Category.BIRTH, "birth_cue")
        return
    place = _PLACE.match(reading.text, end)
    if place is not None and folded[place.start("place") : place.end()].split("'")[0] in vocabulary().places:
        yield Sighting(place.start("place"), place.end(), Category.BIRTH, "birth_place")


def _before(reading: Reading, start: int) -> Iterator[Sighting]:
    """Turkish says it last: `1990 yılının Şubat ayında Mardin'de doğdum`."""
    folded = reading.folded
    begin = max(0, start - _REACH)
    for boundary in _CLAUSE.finditer(folded, begin, start):
        # "3. Mayıs" and initials end no sentence.
        if boundary.group() == "\n" or not folded[boundary.start() - 1].isdigit():
            begin = boundary.end()
    date = find_date(folded, begin, start)
    places = list(re.finditer(r"[A-ZÇĞİÖŞÜ]\w{2,20}(?:['’]\w{2,4})?", reading.text[begin:start]))
    if date is not None:
        yield Sighting(date.start, max(date.end, _word_end(folded, date.end, start)), Category.BIRTH, "birth_cue")
    for match in places[-2:]:
        town = fold(re.split(r"['’]", match.group())[0])
        if _is_professional(town) or not (town in vocabulary().places or "'" in match.group() or "’" in match.group()):
            continue
        yield Sighting(begin + match.start(), begin + match.end(), Category.BIRTH, "birth_place")


def _word_end(folded: str, end: int, stop: int) -> int:
    while end < stop and (folded[end].isalpha() or folded[end] == "'"):
        end += 1
    return end


def _is_professional(folded: str) -> bool:
    return any(word in vocabulary().professional for word in re.split(r"[\W\d_]+", folded))
