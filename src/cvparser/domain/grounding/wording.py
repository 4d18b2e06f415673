"""Words by which CVs say what an answer gives as a date, a flag or a level. Folded: see `domain.text.folding`."""

from __future__ import annotations

import re
from functools import cache

from cvparser.domain.lexicon import named_words, words
from cvparser.domain.text.folding import fold
from cvparser.domain.text.words import alternatives

#: Letters by which the months of a language are told from each other, and from what is no month.
_TOLD_BY = 3

ROMAN_MONTHS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")


@cache
def month_beginnings() -> tuple[tuple[str, ...], ...]:
    """Return how the names of each month begin in any language, January first."""
    found: list[set[str]] = [set() for _ in ROMAN_MONTHS]
    for name, number in named_words("dates", "months"):
        found[int(number) - 1].add(fold(name)[:_TOLD_BY])
    return tuple(tuple(sorted(beginnings)) for beginnings in found)


@cache
def said(what: str) -> re.Pattern[str]:
    """Return the pattern of what begins a word or phrase that says `what`: present, licence, native or fluency."""
    return re.compile(rf"(?<![^\W_])(?:{alternatives(words('said', what))})")
