"""Hashes of the groups of letters within words, all at once: a text has thousands of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias
from zlib import crc32

import numpy as np
import numpy.typing as npt

Hashes: TypeAlias = npt.NDArray[np.int64]

#: Characters of the groups.
_SHORT, _LONG = 3, 4


def group_hashes(words: Sequence[str]) -> Iterator[list[int]]:
    """Yield for each word, of three characters at least, the hashes of its threes, then of its fours.

    Each is what `zlib.crc32` says of a group, going on from that of the digit of its length.
    """
    if not "".join(words).isascii():
        yield from map(_one_by_one, words)
        return
    together = np.frombuffer("".join(words).encode(), dtype=np.uint8)
    short, long = (_of_all(together, *table).tolist() for table in _TABLES)
    start = 0
    for word in words:
        end = start + len(word)
        yield short[start : end - _SHORT + 1] + long[start : end - _LONG + 1]
        start = end


def encoded(written: str) -> bytes:
    """Return characters as hashes read them."""
    # Half of a pair of surrogates is a character of a text as well.
    return written.encode(errors="replace")


def _one_by_one(word: str) -> list[int]:
    return [
        crc32(encoded(word[at : at + length]), start)
        for length, start in _GROUPS
        for at in range(len(word) - length + 1)
    ]


def _of_all(letters: npt.NDArray[np.uint8], length: int, zeros: int, changes: Sequence[Hashes]) -> Hashes:
    """Return the hash of the group that begins at each letter, whatever word it is of."""
    count = max(0, len(letters) - length + 1)
    hashes = np.full(count, zeros, dtype=np.int64)
    for at, change in enumerate(changes):
        hashes ^= change[letters[at : at + count]]
    return hashes


def _table(length: int, start: int) -> tuple[int, int, Sequence[Hashes]]:
    """Return the hash of as many zeros, and what a byte at each place changes of it: a CRC is linear in its bytes."""
    zeros = crc32(bytes(length), start)
    changes = [
        np.array(
            [crc32(bytes(at) + bytes([byte]) + bytes(length - at - 1), start) ^ zeros for byte in range(2**7)],
            dtype=np.int64,
        )
        for at in range(length)
    ]
    return length, zeros, changes


#: How many characters, and the hash that each goes on from.
_GROUPS = tuple((length, crc32(str(length).encode())) for length in (_SHORT, _LONG))
_TABLES = tuple(_table(length, start) for length, start in _GROUPS)
