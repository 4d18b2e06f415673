"""Words and phrases of the lexicon, looked for only where a word of the text begins one of them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cvparser.domain.text.folding import fold
from cvparser.domain.text.words import alternatives

#: Letters and digits, with the signs that tell C, C++ and C# apart.
WORD = re.compile(r"[^\W_]+[+#]*")
#: Letters and digits together.
SPOKEN = re.compile(r"[^\W_]+")
#: Scripts that put no blanks between words.
UNSPACED = re.compile(r"[\u2e80-\u9fff]")
#: What ends a sentence without a blank behind it.
UNSPACED_END = re.compile(r"[\u3002\uff01\uff1f\uff1b\u061f]")


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
        words: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        stems: list[tuple[str, str]] = []
        for name, listed in lists.items():
            for phrase in (fold(each) for each in listed if not UNSPACED.match(each)):
                first = SPOKEN.match(phrase)
                if first is None:
                    continue
                if phrase.startswith("*", first.end()):
                    stems.append((first.group(), name))
                else:
                    words[first.group()][name].append(phrase[first.end() :].partition("*")[0])
        self._words = {word: [(name, tuple(rest)) for name, rest in found.items()] for word, found in words.items()}
        self._shortest = min((len(stem) for stem, _ in stems), default=0)
        self._stems: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        for stem, name in stems:
            self._stems[stem[: self._shortest]].append((stem, name))

    def hits(self, folded: str) -> Sequence[tuple[int, str]]:
        """Return where in a folded text something of which list may begin, but for what no blanks part."""
        found = []
        for match in SPOKEN.finditer(folded):
            word = match.group()
            for name, rest in self._words.get(word, ()):
                if folded.startswith(rest, match.end()):
                    found.append((match.start(), name))
            for stem, name in self._stems.get(word[: self._shortest], ()):
                if word.startswith(stem):
                    found.append((match.start(), name))
        return found


def whole_words(listed: Sequence[str]) -> re.Pattern[str]:
    """Return the pattern of any of these words; scripts without blanks have no ends of words."""
    unspaced = [word for word in listed if UNSPACED.match(word)] or ["\0"]
    spaced = alternatives(word for word in listed if not UNSPACED.match(word))
    return re.compile(rf"(?<![^\W_])(?:{spaced})(?![^\W_])|(?:{alternatives(unspaced)})")
