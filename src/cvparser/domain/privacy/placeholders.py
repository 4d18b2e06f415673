"""Text of a document that looks like one of our placeholders: a template, a CV redacted before, a trick."""

from __future__ import annotations

from collections.abc import Iterator

from cvparser.domain.privacy.categories import PLACEHOLDER
from cvparser.domain.privacy.prepared_text import ATOM
from cvparser.domain.text.normalisation import Normalised, normalise
from cvparser.domain.text.tags import without_tags

#: What reads as an opening bracket once compatibility forms are undone.
_BRACKETS = ("[", "［", "﹇")
#: What rules see in its place: like the glyph of an icon, no word, and nothing that was taken out already.
_GLYPH = "\ue001"


def read_as_text(text: str) -> Normalised:
    r"""Return `text` with one glyph for each placeholder that it holds itself, without HTML's tags, and the way back.

    >>> read_as_text("[NAME] Ada").text
    '\ue001 Ada'
    """
    text = without_tags(text)
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    position = 0
    for start, end in _placeholders(text):
        pieces += [text[position:start], _GLYPH]
        starts += [*range(position, start), start]
        ends += [*range(position + 1, start + 1), end]
        position = end
    if not pieces:
        return Normalised(text.replace(ATOM, _GLYPH), range(len(text)), range(1, len(text) + 1))
    pieces.append(text[position:])
    starts += range(position, len(text))
    ends += range(position + 1, len(text) + 1)
    return Normalised("".join(pieces).replace(ATOM, _GLYPH), starts, ends)


def defused(text: str) -> str:
    """Return `text`, of the same length, with round brackets around what looks like a placeholder.

    >>> defused("[NAME] Ada")
    '(NAME) Ada'
    """
    pieces: list[str] = []
    position = 0
    for start, end in _placeholders(text):
        pieces += [text[position:start], "(", text[start + 1 : end - 1], ")"]
        position = end
    return "".join([*pieces, text[position:]])


def _placeholders(text: str) -> Iterator[tuple[int, int]]:
    """Yield where placeholders stand, in any of the notations that rules read as one."""
    if not any(bracket in text for bracket in _BRACKETS):
        return
    normalised = normalise(text)
    for match in PLACEHOLDER.finditer(normalised.text):
        yield normalised.origin(match.start(), match.end())
