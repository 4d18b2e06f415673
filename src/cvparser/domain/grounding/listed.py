"""Words and phrases of the lexicon, looked for only where a word of the text begins one of them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

from cvparser.domain.text.folding import fold
from cvparser.domain.text.words import alternatives

#: Letters and digits together.
SPOKEN = re.compile(r"[^\W_]+")
#: Scripts that put no blanks between words.
UNSPACED = re.compile(r"[\u2e80-\u9fff]")


@dataclass(frozen=True, slots=True)
class Listed:
    """The words and phrases of a list.

    Attributes:
        pattern: Any of them, in folded text.
    """

    pattern: re.Pattern[str]

    def spans(self, sentence: str, starts: Sequence[int]) -> list[tuple[int, int]]:
        """Return where they stand in a sentence; those that blanks part stand nowhere but at `starts`, in order."""
        if UNSPACED.search(sentence) is not None:
            return [match.span() for match in self.pattern.finditer(sentence)]
        found, end = [], 0
        for start in starts:
            match = self.pattern.match(sentence, start) if start >= end else None
            if match is not None:
                end = match.end()
                found.append(match.span())
        return found


class Beginnings:
    """What the words and phrases of some lists begin with: a word, or the stem of one, and what follows a word."""

    def __init__(self, lists: Mapping[str, Iterable[str]]) -> None:
        self._names = frozenset(lists)
        words: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        stems: defaultdict[str, set[str]] = defaultdict(set)
        for name, listed in lists.items():
            for phrase in (fold(each) for each in listed if not UNSPACED.match(each)):
                first = SPOKEN.match(phrase)
                if first is None:
                    continue
                if phrase.startswith("*", first.end()):
                    stems[first.group()].add(name)
                else:
                    words[first.group()][name].append(phrase[first.end() :].partition("*")[0])
        self._words = {word: [(name, tuple(rest)) for name, rest in found.items()] for word, found in words.items()}
        self._shortest = min(map(len, stems), default=0)
        self._stems: defaultdict[str, list[tuple[str, frozenset[str]]]] = defaultdict(list)
        for stem, names in stems.items():
            self._stems[stem[: self._shortest]].append((stem, frozenset(names)))

    def lists_in(self, sentence: str) -> Set[str]:
        """Return the names of the lists that may have something in a folded sentence: no other has."""
        return self._names if UNSPACED.search(sentence) is not None else self.starts_in(sentence).keys()

    def starts_in(self, sentence: str) -> Mapping[str, Sequence[int]]:
        """Return where in a folded sentence something of each list may begin, but for what no blanks part."""
        starts: defaultdict[str, list[int]] = defaultdict(list)
        for match in SPOKEN.finditer(sentence):
            word = match.group()
            for name, rest in self._words.get(word, ()):
                if sentence.startswith(rest, match.end()):
                    starts[name].append(match.start())
            for stem, names in self._stems.get(word[: self._shortest], ()):
                if word.startswith(stem):
                    for name in names:
                        starts[name].append(match.start())
        return starts


def whole_words(listed: Sequence[str]) -> re.Pattern[str]:
    """Return the pattern of any of these words; scripts without blanks have no ends of words."""
    unspaced = [word for word in listed if UNSPACED.match(word)] or ["\0"]
    spaced = alternatives(word for word in listed if not UNSPACED.match(word))
    return re.compile(rf"(?<![^\W_])(?:{spaced})(?![^\W_])|(?:{alternatives(unspaced)})")
