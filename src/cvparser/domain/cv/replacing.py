"""A document with other words in some places: the same lines where they stood, offsets moved."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from cvparser.domain.cv.document import CVDocument
from cvparser.domain.cv.geometry import Run
from cvparser.domain.cv.lines import Setting, TextLine, text_lines


class Replacement(NamedTuple):
    """What takes the place of the characters from `start` to `end`: at least one, no line end."""

    start: int
    end: int
    text: str


def with_replaced(document: CVDocument, replacements: Sequence[Replacement]) -> CVDocument:
    r"""Return `document` with `replacements`, which are sorted and do not overlap.

    A line keeps what is known of the line that its first character stood in. The boxes of what was replaced stay, as
    those of what stands there now. What is known of the document beside its text is left out.

    >>> document = CVDocument(text="Ada Quill\nNurse")
    >>> with_replaced(document, [Replacement(0, 9, "[NAME]")]).text
    '[NAME]\nNurse'
    """
    pieces = list(_pieces(document.text, replacements))
    text = "".join(piece.text for piece in pieces)
    if not document.settings:
        return CVDocument(text=text, pages=document.pages, warnings=document.warnings)
    starts = [piece.to for piece in pieces]
    settings = []
    for line in text_lines(text):
        first, last = bisect_right(starts, line.start) - 1, bisect_right(starts, line.end - 1)
        settings.append(_setting(line, document, pieces[first:last]))
    return CVDocument(text=text, settings=tuple(settings), pages=document.pages, warnings=document.warnings)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of the new text, and what it was."""

    text: str
    #: Where it stands in the new text.
    to: int
    #: Where it, or what it takes the place of, stood.
    start: int
    end: int
    is_new: bool


def _pieces(text: str, replacements: Sequence[Replacement]) -> Iterator[_Piece]:
    at, to = 0, 0
    for replacement in replacements:
        if replacement.start > at:
            yield _Piece(text[at : replacement.start], to, at, replacement.start, is_new=False)
            to += replacement.start - at
        yield _Piece(replacement.text, to, replacement.start, replacement.end, is_new=True)
        to += len(replacement.text)
        at = replacement.end
    if at < len(text):
        yield _Piece(text[at:], to, at, len(text), is_new=False)


def _setting(line: TextLine, document: CVDocument, pieces: Sequence[_Piece]) -> Setting:
    """Return how a line of the new text is set; `pieces` are those that it is made of."""
    first = pieces[0]
    at = first.start if first.is_new else first.start + line.start - first.to
    index = min(document.index_of_line(at), len(document.settings) - 1)
    runs = (run for piece in pieces for run in _runs(line, document, piece))
    return document.settings[index]._replace(runs=tuple(run._replace(start=run.start - line.start) for run in runs))


def _runs(line: TextLine, document: CVDocument, piece: _Piece) -> Iterator[Run]:
    if piece.is_new:
        for run in document.runs_of(piece.start, piece.end):
            yield run.stretched(piece.start, piece.end, to=piece.to, length=len(piece.text))
        return
    shift = piece.to - piece.start
    start, end = max(line.start - shift, piece.start), min(line.end - shift, piece.end)
    for run in document.runs_of(start, end):
        yield run.part(start, end, shift=shift)
