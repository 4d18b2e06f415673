"""Glyphs on a page to lines in the order in which a person reads them.

Glyphs become segments (words of one row that stand close together); a gutter beside which many rows stand on baselines
of their own parts columns; within a column the rows follow each other. Dates beside the text are no column: they belong
to the rows they stand on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

#: Fewer rows than this beside a gutter are no column.
LEAST_ROWS = 4
#: Points; narrower gaps between columns are not read as gutters.
LEAST_GUTTER = 6.0
#: Baselines closer than this share of the size are one row.
SAME_ROW = 0.35
#: Gap, in sizes, that parts segments; that is written as a tab; that is a blank between words.
SEGMENT_GAP, TAB_GAP, WORD_GAP = 0.9, 2.0, 0.15
#: A step between baselines, in usual steps of the column, beyond which a block ends.
BLOCK_STEP = 1.4

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_BULLET = re.compile(r"^[•●▪■◦‣⁃∙·○–\-*]\s*")


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character where it stands. Points, y upwards from the foot of the page."""

    text: str
    x0: float
    x1: float
    baseline: float
    size: float


@dataclass(frozen=True, slots=True)
class Segment:
    """Words of one row that stand close together."""

    text: str
    x0: float
    x1: float
    baseline: float
    size: float


@dataclass(frozen=True, slots=True)
class Row:
    """Segments of one baseline, from left to right."""

    segments: tuple[Segment, ...]

    @property
    def baseline(self) -> float:
        """Where it stands: that of its first segment."""
        return self.segments[0].baseline

    @property
    def size(self) -> float:
        """Its largest size."""
        return max(segment.size for segment in self.segments)


def read(glyphs: Iterable[Glyph]) -> str:
    """Give the text of a page, blocks separated by an empty line."""
    blocks = [_lines(column) for column in _columns(_rows(_segments(glyphs)))]
    return "\n\n".join("\n".join(lines) for lines in blocks if lines)


def _segments(glyphs: Iterable[Glyph]) -> list[Segment]:
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda each: -each.baseline):
        if rows and rows[-1][0].baseline - glyph.baseline < SAME_ROW * max(glyph.size, rows[-1][0].size, 1):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    return [segment for row in rows for segment in _segments_of(sorted(row, key=lambda each: each.x0))]


def _segments_of(row: Sequence[Glyph]) -> Iterable[Segment]:
    visible = [glyph for glyph in row if not glyph.text.isspace()]
    after_blank = _after_blank(row)
    letter_gap = _letter_gap(visible)
    start = 0
    for position in range(1, len(visible) + 1):
        if position == len(visible) or _gap(visible, position) > SEGMENT_GAP * visible[position - 1].size + letter_gap:
            run = visible[start:position]
            yield Segment(
                text=_words(run, after_blank[start:position], letter_gap),
                x0=run[0].x0,
                x1=run[-1].x1,
                baseline=median(glyph.baseline for glyph in run),
                size=max(glyph.size for glyph in run),
            )
            start = position


def _after_blank(row: Sequence[Glyph]) -> list[bool]:
    """Tell of each visible glyph whether a blank stands before it."""
    found, blank = [], False
    for glyph in row:
        if glyph.text.isspace():
            blank = True
        else:
            found.append(blank)
            blank = False
    return found


def _letter_gap(row: Sequence[Glyph]) -> float:
    """Give the gap that a wide setting puts between letters; 0 for a usual one."""
    gaps = sorted(_gap(row, position) for position in range(1, len(row)))
    usual = gaps[len(gaps) // 2] if len(gaps) >= LEAST_ROWS else 0.0
    return usual if row and usual > 0.1 * row[0].size else 0.0


def _gap(row: Sequence[Glyph], position: int) -> float:
    return row[position].x0 - row[position - 1].x1


def _words(run: Sequence[Glyph], after_blank: Sequence[bool], letter_gap: float) -> str:
    parts = [run[0].text]
    for position in range(1, len(run)):
        gap = _gap(run, position)
        apart = gap > WORD_GAP * run[position].size + letter_gap * 1.5
        # In a wide setting a blank between two letters can be part of the setting.
        if apart or (after_blank[position] and (not letter_gap or gap > letter_gap * 1.5)):
            parts.append(" ")
        parts.append(run[position].text)
    return "".join(parts)


def _rows(segments: Sequence[Segment]) -> list[Row]:
    rows: list[list[Segment]] = []
    for segment in sorted(segments, key=lambda each: (-each.baseline, each.x0)):
        if rows and rows[-1][0].baseline - segment.baseline < SAME_ROW * max(segment.size, rows[-1][0].size):
            rows[-1].append(segment)
        else:
            rows.append([segment])
    return [Row(tuple(sorted(row, key=lambda each: each.x0))) for row in rows]


def _columns(rows: Sequence[Row]) -> list[list[Row]]:
    """Give the rows of each column, columns in reading order."""
    gutter = _widest_reach(rows)
    if gutter is None:
        return [list(rows)] if rows else []
    x, first, last = gutter
    left = _side(rows[first:last], lambda segment: segment.x0 < x)
    right = _side(rows[first:last], lambda segment: segment.x0 >= x)
    # The name of a CV is its largest text: the column that has it is read first.
    sides = [right, left] if _largest(right) > _largest(left) * 1.05 else [left, right]
    parts = [rows[:first], *sides, rows[last:]]
    return [column for part in parts for column in (_columns(part) if part else [])]


def _side(rows: Sequence[Row], belongs: Callable[[Segment], bool]) -> list[Row]:
    kept = [tuple(segment for segment in row.segments if belongs(segment)) for row in rows]
    return [Row(segments) for segments in kept if segments]


def _largest(rows: Sequence[Row]) -> float:
    return max((row.size for row in rows), default=0.0)


def _widest_reach(rows: Sequence[Row]) -> tuple[float, int, int] | None:
    """Give the gutter that parts the most rows into columns: its x, its first row and one past its last."""
    edges = sorted({round(segment.x0) - 2 for row in rows for segment in row.segments})
    best: tuple[int, float, int, int] | None = None
    for x in edges:
        for first, last in _uncrossed(rows, x):
            # Of gutters with the same reach the one at the right: left of it may stand the dates of the main text.
            found = (last - first, x, first, last)
            if (best is None or found > best) and _parts_columns(rows[first:last], x):
                best = found
    return None if best is None else (best[1], best[2], best[3])


def _uncrossed(rows: Sequence[Row], x: float) -> Iterable[tuple[int, int]]:
    first = 0
    for position in range(len(rows) + 1):
        if position == len(rows) or _crosses(rows[position], x):
            if position - first >= 2 * LEAST_ROWS - 2:
                yield first, position
            first = position + 1


def _crosses(row: Row, x: float) -> bool:
    return any(segment.x0 < x and segment.x1 > x - LEAST_GUTTER + 2 for segment in row.segments)


def _parts_columns(rows: Sequence[Row], x: float) -> bool:
    left = _side(rows, lambda segment: segment.x0 < x)
    right = _side(rows, lambda segment: segment.x0 >= x)
    if min(len(left), len(right)) < LEAST_ROWS:
        return False
    fewer, other = (left, right) if len(left) < len(right) else (right, left)
    baselines = [row.baseline for row in other]
    shared = sum(any(abs(row.baseline - each) < 1.2 for each in baselines) for row in fewer)
    texts = [" ".join(segment.text for segment in row.segments) for row in fewer]
    dated = sum(bool(_YEAR.search(text)) for text in texts)
    if dated >= 0.3 * len(fewer) and shared >= 0.6 * len(fewer):
        return False
    return _is_dense(fewer) and (shared < 0.7 * len(fewer) or len(fewer) >= LEAST_ROWS + 2)


def _is_dense(rows: Sequence[Row]) -> bool:
    """Tell whether the rows follow each other as lines of a text do, not one by one beside entries."""
    steps = [above.baseline - below.baseline for above, below in pairwise(rows)]
    usual = median(row.size for row in rows) * 2.2
    return sum(step <= usual for step in steps) >= 0.6 * len(steps)


def _lines(rows: Sequence[Row]) -> list[str]:
    steps = [above.baseline - below.baseline for above, below in pairwise(rows)]
    usual = median(steps) if steps else 0.0
    lines: list[str] = []
    for position, row in enumerate(_with_margins(rows)):
        if position and steps[position - 1] > max(usual * BLOCK_STEP, row.size * 1.2):
            lines.append("")
        lines.append(_line(row))
    return lines


def _with_margins(rows: Sequence[Row]) -> list[Row]:
    """Move what stands in the margin beside a bullet to the row above it that has something in the same margin.

    Designs that set place and date of a job below each other, at the right of its title and of its first bullet.
    """
    moved = list(rows)
    for position, row in enumerate(rows):
        if len(row.segments) < 2 or not _BULLET.match(row.segments[0].text):
            continue
        margin = row.segments[-1]
        for above in range(position - 1, max(position - 4, -1), -1):
            last = moved[above].segments[-1]
            if len(moved[above].segments) > 1 and min(abs(last.x1 - margin.x1), abs(last.x0 - margin.x0)) < 3:
                if not _BULLET.match(moved[above].segments[0].text):
                    moved[above] = Row((*moved[above].segments, margin))
                    moved[position] = Row(row.segments[:-1])
                break
    return moved


def _line(row: Row) -> str:
    parts = [row.segments[0].text]
    for before, after in pairwise(row.segments):
        gap = after.x0 - before.x1
        wide = gap > TAB_GAP * min(before.size, after.size) or gap < 0
        parts.append("\t" if wide and not _BULLET.fullmatch(before.text) else " ")
        parts.append(after.text)
    line = "".join(parts)
    return line if line[0] in "-–*o" else _BULLET.sub("• ", line)
