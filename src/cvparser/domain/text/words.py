"""Sets of words with wildcards, and phrases found by their first word."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set

from cvparser.domain.text.folding import fold

_LONGEST_WORD = 60
_NONE: tuple[tuple[str, ...], list[tuple[str, str]]] = ((), [])
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
        self._shortest_prefix = min(map(len, self._prefixes), default=0)
        self._shortest_suffix = min(map(len, self._suffixes), default=0)
        self._by_start = _grouped(self._prefixes, slice(self._shortest_prefix))
        self._by_end = _grouped(self._suffixes, slice(-self._shortest_suffix, None))
        self._infixes = re.compile("|".join(map(re.escape, infixes))) if infixes else None

    def __contains__(self, word: str) -> bool:
        known = self._known.get(word)
        if known is None:
            known = len(word) <= _LONGEST_WORD and self._matches(word)
        return known

    def has(self, word: str) -> bool:
        """Return whether a word stands here as it is, or as the stem of a wildcard."""
        return word in self._known or word in self._prefixes or word in self._suffixes

    def _matches(self, word: str) -> bool:
        for stem in self._by_start.get(word[: self._shortest_prefix], ()):
            if word.startswith(stem) and _may_inflect(len(stem), len(word)):
                return True
        return word.endswith(self._by_end.get(word[-self._shortest_suffix :], ())) or (
            self._infixes is not None and self._infixes.search(word) is not None
        )


def _grouped(stems: Iterable[str], part: slice) -> Mapping[str, tuple[str, ...]]:
    groups: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
    for stem in stems:
        groups[stem[part]] += (stem,)
    return groups


def _may_inflect(stem: int, word: int) -> bool:
    """Return whether a stem is long enough for what follows it: short stems begin too many other words."""
    return stem > 4 or word - stem <= stem - 3


def alternatives(words: Iterable[str]) -> str:
    r"""Return a regular expression for any of `words` in folded text, the longest first; `kein*` has endings.

    >>> alternatives(["Nr", "kein*", "numara"])
    'numara|kein\\w{0,20}+|nr'
    """
    ordered = sorted({fold(word) for word in words}, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\*", r"\w{0,20}+").replace(r"\ ", " ") for word in ordered)


def first_words(phrases: Iterable[str]) -> frozenset[str]:
    """Return the first word of each phrase, folded: a pattern of them is tried only where one stands.

    >>> sorted(first_words(["Military service", "er olarak"]))
    ['er', 'military']
    """
    found = (_LETTERS.search(fold(phrase)) for phrase in phrases)
    return frozenset(match.group() for match in found if match is not None)


class Phrases:
    """Folded phrases, each of a kind, looked up by their first word."""

    def __init__(self, phrases: Mapping[str, Iterable[str]]) -> None:
        by_first: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        for kind, texts in phrases.items():
            for phrase in sorted({fold(text) for text in texts}, key=len, reverse=True):
                first = _LETTERS.search(phrase)
                if first is not None:
                    by_first[first.group()].append((phrase[first.start() :], kind))
        self._by_first = {
            word: (tuple(phrase for phrase, _ in candidates), candidates) for word, candidates in by_first.items()
        }

    @property
    def first_words(self) -> Set[str]:
        """The words that a phrase begins with."""
        return self._by_first.keys()

    def first_words_of(self, *kinds: str) -> frozenset[str]:
        """Return the words that a phrase of any of these kinds begins with."""
        return frozenset(
            word for word, (_, listed) in self._by_first.items() if any(kind in kinds for _, kind in listed)
        )

    def find(self, folded: str, words: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int, str]]:
        """Return start, end and kind of each phrase in `folded`, whose words stand at `words`; longest of each kind."""
        for start, end in words:
            phrases, candidates = self._by_first.get(folded[start:end], _NONE)
            if not folded.startswith(phrases, start):
                continue
            kinds: set[str] = set()
            for phrase, kind in candidates:
                stop = start + len(phrase)
                if kind not in kinds and folded.startswith(phrase, start) and not folded[stop : stop + 1].isalnum():
                    kinds.add(kind)
                    yield start, stop, kind
