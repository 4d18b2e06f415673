"""Rows of a column to lines: blanks, tabs and bullets between their segments, empty lines between their blocks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from cvparser.adapters.text_extractor.assembly import RawLine
from cvparser.adapters.text_extractor.cells import (
    is_item,
    is_tab,
    with_margins,
    with_whole_cells,
    with_whole_dates,
    without_marks,
)
from cvparser.adapters.text_extractor.headed_columns import HEADING_SIZE
from cvparser.adapters.text_extractor.rows import Glyphs, Row
from cvparser.domain.cv.bullets import BULLET, drawn_bullet
from cvparser.domain.cv.lines import Role

#: Fewer rows than this beside a gutter are no column.
LEAST_ROWS = 4
#: Fewer labels in bold type than this are no rail.
LEAST_LABELS = 3
#: Gap, in sizes, between a label and what it labels: wider than a blank.
RAIL_GAP = 0.45
#: Points by which what begins below each other may begin elsewhere.
SAME_EDGE = 2.0
#: Characters of a heading at most.
MOST_HEADING = 70
#: Gap, in sizes, between items that stand side by side.
ITEM_GAP = 0.8
#: Rows of chips that show their gap, and points by which the gaps of a row may differ.
LEAST_CHIP_ROWS = 2
SAME_GAP = 0.5
#: Gap, in sizes, up to which a wide blank between words is no narrow column.
BLANK = 0.7
#: A step between baselines, in usual steps of the column, beyond which a block ends.
BLOCK_STEP = 1.4
#: A soft hyphen that is drawn where no word is broken: some fonts have no other.
_SHOWN_HYPHEN = re.compile(r"(?<![-‐‑])\u00ad(?=[^-‐‑])|(?<=[\s\d])\u00ad(?![-‐‑])")


def lines_of(read: Sequence[Row], column: int) -> list[RawLine]:
    """Return the lines of the rows of a column, an empty one between blocks."""
    stops = _stops(read)
    chip_gaps = _chip_gaps(read)
    rows = with_whole_cells(with_whole_dates([_with_words(without_marks(row), stops, chip_gaps) for row in read]))
    rows = _with_titles_apart(rows)
    steps = [min(each.baseline for each in above.segments) - below.baseline for above, below in pairwise(rows)]
    usual = median(steps) if steps else 0.0
    usual_size = median(map(_size, rows)) if rows else 0.0
    edge = min((row.segments[0].x0 for row in rows), default=0.0)
    lines: list[RawLine] = []
    for position, row in enumerate(with_margins(rows)):
        if position and steps[position - 1] > max(usual * BLOCK_STEP, row.size * 1.2):
            lines.append(RawLine())
        text, glyphs = _line(row, stops, chip_gaps)
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
    if _size(row) > HEADING_SIZE * usual_size and len(row.text) <= MOST_HEADING:
        return Role.HEADING
    are_cells = len(row.segments) > 1 and all(round(segment.x0) in stops for segment in row.segments)
    return Role.TABLE if are_cells and not is_item(row) else Role.BODY


def _size(row: Row) -> float:
    """Return the usual size of the characters of a row: a capital with an accent may be higher than all others."""
    sizes = [glyph.size for segment in row.segments for glyph in segment.glyphs if glyph is not None]
    return median(sizes) if sizes else row.size


def _is_bold(glyphs: Glyphs) -> bool:
    return any(glyph.is_bold for glyph in glyphs[:1] if glyph is not None)


def _stops(rows: Sequence[Row]) -> frozenset[int]:
    """Return where, to a point, so many segments start that it is a column of a table."""
    starts = Counter(round(segment.x0) for row in rows for segment in row.segments)
    often = {x for x, count in starts.items() if count >= LEAST_ROWS}
    gaps: dict[int, list[float]] = {x: [] for x in often}
    for row in rows:
        for before, after in pairwise(row.segments):
            if round(after.x0) in often:
                gaps[round(after.x0)].append((after.x0 - before.x1) / min(before.size, after.size))
    return frozenset(x for x in often if not _are_blanks(gaps[x])) | _rails(rows)


def _rails(rows: Sequence[Row]) -> frozenset[int]:
    """Return where lists start beside bold labels set flush right, which leave no wide gap."""
    edges = Counter(
        (round(label.x1), round(told.x0))
        for row in rows
        for label, told in pairwise(row.segments[:2])
        if _is_bold(label.glyphs) and not _is_bold(told.glyphs) and told.x0 - label.x1 > RAIL_GAP * label.size
    )
    return frozenset(start for (_, start), count in edges.items() if count >= LEAST_LABELS)


def _are_blanks(gaps: Sequence[float]) -> bool:
    """Tell wide blanks before words that happen to start below each other: dates set flush right do."""
    return len(gaps) > 1 and max(gaps) < BLANK


def _chip_gaps(rows: Sequence[Row]) -> frozenset[int]:
    """Return the gaps, to a point, between chips: rows below each other have the same, as no justified lines have."""
    gaps = Counter(gap for row in rows if (gap := _chip_gap(row)) is not None)
    named = {
        gap for row in rows if (gap := _chip_gap(row)) is not None and any(" " in each.text for each in row.segments)
    }
    return frozenset(gap for gap, count in gaps.items() if count >= LEAST_CHIP_ROWS and gap in named)


def _chip_gap(row: Row) -> int | None:
    """Return the gap, to a point, that all items of a row have between them, where it is wider than a blank."""
    gaps = [after.x0 - before.x1 for before, after in pairwise(row.segments)]
    if not gaps or max(gaps) - min(gaps) > SAME_GAP or min(gaps) <= ITEM_GAP * row.size:
        return None
    are_names = all(sum(map(str.isalpha, segment.text)) > 1 for segment in row.segments)
    return round(gaps[0]) if are_names else None


def _with_words(row: Row, stops: frozenset[int], chip_gaps: frozenset[int]) -> Row:
    """Return a row whose segments are parted by tabs, and no longer by wide blanks."""
    if len(row.segments) < 2 or _are_items(row, chip_gaps):
        return row
    whole = [row.segments[0]]
    for before, after in pairwise(row.segments):
        if is_tab(before, after, stops):
            whole.append(after)
        else:
            size = max(whole[-1].size, after.size)
            whole[-1] = replace(whole[-1].followed_by(after), x1=after.x1, size=size)
    return Row(tuple(whole))


def _with_titles_apart(rows: Sequence[Row]) -> list[Row]:
    """Give a title, in larger type beside the first row of its section, a row of its own above that."""
    whole: list[Row] = []
    for position, row in enumerate(rows):
        title, rest = row.segments[0], row.segments[1:]
        below = rows[position + 1].segments[0] if position + 1 < len(rows) else None
        is_rail = bool(rest) and below is not None and abs(below.x0 - rest[0].x0) < SAME_EDGE
        if is_rail and title.size > HEADING_SIZE * max(segment.size for segment in rest):
            whole += [Row((title,)), Row(rest)]
        else:
            whole.append(row)
    return whole


def _line(row: Row, stops: frozenset[int], chip_gaps: frozenset[int]) -> tuple[str, Glyphs]:
    parts, glyphs = [row.segments[0].text], [*row.segments[0].glyphs]
    are_items = _are_items(row, chip_gaps)
    for before, after in pairwise(row.segments):
        parts.append("\t" if are_items or is_tab(before, after, stops) else " ")
        parts.append(after.text)
        glyphs += [None, *after.glyphs]
    text = _SHOWN_HYPHEN.sub("-", "".join(parts))
    length = drawn_bullet(text)
    if not length:
        return text, tuple(glyphs)
    return f"{BULLET} {text[length:]}", (glyphs[0], None, *glyphs[length:])


def _are_items(row: Row, chip_gaps: frozenset[int]) -> bool:
    """Tell items side by side, in boxes of their own, from the words of a justified line: their own gaps are usual."""
    if chip_gaps and _chip_gap(row) in chip_gaps:
        return True
    gaps = [after.x0 - before.x1 for before, after in pairwise(row.segments)]
    has_words = any(" " in segment.text for segment in row.segments)
    return len(gaps) > 1 and has_words and min(gaps) > ITEM_GAP * row.size
