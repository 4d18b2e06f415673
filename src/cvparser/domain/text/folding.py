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
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
#: A text so long is folded letter by letter, which is faster, where it has so few that are not of ASCII.
_LONG, _FEW_LETTERS = 500, 40
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
    if text.isascii():
        return text.lower().replace("`", "'")
    return text.translate(_TABLE) if len(text) < _LONG else _fold_long(text)


def _fold_long(text: str) -> str:
    others = {letter: _TABLE[ord(letter)] for letter in set(_NOT_ASCII.findall(text))}
    # "Ǿ" reads as "ø", which alone is folded once more.
    is_plain = all(folded == letter or (folded.isascii() and folded != "`") for letter, folded in others.items())
    if len(others) > _FEW_LETTERS or not is_plain:
        return text.translate(_TABLE)
    for letter, folded in others.items():
        text = text.replace(letter, folded)
    return text.lower().replace("`", "'")


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
