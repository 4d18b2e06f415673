"""What people say of themselves in sentences: `I am married`, `iki çocuk babasıyım`, `Mitglied der IG Metall`."""

from __future__ import annotations

from collections.abc import Iterator

from cvparser.domain.privacy.categories import Category
from cvparser.domain.privacy.prepared_text import Match, PreparedText
from cvparser.domain.privacy.vocabulary import vocabulary


def find_statements(prepared: PreparedText) -> Iterator[Match]:
    """Find phrases that are personal wherever they stand."""
    statements = vocabulary().statements
    words = prepared.words_among(statements.first_words)
    for start, end, kind in statements.find(prepared.text, prepared.folded, words, is_cased=prepared.is_cased):
        yield Match(start, end, Category(kind), "statement")
