"""Pages as their text runs: places on a page whose text runs upwards or upside down, turned so that it runs right."""

from __future__ import annotations

from dataclasses import dataclass

#: Left, bottom, right, top.
Edges = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Upright:
    """The page `page`, whose text runs `angle` degrees counter-clockwise of rightwards: 0, 90, 180 or 270.

    What is turned stays within the sums of the page's edges: `corner` is where the turned page begins.
    """

    page: Edges
    angle: int = 0

    @property
    def corner(self) -> tuple[float, float]:
        """Left and bottom edges of the page as its text runs."""
        return self.box(*self.page)[:2]

    def box(self, left: float, bottom: float, right: float, top: float) -> Edges:
        """Return a box as the text runs."""
        across, along = self.page[0] + self.page[2], self.page[1] + self.page[3]
        if self.angle == 90:
            return bottom, across - right, top, across - left
        if self.angle == 180:
            return across - right, along - top, across - left, along - bottom
        if self.angle == 270:
            return along - top, left, along - bottom, right
        return left, bottom, right, top


def angle_of(right: float, up: float) -> int:
    """Return the angle, in whole quarters of a turn, of text that runs so far to the right and upwards."""
    if abs(right) >= abs(up):
        return 0 if right >= 0 else 180
    return 90 if up > 0 else 270
