"""Pages of glyphs to lines in the order in which a person reads them.

Pages are read as one long page, so that a column goes on where the next page has it, too: the sidebar of a first page
does not cut a job in two.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from cvparser.adapters.text_extractor.assembly import RawLine
from cvparser.adapters.text_extractor.columns import columns
from cvparser.adapters.text_extractor.edges import parted
from cvparser.adapters.text_extractor.head_rows import with_whole_rows
from cvparser.adapters.text_extractor.levels import levels
from cvparser.adapters.text_extractor.rail_titles import with_titles_above
from cvparser.adapters.text_extractor.row_lines import lines_of
from cvparser.adapters.text_extractor.rows import Glyph, Row, rows_of
from cvparser.adapters.text_extractor.turned import by_direction, with_turned
from cvparser.domain.cv.lines import Role

#: Pages that are read as one; more are no CV, and each of them is read by itself.
MOST_JOINED = 10


def read(*pages: Iterable[Glyph]) -> list[RawLine]:
    """Return the lines of pages, blocks separated by an empty line.

    Running headers of the first page come first; those of the others and all footers last: they part no entry.
    """
    found = parted([_rows(glyphs, number) for number, glyphs in enumerate(pages)])
    joined = [[row for page in found.pages for row in page]] if len(found.pages) <= MOST_JOINED else found.pages
    parts = [
        (Role.BODY, column) for each in joined for column in columns(with_titles_above(with_whole_rows(each))) if column
    ]
    first = [row for row in found.headers if row.segments[0].page == 0]
    parts.insert(0, (Role.HEADER, first))
    parts.append((Role.HEADER, [row for row in found.headers if row not in first]))
    parts.append((Role.FOOTER, found.footers))
    lines: list[RawLine] = []
    for number, (role, rows) in enumerate((role, rows) for role, rows in parts if rows):
        lines += [RawLine()] if lines else []
        lines += lines_of(rows, number) if role is Role.BODY else _at_edge(rows, number, role)
    return lines


def _rows(glyphs: Iterable[Glyph], page: int) -> list[Row]:
    flat, turned = by_direction(glyphs)
    rows = rows_of(levels(flat), page=page)
    return with_turned(rows, turned, page=page) if turned else rows


def _at_edge(rows: Sequence[Row], column: int, role: Role) -> list[RawLine]:
    return [replace(line, role=role) for line in lines_of(rows, column) if line.text]
