"""Small words that fold as a word of the candidate's name does, and are other words: `asli` beside Aslı, `the loom`."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import chain

from cvparser.domain.lexicon import words
from cvparser.domain.privacy.context import Context
from cvparser.domain.privacy.prepared_text import Span
from cvparser.domain.text.folding import fold

_BEFORE = re.compile(r"(?<![^\W\d_])(?P<word>[^\W\d_]{1,20}+)[ ]\Z")
_AFTER = re.compile(r"[ ](?P<word>[^\W\d_]{1,30}+)")
_REACH = 24


def other_words(context: Context) -> frozenset[Span]:
    """Return the words in small letters that are not written as the name is where it stands as a whole."""
    prepared = context.prepared
    names = [(match.start, match.end) for match in context.candidate.matches]
    if not names:
        return frozenset()
    forms: defaultdict[str, set[str]] = defaultdict(set)
    for start, end in names:
        for word in prepared.words_within(start, end):
            written = prepared.text[slice(*word)]
            forms[fold(written)].add(written)
    small = [word for word in prepared.words_among(forms.keys()) if prepared.text[slice(*word)].islower()]
    other = frozenset(
        word
        for word in small
        if not any(
            prepared.is_same_word(prepared.text[slice(*word)], form) for form in forms[prepared.folded[slice(*word)]]
        )
    )
    return other | _nouns(context, small, forms)


def _nouns(context: Context, small: Sequence[Span], forms: Mapping[str, set[str]]) -> frozenset[Span]:
    """Return the small words that the text uses as nouns, with an article: `the loom` beside Ella Loom.

    Where another piece of the name stands beside one it is the name; and so it is where the name is written small.
    """
    prepared = context.prepared
    if not prepared.is_cased or any(map(str.islower, chain.from_iterable(forms.values()))):
        return frozenset()
    before = {word: _last_word(prepared.folded, word.start) for word in small}
    nouns = {prepared.folded[slice(*word)] for word, lead in before.items() if lead in _articles()}
    return frozenset(
        word
        for word, lead in before.items()
        if prepared.folded[slice(*word)] in nouns
        and lead not in forms
        and _first_word(prepared.folded, word.end) not in forms
    )


def _last_word(folded: str, end: int) -> str:
    match = _BEFORE.search(folded, max(0, end - _REACH), end)
    return match["word"] if match is not None else ""


def _first_word(folded: str, start: int) -> str:
    match = _AFTER.match(folded, start)
    return match["word"] if match is not None else ""


@cache
def _articles() -> frozenset[str]:
    return frozenset(map(fold, words("small", "articles")))
