"""Towns and their states among the pieces of a head: `Austin, TX`, `Chennai, Tamil Nadu`, `Leeds, UK`."""

from __future__ import annotations

from functools import cache

from cvparser.adapters.profile_parser.offline.evidence import is_place, place_at
from cvparser.domain.lexicon import words
from cvparser.domain.text.folding import fold
from cvparser.domain.text.phrases import Phrases, phrase_set, words_of

_LONGEST_TOWN_WORDS = 3
#: Words of the name of a school.
_LONGEST_NAME = 6


def is_region(text: str) -> bool:
    """Return whether `text` is a state, a province or the code of one."""
    return _regions().whole(text) is not None or is_state_code(text)


def is_state_code(text: str) -> bool:
    """Return whether `text` is the code of a state, in capitals."""
    return len(text) == 2 and text.isupper() and fold(text) in _codes()


def is_somewhere(text: str) -> bool:
    """Return whether `text` is nothing but a known town, state or country."""
    return is_place(text) or _regions().whole(text) is not None


def could_be_town(text: str) -> bool:
    """Return whether `text` is written as the name of a town."""
    found = words_of(text)
    if not 0 < len(found) <= _LONGEST_TOWN_WORDS or any(map(str.isdigit, text)):
        return False
    return text[found[0].start].isupper() and text[found[-1].start].isupper() and not _has_initials(text)


def ends_with_place(text: str) -> bool:
    """Return whether `text` is written as a name and ends with a known town, as those of schools do: `HTL Villach`."""
    found = words_of(text)
    if not 1 < len(found) <= _LONGEST_NAME or not all(_is_of_name(text[word.start : word.end]) for word in found):
        return False
    return any(place_at(found, first) == len(found) for first in range(1, len(found)))


def _has_initials(text: str) -> bool:
    """Return whether a word of `text` is short for several, which none of a town's name is: `ITC Bodoni`."""
    return not text.isupper() and any(len(word) > 1 and word.isupper() for word in text.split())


def _is_of_name(word: str) -> bool:
    return word[0].isupper() or not word[0].isalpha()


def names_region(text: str) -> bool:
    """Return whether `text` ends or begins with a state, as `University of Texas` and `Ohio State University` do."""
    found = words_of(text)
    matches = _regions().find(found)
    return bool(matches) and (matches[-1].stop == len(found) or matches[0].first == 0)


@cache
def _regions() -> Phrases[bool]:
    return phrase_set(words("places", "regions"))


@cache
def _codes() -> frozenset[str]:
    return frozenset(words("places", "state_codes"))
