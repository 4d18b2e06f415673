"""Words by which CVs say what an answer gives as a flag or a level. Folded: see `domain.text.folding`."""

from __future__ import annotations

from functools import cache

from cvparser.domain.lexicon import words
from cvparser.domain.text.folding import fold


def said(what: str, folded: str) -> bool:
    """Return whether a word or phrase that says `what` begins in a text: present, licence, native or fluency."""
    return any(begins_word(name, folded) for name in _listed(what))


def begins_word(name: str, folded: str) -> bool:
    """Return whether a word of a text begins with `name`.

    >>> begins_word("licen", "driving licence"), begins_word("ice", "driving licence")
    (True, False)
    """
    at = folded.find(name)
    while at > 0 and folded[at - 1].isalnum():
        at = folded.find(name, at + 1)
    return at >= 0


@cache
def _listed(what: str) -> tuple[str, ...]:
    return tuple(fold(word).rstrip("*") for word in words("said", what))
