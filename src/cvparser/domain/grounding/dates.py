"""Which years and months a text names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cvparser.domain.grounding.wording import MONTHS, ROMAN_MONTHS

_YEAR = re.compile(r"(?<!\d)(?:19|20|21)\d\d(?!\d)")
#: A year of two digits: after an apostrophe, after a month's number, or after a year and a dash.
_SHORT_YEAR = re.compile(
    r"'(\d\d)(?!\d)"
    r"|(?<![\d./-])(?:0?[1-9]|1[0-2])\s?[./-]\s?(\d\d)(?![\d./-]|\s?[./]\d)"
    r"|(?<!\d)(?:19|20)\d\d\s?[-/]\s?(\d\d)(?!\d)"
)
#: After a month's name.
_NAMED_YEAR = re.compile(r"([^\W\d_]{3,})\.?[ -](\d\d)(?!\d)")
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
        """Tell whether the text names `year`, with four digits or two."""
        return year in self._months

    def says_month(self, year: int, month: int) -> bool:
        """Tell whether `month` (1 to 12) stands beside `year` somewhere, in words or numbers."""
        return month in self._months.get(year, ())


def _years(folded: str) -> Iterator[tuple[int, int, int]]:
    for match in _YEAR.finditer(folded):
        yield int(match.group()), *match.span()
    for match in _SHORT_YEAR.finditer(folded):
        yield _full_year(next(filter(None, match.groups()))), match.end() - 2, match.end()
    for match in _NAMED_YEAR.finditer(folded):
        if any(_month_names(match[1])):
            yield _full_year(match[2]), *match.span(2)


def _full_year(two_digits: str) -> int:
    short = int(two_digits)
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


def _month_names(word: str) -> Iterator[int]:
    return (number for number, names in enumerate(MONTHS, 1) if word.startswith(names))
