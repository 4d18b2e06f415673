"""Rows of pages to columns, in the order in which a person reads them.

A gutter beside which many rows stand on baselines of their own parts columns. Dates beside the text are no column: they
belong to the rows they stand on.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from cvparser.adapters.text_extractor.headed_columns import HEADING_SIZE, below_headings
from cvparser.adapters.text_extractor.letterhead import letterhead
from cvparser.adapters.text_extractor.rows import PAGE_STEP, Row, side
from cvparser.adapters.text_extractor.side_by_side import SAME_BASELINE, beside, is_table
from cvparser.domain.cv.dates.alone import is_date

#: Fewer rows than this beside a gutter are no column.
LEAST_ROWS = 4
#: Points; narrower gaps between columns are not read as gutters.
LEAST_GUTTER = 6.0
#: Points that the lines of a column are set in at most, as items are.
MOST_INDENT = 24.0
#: A step, in sizes, as wide as a heading with what stands above and below it.
SECTION_STEP = 2.5
#: Rows of a column among which the name stands, if it is there.
TOP = 6
#: Rows, as bytes, of which none crosses: enough for a column.
_FREE = re.compile(rb"\0{%d,}" % (2 * LEAST_ROWS - 2))


def columns(rows: Sequence[Row]) -> list[list[Row]]:
    """Return the rows of each column, columns in reading order."""
    gutter = _widest_reach(rows)
    if gutter is None:
        apart = letterhead(rows) or below_headings(rows)
        if apart is None:
            return [list(rows)] if rows else []
        found, rest = apart
        return [*found, *columns(rest)]
    x, first, last = gutter
    parts = [rows[:first], *_sides(rows[first:last], x), rows[last:]]
    return [column for part in parts for column in (columns(part) if part else [])]


def _sides(rows: Sequence[Row], x: float) -> list[Sequence[Row]]:
    """Return what stands at the two sides of a gutter, by section where headings part both."""
    heads = _headings_of_both(rows, x)
    if heads:
        bounds = [0, *heads, len(rows)]
        sections = [rows[first:last] for first, last in pairwise(bounds) if first < last]
        return [part for section in sections for part in _sides_of(section, x)]
    return _sides_of(rows, x)


def _sides_of(rows: Sequence[Row], x: float) -> list[Sequence[Row]]:
    left = side(rows, lambda segment: segment.x0 < x)
    right = side(rows, lambda segment: segment.x0 >= x)
    # The name of a CV is its largest text: the column that has it is read first.
    return [right, left] if _largest_on_top(right) > _largest_on_top(left) * 1.05 else [left, right]


def _headings_of_both(rows: Sequence[Row], x: float) -> list[int]:
    """Return the rows of headings at the left whose sections go across a gutter: at the right is room beside each."""
    usual = median(row.size for row in rows)
    first = next((at for at, row in enumerate(rows) if row.segments[-1].x0 >= x), 0)
    # What stands further above is a name.
    heads = [at for at, row in enumerate(rows) if row.size > HEADING_SIZE * usual and at >= first - 1]
    found = [at for at in heads if _is_of_both(rows, at, x)]
    return found if len(found) == len(heads) > 1 else []


def _is_of_both(rows: Sequence[Row], at: int, x: float) -> bool:
    """Return whether the right side begins anew on the row below a heading, or has nothing more."""
    if any(segment.x0 >= x for segment in rows[at].segments):
        return False
    below = next((row for row in rows[at + 1 :] if row.segments[-1].x0 >= x), None)
    above = next((row for row in rows[:at][::-1] if row.segments[-1].x0 >= x), None)
    if below is None:
        return above is not None
    is_next = at + 1 < len(rows) and below is rows[at + 1] and below.segments[0].x0 < x
    return is_next and (above is None or above.baseline - below.baseline > SECTION_STEP * below.size)


def _largest_on_top(rows: Sequence[Row]) -> float:
    return max((row.size for row in rows[:TOP]), default=0.0)


def _widest_reach(rows: Sequence[Row]) -> tuple[float, int, int] | None:
    """Return the gutter that parts the most rows into columns: its x, its first row and one past its last."""
    best: tuple[int, float, int, int] | None = None
    for x, *reach in _uncrossed(rows):
        first, last = _trimmed(rows, *reach, x=x)
        # Of gutters with the same reach the one at the right: left of it may stand the dates of the main text.
        found = (last - first, x, first, last)
        if (best is None or found > best) and _parts_columns(rows[first:last], x):
            best = found
    return None if best is None else (best[1], best[2], best[3])


def _uncrossed(rows: Sequence[Row]) -> Iterator[tuple[int, int, int]]:
    """Give each x before which segments start with the rows, first and one past the last, that leave a gutter there."""
    edges = sorted({round(segment.x0) - 2 for row in rows for segment in row.segments})
    # A byte for each edge of each row: pages of many edges are common, and a search in bytes takes next to nothing.
    crossed = bytearray(len(edges) * len(rows))
    for position, row in enumerate(rows):
        for segment in row.segments:
            first, last = bisect_right(edges, segment.x0), bisect_left(edges, segment.x1 + LEAST_GUTTER - 2)
            if first < last:
                start = position * len(edges)
                crossed[start + first : start + last] = b"\1" * (last - first)
    for number, x in enumerate(edges):
        for reach in _FREE.finditer(crossed[number :: len(edges)]):
            yield x, reach.start(), reach.end()


def _trimmed(rows: Sequence[Row], first: int, last: int, *, x: float) -> tuple[int, int]:
    """Cut off what only happens not to cross the gutter: the edge of a page, and a job's title beside its date."""
    breaks = [at for at in range(first + 1, last) if _is_page_break(rows, at)]
    if breaks and breaks[0] - first < 2 * LEAST_ROWS and first > 0 and not _is_page_break(rows, first):
        first = breaks[0]
    if breaks and last - breaks[-1] < 2 * LEAST_ROWS and last < len(rows) and not _is_page_break(rows, last):
        last = breaks[-1]
    if first > 0:
        first = _below_dated(rows, first, last, x)
    if last < len(rows):
        end = last
        while end > first and _is_dated_at_right(rows[end - 1], x):
            end -= 1
        # The heading above the title goes with it.
        last = end - 1 if first < end < last and len(rows[end - 1].segments) == 1 else end
    return first, last


def _below_dated(rows: Sequence[Row], first: int, last: int, x: float) -> int:
    """Return the first row below those on top that have nothing but a date at the right of `x`."""
    top = first
    for at in range(first, last):
        if _is_dated_at_right(rows[at], x):
            top = at + 1
        elif any(segment.x0 >= x for segment in rows[at].segments):
            break
    return top


def _is_page_break(rows: Sequence[Row], at: int) -> bool:
    return rows[at - 1].baseline - rows[at].baseline > PAGE_STEP / 2


def _is_dated_at_right(row: Row, x: float) -> bool:
    right = [segment.text for segment in row.segments if segment.x0 >= x]
    return 0 < len(right) < len(row.segments) and is_date(" ".join(right))


def _parts_columns(rows: Sequence[Row], x: float) -> bool:
    left = side(rows, lambda segment: segment.x0 < x)
    right = side(rows, lambda segment: segment.x0 >= x)
    if min(len(left), len(right)) < LEAST_ROWS or not _are_side_by_side(left, right):
        return False
    fewer, other = (left, right) if len(left) < len(right) else (right, left)
    if is_table(left, right):
        return False
    if sum(row.segments[0].x0 < x + MOST_INDENT for row in right) < 0.5 * len(right):
        return False
    return _is_dense(fewer) and (len(beside(fewer, other)) < 0.7 * len(fewer) or len(fewer) >= LEAST_ROWS + 2)


def _are_side_by_side(left: Sequence[Row], right: Sequence[Row]) -> bool:
    """Return whether enough rows of each side stand between the first and the last one of the other."""
    top = min(left[0].baseline, right[0].baseline) + SAME_BASELINE
    foot = max(left[-1].baseline, right[-1].baseline) - SAME_BASELINE
    return all(sum(foot <= row.baseline <= top for row in rows) >= LEAST_ROWS for rows in (left, right))


def _is_dense(rows: Sequence[Row]) -> bool:
    """Return whether the rows follow each other as lines of a text do, not one by one beside entries."""
    steps = [above.baseline - below.baseline for above, below in pairwise(rows)]
    usual = median(row.size for row in rows) * 2.2
    return sum(step <= usual for step in steps) >= 0.6 * len(steps)
