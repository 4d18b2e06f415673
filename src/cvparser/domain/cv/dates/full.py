"""Dates with a day, and dates beside a word for birth, where a year alone is one.

Here any notation counts, years of two digits included; `periods` asks for the months and years that a job may have.
Whether a date is personal, others decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from cvparser.domain.cv.dates.notation import YEAR, month_numbers, of
from cvparser.domain.cv.lines import Stretch
from cvparser.domain.lexicon import words
from cvparser.domain.text.words import alternatives

_ROMAN = "(?:i{1,3}|iv|vi{0,3}|ix|xi{0,2})"
#: A word that must turn out to be a month; a list of all months here would be tried at every character.
_MONTH = r"(?P<month{0}>[^\W\d_]{{3,10}})"
#: What every date holds.
_DIGIT = re.compile(r"\d")


def is_full_date(folded: str, start: int, end: int) -> bool:
    """Return whether a stretch of a folded text is a date with day, month and year, and nothing else."""
    match = _full().fullmatch(folded, start, end)
    return match is not None and _has_month(match)


def find_date(folded: str, start: int, end: int) -> Stretch | None:
    """Return the first date in a stretch of a folded text: full ones, or only a year, as beside a word for birth."""
    return next((Stretch(*match.span()) for match in _matches(folded, start, end) if _has_month(match)), None)


def _matches(folded: str, start: int, end: int) -> Iterator[re.Match[str]]:
    position = start
    while _DIGIT.search(folded, position, end) is not None:
        match = _loose().search(folded, position, end)
        if match is None:
            return
        yield match
        position = match.start() + 1


def _has_month(match: re.Match[str]) -> bool:
    return all(word in month_numbers() for word in match.groupdict().values() if word is not None)


@cache
def _full() -> re.Pattern[str]:
    ordinal, between = alternatives(words("dates", "ordinals")), of("[ ]")
    return re.compile(
        # 14.03.1992, 02/11/88, 9/IX/1994, 3 - 4 - 87
        rf"(?<![\w.])(?:\d{{1,2}}[ ]?[./-][ ]?(?:\d{{1,2}}|{_ROMAN})[ ]?[./-][ ]?(?:\d{{4}}|'?\d{{2}})"
        # 1991-12-30
        rf"|{YEAR}[./-]\d{{1,2}}[./-]\d{{1,2}}"
        # 19 Mayıs 1995, 4-Sep-86, 23. Juli 1985, 7th of August 1990, 3 de mayo de 1990, 1er mai 1990
        rf"|\d{{1,2}}(?:\.|º|{ordinal})?[ /-]?(?:{between})?{_MONTH.format(1)}\.?,?[ /-]?(?:{between})?"
        r"'?(?:\d{4}|\d{2})"
        # Feb 29, 1988
        rf"|{_MONTH.format(2)}\.?[ ]\d{{1,2}}(?:{ordinal})?,?[ ](?:\d{{4}}|'\d{{2}}))(?!\d)"
    )


@cache
def _loose() -> re.Pattern[str]:
    of_year, of_month = alternatives(words("dates", "of_year")), alternatives(words("dates", "of_month"))
    return re.compile(
        rf"{_full().pattern}|(?<![\w.])(?:"
        # May 1990
        rf"{_MONTH.format(3)}\.?,?[ ](?:{of('[ ]')})?\d{{4}}"
        # 1990 yılının Şubat ayında
        rf"|\d{{4}}[ ](?:{of_year})(?:[ ][^\W\d_]{{3,12}}[ ](?:{of_month}))?"
        # 05/1990, 19900512, 1990, '90
        rf"|\d{{1,2}}[./]\d{{4}}|{YEAR}\d{{4}}|{YEAR}|'\d{{2}})(?!\d)"
    )
