"""The language that a CV is written in."""

from __future__ import annotations

from collections import Counter
from functools import cache

from cvparser.domain.cv.bullets import BETWEEN_ITEMS
from cvparser.domain.lexicon import languages, named_words, words
from cvparser.domain.text.folding import fold
from cvparser.domain.text.phrases import tokens_of

_DECORATION = f" \t:*#-=_{BETWEEN_ITEMS}|>"
#: A heading says as much as this many small words: CVs have few sentences.
_HEADING_WEIGHT = 3
#: Small words and headings below which words of work count as well.
_FEW = 6
#: A word says no more the more often it is repeated than this.
_MOST_REPEATS = 3


def detect_language(text: str) -> str | None:
    """Return the ISO 639-1 code of the language of `text`, None where its words are of none that is known."""
    counts: Counter[str] = Counter()
    seen = Counter(tokens_of(text))
    for language, known in _function_words().items():
        counts[language] = sum(min(seen[word], _MOST_REPEATS) for word in known & seen.keys())
    for line in fold(text).splitlines():
        bare = line.strip(_DECORATION)
        for language, headings in _headings().items():
            if bare in headings:
                counts[language] += _HEADING_WEIGHT
    if max(counts.values(), default=0) < _FEW:
        for language, known in _words_of_work().items():
            counts[language] += len(known & seen.keys())
    ranked = counts.most_common(2)
    if not ranked or not ranked[0][1]:
        return None
    is_tied = len(ranked) > 1 and ranked[0][1] == ranked[1][1]
    return None if is_tied else ranked[0][0]


@cache
def _function_words() -> dict[str, frozenset[str]]:
    return {
        language: frozenset(
            word for each in words("function_words", language=language) for word in tokens_of(each) if len(word) > 1
        )
        for language in languages()
    }


@cache
def _words_of_work() -> dict[str, frozenset[str]]:
    """Return words of titles and schools by language: all that a CV without sentences has."""
    lists = (("experience", "title_words"), ("education", "institution_words"))
    return {
        language: frozenset(
            word for name in lists for each in words(*name, language=language) for word in tokens_of(each)
        )
        for language in languages()
    }


@cache
def _headings() -> dict[str, frozenset[str]]:
    return {
        language: frozenset(fold(heading) for heading, _ in named_words("headings", language=language))
        for language in languages()
    }
