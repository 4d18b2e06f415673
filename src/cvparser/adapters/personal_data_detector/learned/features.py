"""What the network is told of a text: of each word its letters and shape, of each place where it stands.

Training and recognition share this module: weights fit the features that they were trained with, and no others.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias, TypeVar
from zlib import crc32

import numpy as np
import numpy.typing as npt

from cvparser.adapters.personal_data_detector.learned.letter_groups import encoded, group_hashes

Indices: TypeAlias = npt.NDArray[np.int32]
Number = TypeVar("Number", int, npt.NDArray[np.int64])

#: Rows of the table of words' features; a feature is its hash. Row 0 stands for none.
ROWS = 2**15
#: How many values each thing said of a place can take.
PLACE_SIZES = (4, 6, 6, 8, 6, 4, 4, 4, 4, 3, 2, 2)
PLACE_ROWS = sum(PLACE_SIZES)
#: What is looked at of a longer word.
_LONGEST_WORD = 24
#: Addresses on the net that are looked into for names, and characters of each.
_MAX_LINKS, _LONGEST_LINK = 40, 100
_MARKS = "\u0300-\u036f\u064b-\u0655\u0900-\u0903\u093a-\u094f\u0b82\u0bbe-\u0bcd"
_TOKEN = re.compile(rf"\n|\d+|[^\W\d_]+(?:[{_MARKS}]+[^\W\d_]*)*|\S")
_TAB = re.compile(r"\t")
_BLANK = re.compile(r"\s")
#: What stands more often counts as if it stood so often.
_OFTEN = 3
#: Said of the blanks before a token that has none before it in its line.
_FIRST_IN_LINE = 3
_LINK_SIGN = re.compile(r"[@/]|www\.|linkedin|github")
_PHONE_DIGITS = 7
_FIRST_YEAR, _LAST_YEAR = 1940, 2040
#: Hashes of what features begin with: a hash goes on where another one ended.
_WORD, _SHAPE, _END = (crc32(each) for each in (b"w", b"s", b"e"))
_SMALL, _CAPITALS, _CAPITALISED = (crc32(each, _SHAPE) for each in (b"x", b"X", b"Xx"))
_LENGTHS = tuple(crc32(f"l{length}".encode()) for length in range(13))


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words, numbers, signs and line ends of a text, with where they start and end."""

    words: Sequence[str]
    starts: Sequence[int]
    ends: Sequence[int]


@dataclass(frozen=True, slots=True)
class Features:
    """What the network reads: each word once, which word each token is, and what is said of its place."""

    #: Different words in the order in which they come up.
    words: Sequence[str]
    #: For each token the place of its word in `words`.
    which: Indices
    #: For each token a row of the table of places for each thing said of it.
    places: Indices


def tokens(text: str) -> Tokens:
    """Return the tokens of a text."""
    spans = list(map(re.Match.span, _TOKEN.finditer(text)))
    starts, ends = zip(*spans, strict=True) if spans else ((), ())
    return Tokens([text[start:end] for start, end in spans], starts, ends)


def features(text: str, found: Tokens) -> Features:
    """Return the features of the tokens of a text; at least one token."""
    words = list(dict.fromkeys(found.words))
    numbered = {word: number for number, word in enumerate(words)}
    which = np.fromiter(map(numbered.__getitem__, found.words), dtype=np.int32, count=len(found.words))
    said = np.stack(
        [*_in_lines(text, found), *(each[which] for each in _in_document(text, words, np.bincount(which)))], axis=1
    )
    offsets = np.cumsum((0, *PLACE_SIZES[:-1]))
    return Features(words, which, (said + offsets).astype(np.int32))


def word_rows(word: str) -> list[int]:
    """Return the rows of a word's features in the table: the first is the word itself."""
    return [row_of(each) for each in word_hashes([word])[0]]


def word_hashes(words: Sequence[str]) -> list[list[int]]:
    """Return for each word the hashes of its features; `row_of` each is its row."""
    cut = [word[:_LONGEST_WORD] for word in words]
    edged = [f"<{word.lower()}>" for word in cut if word[0].isalpha()]
    groups = {True: group_hashes([word for word in edged if word.isascii()])}
    groups[False] = group_hashes([word for word in edged if not word.isascii()])
    return [_hashes(word, groups) for word in cut]


def _hashes(word: str, groups: Mapping[bool, Iterator[list[int]]]) -> list[int]:
    """Return the hashes of one word; those of its letters are the next of `groups`, by whether it is of ASCII."""
    if word[0].isdigit():
        return [crc32(encoded(each)) for each in _number_features(word)]
    lower = word.lower()
    hashed = encoded(lower)
    whole = [crc32(hashed, _WORD), _shape_hash(word)]
    if not word[0].isalpha():
        return whole
    is_ascii = lower.isascii()
    end = hashed[-2:] if is_ascii else encoded(lower[-2:])
    return [*whole, _LENGTHS[min(len(word), 12)], *next(groups[is_ascii]), crc32(end, _END)]


def row_of(feature: Number) -> Number:
    """Return the row of a feature's hash, or the rows of an array of such."""
    return feature % (ROWS - 1) + 1


def _number_features(word: str) -> Iterator[str]:
    yield f"d{word[:4]}" if len(word) < 5 else f"d{len(word)}"
    yield f"n{len(word)}"
    yield f"n{len(word)} {word[:2]}"
    yield f"y{len(word) == 4 and word.isdecimal() and _FIRST_YEAR < int(word) < _LAST_YEAR}"


def _shape_hash(word: str) -> int:
    """Return the hash of the letters' kinds, repeated ones once: `Xx` for a capitalised word."""
    if word.isascii() and word.isalpha():
        if word.islower():
            return _SMALL
        if word.isupper():
            return _CAPITALS
        if word[0].isupper() and word[1:].islower():
            return _CAPITALISED
    kinds = ["X" if each.isupper() else "x" if each.islower() else "o" if each.isalpha() else each for each in word]
    shape = kinds[0] + "".join(after for before, after in pairwise(kinds) if after != before)
    return crc32(encoded(shape), _SHAPE)


def _in_lines(text: str, found: Tokens) -> list[Indices]:
    """Return what is said of a token by its line and the lines beside it."""
    lines = _lines(found.words)
    lengths = [end - first + (end < len(found.words)) for first, end in lines]
    number = np.arange(len(found.words)) - np.repeat([first for first, _ in lines], lengths)
    said = np.array(list(_of_lines(found.words, lines)), dtype=np.int32)
    repeated = np.repeat(said, lengths, axis=0)
    gap = np.where(number == 0, _FIRST_IN_LINE, _gaps(text, found))
    return [gap.astype(np.int32), np.minimum(number, 5).astype(np.int32), *repeated.T]


def _gaps(text: str, found: Tokens) -> Indices:
    """Return how many blanks stand before each token: none, one, more; a tab is more."""
    starts = np.array(found.starts, dtype=np.int32)
    blanks = np.minimum(starts - np.array((0, *found.ends[:-1]), dtype=np.int32), 2)
    after_tabs = np.searchsorted(starts, [match.start() for match in _TAB.finditer(text)])
    blanks[after_tabs[after_tabs < len(starts)]] = 2
    return blanks


def _of_lines(words: Sequence[str], lines: Sequence[tuple[int, int]]) -> Iterator[tuple[int, ...]]:
    """Yield for each line its length, its place from either end, blank lines beside it, and signs of contact data."""
    filled = [at for at, (first, end) in enumerate(lines) if end > first]
    order = {line: at for at, line in enumerate(filled)}
    signs = [_signs(words[first:end]) for first, end in lines]
    for at, (first, end) in enumerate(lines):
        position = order.get(at, 0)
        yield (
            bisect_right((2, 3, 4, 7, 13), end - first),
            bisect_right((1, 2, 3, 4, 8, 16, 32), position),
            bisect_right((2, 3, 5, 9, 17), len(filled) - position),
            2 * (at > 0 and at - 1 not in order) + (at + 1 < len(lines) and at + 1 not in order),
            signs[at],
            signs[filled[position - 1]] if position > 0 else 0,
            signs[filled[position + 1]] if position + 1 < len(filled) else 0,
        )


def _lines(words: Sequence[str]) -> list[tuple[int, int]]:
    """Return from which token to which each line goes, its end left out."""
    ends = [at for at, word in enumerate(words) if word == "\n"]
    return list(zip((0, *(end + 1 for end in ends)), (*ends, len(words)), strict=True))


def _signs(words: Sequence[str]) -> int:
    digits = sum(len(word) for word in words if word[0].isdigit())
    return 2 * ("@" in words) + (digits >= _PHONE_DIGITS)


def _in_document(text: str, words: Sequence[str], counts: npt.NDArray[np.int64]) -> list[Indices]:
    """Return what is said of each different word, which stands so many times in the text, by all of it."""
    known, linked = set(words), _links(text)
    small = [word[0].isupper() and word.lower() in known for word in words]
    spelt = [2 < len(word) < _LONGEST_WORD and word[0].isalpha() and _plain(word) in linked for word in words]
    return [np.array(each, dtype=np.int32) for each in (np.minimum(counts, _OFTEN) - 1, small, spelt)]


def _links(text: str) -> str:
    """Return the text's addresses on the net, in which names may be spelt."""
    found: list[str] = []
    end = 0
    while len(found) < _MAX_LINKS and (sign := _LINK_SIGN.search(text, end)) is not None:
        start = sign.start()
        while start > end and not text[start - 1].isspace():
            start -= 1
        blank = _BLANK.search(text, sign.end())
        end = blank.start() if blank is not None else len(text)
        found.append(text[start : min(end, start + _LONGEST_LINK)].lower())
    return " ".join(found)


def _plain(word: str) -> str:
    lower = word.lower()
    if lower.isascii():
        return lower
    plain = lower.replace("ı", "i").replace("ł", "l").replace("ø", "o").replace("ß", "ss")
    return (
        plain if plain.isascii() else "".join(each for each in unicodedata.normalize("NFKD", plain) if each.isascii())
    )
