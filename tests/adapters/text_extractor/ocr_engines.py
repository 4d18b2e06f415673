"""Engines that say the same of everything or take more than they may, made in a child by their place."""

from __future__ import annotations

from collections.abc import Sequence

from cvparser.ports.ocr import OcrEngine, OcrWord, Picture, Point

#: Pixels upwards of what is no specimen, which a warm process reads.
_HIGH = 500


class Same(OcrEngine):
    """Reads one word in every picture."""

    def read(self, picture: Picture) -> Sequence[Sequence[OcrWord]]:
        corners = (Point(100, 100), Point(200, 100), Point(200, 130), Point(100, 130))
        return [[OcrWord(text="Midwife", corners=corners, confidence=0.9)]]


class Endless(OcrEngine):
    """Reads for ever."""

    def read(self, picture: Picture) -> Sequence[Sequence[OcrWord]]:
        while picture.height >= _HIGH:
            pass
        return ()


class Greedy(OcrEngine):
    """Takes more memory than there is."""

    def read(self, picture: Picture) -> Sequence[Sequence[OcrWord]]:
        return () if picture.height < _HIGH else ((),) * len(bytearray(2**36))
