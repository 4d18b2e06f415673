"""Small words that fold as a word of the candidate's name does, and are other words: `asli` beside Aslı."""

from __future__ import annotations

from collections import defaultdict

from cvparser.domain.privacy.context import Context
from cvparser.domain.privacy.prepared_text import Span
from cvparser.domain.text.folding import fold


def other_words(context: Context) -> frozenset[Span]:
    """Return the words in small letters that are not written as the name is where it stands as a whole."""
    prepared = context.prepared
    names = [(match.start, match.end) for match in context.candidate.matches]
    forms: defaultdict[str, set[str]] = defaultdict(set)
    for start, end in names:
        for word in prepared.words_within(start, end):
            written = prepared.text[slice(*word)]
            forms[fold(written)].add(written)
    return frozenset(
        word
        for word in prepared.words_among(forms.keys())
        if (written := prepared.text[slice(*word)]).islower()
        and not any(prepared.is_same_word(written, form) for form in forms[fold(written)])
    )
