"""Words of folded texts, and those of the lexicon that are looked for in them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from cvparser.domain.text.beginnings import UNSPACED
from cvparser.domain.text.words import alternatives

#: Letters and digits, with the signs that tell C, C++ and C# apart.
WORD = re.compile(r"[^\W_]+[+#]*")
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


def whole_words(listed: Sequence[str]) -> re.Pattern[str]:
    """Return the pattern of any of these words; scripts without blanks have no ends of words."""
    unspaced = [word for word in listed if UNSPACED.match(word)] or ["\0"]
    spaced = alternatives(word for word in listed if not UNSPACED.match(word))
    return re.compile(rf"(?<![^\W_])(?:{spaced})(?![^\W_])|(?:{alternatives(unspaced)})")
