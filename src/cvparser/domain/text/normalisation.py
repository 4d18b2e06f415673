"""Text as people write it -> text as rules read it, with the way back.

Compatibility forms, invisible characters, combining marks and look-alike letters hide data from rules; here they are
undone, and each character remembers which characters of the original it stands for.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

from cvparser.domain.text.document_cache import remembered
from cvparser.domain.text.spacing import superfluous_blanks

#: Line ends of other systems are read as line feeds; a carriage return before one is a blank, and goes with those.
_LINE_ENDS = str.maketrans(dict.fromkeys("\x0b\x0c\x85\u2028\u2029", "\n"))
_OTHER_LINE_END = re.compile(r"[\r\x0b\x0c\x85\u2028\u2029]")
_RETURN = re.compile(r"\r(?!\n)")
#: Invisible, yet not of a category that says so: fillers, the blank of Braille, PDFium's mark for a hyphen.
_FILLERS = frozenset("\u115f\u1160\u3164\uffa0\u2800\ufffe")
#: Characters that one character may read as: `U+FDFA` alone is a phrase of 18.
_LONGEST_FORM = 6
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_LETTERS = re.compile(r"[^\W\d_]+")
_FOREIGN = re.compile(r"[\u0370-\u03ff\u0400-\u052f]")
_LATIN = re.compile(r"[A-Za-z]")
#: Cyrillic and Greek letters that look like Latin ones (Unicode TR 39, the subset of one letter for one).
_LOOK_ALIKES = str.maketrans(
    "АВЕЗКМНОРСТУХІЈЅаеорсухіјѕԁһԛԝѵΑΒΕΖΗΙΚΜΝΟΡΤΥΧαικνορυχγӒӓӦӧЁёЇїάίό",
    "ABE3KMHOPCTYXIJSaeopcyxijsdhqwvABEZHIKMNOPTYXaikvopuxyÄäÖöËëÏïáíó",
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
        """Return the stretch of the original that `start` to `end`, not empty, stands for."""
        return self.starts[start], self.ends[end - 1]


@remembered
def normalise(text: str) -> Normalised:
    """Return `text` in NFKC, without invisible characters, ASCII digits, look-alikes as Latin letters."""
    if _OTHER_LINE_END.search(text) is not None:
        text = _RETURN.sub("\n", text).replace("\r\n", " \n").translate(_LINE_ENDS)
    if text.isascii():
        return _respaced(_as_it_is(text))
    special = _special(text)
    read = _decompose(text, special) if special else _as_it_is(text)
    return _respaced(replace(read, text=_without_look_alikes(read.text)))


def _as_it_is(text: str) -> Normalised:
    return Normalised(text, range(len(text)), range(1, len(text) + 1))


def _respaced(normalised: Normalised) -> Normalised:
    dropped = superfluous_blanks(normalised.text)
    if not dropped:
        return normalised
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    position = 0
    for blank in (*sorted(dropped), len(normalised.text)):
        stretch = slice(position, blank)
        pieces.append(normalised.text[stretch])
        starts.extend(normalised.starts[stretch])
        ends.extend(normalised.ends[stretch])
        position = blank + 1
    return Normalised("".join(pieces), starts, ends)


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
            read = unicodedata.normalize("NFKC", character).replace("\n", " ") if character != "\n" else "\n"
            piece = read if len(read) <= _LONGEST_FORM else character
        self[character] = piece
        return piece


_PIECES = _Pieces()


def _special(text: str) -> list[str]:
    """Return the characters of `text` that do not read as themselves."""
    return [character for character in set(_NOT_ASCII.findall(text)) if _PIECES[character] != character]


def _decompose(text: str, special: Sequence[str]) -> Normalised:
    """Undo `special` characters; what stands between them is taken over as it is, in one piece."""
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    position = 0
    for match in re.finditer(f"[{re.escape(''.join(special))}]", text):
        index = match.start()
        if position < index:
            pieces.append(text[position:index])
            starts.extend(range(position, index))
            ends.extend(range(position + 1, index + 1))
        position = index + 1
        piece = _PIECES[text[index]]
        if piece:
            pieces.append(piece)
            starts.extend([index] * len(piece))
            ends.extend([position] * len(piece))
        elif piece is None and pieces:
            pieces[-1] = _marked(pieces[-1], text[index])
            ends[-1] = position
    pieces.append(text[position:])
    starts.extend(range(position, len(text)))
    ends.extend(range(position + 1, len(text) + 1))
    return Normalised("".join(pieces), starts, ends)


def _marked(piece: str, mark: str) -> str:
    composed = unicodedata.normalize("NFC", piece[-1] + mark)
    return piece[:-1] + composed if len(composed) == 1 else piece


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
