"""A text, ready to be asked whether it says something."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate

from cvparser.domain.grounding.instructions import without_instructions
from cvparser.domain.grounding.listed import WORD
from cvparser.domain.privacy.categories import PLACEHOLDER
from cvparser.domain.text.document_cache import remembered
from cvparser.domain.text.folding import fold
from cvparser.domain.text.normalisation import normalise
from cvparser.domain.text.spacing import letter_spaced

_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+|\n+")
#: Scripts that put no blanks between words: Thai to Khmer, and the East Asian ones.
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]")
#: Words shorter than this have no inflection that could be told from another word: Scala, scalable.
_INFLECTED = 6
#: Letters at the end in which two forms of a word may differ.
_ENDING = 2
_LONGEST_ENDING = 5
#: Words that may stand between those of a name: "BEng (Hons) in Civil Engineering".
_SLACK = 3
_LONGEST_NAME = 60
#: Words shorter than this carry grammar rather than facts.
_TELLING = 4
#: Words from which on a sentence of prose is more than a value.
_FEWEST_OF_SENTENCE = 5
#: Part of a sentence's words that the text must have.
_COVERED = 0.75


class Source:
    """The text of a CV, in which names and sentences are looked up.

    Case, diacritics, typography, line breaks, hyphenation and, for longer words, endings do not count. Placeholders
    of personal data say nothing, and neither do sentences that tell a reader what to record.
    """

    def __init__(self, text: str) -> None:
        self.folded = without_instructions(_folded(PLACEHOLDER.sub("\n", text)))
        self._spans = [match.span() for match in WORD.finditer(self.folded)]
        words = [self.folded[start:end] for start, end in self._spans]
        self._compact = "".join(words)
        #: Where in that each word begins; at last where it ends.
        self._starts = [0, *accumulate(map(len, words))]
        places: defaultdict[str, list[int]] = defaultdict(list)
        for index, word in enumerate(words):
            places[word].append(index)
        self._places = places

    def says(self, name: str) -> bool:
        r"""Return whether the text holds `name`: its words one after the other, or all of them close together.

        >>> Source("Yazılım Mühendisliği, Kestrel Ana-\nlitik'te").says("Yazılım mühendisi")
        True
        >>> Source("Director").says("CTO")
        False
        """
        return next(self.places(name), None) is not None

    def places(self, name: str) -> Iterator[tuple[int, int]]:
        """Yield from where to where `name` stands in `folded`: word after word, then its words close together."""
        words = words_of(name)
        if not words:
            return
        compact, spaced = "".join(words), name.isascii() or _UNSPACED.search(name) is None
        is_whole = False
        for at in self._places_of(compact, spaced=spaced):
            is_whole = True
            first, last = bisect_right(self._starts, at) - 1, bisect_left(self._starts, at + len(compact)) - 1
            # In scripts without blanks a name may be a part of what looks like a word.
            begins = self._spans[first][0] + at - self._starts[first]
            yield begins, self._spans[last][0] + at + len(compact) - self._starts[last]
        if not is_whole and len(words) <= _LONGEST_NAME:
            places = sorted((self._all_places(word) for word in words), key=len)
            reach = len(words) + _SLACK
            for anchor in places[0]:
                near = _all_near(places, anchor, reach)
                if near:
                    yield self._spans[min(near)][0], self._spans[max(near)][1]

    def _places_of(self, compact: str, *, spaced: bool) -> Iterator[int]:
        """Yield where `compact` stands: anywhere where words have no blanks between them, else as whole words."""
        if not spaced:
            at = self._compact.find(compact)
            while at >= 0:
                yield at
                at = self._compact.find(compact, at + 1)
            return
        starts, index = self._starts, 0
        while (at := self._compact.find(compact, starts[index])) >= 0:
            index = bisect_left(starts, at)
            if starts[index] == at:
                end = at + len(compact)
                if starts[bisect_left(starts, end)] == end:
                    yield at
                index += 1

    def tells(self, sentence: str) -> bool:
        """Return whether the text has the words of `sentence`: each number, and three quarters of the telling words."""
        words = words_of(sentence)
        if not all(word in self._places for word in words if word.isdigit()):
            return False
        telling = [word for word in words if len(word) >= _TELLING and not word.isdigit()]
        if not telling:
            return self.says(sentence)
        return sum(self._has(word) for word in telling) >= _COVERED * len(telling) or self.says(sentence)

    def told(self, prose: str, *, is_believed: Callable[[str], bool] = lambda _: True) -> str:
        """Return the sentences of `prose` that the text tells, in their order; empty when it tells none.

        Left out are those, too, that the text says and that are not believed; what is as short as a value is looked
        at as a whole alone.
        """
        pieces = list(_sentences(prose))
        if len(pieces) == 1:
            return prose if self.tells(prose) and is_believed(prose) else ""
        kept = [piece for piece in pieces if self._is_kept(piece, is_believed)]
        return "".join(kept).strip() if any(WORD.search(piece) for piece in kept) else ""

    def _is_kept(self, piece: str, is_believed: Callable[[str], bool]) -> bool:
        if not WORD.search(piece):
            return True
        return self.tells(piece) and (len(WORD.findall(piece)) < _FEWEST_OF_SENTENCE or is_believed(piece))

    @cached_property
    def _stems(self) -> Mapping[str, Sequence[str]]:
        """The words by what they begin with."""
        stems: defaultdict[str, list[str]] = defaultdict(list)
        for word in self._places:
            stems[word[: _INFLECTED - _ENDING]].append(word)
        return stems

    def _all_places(self, word: str) -> list[int]:
        found = [index for form in self._forms(word) for index in self._places[form]]
        return sorted(found)

    def _has(self, word: str) -> bool:
        return next(self._forms(word), None) is not None

    def _forms(self, word: str) -> Iterator[str]:
        """Yield the words of the text that are `word` or a form of it."""
        if word in self._places:
            yield word
        if len(word) >= _INFLECTED and word.isalpha():
            for other in self._stems.get(word[: _INFLECTED - _ENDING], ()):
                if other != word and _are_forms(word, other):
                    yield other


def _folded(text: str) -> str:
    return fold(normalise(text).text).replace("ß", "ss")


@remembered
def words_of(name: str) -> Sequence[str]:
    """Return the folded words of a name."""
    # Of plain characters, letters set apart alone are other words when they are normalised.
    is_plain = name.isascii() and next(letter_spaced(name), None) is None
    return WORD.findall(fold(name) if is_plain else _folded(name))


def _sentences(prose: str) -> Iterator[str]:
    """Yield the sentences of `prose` with what separates them, so that joining them gives `prose`."""
    start = 0
    for match in _SENTENCE_END.finditer(prose):
        yield prose[start : match.end()]
        start = match.end()
    yield prose[start:]


def _are_forms(word: str, other: str) -> bool:
    shorter = min(len(word), len(other))
    if shorter < _INFLECTED or abs(len(word) - len(other)) > _LONGEST_ENDING:
        return False
    stem = shorter - _ENDING
    return word[:stem] == other[:stem]


def _all_near(places: Sequence[Sequence[int]], anchor: int, reach: int) -> list[int]:
    """Return of each word the place nearest to `anchor`; none at all where one is farther away than `reach`."""
    near = []
    for each in places:
        at = _nearest(each, anchor)
        if abs(at - anchor) > reach:
            return []
        near.append(at)
    return near


def _nearest(places: Sequence[int], anchor: int) -> int:
    """Return the place next to `anchor`; far away where there is none."""
    index = bisect_left(places, anchor)
    beside = places[max(index - 1, 0) : index + 1]
    return min(beside, key=lambda each: abs(each - anchor), default=-(2**31))
