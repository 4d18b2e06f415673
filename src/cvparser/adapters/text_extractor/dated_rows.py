"""Tables of which one column is dates: whatever else its cells hold, and however many lines they take.

Neither bold heads nor full rows tell where a row of such a table begins: what tells is a wider step than that between
two lines of a cell, or where no step is wider, the next date.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise, takewhile

from cvparser.adapters.text_extractor.cells import DASHES
from cvparser.adapters.text_extractor.headed_columns import LEAST_GUTTER
from cvparser.adapters.text_extractor.rows import PAGE_STEP, Row, Segment
from cvparser.domain.cv.dates.alone import is_date, is_range_without_end
from cvparser.domain.cv.headings import heading_of

#: Columns of a table at least: two are read as labels and values.
LEAST_COLUMNS = 3
#: Points by which cells of a column may begin elsewhere.
SAME_EDGE = 3.0
#: Step, in sizes, between two lines of a table at most.
NEXT_ROW = 4.0
#: Points by which steps of one kind differ.
_SAME_STEP = 0.3
#: Characters of a cell that stays beside others without a head above it.
_MOST_BESIDE = 80
#: Lines that are looked at for one table; what a longer one goes on with is another.
_MOST_LINES = 300
#: Rows of a table that has no head.
_LEAST_ROWS = 2

#: Cells of a row that tell something beside its date.
_LEAST_TOLD = 2

#: The segments of one line by their columns, and the step above it.
_Line = tuple[dict[int, Segment], float]


@dataclass(frozen=True, slots=True)
class DatedTable:
    """A table, and how many rows of its page it takes; no rows where what was tried is none."""

    rows: Sequence[Row]
    lines: int


def dated_table(rows: Sequence[Row], first: int) -> DatedTable | None:
    """Return the table that begins with the row `first`, each of its rows in one segment, cells parted by tabs.

    None where nothing there could be one; without rows where so many lines stand in columns, but are none.
    """
    if not stands_in_columns(rows[first]):
        return None
    tried = 0
    for edges, has_head in _edges(rows, first):
        lines = list(_lines(rows, first + has_head, edges))
        tried = max(tried, len(lines) + has_head)
        groups = _groups(lines, len(edges), has_head=has_head) if lines else []
        if groups:
            head = [list(rows[first].segments)] if has_head else []
            table = [*head, *(_cells(group) for group in groups)]
            is_headed = has_head or not _holds_digit(table[0])
            found = [row for cells in table for row in _rows(cells, is_headed=is_headed)]
            return DatedTable(found, sum(map(len, groups)) + has_head)
    return DatedTable((), tried) if tried > 1 else None


def stands_in_columns(row: Row) -> bool:
    """Return whether a row has as many cells as a table has columns, a gutter between each two."""
    cells = row.segments
    gaps = (after.x0 - before.x1 for before, after in pairwise(cells))
    return len(cells) >= LEAST_COLUMNS and all(gap >= LEAST_GUTTER for gap in gaps)


def _edges(rows: Sequence[Row], first: int) -> Iterator[tuple[list[float], bool]]:
    """Yield where columns may begin: where the cells of the row do, or, below a centred head, those of the next row."""
    own = [cell.x0 for cell in rows[first].segments]
    yield own, False
    if _holds_digit(rows[first].segments):
        return
    below = [cell.x0 for cell in rows[first + 1].segments] if first + 1 < len(rows) else []
    if len(below) == len(own) and all(
        left - SAME_EDGE < x < right for left, x, right in zip(below, own, [*below[1:], float("inf")], strict=True)
    ):
        yield below, True


def _lines(rows: Sequence[Row], first: int, edges: Sequence[float]) -> Iterator[_Line]:
    """Yield the lines whose segments stand in columns, down to the first one that does not."""
    for number in range(first, min(len(rows), first + _MOST_LINES)):
        row = rows[number]
        step = rows[number - 1].baseline - row.baseline if number > first else 0.0
        if NEXT_ROW * row.size < step < PAGE_STEP / 2:
            return
        cells = _placed(row, edges)
        if cells is None:
            return
        yield cells, step


def _placed(row: Row, edges: Sequence[float]) -> dict[int, Segment] | None:
    cells: dict[int, Segment] = {}
    for segment in row.segments:
        place = max((at for at, edge in enumerate(edges) if edge - SAME_EDGE < segment.x0), default=None)
        if place is None:
            return None
        if place in cells:
            cells[place] = replace(cells[place].followed_by(segment), x1=segment.x1)
        elif segment.x0 - edges[place] < SAME_EDGE and (place + 1 == len(edges) or segment.x1 < edges[place + 1]):
            cells[place] = segment
        else:
            return None
    return cells


def _groups(lines: Sequence[_Line], columns: int, *, has_head: bool) -> list[list[dict[int, Segment]]]:
    """Return the lines of each row, the head's too, down to the first that has no date; none where none tells rows."""
    by_step = _by_step(lines)
    for column in range(columns):
        for groups in (by_step, _by_date(lines, column)):
            own_head = not has_head and not _holds_digit(head := _cells(groups[0])) and len(head) == columns
            dated = sum(1 for _ in takewhile(partial(_is_row, column), groups[own_head:]))
            found = groups[: dated + own_head]
            # Where each cell has one line, nothing was parted.
            if dated >= (1 if has_head or own_head else _LEAST_ROWS) and any(len(group) > 1 for group in found):
                return found
    return []


def _is_row(column: int, group: Sequence[dict[int, Segment]]) -> bool:
    """Tell a row of cells from what stands beside dates: its cells begin on one line, and none heads a section."""
    if not is_date(_text(group, column)) or sum(_is_told(_text(group, other)) for other in group[0]) < _LEAST_TOLD:
        return False
    if any(not below.keys() <= above.keys() for above, below in pairwise(group)):
        return False
    return not any(heading_of(segment.text) for cells in group for segment in cells.values())


def _is_told(text: str) -> bool:
    return any(map(str.isalpha, text)) and not is_date(text)


def _by_step(lines: Sequence[_Line]) -> list[list[dict[int, Segment]]]:
    """Return the lines parted where a step is wider than that between two lines of a cell."""
    least = min((step for _, step in lines[1:]), default=0.0)
    groups: list[list[dict[int, Segment]]] = []
    for cells, step in lines:
        if not groups or step > least + _SAME_STEP:
            groups.append([])
        groups[-1].append(cells)
    return groups


def _by_date(lines: Sequence[_Line], column: int) -> list[list[dict[int, Segment]]]:
    """Return the lines parted where a column has its next date; one may take several lines."""
    groups: list[list[dict[int, Segment]]] = []
    told = ""
    for cells, _ in lines:
        text = cells[column].text if column in cells else ""
        goes_on = not text or (bool(told) and _is_within(told, text))
        if not groups or not goes_on:
            groups.append([])
            told = ""
        told = f"{told} {text}".strip()
        groups[-1].append(cells)
    return groups


def _is_within(told: str, text: str) -> bool:
    """Return whether a date goes on: `March 2010` with `– 2012`, `March 2010 –` with `May 2012`."""
    is_open = is_range_without_end(told) or not is_date(told) or text[0] in DASHES
    return is_open and is_date(f"{told} {text}")


def _text(group: Sequence[dict[int, Segment]], column: int) -> str:
    return " ".join(cells[column].text for cells in group if column in cells)


def _cells(group: Sequence[dict[int, Segment]]) -> list[Segment]:
    whole: dict[int, Segment] = {}
    for cells in group:
        for place, segment in cells.items():
            above = whole.get(place)
            whole[place] = (
                replace(above.followed_by(segment), x1=max(above.x1, segment.x1)) if above is not None else segment
            )
    return [whole[place] for place in sorted(whole)]


def _holds_digit(cells: Sequence[Segment]) -> bool:
    return any(character.isdigit() for cell in cells for character in cell.text)


def _rows(cells: Sequence[Segment], *, is_headed: bool) -> Iterator[Row]:
    """Yield a row of a table; below it, where no head says what it is, what is too long to stand beside others."""
    beside = [cell for cell in cells if is_headed or len(cell.text) <= _MOST_BESIDE]
    yield Row((joined(beside or cells),))
    yield from (Row((cell,)) for cell in cells if beside and cell not in beside)


def joined(cells: Sequence[Segment]) -> Segment:
    """Return cells as one segment, tabs between them."""
    first, *others = cells
    glyphs = [*first.glyphs]
    for cell in others:
        glyphs += [None, *cell.glyphs]
    text = "\t".join(cell.text for cell in cells)
    return replace(first, text=text, glyphs=tuple(glyphs), x1=max(cell.x1 for cell in cells))
