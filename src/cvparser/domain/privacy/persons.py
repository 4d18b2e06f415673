"""Other people: after titles, after words such as `reporting to`, in lists of authors."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cvparser.domain.privacy.categories import Category
from cvparser.domain.privacy.folding import fold
from cvparser.domain.privacy.labels import Labelled
from cvparser.domain.privacy.name_forms import Name, name_at
from cvparser.domain.privacy.reading import Reading, Sighting
from cvparser.domain.privacy.vocabulary import vocabulary

_CAPITAL = "A-ZÇĞİÖŞÜÄÉÈÁÍÓÚÑÂÎÔÀŁŠŽ"
_SURNAME_FIRST = re.compile(
    rf"(?<!\w)[{_CAPITAL}][\w'’-]{{1,30}}(?: [{_CAPITAL}][\w'’-]{{1,30}})?, (?:[{_CAPITAL}]\.[ -]?){{1,3}}(?<=\.)"
)
_INITIALS_FIRST = re.compile(rf"(?<!\w)(?:[{_CAPITAL}]\.[ -]?){{1,3}}[{_CAPITAL}][\w'’-]{{2,30}}")
_CAPITALS_BEFORE = re.compile(rf"(?:[{_CAPITAL}][\w’'-]{{1,30}} ){{1,3}}$")
_WORD_START = re.compile(r"(?<!\w)\w")
#: Characters of a name with its titles.
_MAX_NAME = 160
_MY = ("my ", "mein", "mon ", "ma ", "mi ")
_YEAR = re.compile(r"\(?(?:19|20)\d\d")


def find_persons(reading: Reading, labelled: tuple[Labelled, ...]) -> Iterator[Sighting]:
    """Find names of people who are not the candidate."""
    for item in labelled:
        if item.kind == "person":
            yield from _listed(reading, item)
    for start, end, kind in reading.cues:
        if kind == "person":
            is_own = reading.folded.startswith(_MY, start)
            position = end
            while reading.folded[position : position + 1] in {" ", ",", ":", "("}:
                position += 1
            name = name_at(reading, position, _line_end(reading, position))
            if (
                name is not None
                and (len(name.words) > 1 or is_own or _follows_title(reading, name))
                and not _is_organisation(reading, name)
            ):
                yield _sighting(name, "person_cue")
    yield from _titled(reading)
    yield from _authors(reading)


def _listed(reading: Reading, item: Labelled) -> Iterator[Sighting]:
    start = item.value.start
    while start < item.value.end:
        comma = re.compile(r"[,;&]|\band\b|\bve\b|\bund\b|\bet\b").search(reading.folded, start, item.value.end)
        stop, following = comma.span() if comma is not None else (item.value.end, item.value.end)
        name = name_at(reading, start, stop)
        if (
            name is not None
            and (len(name.words) > 1 or _follows_title(reading, name))
            and not _is_organisation(reading, name)
        ):
            yield _sighting(name, "label_person")
        start = following


def _titled(reading: Reading) -> Iterator[Sighting]:
    words = vocabulary()
    text = reading.text
    title_end: int | None = None
    for start, end in reading.words:
        folded = reading.folded[start:end]
        if folded in words.titles and text[start].isupper():
            # `Prof. Dr.`: the first title has looked past the others already.
            is_chained = title_end is not None and start - title_end < 3
            has_dot = text[end : end + 1] == "."
            if not has_dot and (folded in words.titles_ambiguous or text[end : end + 1] != " "):
                continue
            title_end = end
            if is_chained:
                continue
            name = name_at(reading, start, _line_end(reading, start))
            if (
                name is None
                or name.span.start > start + 30
                or name.span.start <= start
                or _is_organisation(reading, name)
            ):
                continue
            is_short = len(name.words) == 1 and (len(name.words[0]) < 4 or not has_dot)
            if folded in words.titles_ambiguous and is_short:
                continue
            if len(name.words) == 1 and fold(name.words[0]) in words.places:
                continue
            yield _sighting(name, "title")
        elif folded in words.titles_after and text[start].isupper() and len(folded) > 2:
            name = _before(reading, start)
            if name is not None:
                yield _sighting(name, "title_after")


def _before(reading: Reading, start: int) -> Name | None:
    """Give the name that ends where a title such as `Hanım` begins; words before it that are none are left out."""
    match = _CAPITALS_BEFORE.search(reading.text, max(0, start - 70), start)
    if match is None:
        return None
    for word in _WORD_START.finditer(reading.text, match.start(), start - 1):
        name = name_at(reading, word.start(), start - 1)
        if name is not None and name.span.end >= start - 1:
            return name
    return None


def _authors(reading: Reading) -> Iterator[Sighting]:
    for line in reading.lines:
        if not _YEAR.search(reading.text, *line):
            continue
        for pattern in (_SURNAME_FIRST, _INITIALS_FIRST):
            people = list(pattern.finditer(reading.text, *line))
            begins = pattern is _SURNAME_FIRST and people and people[0].start() - line.start < 4
            if len(people) > 1 or begins:
                for person in people:
                    yield Sighting(person.start(), person.end(), Category.NAME, "author")


def _line_end(reading: Reading, start: int) -> int:
    stop = min(len(reading.folded), start + _MAX_NAME)
    end = reading.folded.find("\n", start, stop)
    return end if end >= 0 else stop


def _follows_title(reading: Reading, name: Name) -> bool:
    before = reading.folded[max(0, name.span.start - 8) : name.span.start].split()
    return bool(before) and before[-1].rstrip(".") in vocabulary().titles


def _is_organisation(reading: Reading, name: Name) -> bool:
    words = vocabulary()
    after = re.findall(r"[^\W\d_]+", reading.folded[name.span.end : name.span.end + 30])[:1]
    return any(fold(word) in words.organisations for word in name.words[1:]) or any(
        word in words.organisations and reading.text[name.span.end : name.span.end + 2].strip().isalpha()
        for word in after
    )


def _sighting(name: Name, rule: str) -> Sighting:
    return Sighting(name.span.start, name.span.end, Category.NAME, rule)
