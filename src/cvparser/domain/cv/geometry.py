"""Where things stand on a page, in points (1/72 inch), y upwards from the foot of the page before it is turned."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

#: Edges are whole tenths of a point: finer than anybody sees, and a few bytes each.
TENTHS = 10


class Box(NamedTuple):
    """A rectangle whose sides are parallel to those of the page."""

    left: float
    bottom: float
    right: float
    top: float

    @classmethod
    def around(cls, boxes: Iterable[Box]) -> Box | None:
        """Return the smallest box that holds all `boxes`; None where there is none."""
        found = list(boxes)
        if not found:
            return None
        return cls(
            min(box.left for box in found),
            min(box.bottom for box in found),
            max(box.right for box in found),
            max(box.top for box in found),
        )


class PageBox(NamedTuple):
    """A box on a page, counted from 0."""

    page: int
    box: Box


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page; one of a document without a layout has no size.

    Attributes:
        width, height: Points, before it is turned.
        rotation: Degrees clockwise by which it is turned to be read: 0, 90, 180 or 270.
        text_angle: Degrees counter-clockwise of rightwards at which most of its text runs before it is turned.
    """

    width: float = 0.0
    height: float = 0.0
    rotation: int = 0
    text_angle: int = 0

    def unturned(self, box: Box) -> Box:
        """Return where a box stands on the page that was measured on the page as its text runs, from that corner."""
        left, bottom, right, top = box
        if self.text_angle == 90:
            return Box(self.width - top, left, self.width - bottom, right)
        if self.text_angle == 180:
            return Box(self.width - right, self.height - top, self.width - left, self.height - bottom)
        if self.text_angle == 270:
            return Box(bottom, self.height - right, top, self.height - left)
        return box


class Run(NamedTuple):
    """Characters side by side on one baseline, measured on the page as its text runs (`Page.unturned`).

    Attributes:
        start: Offset of the first character: in the document's text, in a `Setting` from the start of its line.
        page: Where it stands, counted from 0.
        left, bottom, top: Of its box.
        edges: Tenths of a point from `left` to where each character begins, and to where the last one ends.
    """

    start: int
    page: int
    left: float
    bottom: float
    top: float
    edges: tuple[int, ...]

    @property
    def end(self) -> int:
        """One past the offset of the last character."""
        return self.start + len(self.edges) - 1

    def box(self, start: int, end: int) -> Box:
        """Return the box of the characters from `start` to `end`, as far as they are its own."""
        first, last = max(start, self.start) - self.start, min(end, self.end) - self.start
        return Box(self.left + self.edges[first] / TENTHS, self.bottom, self.left + self.edges[last] / TENTHS, self.top)

    def part(self, start: int, end: int, *, shift: int) -> Run:
        """Return the characters from `start` to `end`, as far as they are its own, moved by `shift` in the text."""
        first, last = max(start, self.start) - self.start, min(end, self.end) - self.start
        return Run(
            start=self.start + first + shift,
            page=self.page,
            left=self.left,
            bottom=self.bottom,
            top=self.top,
            edges=self.edges[first : last + 1],
        )

    def stretched(self, start: int, end: int, *, to: int, length: int) -> Run:
        """Return `length` characters at `to` in the place of those from `start` to `end`, all as wide."""
        first, last = max(start, self.start) - self.start, min(end, self.end) - self.start
        left, right = self.edges[first], self.edges[last]
        edges = tuple(left + (right - left) * number // length for number in range(length + 1))
        return Run(start=to, page=self.page, left=self.left, bottom=self.bottom, top=self.top, edges=edges)
