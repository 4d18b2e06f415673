"""The text of a document as rules begin with it: nothing in it passes for what was taken out."""

from __future__ import annotations

from cvparser.domain.privacy.placeholders import placeholders
from cvparser.domain.privacy.prepared_text import ATOM
from cvparser.domain.text.normalisation import Normalised
from cvparser.domain.text.tags import without_tags

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
    for start, end in placeholders(text):
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
