"""Words as a reader sees them: what typesetting did to them is undone."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from cvparser.domain.composition import composed
from cvparser.domain.cv.bullets import BULLET
from cvparser.domain.text.spacing import closed, letter_spaced

#: Glyphs that stand for several letters.
_LIGATURES = {ord(ligature): unicodedata.normalize("NFKC", ligature) for ligature in "ﬀﬁﬂﬃﬄﬅﬆĳĲǆǅǄǉǈǇǌǋǊ"}
#: A hyphen that shows only at the end of a line, with the break after it.
#: U+2010 is what programs break words with; what people type is U+002D.
_BROKEN_WORD = re.compile(rf"[\u00ad\x02\ufffe]\n[ \t]*(?:{BULLET} ?)?(?=\w)|(?<=[^\W\d_])\u2010\n[ \t]*(?=[^\W\d_])")
_INVISIBLE = "\u00ad\x02\ufffe\ufeff\x00"
_UNSET = {**dict.fromkeys(map(ord, _INVISIBLE)), **_LIGATURES}
_TYPESET = re.compile(f"[{''.join(map(chr, _UNSET))}]")


@dataclass(frozen=True, slots=True)
class Tidied:
    """A text with whole words, and where each of its characters stood in the text as it was typeset."""

    text: str
    origins: Sequence[int]


def tidy(text: str) -> Tidied:
    """Return `text` with whole words: ligatures, soft hyphens and letter-spacing undone, in NFC, lines kept."""
    unbroken = _replaced(_BROKEN_WORD.finditer(text), lambda _: "", Tidied(text, range(len(text))))
    whole = _replaced(_TYPESET.finditer(unbroken.text), _unset, unbroken)
    lines: list[Tidied] = []
    at = 0
    for line in whole.text.replace("\xa0", " ").split("\n"):
        bare = line.rstrip()
        tidied = _tidy_line(Tidied(bare, whole.origins[at : at + len(bare)]))
        # One empty line parts blocks as well as several do, and parts nothing at the start.
        if tidied.text or (lines and lines[-1].text):
            lines.append(tidied)
        at += len(line) + 1
    while lines and not lines[-1].text:
        lines.pop()
    return _joined_lines(lines)


def _tidy_line(line: Tidied) -> Tidied:
    whole = _replaced(letter_spaced(line.text), lambda run: closed(run[0]), line)
    text = composed(whole.text)
    return whole if text == whole.text else Tidied(text, _composed_origins(whole, text))


def _composed_origins(line: Tidied, text: str) -> Sequence[int]:
    """Return where the characters of a line in NFC stood: each sign stands where its letter does."""
    origins: list[int] = []
    starts = [at for at, character in enumerate(line.text) if not at or not unicodedata.combining(character)]
    for start, end in pairwise([*starts, len(line.text)]):
        origins += [line.origins[start]] * len(composed(line.text[start:end]))
    # Letters that join with letters, as in Korean: known to the line.
    return origins if len(origins) == len(text) else [line.origins[0]] * len(text)


def _joined_lines(lines: Sequence[Tidied]) -> Tidied:
    origins: list[int] = []
    for number, line in enumerate(lines):
        if number:
            origins.append(origins[-1] if origins else 0)
        origins += line.origins
    return Tidied("\n".join(line.text for line in lines), origins)


def _replaced(matches: Iterable[re.Match[str]], replacement: Callable[[re.Match[str]], str], source: Tidied) -> Tidied:
    """Return `source` with its `matches` replaced, each by characters of it, or by what stands at its start."""
    pieces: list[str] = []
    origins: list[int] = []
    at = 0
    for match in matches:
        found, new = match.group(), replacement(match)
        pieces += [source.text[at : match.start()], new]
        origins += source.origins[at : match.start()]
        place = 0
        for character in new:
            place = max(found.find(character, place), place)
            origins.append(source.origins[match.start() + place])
            place = min(place + 1, len(found) - 1)
        at = match.end()
    if not at:
        return source
    return Tidied("".join([*pieces, source.text[at:]]), [*origins, *source.origins[at:]])


def _unset(typeset: re.Match[str]) -> str:
    return typeset[0].translate(_UNSET)
