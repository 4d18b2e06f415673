"""Rows of pages to lines in the order in which a person reads them.

A gutter beside which many rows stand on baselines of their own parts columns; within a column the rows follow each
other. Dates beside the text are no column: they belong to the rows they stand on. Pages are read as one long page, so
that a column goes on where the next page has it, too: the sidebar of a first page does not cut a job in two.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise
from statistics import median

from cvparser.adapters.text_extractor.assembly import RawLine
from cvparser.adapters.text_extractor.rows import PAGE_STEP, Glyph, Glyphs, Row, Segment, rows_of
from cvparser.domain.cv.bullets import BULLET, drawn_bullet, is_drawn_item
from cvparser.domain.cv.dates.alone import is_date, is_range_without_end
from cvparser.domain.cv.lines import Role

#: Fewer rows than this beside a gutter are no column.
LEAST_ROWS = 4
#: Points; narrower gaps between columns are not read as gutters.
LEAST_GUTTER = 6.0
#: Points that the lines of a column are set in at most, as items are.
MOST_INDENT = 24.0
#: Points within which two baselines are the same.
SAME_BASELINE = 1.2
#: Gap, in sizes, that is written as a tab.
TAB_GAP = 1.5
#: Gap, in sizes, between items that stand side by side.
ITEM_GAP = 0.8
#: A step between baselines, in usual steps of the column, beyond which a block ends.
BLOCK_STEP = 1.4
#: How much larger than the text the headings of columns that stand beside each other are set.
HEADING_SIZE = 1.12
#: Pages that are read as one; more are no CV, and each of them is read by itself.
MOST_JOINED = 10

#: Rows, as bytes, of which none crosses: enough for a column.
_FREE = re.compile(rb"\0{%d,}" % (2 * LEAST_ROWS - 2))
#: A soft hyphen that is drawn where no word is broken: some fonts have no other.
_SHOWN_HYPHEN = re.compile(r"(?<![-‐‑])\u00ad(?=[^-‐‑])|(?<=[\s\d])\u00ad(?![-‐‑])")


def read(*pages: Iterable[Glyph]) -> list[RawLine]:
    """Return the lines of pages, blocks separated by an empty line."""
    rows = [rows_of(glyphs, page=number) for number, glyphs in enumerate(pages)]
    joined = [[row for page in rows for row in page]] if len(rows) <= MOST_JOINED else rows
    lines: list[RawLine] = []
    columns = (column for each in joined for column in _columns(each))
    for number, column in enumerate(column for column in columns if column):
        lines += [RawLine()] if lines else []
        lines += _lines(column, number)
    return lines


def _columns(rows: Sequence[Row]) -> list[list[Row]]:
    """Give the rows of each column, columns in reading order."""
    gutter = _widest_reach(rows)
    if gutter is None:
        return _below_headings(rows)
    x, first, last = gutter
    left = _side(rows[first:last], lambda segment: segment.x0 < x)
    right = _side(rows[first:last], lambda segment: segment.x0 >= x)
    # The name of a CV is its largest text: the column that has it is read first.
    sides = [right, left] if _largest(right) > _largest(left) * 1.05 else [left, right]
    parts = [rows[:first], *sides, rows[last:]]
    return [column for part in parts for column in (_columns(part) if part else [])]


def _below_headings(rows: Sequence[Row]) -> list[list[Row]]:
    """Part short columns whose headings share a row: what stands in them may share its baselines, as in a table."""
    least = HEADING_SIZE * median(row.size for row in rows) if rows else 0.0
    for first, row in enumerate(rows):
        edges = [segment.x0 - 2 for segment in row.segments]
        if len(edges) < 2 or not _are_headings(row, least):
            continue
        last = _last_below(rows, first, edges[1:], least)
        bounds = [float("-inf"), *edges[1:], float("inf")]
        columns = [_side(rows[first:last], partial(_is_between, left, right)) for left, right in pairwise(bounds)]
        if all(_is_headed_column(column) for column in columns):
            return [*([list(rows[:first])] if first else []), *columns, *_columns(rows[last:])]
    return [list(rows)] if rows else []


def _is_between(left: float, right: float, segment: Segment) -> bool:
    return left <= segment.x0 < right


def _are_headings(row: Row, least: float) -> bool:
    """Tell whether each segment of a row is at least of that size, and none holds a number."""
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


def _side(rows: Sequence[Row], belongs: Callable[[Segment], bool]) -> list[Row]:
    kept = [tuple(segment for segment in row.segments if belongs(segment)) for row in rows]
    return [Row(segments) for segments in kept if segments]


def _largest(rows: Sequence[Row]) -> float:
    return max((row.size for row in rows), default=0.0)


def _widest_reach(rows: Sequence[Row]) -> tuple[float, int, int] | None:
    """Give the gutter that parts the most rows into columns: its x, its first row and one past its last."""
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
    """Give the first row below those on top that have nothing but a date at the right of `x`."""
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
    left = _side(rows, lambda segment: segment.x0 < x)
    right = _side(rows, lambda segment: segment.x0 >= x)
    if min(len(left), len(right)) < LEAST_ROWS:
        return False
    fewer, other = (left, right) if len(left) < len(right) else (right, left)
    shared = len(_beside(fewer, other))
    if _are_dates(left, beside=right) or _are_dates(right, beside=left) or _is_table(fewer, other):
        return False
    if _are_labels(left, beside=right):
        return False
    if sum(row.segments[0].x0 < x + MOST_INDENT for row in right) < 0.5 * len(right):
        return False
    return _is_dense(fewer) and (shared < 0.7 * len(fewer) or len(fewer) >= LEAST_ROWS + 2)


def _beside(rows: Sequence[Row], other: Sequence[Row]) -> list[Row]:
    """Give those of `rows` that stand on a baseline of `other`."""
    baselines = sorted(row.baseline for row in other)
    found = []
    for row in rows:
        near = bisect_left(baselines, row.baseline - SAME_BASELINE)
        if near < len(baselines) and baselines[near] < row.baseline + SAME_BASELINE:
            found.append(row)
    return found


def _are_dates(rows: Sequence[Row], *, beside: Sequence[Row]) -> bool:
    shared = _beside(rows, beside)
    if not shared:
        return False
    # Above and below the dates the column may hold headings, and lists that are set across.
    span = rows[rows.index(shared[0]) : rows.index(shared[-1]) + 1]
    dates = sum(is_date(row.text) for row in shared)
    return dates >= 0.4 * len(span) and len(shared) >= 0.6 * len(span) and len(span) >= 0.5 * len(rows)


def _are_labels(rows: Sequence[Row], *, beside: Sequence[Row]) -> bool:
    """Tell labels, set flush right or with colons beside what they belong to."""
    if len(_beside(rows, beside)) < 0.8 * len(rows):
        return False
    if sum(row.text.endswith(":") for row in rows) >= 0.8 * len(rows):
        return True
    edge = median(row.segments[-1].x1 for row in rows)
    flush = sum(abs(row.segments[-1].x1 - edge) < 1.5 for row in rows)
    ragged = sum(abs(row.segments[0].x0 - rows[0].segments[0].x0) > 3 for row in rows)
    return flush >= 0.8 * len(rows) and ragged >= 0.5 * len(rows)


def _is_table(fewer: Sequence[Row], other: Sequence[Row]) -> bool:
    """Tell whether the groups of both sides begin on the same baselines, as cells do and columns do not."""
    starts, beside = _starts(fewer), _starts(other)
    return len(starts) >= LEAST_ROWS - 1 and len(_beside(starts, beside)) >= 0.8 * len(starts)


def _starts(rows: Sequence[Row]) -> list[Row]:
    steps = [above.baseline - below.baseline for above, below in pairwise(rows)]
    usual = min(steps) * 1.25
    return [rows[0], *(row for row, step in zip(rows[1:], steps, strict=True) if step > usual)]


def _is_dense(rows: Sequence[Row]) -> bool:
    """Tell whether the rows follow each other as lines of a text do, not one by one beside entries."""
    steps = [above.baseline - below.baseline for above, below in pairwise(rows)]
    usual = median(row.size for row in rows) * 2.2
    return sum(step <= usual for step in steps) >= 0.6 * len(steps)


def _lines(read: Sequence[Row], column: int) -> list[RawLine]:
    rows = _with_whole_cells(_with_whole_dates(read))
    steps = [above.baseline - below.baseline for above, below in pairwise(rows)]
    usual = median(steps) if steps else 0.0
    usual_size = median(row.size for row in rows) if rows else 0.0
    stops = _stops(rows)
    edge = min((row.segments[0].x0 for row in rows), default=0.0)
    lines: list[RawLine] = []
    for position, row in enumerate(_with_margins(rows)):
        if position and steps[position - 1] > max(usual * BLOCK_STEP, row.size * 1.2):
            lines.append(RawLine())
        text, glyphs = _line(row, stops)
        role = _role(row, stops, usual_size)
        if role is Role.HEADING and text.startswith(f"{BULLET} "):
            # A mark before a heading is an icon.
            text, glyphs = text[2:], glyphs[2:]
        lines.append(
            RawLine(
                text=text,
                glyphs=glyphs,
                page=row.segments[0].page,
                column=column,
                role=role,
                size=row.size,
                is_bold=_is_bold(glyphs),
                indent=row.segments[0].x0 - edge,
            )
        )
    return lines


def _role(row: Row, stops: frozenset[int], usual_size: float) -> Role:
    if row.size > HEADING_SIZE * usual_size:
        return Role.HEADING
    is_of_table = len(row.segments) > 1 and all(round(segment.x0) in stops for segment in row.segments)
    return Role.TABLE if is_of_table else Role.BODY


def _is_bold(glyphs: Glyphs) -> bool:
    return any(glyph.is_bold for glyph in glyphs[:1] if glyph is not None)


def _stops(rows: Sequence[Row]) -> frozenset[int]:
    """Give where, to a point, so many segments start that it is a column of a table."""
    starts = Counter(round(segment.x0) for row in rows for segment in row.segments)
    return frozenset(x for x, count in starts.items() if count >= LEAST_ROWS)


def _with_whole_dates(rows: Sequence[Row]) -> list[Row]:
    """Put the end of a date, wrapped in a narrow column, behind its beginning."""
    whole: list[Row] = []
    for row in rows:
        first, rest = row.segments[0], row.segments[1:]
        above = whole[-1].segments[0] if whole else None
        if above is None or not _goes_on(above, first):
            whole.append(row)
            continue
        joined = replace(above.followed_by(first), x1=max(above.x1, first.x1))
        whole[-1] = Row((joined, *whole[-1].segments[1:]))
        if rest:
            whole.append(Row(rest))
    return whole


def _with_whole_cells(rows: Sequence[Row]) -> list[Row]:
    """Put the end of a cell, wrapped in a row of four or more, behind its beginning."""
    whole: list[Row] = []
    for row in rows:
        place = _wrapped_cell(whole[-1], row) if whole else None
        if place is None:
            whole.append(row)
            continue
        above = whole[-1].segments
        cell = above[place].followed_by(row.segments[0])
        whole[-1] = Row((*above[:place], cell, *above[place + 1 :]))
    return whole


def _wrapped_cell(above: Row, row: Row) -> int | None:
    first = row.segments[0]
    if len(above.segments) < 4 or len(row.segments) > 1 or above.baseline - first.baseline > 1.6 * above.size:
        return None
    return next((at for at, cell in enumerate(above.segments) if at and abs(cell.x0 - first.x0) < 1), None)


def _goes_on(above: Segment, below: Segment) -> bool:
    is_next = above.baseline - below.baseline < 1.6 * above.size and abs(above.x0 - below.x0) < 3
    return is_next and is_range_without_end(above.text) and is_date(f"{above.text} {below.text}")


def _with_margins(rows: Sequence[Row]) -> list[Row]:
    """Move what stands in the margin beside a bullet to the row above it that has something in the same margin.

    Designs that set place and date of a job below each other, at the right of its title and of its first bullet.
    """
    moved = list(rows)
    for position, row in enumerate(rows):
        if len(row.segments) < 2 or not _is_item(row):
            continue
        margin = row.segments[-1]
        if not _is_tab(row.segments[-2], margin, frozenset()):
            continue
        for above in range(position - 1, max(position - 4, -1), -1):
            last = moved[above].segments[-1]
            if len(moved[above].segments) > 1 and min(abs(last.x1 - margin.x1), abs(last.x0 - margin.x0)) < 3:
                if not _is_item(moved[above]):
                    moved[above] = Row((*moved[above].segments, margin))
                    moved[position] = Row(row.segments[:-1])
                break
    return moved


def _is_item(row: Row) -> bool:
    return is_drawn_item(row.segments[0].text)


def _line(row: Row, stops: frozenset[int]) -> tuple[str, Glyphs]:
    parts, glyphs = [row.segments[0].text], [*row.segments[0].glyphs]
    are_items = _are_items(row)
    for before, after in pairwise(row.segments):
        parts.append("\t" if are_items or _is_tab(before, after, stops) else " ")
        parts.append(after.text)
        glyphs += [None, *after.glyphs]
    text = _SHOWN_HYPHEN.sub("-", "".join(parts))
    length = drawn_bullet(text)
    if not length:
        return text, tuple(glyphs)
    return f"{BULLET} {text[length:]}", (glyphs[0], None, *glyphs[length:])


def _are_items(row: Row) -> bool:
    """Tell items side by side, in boxes of their own, from the words of a justified line: their own gaps are usual."""
    gaps = [after.x0 - before.x1 for before, after in pairwise(row.segments)]
    has_words = any(" " in segment.text for segment in row.segments)
    return len(gaps) > 1 and has_words and min(gaps) > ITEM_GAP * row.size


def _is_tab(before: Segment, after: Segment, stops: frozenset[int]) -> bool:
    gap = after.x0 - before.x1
    is_wide = gap > TAB_GAP * min(before.size, after.size) or gap < 0 or round(after.x0) in stops
    return (is_wide or is_date(before.text)) and drawn_bullet(before.text) < len(before.text)
