"""Pages of glyphs to lines in the order in which a person reads them.

Pages are read as one long page, so that a column goes on where the next page has it, too: the sidebar of a first page
does not cut a job in two.
"""

from __future__ import annotations

from collections.abc import Iterable

from cvparser.adapters.text_extractor.assembly import RawLine
from cvparser.adapters.text_extractor.columns import columns
from cvparser.adapters.text_extractor.row_lines import lines_of
from cvparser.adapters.text_extractor.rows import Glyph, rows_of

#: Pages that are read as one; more are no CV, and each of them is read by itself.
MOST_JOINED = 10


def read(*pages: Iterable[Glyph]) -> list[RawLine]:
    """Return the lines of pages, blocks separated by an empty line."""
    rows = [rows_of(glyphs, page=number) for number, glyphs in enumerate(pages)]
    joined = [[row for page in rows for row in page]] if len(rows) <= MOST_JOINED else rows
    lines: list[RawLine] = []
    found = (column for each in joined for column in columns(each) if column)
    for number, column in enumerate(found):
        lines += [RawLine()] if lines else []
        lines += lines_of(column, number)
    return lines
