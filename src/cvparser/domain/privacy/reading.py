"""A text made ready for the rules: normalised, folded, cut into lines and words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from cvparser.domain.privacy.categories import PLACEHOLDER, Category
from cvparser.domain.privacy.folding import fold
from cvparser.domain.privacy.normalisation import Normalised, normalise

#: Stands for each character of a placeholder: no letter, no digit, no blank, so that no rule looks into one.
ATOM = "\ue000"
_LETTERS = re.compile(r"[^\W\d_]+")
_LINE = re.compile(r"[^\n]+")
#: What parts the pieces of one line: gaps, bars, bullets, dashes between blanks.
_SEPARATOR = re.compile(r"[ \t]{2,}|\t|[ ]*[|•·●▪◦‣■□►;]+[ ]*|[ ]+(?:[-/→~>]|->)[ ]+")
#: Gaps, bars and bullets only: within an address or a name, dashes and slashes part nothing.
_GAP = re.compile(r"[ \t]{2,}|\t|[ ]*[|•·●▪◦‣■□►;]+[ ]*")


class Span(NamedTuple):
    """A stretch of a reading."""

    start: int
    end: int


class Sighting(NamedTuple):
    """A stretch of a reading that a rule takes for personal."""

    start: int
    end: int
    category: Category
    rule: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as the rules see it.

    Attributes:
        text: Normalised; placeholders are masked by `ATOM`.
        folded: The same in one case, without diacritics; same offsets.
        lines: The lines that are not blank, without surrounding blanks.
        words: Where the words stand: runs of letters.
        names_taken: Where placeholders of names stand already.
        normalised: The text before masking, with the way back to the original.
    """

    text: str
    folded: str
    lines: tuple[Span, ...]
    words: tuple[Span, ...]
    names_taken: tuple[int, ...]
    normalised: Normalised

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Give the stretch of the original text that `start` to `end` stands for."""
        return self.normalised.origin(start, end)

    def segments(self, line: Span) -> list[Span]:
        """Give the pieces of a line, parted by gaps, bars, bullets and dashes."""
        return _split(self.folded, line, _SEPARATOR)

    def cells(self, line: Span) -> list[Span]:
        """Give the pieces of a line, parted by gaps, bars and bullets."""
        return _split(self.folded, line, _GAP)


def read(text: str) -> Reading:
    """Make `text` ready for the rules."""
    normalised = normalise(text)
    names_taken = tuple(
        match.start() for match in PLACEHOLDER.finditer(normalised.text) if match.group() in {"[NAME]", "[HEADER]"}
    )
    masked = PLACEHOLDER.sub(lambda match: ATOM * len(match.group()), normalised.text)
    folded = fold(masked)
    return Reading(
        text=masked,
        folded=folded,
        lines=tuple(line for line in map(partial(_line, folded), _LINE.finditer(folded)) if line.end > line.start),
        words=tuple(Span(match.start(), match.end()) for match in _LETTERS.finditer(folded)),
        names_taken=names_taken,
        normalised=normalised,
    )


def _line(text: str, match: re.Match[str]) -> Span:
    return _stripped(text, match.start(), match.end())


def _stripped(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def _split(text: str, line: Span, separator: re.Pattern[str]) -> list[Span]:
    pieces = []
    start = line.start
    for match in separator.finditer(text, line.start, line.end):
        pieces.append(_stripped(text, start, match.start()))
        start = match.end()
    pieces.append(_stripped(text, start, line.end))
    return [piece for piece in pieces if piece.end > piece.start]
