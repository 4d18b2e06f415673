"""Where in a text words and phrases of long lists may begin: at all other places none needs to be looked for."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from cvparser.domain.text.folding import fold

#: Scripts that put no blanks between words: there a word may begin anywhere.
UNSPACED = re.compile(r"[\u2e80-\u9fff]")
#: Letters and digits together.
_WORD = re.compile(r"[^\W_]+")


class Beginnings:
    """What the words and phrases of some lists begin with: a word, or the stem of one, and what follows a word."""

    def __init__(self, lists: Mapping[str, Iterable[str]]) -> None:
        words: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        stems: list[tuple[str, str]] = []
        for name, listed in lists.items():
            for phrase in (fold(each) for each in listed if not UNSPACED.match(each)):
                first = _WORD.match(phrase)
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
        words, stems, shortest, found = self._words, self._stems, self._shortest, []
        for match in _WORD.finditer(folded):
            word = match.group()
            if word in words:
                found += [(match.start(), name) for name, rest in words[word] if folded.startswith(rest, match.end())]
            beginning = word[:shortest]
            if beginning in stems:
                found += [(match.start(), name) for stem, name in stems[beginning] if word.startswith(stem)]
        return found
