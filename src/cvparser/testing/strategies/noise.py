"""What happens to text on its way: other Unicode forms, invisible characters, other case, blanks and line ends."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Callable

from hypothesis import strategies as st

Noise = Callable[[str], str]

_LOOK_ALIKES = str.maketrans("aeop", "аеор")
_NARROW = 40
_FULL_WIDTH = {ord(str(digit)): chr(0xFF10 + digit) for digit in range(10)}


def _same(text: str) -> str:
    return text


def _decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def _zero_width(text: str) -> str:
    return "\u200b".join(text[start : start + 3] for start in range(0, len(text), 3))


def _look_alikes(text: str) -> str:
    """Replace every other look-alike letter: a word keeps a letter of its own script."""
    return "".join(
        character.translate(_LOOK_ALIKES) if index % 2 else character for index, character in enumerate(text)
    )


def _full_width(text: str) -> str:
    return text.translate(_FULL_WIDTH)


def _hard_blanks(text: str) -> str:
    return text.replace(" ", "\u00a0")


def _windows(text: str) -> str:
    return text.replace("\n", "\r\n")


def _soft_hyphens(text: str) -> str:
    return "\u00ad".join(text[start : start + 5] for start in range(0, len(text), 5))


def _capitals(text: str) -> str:
    return text.upper()


def _turkish_capitals(text: str) -> str:
    return text.replace("i", "İ").upper()


def _small_letters(text: str) -> str:
    return text.lower()


def _wrapped(text: str) -> str:
    lines = (textwrap.wrap(line, _NARROW, break_long_words=False, break_on_hyphens=False) for line in text.split("\n"))
    return "\n".join("\n".join(pieces) for pieces in lines)


def _doubled_blanks(text: str) -> str:
    return re.sub(" +", "  ", text)


_NOISES: tuple[Noise, ...] = (
    _same,
    _decomposed,
    _zero_width,
    _look_alikes,
    _full_width,
    _hard_blanks,
    _windows,
    _soft_hyphens,
    _capitals,
    _turkish_capitals,
    _small_letters,
    _wrapped,
    _doubled_blanks,
)


def noisy(text: str) -> st.SearchStrategy[str]:
    """Return `text` as two kinds of noise, one after the other, or one, or none, leave it."""
    kinds = st.sampled_from(_NOISES)
    return st.tuples(kinds, kinds).map(lambda both: both[1](both[0](text)))
