"""Words and phrases, compared without case and diacritics."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Generic, NamedTuple, TypeVar

from cvparser.domain.text.document_cache import remembered
from cvparser.domain.text.folding import fold

Value = TypeVar("Value")

_WORD = re.compile(r"[^\W_]+|['&@%]")


class Word(NamedTuple):
    """A word of a text, folded, with its place."""

    text: str
    start: int
    end: int


class Match(NamedTuple, Generic[Value]):
    """A phrase found: the words from `first` up to, without, `stop`."""

    first: int
    stop: int
    value: Value


@remembered
def words_of(text: str) -> Sequence[Word]:
    """Return the words of `text` in order; an apostrophe, `&`, `@` and `%` are words of their own.

    >>> [word.text for word in words_of("Ph.D. (İşletme)")]
    ['ph', 'd', 'isletme']
    """
    return [Word(found[0], *found.span()) for found in _WORD.finditer(fold(text))]


@remembered
def tokens_of(text: str) -> Sequence[str]:
    """Return the words of `text` in order, without their places."""
    return _WORD.findall(fold(text))


class Phrases(Generic[Value]):
    """Phrases with a value each; where a phrase is given twice, the first value holds."""

    def __init__(self, entries: Iterable[tuple[str, Value]]) -> None:
        self._values: dict[tuple[str, ...], Value] = {}
        self._lengths: dict[str, list[int]] = {}
        for phrase, value in entries:
            folded = fold(phrase)
            # Of some ten thousand, which are read before the first text, most are one word.
            key = (folded,) if folded.isascii() and folded.isalpha() else tuple(_WORD.findall(folded))
            if key:
                self._values.setdefault(key, value)
                self._lengths.setdefault(key[0], []).append(len(key))
        for lengths in self._lengths.values():
            lengths[:] = sorted(set(lengths), reverse=True)

    def whole(self, text: str) -> Value | None:
        """Return the value of the phrase that `text` is, None where it is none."""
        return self._values.get(tuple(tokens_of(text)))

    def at(self, words: Sequence[Word], first: int) -> Match[Value] | None:
        """Return the longest phrase that starts at the word `first`."""
        for length in self._lengths.get(words[first].text, ()):
            if length == 1:
                return Match(first, first + 1, self._values[words[first].text,])
            key = tuple(word.text for word in words[first : first + length])
            if len(key) == length and key in self._values:
                return Match(first, first + length, self._values[key])
        return None

    def find(self, words: Sequence[Word]) -> list[Match[Value]]:
        """Return the phrases in `words`, left to right, the longest at each place, none overlapping."""
        found: list[Match[Value]] = []
        index = 0
        while index < len(words):
            match = self.at(words, index) if words[index].text in self._lengths else None
            if match is None:
                index += 1
            else:
                found.append(match)
                index = match.stop
        return found


def phrase_set(phrases: Iterable[str]) -> Phrases[bool]:
    """Return phrases of which it matters only whether they are there."""
    return Phrases((phrase, True) for phrase in phrases)


def alternatives(words: Iterable[str], *, are_patterns: bool = False) -> str:
    """Return a regular expression for folded text that finds any of `words`, the longest first."""
    folded = sorted({fold(word) for word in words}, key=lambda word: (-len(word), word))
    return "|".join(word if are_patterns else re.escape(word).replace(r"\ ", r"\s+") for word in folded) or r"(?!)"
