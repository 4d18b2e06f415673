"""Many things looked for in one text at once: the time grows with the text, not with how many they are."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate

from cvparser.domain.text.document_cache import remembered

#: Characters by which pieces are looked up.
OPENING = 4

Phrase = tuple[str, ...]


class Stretches:
    """Stretches of a text, asked whether another one touches any of them."""

    def __init__(self, stretches: Iterable[tuple[int, int]]) -> None:
        ordered = sorted(stretches)
        self._starts = [start for start, _ in ordered]
        #: Of each stretch, the furthest end up to it.
        self._ends = list(accumulate((end for _, end in ordered), max))

    def touch(self, start: int, end: int) -> bool:
        """Return whether any of the stretches shares a character with the one from `start` to `end`."""
        slot = bisect_left(self._starts, end)
        return slot > 0 and self._ends[slot - 1] > start


def pieces_in(text: str, pieces: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Yield start and end of each of `pieces`, none shorter than `OPENING`, in `text`; they may overlap."""
    lengths = _lengths(pieces)
    for start in range(len(text) - OPENING + 1) if lengths else ():
        for length in lengths.get(text[start : start + OPENING], ()):
            stop = start + length
            if stop <= len(text) and text[start:stop] in pieces:
                yield start, stop


def phrases_in(words: Sequence[str], phrases: frozenset[Phrase]) -> Iterator[tuple[int, int]]:
    """Yield first word and one past the last of each of `phrases` in `words`; they may overlap."""
    lengths = _phrase_lengths(phrases)
    for start, word in enumerate(words) if lengths else ():
        for length in lengths.get(word, ()):
            stop = start + length
            if stop <= len(words) and tuple(words[start:stop]) in phrases:
                yield start, stop


@remembered
def _lengths(pieces: frozenset[str]) -> Mapping[str, tuple[int, ...]]:
    """Return how long the pieces are, by how they begin."""
    return _grouped((piece[:OPENING], len(piece)) for piece in pieces)


@remembered
def _phrase_lengths(phrases: frozenset[Phrase]) -> Mapping[str, tuple[int, ...]]:
    return _grouped((phrase[0], len(phrase)) for phrase in phrases)


def _grouped(pairs: Iterable[tuple[str, int]]) -> Mapping[str, tuple[int, ...]]:
    groups: defaultdict[str, set[int]] = defaultdict(set)
    for opening, length in pairs:
        groups[opening].add(length)
    return {opening: tuple(sorted(lengths)) for opening, lengths in groups.items()}
