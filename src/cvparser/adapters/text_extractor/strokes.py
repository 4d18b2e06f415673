"""Whether a picture looks as if letters stood in it: for pictures that would take seconds to read."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Grey = npt.NDArray[np.int16]
_Mask = npt.NDArray[np.bool_]

#: Greys by which a stroke differs from its ground, pixels that it is wide at most, how many of them cross a row of
#: pixels of a line of letters at least, and how many such rows a line has.
_STROKE_CONTRAST, _STROKE_WIDTH, _FEWEST_STROKES, _FEWEST_ROWS = 60, 8, 6, 4


def has_strokes(grey: Grey) -> bool:
    """Return whether rows of pixels cross many thin strokes, light or dark."""
    change = grey[:, 2:] - grey[:, :-2]
    darker, lighter = change < -_STROKE_CONTRAST, change > _STROKE_CONTRAST
    rows = max(_strokes(darker, lighter), _strokes(lighter, darker))
    return rows >= _FEWEST_ROWS


def _strokes(begins: _Mask, ends: _Mask) -> int:
    """Return how many rows have many places at which a stroke begins that ends soon."""
    if begins.shape[1] <= _STROKE_WIDTH:
        return 0
    so_far = np.cumsum(ends, axis=1, dtype=np.int32)
    soon = so_far[:, _STROKE_WIDTH:] > so_far[:, :-_STROKE_WIDTH]
    crossed = begins[:, :-_STROKE_WIDTH] & soon
    # Edges are blurred over pixels: what begins once more beside is one stroke.
    first = crossed.copy()
    first[:, 1:] &= ~crossed[:, :-1]
    return int((first.sum(axis=1) >= _FEWEST_STROKES).sum())
