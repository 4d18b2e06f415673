"""What happens to text on its way: other Unicode forms, invisible characters, other blanks and line ends."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from hypothesis import strategies as st

Noise = Callable[[str], str]

_LOOK_ALIKES = str.maketrans("aeop", "аеор")
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


_NOISES: tuple[Noise, ...] = (
    _same,
    _decomposed,
    _zero_width,
    _look_alikes,
    _full_width,
    _hard_blanks,
    _windows,
    _soft_hyphens,
)


def noisy(text: str) -> st.SearchStrategy[str]:
    """Give `text` as one kind of noise, or none, leaves it."""
    return st.sampled_from(_NOISES).map(lambda noise: noise(text))
