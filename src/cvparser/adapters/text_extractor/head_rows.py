"""Tables whose columns have names or dates: their cells stay in their rows, however far they stand apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from cvparser.adapters.text_extractor.dated_rows import NEXT_ROW, SAME_EDGE, dated_table, joined, stands_in_columns
from cvparser.adapters.text_extractor.headed_columns import HEADING_SIZE
from cvparser.adapters.text_extractor.rows import Row, Segment
from cvparser.domain.cv.headings import heading_of

#: Step, in sizes, within a cell of several lines at most.
_NEXT_LINE = 1.6


def with_whole_rows(rows: Sequence[Row]) -> list[Row]:
    """Return rows with each row of such a table in one segment, cells parted by tabs, what was wrapped put back."""
    usual = median(row.size for row in rows) if rows else 0.0
    whole: list[Row] = []
    at = tried = 0
    while at < len(rows):
        dated = dated_table(rows, at) if at >= tried else None
        if dated is not None and dated.rows:
            whole += dated.rows
            at = tried = at + dated.lines
            continue
        tried = max(tried, at + dated.lines) if dated is not None else tried
        table = _table(rows, at) if _is_head(rows[at], HEADING_SIZE * usual) else []
        # Below a head alone nothing was found.
        if len(table) < 2:
            whole.append(rows[at])
            at += 1
            continue
        whole += [Row((joined(cells),)) for cells, _ in table]
        at += sum(lines for _, lines in table)
    return whole


def _is_head(row: Row, most: float) -> bool:
    """Return whether a row may name columns: in bold type as large as the text, no headings of sections."""
    cells = row.segments
    if not stands_in_columns(row) or any(cell.size > most or not Row((cell,)).is_bold for cell in cells):
        return False
    return sum(heading_of(cell.text) is not None for cell in cells) * 2 <= len(cells)


def _table(rows: Sequence[Row], head: int) -> list[tuple[list[Segment], int]]:
    """Return the cells of each row of a table, from its head on, with the number of lines that they take."""
    edges = [cell.x0 for cell in rows[head].segments]
    table = [(list(rows[head].segments), 1)]
    for above, row in pairwise(rows[head:]):
        places = list(_places(row, edges))
        step = above.baseline - row.baseline
        if len(places) < len(row.segments) or step > NEXT_ROW * row.size:
            break
        cells, lines = table[-1]
        if len(places) == len(edges):
            table.append((list(row.segments), 1))
        elif step < _NEXT_LINE * row.size:
            for place, segment in zip(places, row.segments, strict=True):
                cells[place] = replace(cells[place].followed_by(segment), x1=max(cells[place].x1, segment.x1))
            table[-1] = cells, lines + 1
        else:
            break
    return table


def _places(row: Row, edges: Sequence[float]) -> Iterator[int]:
    """Yield the column of each cell of a row that begins where one does."""
    for segment in row.segments:
        near = [place for place, edge in enumerate(edges) if abs(edge - segment.x0) < SAME_EDGE]
        yield from near[:1]
