"""What a row has of another one: ends of dates and of cells that were wrapped, and what stands in the margin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cvparser.adapters.text_extractor.rows import Row, Segment
from cvparser.domain.cv.bullets import drawn_bullet, is_drawn_item
from cvparser.domain.cv.dates.alone import is_date, is_range, is_range_without_end

#: Gap, in sizes, that is written as a tab.
TAB_GAP = 1.5
#: What goes on with a date that stands before it.
DASHES = "-–—−\u00ad"
#: Dots of timelines.
_MARKS = ("●", "•", "○", "◦", "∙", "·", "■", "◆")


def without_marks(row: Row) -> Row:
    """Return a row without the dots of a timeline: each stands behind a date, before what belongs to it."""
    first = row.segments[0] if len(row.segments) > 1 else None
    if first is None or not first.text.endswith(_MARKS) or len(first.text) < 3 or first.text[-2] != " ":
        return row
    bare = replace(first, text=first.text[:-2], glyphs=first.glyphs[:-2], x1=min(first.x1, _end(first)))
    return Row((bare, *row.segments[1:]))


def _end(segment: Segment) -> float:
    """Return where the last character but the mark and the blank before it ends."""
    return max((glyph.x1 for glyph in segment.glyphs[:-2] if glyph is not None), default=segment.x1)


def with_whole_dates(rows: Sequence[Row]) -> list[Row]:
    """Put the end of a date, wrapped in a narrow column, behind its beginning."""
    whole: list[Row] = []
    for row in rows:
        first, rest = row.segments[0], row.segments[1:]
        place = _begun_date(whole[-1], first, is_alone=not rest) if whole else None
        if place is None:
            whole.append(row)
            continue
        above = whole[-1].segments
        joined = replace(above[place].followed_by(first), x1=max(above[place].x1, first.x1))
        if place:
            # What comes next stands below the end of it.
            joined = replace(joined, baseline=first.baseline)
        whole[-1] = Row((*above[:place], joined, *above[place + 1 :]))
        if rest:
            whole.append(Row(rest))
    return whole


def _begun_date(above: Row, first: Segment, *, is_alone: bool) -> int | None:
    """Return which segment of the row above is a date that goes on: the first, or the last above what stands alone."""
    places = [0, len(above.segments) - 1] if is_alone else [0]
    return next((place for place in places if _goes_on(above.segments[place], first)), None)


def with_whole_cells(rows: Sequence[Row]) -> list[Row]:
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
    # Set flush left, or flush right.
    is_below = min(abs(above.x0 - below.x0), abs(above.x1 - below.x1)) < 3
    if not is_below or above.baseline - below.baseline > 1.6 * above.size or not any(map(str.isdigit, above.text)):
        return False
    if is_range(below.text) and not is_range_without_end(above.text):
        # `Unit 30` above a range of its own.
        return False
    # "May 2019 - June" is no range yet.
    is_begun = is_range_without_end(above.text) or not is_date(above.text)
    return is_begun and is_date(f"{above.text} {below.text}")


def with_margins(rows: Sequence[Row]) -> list[Row]:
    """Move what stands in the margin beside a bullet to the row above it that has something in the same margin.

    Designs that set place and date of a job below each other, at the right of its title and of its first bullet.
    """
    moved = list(rows)
    for position, row in enumerate(rows):
        if len(row.segments) < 2 or not is_item(row):
            continue
        margin = row.segments[-1]
        if not is_tab(row.segments[-2], margin, frozenset()):
            continue
        for above in range(position - 1, max(position - 4, -1), -1):
            last = moved[above].segments[-1]
            if len(moved[above].segments) > 1 and min(abs(last.x1 - margin.x1), abs(last.x0 - margin.x0)) < 3:
                if not is_item(moved[above]):
                    moved[above] = Row((*moved[above].segments, margin))
                    moved[position] = Row(row.segments[:-1])
                break
    return moved


def is_item(row: Row) -> bool:
    """Return whether a row begins with a mark of items."""
    return is_drawn_item(row.segments[0].text)


def is_tab(before: Segment, after: Segment, stops: frozenset[int]) -> bool:
    """Return whether what stands between two segments of a row is wider than a blank, or a place of `stops`."""
    gap = after.x0 - before.x1
    is_wide = gap > TAB_GAP * min(before.size, after.size) or gap < 0 or round(after.x0) in stops
    is_after_date = is_date(before.text) and after.text[0] not in DASHES
    return (is_wide or is_after_date) and drawn_bullet(before.text) < len(before.text)
