"""The tokens of a text as addresses are read, and what each says about one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto

from cvparser.domain.privacy.prepared_text import PreparedText
from cvparser.domain.privacy.vocabulary import Vocabulary, vocabulary

_NUMBER = re.compile(r"#?\d{1,5}(?:[/.-]?[a-z0-9]{1,4}){0,3}[.,)º°]*")


class Mark(Enum):
    """What a token says about an address."""

    STREET = auto()
    UNIT = auto()
    CODE = auto()


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a text, and what stands around them."""

    spans: list[tuple[int, int]]
    bare: list[str]
    prepared: PreparedText
    words: Vocabulary
    is_uncased: bool

    def is_capital(self, index: int) -> bool:
        """Return whether a token begins with a capital, or a letter where there are none."""
        start, end = self.spans[index]
        text = self.prepared.text[start:end].lstrip("('\"/-,.0123456789")
        return bool(text) and (text[0].isupper() or (self.is_uncased and text[0].isalpha()))

    def is_number(self, index: int) -> bool:
        """Return whether a token is the number of a house, or says that it has none."""
        if self.bare[index] == "s/n":
            return True
        start, end = self.spans[index]
        return _NUMBER.fullmatch(self.prepared.folded[start:end]) is not None

    def folded(self, index: int) -> str:
        """Return a token with its punctuation."""
        start, end = self.spans[index]
        return self.prepared.folded[start:end]

    def gap(self, index: int) -> str:
        """Return what stands between a token and the one after it."""
        return self.prepared.folded[self.spans[index][1] : self.spans[index + 1][0]]

    def __len__(self) -> int:
        return len(self.spans)


def tokens_of(prepared: PreparedText) -> Tokens:
    """Return the tokens of a text."""
    bare = [chunk if chunk.isalpha() else _bare(chunk) for chunk in prepared.tokens]
    return Tokens(prepared.token_spans, bare, prepared, vocabulary(), not prepared.is_cased)


def _bare(chunk: str) -> str:
    """Return a token without punctuation and without the Turkish ending behind its apostrophe: `Sokak'ta`."""
    bare = chunk.strip(",.:;()[]\"'").rstrip(".")
    if "'" not in bare:
        return bare
    stem, _, ending = bare.partition("'")
    return stem if ending in vocabulary().suffixes and len(stem) > 1 else bare
