"""Blanks that typesetting put between letters, doubled between words or left at the ends of lines."""

from __future__ import annotations

import re
from collections.abc import Iterator

#: `J O H A N N A   F E R R O`: letters a blank apart, words further. A run that were looked for with two words only
#: would be gone through from each letter.
_LETTERS_APART = re.compile(r"(?<![^\W_])[^\W\d_](?: [^\W\d_])+(?:[ \t]{2,}[^\W\d_](?: [^\W\d_])+)*(?![^\W_])")
#: What every such run begins with; looked for by its blank, which is found faster than a letter.
_TWO_APART = re.compile(r" (?<=(?<![^\W_])[^\W\d_] )[^\W\d_][ \t]")
#: Fewer letters are initials.
_MIN_LETTERS = 4
_BETWEEN_WORDS = re.compile(r"[ \t]{2,}")
_BLANKS = re.compile(r"[ \t]+")
#: A carriage return is read as one.
_AT_LINE_END = re.compile(r"(?<! ) ++(?=\n)")
_DOUBLE = re.compile(r"(?<=\S)  (?=\S)")
_SINGLE = re.compile(r"(?<=\S) (?=\S)")
#: Fewer doubled blanks are columns, not a habit.
_MIN_DOUBLED = 8


def letter_spaced(text: str) -> Iterator[re.Match[str]]:
    """Yield the runs of words whose letters are set apart, within one line each."""
    if _TWO_APART.search(text) is not None:
        yield from (run for run in _LETTERS_APART.finditer(text) if sum(map(str.isalpha, run[0])) >= _MIN_LETTERS)


def closed(run: str) -> str:
    """Return the words of a run of `letter_spaced`, a blank between two.

    >>> closed("M Y   W O R K")
    'MY WORK'
    """
    return " ".join(word.replace(" ", "") for word in _BETWEEN_WORDS.split(run))


def superfluous_blanks(text: str) -> set[int]:
    """Return where blanks stand that part no words."""
    if "  " not in text and " \n" not in text and _TWO_APART.search(text) is None:
        return set()
    return {*_between_letters(text), *_doubled(text), *_trailing(text)}


def _between_letters(text: str) -> Iterator[int]:
    for run in letter_spaced(text):
        for blanks in _BLANKS.finditer(text, *run.span()):
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
