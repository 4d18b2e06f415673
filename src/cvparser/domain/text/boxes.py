"""Boxes that are ticked or not, as forms draw and people type them: `☒`, `[x]`, `( )`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

#: Boxes that are filled, where a cross beside a word fills one and says no where it stands alone, and empty ones.
_FILLED, _, _EMPTY = "☑☒■▣◼●◉✓✔✅✗✘✕❌√|☐□▢◻○◯❏❑".partition("|")
_CROSSES = "✗✘✕❌"
_BOX = re.compile(rf"[\[(]\s?(?P<typed>[xX{_FILLED}]?)\s?[\])]|(?P<filled>[{_FILLED}])|(?P<empty>[{_EMPTY}])")


class Box(NamedTuple):
    """A box, its place, whether it is ticked, and whether it is a bare cross."""

    start: int
    end: int
    is_ticked: bool
    is_cross: bool


def boxes_in(text: str) -> Iterator[Box]:
    """Return the boxes of `text`, left to right.

    >>> [box.is_ticked for box in boxes_in("☐ yes [x] no")]
    [False, True]
    """
    for found in _BOX.finditer(text):
        mark = found["typed"] or found["filled"]
        yield Box(*found.span(), is_ticked=bool(mark), is_cross=found["filled"] is not None and mark in _CROSSES)


def without_boxes(text: str) -> str:
    """Return `text` with blanks for its boxes.

    >>> without_boxes("☐yes [x]no").split()
    ['yes', 'no']
    """
    return _BOX.sub(" ", text)
