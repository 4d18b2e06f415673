"""Which phrases may stand at a word, told by walking their parts: most of many thousand patterns are never compiled."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cache
from itertools import chain, product

_LETTERS = re.compile(r"[^\W\d_]+")
#: A class or gap in braces, or the letters between two of them.
_PIECE = re.compile(r"\{\w+\}|[^{}]+")
_BLANK = re.compile(r"[ ]?\n[ ]?|[ ]{1,3}(?![ ])")
_TOKEN = re.compile(r"[^ \n]{1,64}")
_NO_WORD = re.compile(r"\W|\Z")
#: Phrases of a class are looked up by so many of their first characters.
_START = 2

ANY = "..."


@cache
def pieces(part: str) -> tuple[str, ...]:
    """Return the letters, classes and gaps that a part of a phrase of the language files consists of."""
    return tuple(_PIECE.findall(part))


@dataclass(slots=True)
class _Node:
    """What may follow a beginning that several phrases share."""

    #: Words, and what may follow each.
    words: dict[str, _Node] = field(default_factory=dict)
    #: Parts with classes.
    parts: dict[str, _Node] = field(default_factory=dict)
    #: Phrases that end here.
    ends: list[int] = field(default_factory=list)
    #: Phrases that go on with what only their pattern knows.
    open: list[int] = field(default_factory=list)
    #: How the words and classes that may follow begin, once that was asked.
    starts: frozenset[str] | None = None

    @property
    def goes_on(self) -> bool:
        """Whether a phrase has more parts."""
        return bool(self.words or self.parts or self.open)


class PhraseTree:
    """Phrases by their parts. What it returns may match; what it leaves out does not."""

    def __init__(self, classes: Mapping[str, Sequence[str]]) -> None:
        self._classes = {name: _by_start(phrases) for name, phrases in classes.items()}
        self._first_of_class = {name: {*_first_words(phrases)} for name, phrases in classes.items()}
        self._root = _Node()
        self._open: dict[str, bool] = {}
        #: The parts of the root that begin with a word, by what they begin with: letters, or a class in braces.
        self._openings: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        #: For words that were asked about: what stands at one where it begins any of some parts, and the parts.
        self._opened: dict[str, list[tuple[tuple[str, ...], list[str]]]] = {}

    @property
    def first_words(self) -> Set[str]:
        """The words that phrases begin with."""
        return self._openings.keys()

    def add(self, parts: Sequence[str], number: int) -> None:
        """Add a phrase, folded: parts in which `{class}` stands for the words of a class, `word?` may be absent."""
        for word in self._first_words(parts[0]):
            self._openings[word][pieces(parts[0])[0]].add(parts[0])
        if not any(part.endswith("?") for part in parts):
            self._insert(parts, number)
            return
        choices = [(part.removesuffix("?"), None) if part.endswith("?") else (part,) for part in parts]
        for chosen in product(*choices):
            self._insert([part for part in chosen if part is not None], number)

    def candidates(self, folded: str, start: int, word: str) -> list[int]:
        """Return the numbers of the phrases that may match where `word` starts."""
        found: set[int] = set()
        if word not in self._openings:
            return []
        for beginnings, parts in self._opened.get(word) or self._open_at(word):
            for part in parts if folded.startswith(beginnings, start) else ():
                if part in self._root.words:
                    self._go_on(self._root.words[part], folded, start + len(part), found)
                elif part in self._root.parts:
                    self._follow(self._root.parts[part], part, folded, start, found)
        return sorted(found)

    def _open_at(self, word: str) -> list[tuple[tuple[str, ...], list[str]]]:
        opened = self._opened[word] = []
        for first, parts in self._openings[word].items():
            listed = chain.from_iterable(self._classes[first[1:-1]].values()) if first[0] == "{" else (first,)
            # What goes on behind the word, or is no more than its first letters.
            beginnings = tuple(each for each in listed if each.startswith(word) or word.startswith(each))
            opened.append((beginnings, sorted(parts)))
        return opened

    def _first_words(self, part: str) -> Iterable[str]:
        first = pieces(part)[0]
        return self._first_of_class[first[1:-1]] if first.startswith("{") else _first_words([first])

    def _insert(self, parts: Sequence[str], number: int) -> None:
        node = self._root
        for part in parts:
            if self._is_open(part):
                node.open.append(number)
                return
            node = (node.parts if "{" in part else node.words).setdefault(part, _Node())
        node.ends.append(number)

    def _is_open(self, part: str) -> bool:
        """Return whether a part holds more than words that are known."""
        known = self._open.get(part)
        if known is None:
            gaps = [each[1:-1] for each in pieces(part) if each.startswith("{")]
            known = self._open[part] = part == ANY or not self._classes.keys() >= {*gaps}
        return known

    def _walk(self, node: _Node, folded: str, start: int, found: set[int]) -> None:
        """Add the phrases that go on at `start` behind the beginning that leads to a node."""
        found.update(node.open)
        starts = self._starts_of(node)
        if folded[start : start + _START] not in starts and folded[start : start + 1] not in starts:
            return
        token = _TOKEN.match(folded, start)
        if token is None:
            return
        for end in _NO_WORD.finditer(folded, start + 1, token.end()) if node.words else ():
            word = node.words.get(folded[start : end.start()])
            if word is not None:
                self._go_on(word, folded, end.start(), found)
        for part, following in node.parts.items():
            self._follow(following, part, folded, start, found)

    def _starts_of(self, node: _Node) -> frozenset[str]:
        """Return the first characters of the words and classes that may follow a beginning."""
        if node.starts is None:
            firsts = (pieces(part)[0] for part in node.parts)
            of_parts = (self._classes[each[1:-1]] if each[0] == "{" else (each[:_START],) for each in firsts)
            node.starts = frozenset(chain((word[:_START] for word in node.words), *of_parts))
        return node.starts

    def _follow(self, node: _Node, part: str, folded: str, start: int, found: set[int]) -> None:
        """Add the phrases that go on with a part at `start`, which leads to a node."""
        for end in {*self._ends(pieces(part), folded, start)}:
            self._go_on(node, folded, end, found)

    def _go_on(self, node: _Node, folded: str, end: int, found: set[int]) -> None:
        """Add the phrases whose part, which leads to a node, ends at `end`: those that end there or go on behind it."""
        if node.ends and _NO_WORD.match(folded, end):
            found.update(node.ends)
        blank = _BLANK.match(folded, end) if node.goes_on else None
        if blank is not None:
            self._walk(node, folded, blank.end(), found)

    def _ends(self, parts: Sequence[str], folded: str, start: int) -> list[int]:
        """Return where pieces that stand at `start` end."""
        if len(parts) == 1 and parts[0][0] != "{":
            return [start + len(parts[0])] if folded.startswith(parts[0], start) else []
        ends = [start]
        for piece in parts:
            if not piece.startswith("{"):
                ends = [end + len(piece) for end in ends if folded.startswith(piece, end)]
                continue
            phrases = self._classes[piece[1:-1]]
            ends = [
                end + len(phrase)
                for end in ends
                for length in range(1, _START + 1)
                for phrase in phrases.get(folded[end : end + length], ())
                if folded.startswith(phrase, end)
            ]
        return ends


def _by_start(phrases: Iterable[str]) -> dict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for phrase in phrases:
        found[phrase[:_START]].append(phrase)
    return dict(found)


def _first_words(phrases: Iterable[str]) -> Iterator[str]:
    for phrase in phrases:
        match = _LETTERS.match(phrase)
        if match is not None:
            yield match.group()
