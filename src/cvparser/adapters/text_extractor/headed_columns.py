"""Short columns below headings that share a row."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import pairwise
from statistics import median

from cvparser.adapters.text_extractor.rows import Row, Segment, side
from cvparser.domain.cv.dates.alone import is_date

#: Points; narrower gaps between columns are not read as gutters.
LEAST_GUTTER = 6.0
#: Points that the lines of a column are set in at most, as items are.
MOST_INDENT = 24.0
#: How much wider than another a card may be.
SAME_WIDTH = 1.1
#: Words of a row of text, where cells of a table have fewer.
LEAST_WORDS = 4
#: How much larger than the text the headings of columns that stand beside each other are set.
HEADING_SIZE = 1.12


def below_headings(rows: Sequence[Row]) -> tuple[list[list[Row]], Sequence[Row]] | None:
    """Return the columns whose headings share a row, after what stands above them, and what stands below them.

    What stands in short columns may share its baselines, as in a table; None where no headings share a row.
    """
    least = HEADING_SIZE * median(row.size for row in rows) if rows else 0.0
    for first, row in enumerate(rows):
        edges = [segment.x0 - 2 for segment in row.segments]
        if len(edges) < 2 or not (_are_headings(row, least) or _are_heads(row)):
            continue
        last = _last_below(rows, first, edges[1:], least)
        bounds = [float("-inf"), *edges[1:], float("inf")]
        found = [side(rows[first:last], partial(_is_between, left, right)) for left, right in pairwise(bounds)]
        if all(_is_headed_column(column) for column in found) and (_are_headings(row, least) or _are_cards(found)):
            return [*([list(rows[:first])] if first else []), *found], rows[last:]
    return None


def _are_heads(row: Row) -> bool:
    """Tell the first lines of cards: in bold type, as far from each other as the cards are wide."""
    if not all(Row((segment,)).is_bold for segment in row.segments):
        return False
    widths = [after.x0 - before.x0 for before, after in pairwise(row.segments)]
    return max(widths) < SAME_WIDTH * min(widths) and not any(is_date(each.text) for each in row.segments)


def _are_cards(columns: Sequence[Sequence[Row]]) -> bool:
    """Tell cards, set alike and read one by one, from a table below the names of its columns."""
    weights = [[row.is_bold for row in column] for column in columns]
    pattern = min(weights, key=len)
    if any(each[: len(pattern)] != pattern for each in weights) or all(pattern):
        return False
    is_text = all(sum(len(row.text.split()) >= LEAST_WORDS for row in column) > 1 for column in columns)
    return is_text or any(pattern[1:])


def _is_between(left: float, right: float, segment: Segment) -> bool:
    return left <= segment.x0 < right


def _are_headings(row: Row, least: float) -> bool:
    """Return whether each segment of a row is at least of that size, and none holds a number."""
    if any(segment.size < least or any(map(str.isdigit, segment.text)) for segment in row.segments):
        return False
    return all(after.x0 - before.x1 > LEAST_GUTTER for before, after in pairwise(row.segments))


def _last_below(rows: Sequence[Row], first: int, edges: Sequence[float], least: float) -> int:
    """Give one past the last row of the columns that begin at `edges`."""
    last = first + 1
    while (
        last < len(rows)
        and not _is_across(rows[last], edges)
        and not (len(rows[last].segments) > 1 and _are_headings(rows[last], least))
    ):
        last += 1
    # Below the last row of the columns at the right, the left one ends at the next heading.
    shared = max(at for at in range(first, last) if rows[at].segments[-1].x0 >= edges[0])
    size = min(segment.size for segment in rows[first].segments)
    text = next((at for at in range(first, last) if rows[at].size < size and rows[at].segments[0].x0 < edges[0]), last)
    return next((at for at in range(max(shared, text) + 1, last) if rows[at].size >= size), last)


def _is_across(row: Row, edges: Sequence[float]) -> bool:
    return any(segment.x0 < edge < segment.x1 for segment in row.segments for edge in edges)


def _is_headed_column(rows: Sequence[Row]) -> bool:
    if len(rows) < 2 or sum(is_date(row.text) for row in rows) > 0.4 * len(rows):
        return False
    return sum(row.segments[0].x0 < rows[0].segments[0].x0 + MOST_INDENT for row in rows) > 0.6 * len(rows)
