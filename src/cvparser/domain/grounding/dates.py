"""Which years and months a text names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from cvparser.domain.grounding.wording import ROMAN_MONTHS, month_beginnings

_YEAR = re.compile(r"(?<!\d)(?:19|20|21)\d\d(?!\d)")
_TWO_DIGITS = re.compile(r"(?<!\d)\d\d(?!\d|[./-]\d)")
#: What stands before a year of two digits.
_BEFORE_SHORT = re.compile(
    # an apostrophe
    r"(?:'"
    # a month's number
    r"|(?<![\d./-])(?:0?[1-9]|1[0-2])\s?[./-]\s?"
    # a year and a dash
    r"|(?<!\d)(?:19|20)\d\d\s?[-/]\s?"
    # a word, which must be a month
    r"|(?P<word>(?<![^\W\d_])[^\W\d_]{3,}+)\.?[ -])\Z"
)
_TOKEN = re.compile(r"[^\W\d_]+|\d+")
#: Characters before and after a year in which its month stands: "March to early June 2018", "2018, 3. Quartal".
_BEFORE, _AFTER = 32, 12
_CENTURY_TURN = 45


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
    for match in _YEAR.finditer(folded):
        yield int(match.group()), *match.span()
    for match in _TWO_DIGITS.finditer(folded):
        before = _BEFORE_SHORT.search(folded[max(0, match.start() - _BEFORE) : match.start()])
        if before is not None and (before["word"] is None or _month_names(before["word"])):
            yield _full_year(int(match.group())), *match.span()


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
    return tuple(number for number, names in enumerate(month_beginnings(), 1) if word.startswith(names))
