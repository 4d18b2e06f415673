"""What people say of themselves in sentences: `I am married`, `iki çocuk babasıyım`."""

from __future__ import annotations

from collections.abc import Iterator

from cvparser.domain.privacy.categories import Category
from cvparser.domain.privacy.reading import Reading, Sighting
from cvparser.domain.privacy.vocabulary import vocabulary


def find_statements(reading: Reading) -> Iterator[Sighting]:
    """Find phrases that are personal wherever they stand."""
    for start, end, kind in vocabulary().statements.find(reading.folded, reading.words):
        yield Sighting(start, end, Category(kind), "statement")
