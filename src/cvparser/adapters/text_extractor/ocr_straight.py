"""Lines that OCR read, set straight: turned to run rightwards, and freed from the slope of a page that lay askew."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from cvparser.ports.ocr import OcrWord, Point

#: Lines, that many times as long as high, by which the slope is told; and how many of them tell how it changes.
_LONG, _LEAST_LINES = 4.0, 8
#: Slopes, as differences from the usual one, that are none of the page's.
_MOST_OFF = 0.05
#: Share of lines that tell how the slope changes down the page: those whose slope fits worst are left out.
_FITTING = 0.8


#: Pixels to the side, a pixel down, by which edges of a page may lean; within how many of these they lean alike.
_MOST_LEAN, _SAME_LEAN = 0.1, 0.004
#: Lines whose left edges are compared, how many lines apart they stand at least, and pairs that tell something.
_MOST_LINES, _APART, _LEAST_PAIRS = 300, 4.0, 8
#: Share of the best that the lean of a page without perspective must have to be believed.
_AS_GOOD = 0.7


class Direction(IntEnum):
    """Where text runs in a picture: in quarters of a turn, clockwise, from rightwards."""

    RIGHT = 0
    DOWN = 1
    LEFT = 2
    UP = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class StraightWord:
    """A word in a box whose sides are those of the picture as the text runs: pixels, from the left and from the top."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Straight:
    """What was read in a picture.

    Attributes:
        direction: Where the text runs in the picture as it came.
        width, height: Of the picture as its text runs.
    """

    direction: Direction
    width: int
    height: int
    lines: Sequence[Sequence[StraightWord]]

    def on_picture(self, x: float, y: float) -> Point:
        """Return where a point stands on the picture as it came; that it lay askew is forgotten."""
        match self.direction:
            case Direction.RIGHT:
                return Point(x, y)
            case Direction.DOWN:
                return Point(self.height - y, x)
            case Direction.LEFT:
                return Point(self.width - x, self.height - y)
            case Direction.UP:
                return Point(y, self.width - x)


def straightened(lines: Sequence[Sequence[OcrWord]], width: int, height: int) -> Straight:
    """Return the lines of a picture of that size as a page that lies straight has them."""
    direction = _direction(lines)
    if direction in (Direction.DOWN, Direction.UP):
        wide, high = height, width
    else:
        wide, high = width, height
    turned = [
        (line, np.array([[_as_it_runs(direction, corner, wide, high) for corner in word.corners] for word in line]))
        for line in lines
        if line
    ]
    level, more = _slopes([corners for _, corners in turned], high)
    near, far = _leans([corners for _, corners in turned], wide, -level)
    straight = []
    for line, corners in turned:
        x, y = corners[:, :, 0], corners[:, :, 1]
        up = y - (level + more * (y / high - 0.5)) * (x - wide / 2)
        across = x - (near + (far - near) * (x / wide - 0.25) * 2) * (y - high / 2)
        straight.append([_word(word, across[at], up[at]) for at, word in enumerate(line)])
    return Straight(direction=direction, width=wide, height=high, lines=straight)


def _word(word: OcrWord, x: np.ndarray, y: np.ndarray) -> StraightWord:
    """Return a word in the box whose sides are the means of what it is given with."""
    return StraightWord(
        text=word.text,
        left=float(x[0] + x[3]) / 2,
        top=float(y[0] + y[1]) / 2,
        right=float(x[1] + x[2]) / 2,
        bottom=float(y[2] + y[3]) / 2,
        confidence=word.confidence,
    )


def _direction(lines: Sequence[Sequence[OcrWord]]) -> Direction:
    weights: Counter[Direction] = Counter()
    for word in (word for line in lines for word in line):
        x, y = word.corners[1].x - word.corners[0].x, word.corners[1].y - word.corners[0].y
        along = (Direction.RIGHT if x >= 0 else Direction.LEFT, Direction.DOWN if y > 0 else Direction.UP)
        weights[along[abs(y) > abs(x)]] += round(math.hypot(x, y))
    return weights.most_common(1)[0][0] if weights else Direction.RIGHT


def _as_it_runs(direction: Direction, point: Point, width: int, height: int) -> tuple[float, float]:
    match direction:
        case Direction.RIGHT:
            return point.x, point.y
        case Direction.DOWN:
            return point.y, height - point.x
        case Direction.LEFT:
            return width - point.x, height - point.y
        case Direction.UP:
            return width - point.y, point.x


def _slopes(lines: Sequence[np.ndarray], height: int) -> tuple[float, float]:
    """Return the slope of lines in the middle of the page, and by how much more it is at the foot than on top."""
    told = []
    for corners in lines:
        first, last = (corners[0, 0] + corners[0, 3]) / 2, (corners[-1, 1] + corners[-1, 2]) / 2
        across, high = last[0] - first[0], abs(corners[0, 3, 1] - corners[0, 0, 1])
        if across > _LONG * max(high, 1.0):
            told.append(((last[1] - first[1]) / across, (first[1] + last[1]) / 2 / height - 0.5, across))
    if not told:
        return 0.0, 0.0
    slopes, places, _ = np.array(told).T
    usual = float(np.median(slopes))
    near = abs(slopes - usual) < _MOST_OFF
    slopes, places = slopes[near], places[near]
    if len(slopes) < _LEAST_LINES or np.ptp(places) < _FITTING / 2:
        return usual, 0.0
    more, level = np.polyfit(places, slopes, 1)
    off = abs(slopes - level - more * places)
    best = off <= np.quantile(off, _FITTING)
    more, level = np.polyfit(places[best], slopes[best], 1)
    return float(level), float(more)


def _leans(lines: Sequence[np.ndarray], width: int, square: float) -> tuple[float, float]:
    """Return how much what stands below each other leans, in the left half and in the right half of the page.

    Told by the left edges of lines: those of one column are more alike than by chance. `square` is the lean of a page
    that only lies askew.
    """
    edges = np.array([(corners[0, 0] + corners[0, 3]) / 2 for corners in lines[:_MOST_LINES]])
    if len(edges) < 2:
        return square, square
    usual = float(np.median([abs(corners[0, 3, 1] - corners[0, 0, 1]) for corners in lines]))
    down = edges[None, :, 1] - edges[:, None, 1]
    lean = (edges[None, :, 0] - edges[:, None, 0]) / np.where(down > 0, down, np.inf)
    is_near = (down > _APART * usual) & (abs(lean - square) < _MOST_LEAN)
    left = (edges[None, :, 0] + edges[:, None, 0]) / 2 < width / 2
    near, far = (_usual_lean(lean[is_near & half], square) for half in (left, ~left))
    if near is None:
        near = square if far is None else far
    return near, near if far is None else far


def _usual_lean(leans: np.ndarray, square: float) -> float | None:
    """Return the lean that most pairs have; None where too few have the same."""
    if len(leans) < _LEAST_PAIRS:
        return None
    ordered = np.sort(leans)
    counts = np.searchsorted(ordered, ordered + _SAME_LEAN) - np.arange(len(ordered))
    best = int(np.argmax(counts))
    of_square = np.count_nonzero(abs(ordered - square) < _SAME_LEAN / 2)
    if counts[best] < _LEAST_PAIRS:
        return None
    if of_square >= _AS_GOOD * counts[best]:
        return square
    return float(np.median(ordered[best : best + counts[best]]))
