"""One way to compare words: without case, diacritics and typography.

`str.lower` and `str.casefold` do not do: they keep dotted and dotless i apart, and 'İ' becomes two characters.
"""

from __future__ import annotations

import re
import unicodedata

from cvparser.domain.text.document_cache import remembered

_SPECIAL = {"İ": "i", "I": "i", "ı": "i", "’": "'", "‘": "'", "ʼ": "'", "´": "'", "`": "'", "ø": "o", "Ø": "o"} | {
    "ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "ẞ": "ß", "–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-", "：": ":",
}  # fmt: skip
_NOT_ALPHANUMERIC = re.compile(r"[\W_]+")
#: German and Nordic letters are also written as two.
_TWO_LETTERS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "Ä": "ae", "Ö": "oe", "Ü": "ue", "Å": "aa", "Ø": "oe"}
)


class _FoldTable(dict[int, str]):
    """Code point -> folded character, filled on demand."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        folded = _SPECIAL.get(character)
        if folded is None:
            lower = unicodedata.normalize("NFD", character)[0].lower()
            folded = lower if len(lower) == 1 else character
        self[code] = folded
        return folded


_TABLE = _FoldTable()


def fold(text: str) -> str:
    """Return `text` in one case, without diacritics, of the same length: offsets stay valid.

    >>> fold("Çağrı IŞILAY")
    'cagri isilay'
    """
    return text.lower().replace("`", "'") if text.isascii() else text.translate(_TABLE)


@remembered
def key(text: str) -> str:
    """Return what two notations of one thing share: letters and digits, folded.

    >>> key("O'Rourke") == key("O’ROURKE") == "orourke"
    True
    """
    return _NOT_ALPHANUMERIC.sub("", fold(text).replace("ß", "ss"))


def keys(text: str) -> frozenset[str]:
    """Return all keys of `text`: umlauts are written as one letter or two.

    >>> sorted(keys("Käsbauer"))
    ['kaesbauer', 'kasbauer']
    """
    return frozenset({key(text), key(text.translate(_TWO_LETTERS))})
