"""Text of a document that looks like one of our placeholders: a template, a CV redacted before, a trick."""

from __future__ import annotations

from collections.abc import Iterator

from cvparser.domain.privacy.categories import PLACEHOLDER
from cvparser.domain.text.normalisation import normalise

#: What reads as an opening bracket once compatibility forms are undone.
_BRACKETS = ("[", "［", "﹇")


def defused(text: str) -> str:
    """Return `text`, of the same length, with round brackets around what looks like a placeholder.

    >>> defused("[NAME] Ada")
    '(NAME) Ada'
    """
    pieces: list[str] = []
    position = 0
    for start, end in placeholders(text):
        pieces += [text[position:start], "(", text[start + 1 : end - 1], ")"]
        position = end
    return "".join([*pieces, text[position:]])


def placeholders(text: str) -> Iterator[tuple[int, int]]:
    """Yield where placeholders stand, in any of the notations that rules read as one."""
    if not any(bracket in text for bracket in _BRACKETS):
        return
    normalised = normalise(text)
    for match in PLACEHOLDER.finditer(normalised.text):
        yield normalised.origin(match.start(), match.end())
