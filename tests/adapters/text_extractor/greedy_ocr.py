"""Engines that take more than they may, made in a child by their place."""

from __future__ import annotations

from collections.abc import Sequence

from cvparser.ports.ocr import OcrEngine, OcrWord, Picture

#: Pixels upwards of what is no specimen, which a warm process reads.
_HIGH = 500


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
