"""The head of a CV: a name, and lines beside it that stand on baselines of their own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from statistics import median

from cvparser.adapters.text_extractor.rows import Row, Segment, side

#: Rows from the top among which a head stands.
MOST_ROWS = 12
#: How much larger than the text a name is set.
NAME_SIZE = 1.3
#: Lines beside a name at least, and of them those that stand on baselines of their own.
LEAST_LINES, LEAST_APART = 3, 2
#: Points between a name and what stands beside it.
LEAST_GUTTER = 6.0
#: A step, in sizes, beyond which a block ends.
BLOCK_STEP = 2.2

Belongs = Callable[[Segment], bool]


def letterhead(rows: Sequence[Row]) -> tuple[list[list[Row]], Sequence[Row]] | None:
    """Return the name's column and the one beside it, and the rows below them; None where nothing stands so."""
    top = rows[:MOST_ROWS]
    if len(top) < LEAST_LINES:
        return None
    name = max((segment for row in top for segment in row.segments), key=lambda each: each.size)
    if name.size < NAME_SIZE * median(row.size for row in rows):
        return None
    sides: tuple[Belongs, ...] = (
        lambda each: each.x0 > name.x1 + LEAST_GUTTER,
        lambda each: each.x1 < name.x0 - LEAST_GUTTER,
    )
    return next((found for is_beside in sides if (found := _parted(rows, is_beside, name)) is not None), None)


def _parted(rows: Sequence[Row], is_beside: Belongs, name: Segment) -> tuple[list[list[Row]], Sequence[Row]] | None:
    last = 0
    lines: list[Row] = []
    for position, row in enumerate(rows[:MOST_ROWS]):
        line = side([row], is_beside)
        if any(_is_across(segment, name, lines) for segment in row.segments):
            break
        if line and lines and lines[-1].baseline - line[0].baseline > BLOCK_STEP * line[0].size:
            break
        if line:
            lines += line
            last = position + 1
    own = side(rows[:last], lambda each: not is_beside(each))
    apart = sum(all(map(is_beside, row.segments)) for row in rows[:last])
    if not own or len(lines) < LEAST_LINES or apart < LEAST_APART:
        return None
    # What begins below the name is not beside it.
    return ([own, lines], rows[last:]) if lines[0].baseline > name.baseline - name.size else None


def _is_across(segment: Segment, name: Segment, lines: Sequence[Row]) -> bool:
    """Return whether a segment reaches from below the name to below the lines beside it."""
    others = [each for row in lines for each in row.segments]
    if not others or segment.x0 > name.x1 or segment.x1 < name.x0:
        return False
    return any(segment.x0 < each.x1 and each.x0 < segment.x1 for each in others)
