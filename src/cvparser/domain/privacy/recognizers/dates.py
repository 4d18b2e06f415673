"""Dates in all usual notations. Whether one is personal, others decide."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cvparser.domain.privacy.prepared_text import Span
from cvparser.domain.privacy.vocabulary import vocabulary

_ROMAN = "(?:i{1,3}|iv|vi{0,3}|ix|xi{0,2})"
#: A word that must turn out to be a month; a list of all months here would be tried at every character.
_MONTH = r"(?P<month{0}>[^\W\d_]{{3,10}})"
_FULL = (
    # 14.03.1992, 02/11/88, 9/IX/1994, 3 - 4 - 87
    rf"(?<![\w.])(?:\d{{1,2}}[ ]?[./-][ ]?(?:\d{{1,2}}|{_ROMAN})[ ]?[./-][ ]?(?:\d{{4}}|'?\d{{2}})"
    # 1991-12-30
    r"|(?:19|20)\d\d[./-]\d{1,2}[./-]\d{1,2}"
    # 19 Mayıs 1995, 4-Sep-86, 23. Juli 1985, 7th of August 1990, 3 de mayo de 1990, 1er mai 1990
    r"|\d{1,2}(?:\.|st|nd|rd|th|er|º)?[ /-]?(?:of |de |d')?"
    + _MONTH.format(1)
    + r"\.?,?[ /-]?(?:de |del )?'?(?:\d{4}|\d{2})"
    # Feb 29, 1988
    + r"|"
    + _MONTH.format(2)
    + r"\.?[ ]\d{1,2}(?:st|nd|rd|th)?,?[ ](?:\d{4}|'\d{2})"
    + r")(?!\d)"
)
_LOOSE = (
    _FULL
    + r"|(?<![\w.])(?:"
    # May 1990
    + _MONTH.format(3)
    # 1990 yılının Şubat ayında
    + r"\.?,?[ ](?:of |de )?\d{4}|\d{4}[ ]yil\w*(?:[ ][^\W\d_]{3,12}[ ]ay\w*)?"
    # 05/1990, 19900512, 1990, '90
    + r"|\d{1,2}[./]\d{4}|(?:19|20)\d{6}|(?:19|20)\d{2}|'\d{2})(?!\d)"
)
_FULL_DATE = re.compile(_FULL)
_LOOSE_DATE = re.compile(_LOOSE)
#: What every date holds.
_DIGIT = re.compile(r"\d")


def is_full_date(folded: str, start: int, end: int) -> bool:
    """Return whether a stretch of a folded text is a date with day, month and year, and nothing else."""
    match = _FULL_DATE.fullmatch(folded, start, end)
    return match is not None and _has_month(match)


def find_date(folded: str, start: int, end: int) -> Span | None:
    """Return the first date in a stretch of a folded text: full ones, or only a year, as beside a word for birth."""
    return next((Span(*match.span()) for match in _matches(folded, start, end) if _has_month(match)), None)


def _matches(folded: str, start: int, end: int) -> Iterator[re.Match[str]]:
    position = start
    while _DIGIT.search(folded, position, end) is not None:
        match = _LOOSE_DATE.search(folded, position, end)
        if match is None:
            return
        yield match
        position = match.start() + 1


def _has_month(match: re.Match[str]) -> bool:
    return all(word in vocabulary().months for word in match.groupdict().values() if word is not None)
