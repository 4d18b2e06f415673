"""Letters that Turkish tells apart and folding does not: `kurdum` is "I built", `kürdüm` "I am Kurdish"."""

from __future__ import annotations

from cvparser.domain.text.folding import fold

_PLAIN = {"ç": "c", "ğ": "g", "ı": "i", "ö": "o", "ş": "s", "ü": "u"}
#: Those that no other of the known languages has: where one stands, all are written.
_TURKISH = frozenset(_PLAIN) - {"ç", "ö", "ü"}
#: Those letters in either case, but for the capital of "ı", which is that of a plain letter as well.
_MARKED = frozenset({*_PLAIN, *map(str.upper, _PLAIN)} - {"I"})
_LOWER = str.maketrans({letter.upper(): letter for letter in _PLAIN if letter != "ı"} | {"İ": "i"})


def letters_told_apart(text: str) -> frozenset[str]:
    """Return the marked letters that `text` writes, so that a plain one in their place is another letter.

    >>> sorted(letters_told_apart("für"))
    ['ü']
    >>> sorted(letters_told_apart("kış"))
    ['ç', 'ö', 'ü', 'ğ', 'ı', 'ş']
    """
    if text.isascii():
        return frozenset()
    written = frozenset("".join(letter for letter in _MARKED if letter in text).translate(_LOWER))
    is_turkish = bool(written & _TURKISH) or "İ" in text
    return frozenset(_PLAIN) if is_turkish else written


def is_same_word(one: str, other: str, told_apart: frozenset[str]) -> bool:
    """Return whether two words that fold alike are one word where the letters of `told_apart` are written.

    A capital `I` may be either of the two.

    >>> is_same_word("Kurdum", "kürdüm", letters_told_apart("kış"))
    False
    >>> is_same_word("KIŞ", "kış", letters_told_apart("kış"))
    True
    """
    return all(
        first == second or "I" in (first, second) or not {first, second} & told_apart
        for first, second in zip(_marked(one), _marked(other), strict=True)
    )


def _marked(word: str) -> str:
    """Return a word in one case, without any marks but those of Turkish; a capital `I` stays."""
    lower = word.translate(_LOWER)
    return "".join(
        letter if letter in _PLAIN or letter == "I" else plain for letter, plain in zip(lower, fold(lower), strict=True)
    )
