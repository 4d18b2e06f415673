"""Glyphs of a page to those of one row each: raised letters belong to their word, text over other text to itself."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise
from operator import attrgetter

from cvparser.adapters.text_extractor.rows import SEGMENT_GAP, Glyph, apart, by_baseline

#: How far, in sizes of its word, the baseline of a raised or lowered letter may stand from that of the word.
MOST_RAISED = 0.75
#: Share of the size within which such letters touch their word.
TOUCHES = 0.3
#: Letters that are raised together at most.
MOST_LETTERS = 4
#: Share of its width by which a letter lies over those beside it, if it does not stand where it happens to.
MOST_OVER = 0.75
#: Glyphs that lie over others from which on two rows are drawn over each other.
LEAST_OVER = 4
#: Share of its size, and points of its baseline, beyond which a glyph is of another row than the one before.
OTHER_SIZE, OTHER_BASELINE = 0.1, 1.0
_LEFT, _SIZE, _BASELINE = attrgetter("x0"), attrgetter("size"), attrgetter("baseline")


def levels(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Return the glyphs of each row of a page, from top to bottom."""
    rows = [level for row in by_baseline(glyphs) for level in _apart(row)]
    for above, below in pairwise(rows):
        if above and abs(above[0].baseline - below[0].baseline) < MOST_RAISED * max(above[0].size, below[0].size):
            _move_raised(above, below)
            _move_raised(below, above)
    return [row for row in rows if row]


def _apart(row: list[Glyph]) -> list[list[Glyph]]:
    """Part rows of other sizes that are drawn over each other."""
    seen = [glyph for glyph in row if not glyph.text.isspace()]
    if not seen or _is_one(seen):
        return [row]
    seen.sort(key=_LEFT)
    return apart(row) if sum(_is_over(before, after) for before, after in pairwise(seen)) >= LEAST_OVER else [row]


def _is_one(seen: Sequence[Glyph]) -> bool:
    """Return whether no glyph is of another row than the next, whichever that is: the usual, and quickly told."""
    sizes, baselines = list(map(_SIZE, seen)), list(map(_BASELINE, seen))
    is_one_size = max(sizes) - min(sizes) <= OTHER_SIZE * min(sizes)
    return bool(is_one_size and max(baselines) - min(baselines) <= OTHER_BASELINE)


def _is_over(before: Glyph, after: Glyph) -> bool:
    over = before.x1 - after.x0
    is_of_other_size = abs(before.size - after.size) > OTHER_SIZE * before.size
    is_of_other_row = is_of_other_size or abs(before.baseline - after.baseline) > OTHER_BASELINE
    return is_of_other_row and over > 0.35 * min(before.x1 - before.x0, after.x1 - after.x0)


def _move_raised(row: list[Glyph], other: list[Glyph]) -> None:
    """Move to the other row what stands in this one and is raised or lowered letters of its words."""
    if not row or not other:
        return
    whole = sorted((glyph for glyph in other if not glyph.text.isspace()), key=_LEFT)
    starts = [glyph.x0 for glyph in whole]
    moved = [run for run in _runs(row) if len(run) <= MOST_LETTERS and _fits(run, whole, starts)]
    if moved:
        other += [glyph for run in moved for glyph in run]
        gone = {id(glyph) for run in moved for glyph in run}
        row[:] = [glyph for glyph in row if id(glyph) not in gone]


def _runs(row: Sequence[Glyph]) -> list[list[Glyph]]:
    """Return what stands close together in a row."""
    runs: list[list[Glyph]] = []
    for glyph in sorted((glyph for glyph in row if not glyph.text.isspace()), key=_LEFT):
        if runs and glyph.x0 - runs[-1][-1].x1 < SEGMENT_GAP * glyph.size:
            runs[-1].append(glyph)
        else:
            runs.append([glyph])
    return runs


def _fits(run: Sequence[Glyph], whole: Sequence[Glyph], starts: Sequence[float]) -> bool:
    """Return whether letters stand close behind one of a row that is no smaller, and over none."""
    at = bisect_right(starts, run[0].x0)
    if not at:
        return False
    before, after = whole[at - 1], whole[at] if at < len(whole) else None
    if run[0].x0 - before.x1 > TOUCHES * before.size or max(glyph.size for glyph in run) > 1.05 * before.size:
        return False
    over = max(before.x1 - run[0].x0, 0) + (max(run[-1].x1 - after.x0, 0) if after else 0)
    return over <= MOST_OVER * (run[-1].x1 - run[0].x0)
