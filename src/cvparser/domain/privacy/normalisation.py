"""Text as people write it -> text as rules read it, with the way back.

Compatibility forms, invisible characters, combining marks and look-alike letters hide data from rules; here they are
undone, and each character remembers which characters of the original it stands for.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from cvparser.domain.privacy.spacing import superfluous_blanks

#: Line ends of other systems are read as line feeds; a carriage return before one is a blank.
_LINE_ENDS = str.maketrans(dict.fromkeys("\x0b\x0c\x85\u2028\u2029", "\n"))
_RETURN = re.compile(r"\r(?!\n)")
#: Invisible, yet not of a category that says so: fillers, the blank of Braille, PDFium's mark for a hyphen.
_FILLERS = frozenset("\u115f\u1160\u3164\uffa0\u2800\ufffe")
_LETTERS = re.compile(r"[^\W\d_]+")
_FOREIGN = re.compile(r"[\u0370-\u03ff\u0400-\u052f]")
_LATIN = re.compile(r"[A-Za-z]")
#: Cyrillic and Greek letters that look like Latin ones (Unicode TR 39, the subset of one letter for one).
_LOOK_ALIKES = str.maketrans(
    "АВЕЗКМНОРСТУХІЈЅаеорсухіјѕԁһԛԝѵΑΒΕΖΗΙΚΜΝΟΡΤΥΧαικνορυχγ",
    "ABE3KMHOPCTYXIJSaeopcyxijsdhqwvABEZHIKMNOPTYXaikvopuxy",
)


@dataclass(frozen=True, slots=True)
class Normalised:
    """A normalised text that knows where its characters come from.

    Attributes:
        text: The text that rules read.
        starts: Of each character, where its origin starts in the original.
        ends: Of each character, where its origin ends.
    """

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Give the stretch of the original that `start` to `end`, not empty, stands for."""
        return self.starts[start], self.ends[end - 1]


def normalise(text: str) -> Normalised:
    """Give `text` in NFKC, without invisible characters, ASCII digits, look-alikes as Latin letters."""
    text = _RETURN.sub("\n", text).replace("\r\n", " \n").translate(_LINE_ENDS)
    if text.isascii() or (unicodedata.is_normalized("NFKC", text) and not _needs_care(text)):
        return _respaced(Normalised(text, range(len(text)), range(1, len(text) + 1)))
    characters, starts, ends = _decompose(text)
    return _respaced(Normalised(_without_look_alikes("".join(characters)), starts, ends))


def _respaced(normalised: Normalised) -> Normalised:
    dropped = superfluous_blanks(normalised.text)
    if not dropped:
        return normalised
    kept = [index for index in range(len(normalised.text)) if index not in dropped]
    return Normalised(
        "".join(normalised.text[index] for index in kept),
        [normalised.starts[index] for index in kept],
        [normalised.ends[index] for index in kept],
    )


class _Pieces(dict[str, str | None]):
    """Character -> what it reads as; None for a mark on the character before it."""

    def __missing__(self, character: str) -> str | None:
        piece: str | None
        category = unicodedata.category(character)
        if category == "Cf" or character in _FILLERS:
            piece = ""
        elif category in {"Mn", "Me"}:
            piece = None
        elif category == "Nd":
            piece = str(unicodedata.digit(character))
        else:
            piece = unicodedata.normalize("NFKC", character).replace("\n", " ") if character != "\n" else "\n"
        self[character] = piece
        return piece


_PIECES = _Pieces()


def _needs_care(text: str) -> bool:
    return any(_PIECES[character] != character for character in set(text)) or _FOREIGN.search(text) is not None


def _decompose(text: str) -> tuple[list[str], list[int], list[int]]:
    characters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for index, character in enumerate(text):
        piece = _PIECES[character]
        if piece is None:
            if characters:
                composed = unicodedata.normalize("NFC", characters[-1] + character)
                characters[-1] = composed if len(composed) == 1 else characters[-1]
                ends[-1] = index + 1
            continue
        characters.extend(piece)
        starts.extend([index] * len(piece))
        ends.extend([index + 1] * len(piece))
    return characters, starts, ends


def _without_look_alikes(text: str) -> str:
    if _FOREIGN.search(text) is None:
        return text
    mostly_latin = len(_LATIN.findall(text)) * 2 > len(text.split()) * 3

    def latin(word: re.Match[str]) -> str:
        letters = word.group()
        if _FOREIGN.search(letters) is None:
            return letters
        read = letters.translate(_LOOK_ALIKES)
        if _LATIN.search(letters) or (mostly_latin and _FOREIGN.search(read) is None):
            return read
        return letters

    return _LETTERS.sub(latin, text)
