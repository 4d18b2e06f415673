"""Grids of languages, as Europass has them: a row a language, a column for listening, reading, speaking and writing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache

from cvparser.adapters.profile_parser.offline.lines import Line
from cvparser.adapters.profile_parser.offline.spoken_languages import (
    Language,
    find_languages,
    levels_of,
    names_language,
)
from cvparser.domain.cv.headings import heading_of
from cvparser.domain.lexicon import words
from cvparser.domain.text.document_cache import remembered
from cvparser.domain.text.phrases import Phrases, phrase_set, tokens_of, words_of

_CELLS = re.compile(r"\t+|\s{0,100}\|\s{0,100}|\s{3,100}|:\s{1,100}")
#: Between a heading beside a list and the list, and how long it gets.
_RAIL = re.compile(r"\s+")
_LONGEST_RAIL = 40
_ITEMS = re.compile(r"\s{0,100}[|,;·•]\s{0,100}|\t+")
#: Levels of the reference framework that a line names at least where it explains them.
_LEAST_EXPLAINED = 3
#: Lines of the head of a grid, and one.
_MOST_HEAD_LINES = 4
_LEVEL = re.compile(r"[ABC][12]")


@remembered
def read_row(text: str) -> Sequence[Language] | None:
    r"""Return the languages of a row of a grid, none for its head and its legend; None where it is of no grid.

    >>> [(each["iso_code"], each["fluency"]) for each in read_row("French\tB2\tC1\tB2") or []]
    [('fr', 'B2')]
    """
    cells = [cell.strip() for cell in _CELLS.split(text) if cell.strip()]
    if not cells:
        return None
    label, rest = cells[0], cells[1:]
    if _native_labels().whole(label):
        return [language | {"fluency": "native"} for cell in rest for language in find_languages(cell)]
    if _other_labels().whole(label):
        return find_languages("\n".join(rest))
    if all(map(_is_column, cells)) or _is_legend(text):
        return []
    return _rated(label, rest) or _railed(text)


def without_wrapped_heads(lines: Sequence[Line]) -> list[Line]:
    """Leave out what is left of the head of a grid whose cells wrap: lines between it and its first row."""
    rows = [read_row(line.text) for line in lines]
    left_out = set[int]()
    for index, row in enumerate(rows):
        below = range(index + 1, min(index + 1 + _MOST_HEAD_LINES, len(lines)))
        first = next((each for each in below if rows[each]), None)
        if row is not None and not row and first is not None:
            left_out.update(each for each in range(index + 1, first) if rows[each] is None)
    return [line for index, line in enumerate(lines) if index not in left_out]


def _rated(label: str, levels: Sequence[str]) -> list[Language] | None:
    """Return the language that a row names with nothing but levels behind it."""
    is_row = names_language(label) and levels and all(map(levels_of, levels)) and not any(map(find_languages, levels))
    if not is_row:
        return None
    usual = _usual([level for cell in levels for level in levels_of(cell)])
    return [language | {"fluency": usual} for language in find_languages(label)]


def is_native_label(text: str) -> bool:
    """Return whether `text` says that languages below it are spoken from childhood."""
    return _native_labels().whole(text.rstrip(" :")) is not None


def is_languages_label(text: str) -> bool:
    """Return whether `text` says that languages stand beside it."""
    heading = heading_of(text.strip(" \t:"))
    return heading is not None and heading.kinds[:1] == ("languages",)


def tells_how_well(text: str) -> bool:
    """Return whether `text` begins with what is rated of a language: `Reading: good  Writing: fair`."""
    found = words_of(text)
    return bool(found) and _columns().at(found, 0) is not None and bool(levels_of(text))


def _railed(text: str) -> list[Language] | None:
    """Return the languages behind the word for them at the start of a line."""
    for space in _RAIL.finditer(text[:_LONGEST_RAIL]):
        if is_languages_label(text[: space.start()]):
            items = [item for item in _ITEMS.split(text[space.end() :]) if item.strip()]
            return find_languages("\n".join(items)) if all(map(find_languages, items)) else None
    return None


def _usual(levels: Sequence[str]) -> str:
    """Return the level that most columns have, of several the lowest."""
    counts = Counter(levels)
    return min(counts, key=lambda level: (-counts[level], level))


def _is_column(cell: str) -> bool:
    """Return whether a cell is the name of a column, or several such names with or without levels."""
    found = words_of(cell)
    names = _columns().find(found)
    named = sum(name.stop - name.first for name in names)
    return bool(names) and len(found) - named == sum(len(tokens_of(level)) for level in _LEVEL.findall(cell))


def _is_legend(text: str) -> bool:
    found = words_of(text)
    legends = _legends().find(found)
    return bool(legends) and (legends[0].first == 0 or len(_LEVEL.findall(text)) >= _LEAST_EXPLAINED)


@cache
def _native_labels() -> Phrases[bool]:
    return phrase_set(words("languages", "native_labels"))


@cache
def _other_labels() -> Phrases[bool]:
    return phrase_set(words("languages", "other_labels"))


@cache
def _columns() -> Phrases[bool]:
    return phrase_set(words("languages", "columns"))


@cache
def _legends() -> Phrases[bool]:
    return phrase_set(words("languages", "legends"))
