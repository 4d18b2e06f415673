"""Sets of words with wildcards, and phrases found by their first word."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from cvparser.domain.privacy.folding import fold

_LONGEST_WORD = 60
_LETTERS = re.compile(r"[^\W\d_]+")


class Words:
    """Folded words; `nurse*` stands for its inflections, `*engineer` for its compounds."""

    def __init__(self, patterns: Iterable[str]) -> None:
        self._known: dict[str, bool] = {}
        self._prefixes: set[str] = set()
        self._suffixes: set[str] = set()
        infixes: list[str] = []
        for pattern in map(fold, patterns):
            stem = pattern.strip("*")
            match pattern.startswith("*"), pattern.endswith("*"):
                case True, True:
                    infixes.append(stem)
                case True, False:
                    self._suffixes.add(stem)
                case False, True:
                    self._prefixes.add(stem)
                case _:
                    self._known[stem] = True
        self._prefix_lengths = sorted({len(stem) for stem in self._prefixes})
        self._suffix_lengths = sorted({len(stem) for stem in self._suffixes})
        self._infixes = re.compile("|".join(map(re.escape, infixes))) if infixes else None

    def __contains__(self, word: str) -> bool:
        known = self._known.get(word)
        if known is None:
            known = len(word) <= _LONGEST_WORD and self._matches(word)
        return known

    def has(self, word: str) -> bool:
        """Tell whether a word stands here as it is, or as the stem of a wildcard."""
        return word in self._known or word in self._prefixes or word in self._suffixes

    def _matches(self, word: str) -> bool:
        return (
            any(word[:length] in self._prefixes for length in self._prefix_lengths if _may_inflect(length, len(word)))
            or any(word[-length:] in self._suffixes for length in self._suffix_lengths)
            or (self._infixes is not None and self._infixes.search(word) is not None)
        )


def _may_inflect(stem: int, word: int) -> bool:
    """Tell whether a stem is long enough for what follows it: short stems begin too many other words."""
    return stem > 4 or word - stem <= stem - 3


class Phrases:
    """Folded phrases, each of a kind, looked up by their first word."""

    def __init__(self, phrases: Mapping[str, Iterable[str]]) -> None:
        self._by_first: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        for kind, texts in phrases.items():
            for phrase in sorted({fold(text) for text in texts}, key=len, reverse=True):
                first = _LETTERS.search(phrase)
                if first is not None:
                    self._by_first[first.group()].append((phrase[first.start() :], kind))

    def find(self, folded: str, words: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int, str]]:
        """Give start, end and kind of each phrase in `folded`, whose words stand at `words`; longest of each kind."""
        for start, end in words:
            candidates = self._by_first.get(folded[start:end])
            if candidates is None:
                continue
            kinds: set[str] = set()
            for phrase, kind in candidates:
                stop = start + len(phrase)
                if kind not in kinds and folded.startswith(phrase, start) and not folded[stop : stop + 1].isalnum():
                    kinds.add(kind)
                    yield start, stop, kind
