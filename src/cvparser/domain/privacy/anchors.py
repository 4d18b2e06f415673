"""Where recognizers start: what must stand in a text for them to find anything there.

An answer has many strings, and in most of them most recognizers find nothing. Which ones may is told in one pass over
the words and signs of a string, so that the others are not asked.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from cvparser.domain.privacy.context import Context
    from cvparser.domain.privacy.recognizer import Recognizer


#: Choices that are kept: strings of most answers make few of them.
_MOST_CHOICES = 4_096


def _no_words() -> Set[str]:
    return frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchors:
    """What a recognizer starts at; in a string of an answer that has none of it, it finds nothing.

    Attributes:
        words: Returns folded words, runs of letters.
        signs: Single characters, in the text as it is or folded.
        holds: Tells of a string what neither of these says.
        digits: How many digits must stand beside any of these; where there is none of these, they are enough.
        follows_others: It starts at what others found: it is asked wherever any of them is.
    """

    words: Callable[[], Set[str]] = _no_words
    signs: str = ""
    holds: Callable[[Context], bool] | None = None
    digits: int = 0
    follows_others: bool = False

    @property
    def is_anywhere(self) -> bool:
        """Whether digits are all that must stand in a string."""
        return self.words is _no_words and not self.signs and self.holds is None and not self.follows_others


ANYWHERE = Anchors()


class AnchoredRecognizers:
    """Recognizers by their anchors; each is a bit of a number, so that many are told at once."""

    def __init__(self, recognizers: Iterable[Recognizer]) -> None:
        self._recognizers = tuple(recognizers)
        bits = [(1 << place, recognizer.anchors) for place, recognizer in enumerate(self._recognizers)]
        self._anywhere = sum(bit for bit, anchors in bits if anchors.is_anywhere)
        self._following = sum(bit for bit, anchors in bits if anchors.follows_others)
        self._by_word = _by_anchor((bit, anchors.words()) for bit, anchors in bits)
        self._words = frozenset(self._by_word)
        self._by_sign = _by_anchor((bit, anchors.signs) for bit, anchors in bits)
        self._sign = re.compile("|".join(map(re.escape, self._by_sign)) or r"(?!)")
        self._asked = _by_anchor((bit, (anchors.holds,)) for bit, anchors in bits if anchors.holds is not None)
        self._chosen: dict[int, Sequence[Recognizer]] = {}
        most = max(anchors.digits for _, anchors in bits)
        #: By how many digits a string has, those that need no more.
        self._by_digits = [sum(bit for bit, anchors in bits if anchors.digits <= count) for count in range(most + 1)]

    def that_may_find(self, context: Context) -> Sequence[Recognizer]:
        """Return those that may find anything in a string of an answer, in their order."""
        prepared = context.prepared
        signs = self._sign.findall(prepared.folded)
        if not prepared.text.isascii():
            signs += self._sign.findall(prepared.text)
        found = reduce(or_, map(self._by_sign.__getitem__, signs), self._anywhere)
        found = reduce(or_, map(self._by_word.__getitem__, self._words.intersection(prepared.folded_words)), found)
        may = self._by_digits[min(prepared.digits, len(self._by_digits) - 1)]
        for holds, asked in self._asked.items():
            # Nobody is asked about what signs or words have told already.
            if asked & may & ~found and holds(context):
                found |= asked
        return self._of(found & may)

    def _of(self, bits: int) -> Sequence[Recognizer]:
        chosen = self._chosen.get(bits)
        if chosen is None:
            asked = bits | self._following if bits else 0
            chosen = [recognizer for place, recognizer in enumerate(self._recognizers) if asked >> place & 1]
            if len(self._chosen) < _MOST_CHOICES:
                self._chosen[bits] = chosen
        return chosen


Question = TypeVar("Question")


def _by_anchor(anchors: Iterable[tuple[int, Iterable[Question]]]) -> Mapping[Question, int]:
    found: defaultdict[Question, int] = defaultdict(int)
    for bit, listed in anchors:
        for each in listed:
            found[each] |= bit
    return dict(found)
