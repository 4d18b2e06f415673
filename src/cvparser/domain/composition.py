"""Letters and their combining marks, composed in linear time."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

#: Combining marks in a row that writing needs at most (Unicode Standard Annex 15, D4).
MOST_MARKS = 30
#: One past the last mark that Unicode 16.0 has; nothing beyond combines.
_PAST_MARKS = 0x1F000


def composed(text: str) -> str:
    r"""Return `text` in NFC; of more than `MOST_MARKS` combining marks in a row the rest is left out.

    Marks in a row are sorted, which takes the square of their number.

    >>> composed("e\u0301") == "é", len(composed("e" + 1_000 * "\u0327"))
    (True, 30)
    """
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", _too_many().sub(r"\1", text))


@cache
def _too_many() -> re.Pattern[str]:
    marks = "".join(chr(code) for code in range(0x300, _PAST_MARKS) if unicodedata.combining(chr(code)))
    return re.compile(f"([{marks}]{{{MOST_MARKS}}})[{marks}]++")
