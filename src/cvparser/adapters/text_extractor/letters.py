"""Whether the letters of a page are those that it shows: a font whose map is shifted gives others in their place."""

from __future__ import annotations

import math
import unicodedata
from collections import Counter

from cvparser.domain.errors import TextUnreadableError

#: Letters in a thousand of CVs in Turkish, English, German and French, without what stands above and below them.
_USUAL = {
    "a": 85,
    "b": 16,
    "c": 38,
    "d": 35,
    "e": 126,
    "f": 17,
    "g": 27,
    "h": 22,
    "i": 90,
    "j": 6,
    "k": 17,
    "l": 47,
    "m": 35,
    "n": 82,
    "o": 54,
    "p": 24,
    "q": 2,
    "r": 68,
    "s": 65,
    "t": 68,
    "u": 36,
    "v": 12,
    "w": 8,
    "x": 4,
    "y": 13,
    "z": 5,
}
_LETTERS = "".join(_USUAL)
_SURPRISE = [-math.log(share / 1000) for share in _USUAL.values()]
#: How surprising, in nats, the letters of a text are in the mean. CVs have 2.8 to 3.0, in languages that are far from
#: those 3.2, lists of products 3.3; those of which each letter is the next, or another so far on, from 3.36.
_MOST_SURPRISE = 3.2
#: How much less surprising they must be once each is moved back.
_MOVED_BACK = 0.3
#: Fewer letters tell nothing; nor do the Latin ones of a text that has many others.
_LEAST_LETTERS, _LEAST_LATIN = 200, 0.8


def check_letters(text: str) -> None:
    """Look at how often each letter occurs, in the time that a look at each takes.

    Raises:
        TextUnreadableError: they are as in a CV once each is so many places further on in the alphabet, and not before.
    """
    count: Counter[str] = Counter()
    others = 0
    for character, times in Counter(text).items():
        # The dotless i has no form without what it lacks.
        letter = unicodedata.normalize("NFKD", character.casefold().replace("ı", "i"))[:1]
        if letter in _USUAL:
            count[letter] += times
        elif character.isalpha():
            others += times
    letters = count.total()
    if letters < _LEAST_LETTERS or letters < _LEAST_LATIN * (letters + others):
        return
    as_it_is, *moved = (_surprise(count, shift) / letters for shift in range(len(_LETTERS)))
    if as_it_is > _MOST_SURPRISE and min(moved) < min(as_it_is - _MOVED_BACK, _MOST_SURPRISE):
        raise TextUnreadableError


def _surprise(count: Counter[str], shift: int) -> float:
    shifted = (_SURPRISE[(at + shift) % len(_LETTERS)] for at in range(len(_LETTERS)))
    return sum(count[letter] * surprise for letter, surprise in zip(_LETTERS, shifted, strict=True))
