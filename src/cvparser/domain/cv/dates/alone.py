"""Dates that stand alone, as in a column or a cell of their own. What they mean, `periods` reads."""

from __future__ import annotations

import re

from cvparser.domain.cv.dates.notation import YEAR, to
from cvparser.domain.text.folding import fold

#: A month or day before a year, or numbers alone.
_POINT = rf"(?:(?:[^\W\d_]+\.?|\d{{1,2}})[\s./-]+){{0,3}}(?:{YEAR}|'\d\d)(?:[./-]\d{{1,2}})?|\d{{1,2}}[./]\d{{2}}"
#: What a range may end in instead: a word such as "today", or a few, of which the later ones are no names.
_WORDS = r"[^\W\d_]+(?P<later>(?:[ '][^\W\d_]+){0,2})\.?"
_CAPITAL = re.compile("[A-ZÇĞİÖŞÜ]")
_BETWEEN = rf"(?:[-/]|(?:{to()})\b)"
#: Made at once: the sandbox that reads pages opens no file.
_DATE = re.compile(rf"\W*(?:{_POINT})(?:\s*{_BETWEEN}(?:\s*(?:{_POINT}|{_WORDS}))?)?\W*")
_RANGE = re.compile(rf"\W*(?:{_POINT})\s*{_BETWEEN}\s*(?:{_POINT}|[^\W\d_]+)\W*")
_OPEN = re.compile(rf"\W*(?:{_POINT})\s*{_BETWEEN}\s*(?:[^\W\d_]+\.?)?")


def is_date(text: str) -> bool:
    """Return whether `text` is a date or a range and nothing else; its end may be missing, or words."""
    match = _DATE.fullmatch(fold(text)) if _has_digit(text) else None
    return match is not None and _CAPITAL.search(text, *match.span("later")) is None


def is_range_without_end(text: str) -> bool:
    """Return whether `text` is a range without its end, or with the month of its end alone."""
    return _has_digit(text) and _OPEN.fullmatch(fold(text)) is not None


def is_range(text: str) -> bool:
    """Return whether `text` is a range with both its ends and nothing else."""
    return _has_digit(text) and _RANGE.fullmatch(fold(text)) is not None


def _has_digit(text: str) -> bool:
    return any(map(str.isdigit, text))
