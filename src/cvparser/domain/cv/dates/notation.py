"""What dates are written with: years, names and numbers of months, small words. Patterns are for folded text."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from cvparser.domain.lexicon import named_words, words
from cvparser.domain.text.folding import fold
from cvparser.domain.text.phrases import alternatives

YEAR = r"(?:19|20)\d\d"
#: What an answer may give as a year, right or wrong.
STATED_YEAR = r"(?:19|20|21)\d\d"
#: In which somebody who looks for work has worked or learnt.
WORKING_YEAR = r"(?:19[4-9]\d|20\d\d)"
ROMAN_MONTHS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")


@cache
def month_numbers() -> Mapping[str, int]:
    """Return the number of each month by its folded names, short ones included, in all languages."""
    numbers: dict[str, int] = {}
    for name, number in named_words("dates", "months"):
        numbers.setdefault(fold(name), int(number))
    return numbers


def month_number(written: str) -> int | None:
    """Return the number of a month that is `written` as a name, in digits or in Roman numerals; None of no month."""
    if written.isdigit():
        return int(written) if 1 <= int(written) <= 12 else None
    if written in ROMAN_MONTHS:
        return ROMAN_MONTHS.index(written) + 1
    return month_numbers().get(" ".join(written.split()))


def of(blank: str) -> str:
    """Return a pattern of the words between day, month and year, such as `of`, each with the `blank` after it."""
    found = (fold(word) for word in words("dates", "of"))
    return "|".join(word if word.endswith("'") else word + blank for word in sorted(found, key=len, reverse=True))


@cache
def to() -> str:
    """Return a pattern of the words between the ends of a range."""
    return alternatives(words("dates", "to"), are_patterns=True)
