"""Which years and months a text names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from cvparser.domain.cv.dates.notation import ROMAN_MONTHS, STATED_YEAR, YEAR, month_numbers

_DIGITS = re.compile(r"\d+")
_YEAR = re.compile(STATED_YEAR)
_GOES_ON = re.compile(r"[./-]\d")
#: What stands before a year of two digits.
_BEFORE_SHORT = re.compile(
    # an apostrophe
    r"(?:'"
    # a month's number
    r"|(?<![\d./-])(?:0?[1-9]|1[0-2])\s?[./-]\s?"
    # a year and a dash
    rf"|(?<!\d){YEAR}\s?[-/]\s?"
    # a word, which must be a month
    r"|(?P<word>(?<![^\W\d_])[^\W\d_]{3,}+)\.?[ -])\Z"
)
_TOKEN = re.compile(r"[^\W\d_]+|\d+")
#: Characters before and after a year in which its month stands: "March to early June 2018", "2018, 3. Quartal".
_BEFORE, _AFTER = 32, 12
_CENTURY_TURN = 45
_STEM = 3


class NamedDates:
    """The years of a folded text, each with the months that stand beside it."""

    def __init__(self, folded: str) -> None:
        self._months: dict[int, set[int]] = {}
        for year, start, end in _years(folded):
            beside = f"{folded[max(0, start - _BEFORE) : start]} {folded[end : end + _AFTER]}"
            self._months.setdefault(year, set()).update(_months(beside))

    def says_year(self, year: int) -> bool:
        """Return whether the text names `year`, with four digits or two."""
        return year in self._months

    def says_month(self, year: int, month: int) -> bool:
        """Return whether `month` (1 to 12) stands beside `year` somewhere, in words or numbers."""
        return month in self._months.get(year, ())


def _years(folded: str) -> Iterator[tuple[int, int, int]]:
    for match in _DIGITS.finditer(folded):
        digits, start, end = match.group(), *match.span()
        if len(digits) == 4 and _YEAR.match(digits):
            yield int(digits), start, end
        elif len(digits) == 2 and not _GOES_ON.match(folded, end):
            before = _BEFORE_SHORT.search(folded[max(0, start - _BEFORE) : start])
            if before is not None and (before["word"] is None or _month_names(before["word"])):
                yield _full_year(int(digits)), start, end


def _full_year(short: int) -> int:
    return short + (2000 if short < _CENTURY_TURN else 1900)


def _months(beside: str) -> Iterator[int]:
    for token in _TOKEN.findall(beside):
        if token.isdigit():
            if len(token) <= 2 and 1 <= int(token) <= 12:
                yield int(token)
        elif token in ROMAN_MONTHS:
            yield ROMAN_MONTHS.index(token) + 1
        else:
            yield from _month_names(token)


@lru_cache(maxsize=4096)
def _month_names(word: str) -> tuple[int, ...]:
    return tuple(number for number, stems in _stems().items() if word.startswith(stems))


@cache
def _stems() -> dict[int, tuple[str, ...]]:
    """Return what the names of each month begin with: inflected ones, and those cut short, do too."""
    stems: dict[int, set[str]] = {}
    for name, number in month_numbers().items():
        stems.setdefault(number, set()).add(name[:_STEM])
    return {number: tuple(sorted(found)) for number, found in sorted(stems.items())}
