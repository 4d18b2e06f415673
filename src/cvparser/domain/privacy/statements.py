"""What people say of themselves in sentences: `I am married`, `iki çocuk babasıyım`, `Mitglied der IG Metall`."""

from __future__ import annotations

from collections.abc import Iterator

from cvparser.domain.privacy.categories import Category
from cvparser.domain.privacy.reading import Reading, Sighting
from cvparser.domain.privacy.vocabulary import vocabulary


def find_statements(reading: Reading) -> Iterator[Sighting]:
    """Find phrases that are personal wherever they stand."""
    statements = vocabulary().statements
    words = reading.words_among(statements.first_words)
    for start, end, kind in statements.find(reading.text, reading.folded, words, is_cased=reading.is_cased):
        yield Sighting(start, end, Category(kind), "statement")
