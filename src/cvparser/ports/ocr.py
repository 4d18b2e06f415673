"""Pictures of text to words."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A page as a picture: rows from top to bottom, three bytes (red, green, blue) a pixel, nothing between rows."""

    width: int
    height: int
    pixels: bytes = field(repr=False)


class Point(NamedTuple):
    """Pixels from the left and from the top of a picture."""

    x: float
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class OcrWord:
    """A word that was read.

    Attributes:
        corners: Of its box as it reads, clockwise from the upper left: of text upside down that is the lower right.
        confidence: From 0 to 1.
    """

    text: str = field(repr=False)
    corners: tuple[Point, Point, Point, Point]
    confidence: float


class OcrEngine(Protocol):
    """Reads the words of a picture, whichever of its four sides is up.

    It works in a child process that cannot open a file, start a process or a thread, or reach a network: whatever it
    needs is loaded when it is made. Suite: `cvparser.testing.conformance.ocr`.
    """

    @abstractmethod
    def read(self, picture: Picture) -> Sequence[Sequence[OcrWord]]:
        """Return the lines of a picture, in any order, and the words of each as they follow each other.

        Lines that are a few degrees off are read, and where they stand is told as they stand. A picture without text
        has none.
        """
