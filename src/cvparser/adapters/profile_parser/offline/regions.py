"""Towns and their states among the pieces of a head: `Austin, TX`, `Chennai, Tamil Nadu`, `Leeds, UK`."""

from __future__ import annotations

from functools import cache

from cvparser.adapters.profile_parser.offline.evidence import is_place
from cvparser.domain.lexicon import words
from cvparser.domain.text.folding import fold
from cvparser.domain.text.phrases import Phrases, phrase_set, words_of

_LONGEST_TOWN_WORDS = 3


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
    return text[found[0].start].isupper() and text[found[-1].start].isupper()


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
