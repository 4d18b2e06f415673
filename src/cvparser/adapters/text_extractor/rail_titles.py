"""Titles in a rail: set larger at the left of what they are above, beside its first rows."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from cvparser.adapters.text_extractor.headed_columns import HEADING_SIZE
from cvparser.adapters.text_extractor.rows import SAME_ROW, Row, Segment

#: Fewer titles than this are no rail; more, or beside more rows, are of no CV.
LEAST_TITLES, MOST_TITLES, MOST_ROWS = 3, 100, 2_000
#: Points by which what begins below each other may begin elsewhere.
SAME_EDGE = 2.0
#: How far the first row beside a title stands below it at most, in sizes, and above it, in steps between rows.
_NEAR_BELOW, _NEAR_ABOVE = 1.3, 0.9
#: A step, in usual ones, beyond which a block begins.
_BLOCK_STEP = 1.2
#: Part of a size by which titles of one rail may differ; a step, in sizes, within one title of several lines.
_SAME_SIZE, _NEXT_LINE = 0.08, 1.5
#: Share of the rows beside a rail that begin at its right: a sidebar has rows of its own.
_MOST_BESIDE = 0.97


def with_titles_above(rows: Sequence[Row]) -> Sequence[Row]:
    """Return rows with each title of a rail, of however many lines, above the first row that stands beside it."""
    pieces = _pieces(rows) if len(rows) <= MOST_ROWS else []
    titles = _whole(pieces)
    if len(titles) < LEAST_TITLES:
        return rows
    places = {at for at, _ in pieces}
    rail, first = max(title.x1 for title in titles), min(places)
    # The first row beside the first title may stand higher.
    while first and rows[first - 1].segments[0].x0 > rail:
        first -= 1
    told = [row.segments[at in places :] for at, row in enumerate(rows) if at >= first]
    beside = [Row(segments) for segments in told if segments]
    if sum(row.segments[0].x0 > rail for row in beside) < _MOST_BESIDE * len(beside):
        return rows
    return [*rows[:first], *_merged(titles, beside)]


def _pieces(rows: Sequence[Row]) -> list[tuple[int, Segment]]:
    """Return the lines of titles with their rows: of one size, larger than the text, at one edge, at its left."""
    usual = median(row.size for row in rows) if rows else 0.0
    larger = {at: row.segments[0] for at, row in enumerate(rows) if row.segments[0].size > HEADING_SIZE * usual}
    often = Counter(map(_look, larger.values())).most_common(1)
    if not often or len(larger) > MOST_TITLES:
        return []
    like = next(each for each in larger.values() if _look(each) == often[0][0])
    titles = {at: segment for at, segment in larger.items() if _is_like(segment, like)}
    told = [row.segments[at in titles :] for at, row in enumerate(rows)]
    text = [segments[0] for segments in told if segments]
    return [(at, title) for at, title in titles.items() if _is_at_left(title, text)]


def _look(segment: Segment) -> tuple[int, int]:
    return round(segment.size), round(segment.x0 / SAME_EDGE)


def _is_like(segment: Segment, other: Segment) -> bool:
    return abs(segment.size - other.size) < _SAME_SIZE * other.size and abs(segment.x0 - other.x0) < SAME_EDGE


def _is_at_left(title: Segment, text: Sequence[Segment]) -> bool:
    """Return whether the text that is nearest to a title is at its right."""
    nearest = min(text, key=lambda each: abs(each.baseline - title.baseline), default=None)
    return nearest is not None and nearest.x0 > title.x1


def _whole(pieces: Sequence[tuple[int, Segment]]) -> list[Segment]:
    """Return titles whose lines are joined."""
    titles: list[Segment] = []
    last = 0.0
    for _, piece in pieces:
        if titles and last - piece.baseline < _NEXT_LINE * piece.size:
            titles[-1] = replace(titles[-1].followed_by(piece), x1=max(titles[-1].x1, piece.x1))
        else:
            titles.append(piece)
        last = piece.baseline
    return titles


def _merged(titles: Sequence[Segment], beside: Sequence[Row]) -> list[Row]:
    """Return both in order, each title half way between what it is above and the row before that."""
    steps = [above.baseline - below.baseline for above, below in pairwise(beside)]
    usual = median(steps) if steps else 0.0
    begin = [True, *(step > _BLOCK_STEP * usual for step in steps)]
    above: dict[int, list[Segment]] = defaultdict(list)
    for title in titles:
        above[_first_beside(title, beside, begin, usual)].append(title)
    merged: list[Row] = []
    for at, row in enumerate(beside):
        step = min(steps[at - 1], 2 * row.size) if at else row.size
        # As wide as what it is above, so that no gutter parts them.
        end = row.segments[-1].x1
        merged += [Row((replace(title, baseline=row.baseline + step / 2, x1=end),)) for title in above[at]]
        merged.append(row)
    return merged


def _first_beside(title: Segment, beside: Sequence[Row], begin: Sequence[bool], step: float) -> int:
    """Return the row that a title is above: of those near it one that begins a block, or is level, or the highest."""
    higher = [(row.baseline - title.baseline, at) for at, row in enumerate(beside)]
    near = [each for each in higher if -_NEAR_BELOW * title.size < each[0] < _NEAR_ABOVE * step]
    if not near:
        return min(higher, key=lambda each: abs(each[0]))[1]
    return max(near, key=lambda each: (begin[each[1]], abs(each[0]) < SAME_ROW * title.size, each[0]))[1]
