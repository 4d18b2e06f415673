"""Blanks that typesetting put between letters, doubled between words or left at the ends of lines."""

from __future__ import annotations

import re
from collections.abc import Iterator

#: `J O H A N N A   F E R R O`: letters apart, words further apart.
_LETTER = r"[^\W\d_](?![^\W_])"
_LETTERS_APART = re.compile(rf"(?<![^\W_]){_LETTER}(?: {_LETTER}){{2,}}+(?: {{2,4}}{_LETTER}(?: {_LETTER})++)*+")
#: What every such run holds.
_TWO_APART = re.compile(r" [^\W\d_] [^\W\d_]")
_BLANKS = re.compile(r" +")
#: A carriage return is read as one.
_AT_LINE_END = re.compile(r"(?<! ) ++(?=\n)")
_DOUBLE = re.compile(r"(?<=\S)  (?=\S)")
_SINGLE = re.compile(r"(?<=\S) (?=\S)")
#: Fewer doubled blanks are columns, not a habit.
_MIN_DOUBLED = 8
_MIN_LETTERS = 4


def superfluous_blanks(text: str) -> set[int]:
    """Return where blanks stand that part no words."""
    return {*_between_letters(text), *_doubled(text), *_trailing(text)}


def _between_letters(text: str) -> Iterator[int]:
    for run in _LETTERS_APART.finditer(text) if _TWO_APART.search(text) is not None else ():
        if sum(map(str.isalpha, run.group())) < _MIN_LETTERS:
            continue
        for blanks in _BLANKS.finditer(text, run.start(), run.end()):
            length = blanks.end() - blanks.start()
            yield from range(blanks.start() + (1 if length > 1 else 0), blanks.end())


def _doubled(text: str) -> Iterator[int]:
    if "  " not in text:
        return
    doubled = [match.start() for match in _DOUBLE.finditer(text)]
    if len(doubled) >= _MIN_DOUBLED and len(doubled) > len(_SINGLE.findall(text)):
        yield from doubled


def _trailing(text: str) -> Iterator[int]:
    for blanks in _AT_LINE_END.finditer(text) if " \n" in text else ():
        yield from range(*blanks.span())
