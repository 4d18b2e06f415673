"""A second look at a redacted text, by other code than the rules': before a text leaves the machine.

It knows three things that never stand in a redacted text and looks at single characters and words only, so that a
fault in the rules or their tables does not repeat itself here.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from cvparser.domain.privacy.categories import PLACEHOLDER, Category
from cvparser.domain.privacy.folding import fold, key
from cvparser.domain.privacy.redaction import Redaction

_WITHIN_NUMBERS = frozenset(" .-()/")
#: Digits of a telephone number with its country or trunk prefix.
_MIN_PHONE_DIGITS = 10
#: Digits without anything between them: an identity number, an account.
_MIN_PLAIN_DIGITS = 11
_PUNCTUATION = ".,;:!?()[]{}\"'“”«»‘’|•·-–—"


def residue(redaction: Redaction) -> tuple[Category, ...]:
    """Give the categories that a redacted text still seems to hold, sorted; empty when it may leave the machine."""
    text = PLACEHOLDER.sub("\n", redaction.text)
    found = set()
    if any(_is_address(text, at) for at in _places(text, "@")):
        found.add(Category.EMAIL)
    for run in _digit_runs(text):
        digits = "".join(filter(str.isdigit, run))
        if run.isdigit() and len(digits) >= _MIN_PLAIN_DIGITS:
            found.add(Category.NATIONAL_ID)
        elif run[0] in "+0" and len(digits) >= _MIN_PHONE_DIGITS and not _has_year(run):
            found.add(Category.PHONE)
    if _names_somebody(text, redaction.names):
        found.add(Category.NAME)
    return tuple(sorted(found))


def _places(text: str, character: str) -> Iterator[int]:
    at = text.find(character)
    while at >= 0:
        yield at
        at = text.find(character, at + 1)


def _is_address(text: str, at: int) -> bool:
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    return before.isalnum() and after.isalnum() and "." in text[at : at + 60].split(" ", maxsplit=1)[0]


def _digit_runs(text: str) -> Iterator[str]:
    start = None
    end = 0
    for index, character in enumerate(f"{text}\n"):
        if character.isdigit() or (start is None and character == "+"):
            start = index if start is None else start
            end = index + 1
        elif start is not None and (character not in _WITHIN_NUMBERS or index - end > 1):
            yield text[start:end]
            start = None


def _has_year(run: str) -> bool:
    groups = "".join(character if character.isdigit() else " " for character in run).split()
    return any(len(group) == 4 and group[:2] in {"19", "20"} for group in groups)


def _names_somebody(text: str, names: frozenset[str]) -> bool:
    """Tell whether two pieces of the name follow each other, or one stands alone before a word without capital."""
    for line in text.split("\n"):
        words = [word.strip(_PUNCTUATION) for word in line.split()]
        for word, following in pairwise([*words, ""]):
            if not word[:1].isupper() or len(word) < 4 or key(fold(word)) not in names:
                continue
            if key(following) in names or (following[:1].islower() and len(words) > 1):
                return True
    return False
