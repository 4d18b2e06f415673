"""Pages of glyphs, drawn by hand."""

from __future__ import annotations

from collections.abc import Iterable

from cvparser.adapters.text_extractor import reading_order
from cvparser.adapters.text_extractor.rows import Glyph


def read(*pages: Iterable[Glyph]) -> str:
    """Return the text of pages in reading order."""
    return "\n".join(line.text for line in reading_order.read(*pages))


def line(text: str, x: float, y: float, *, size: float = 10, gap: float = 0, is_bold: bool = False) -> list[Glyph]:
    """Return the glyphs of a line whose letters are half as wide as high."""
    step = size / 2 + gap
    return [
        Glyph(character, x + number * step, x + number * step + size / 2, y, size, is_bold=is_bold)
        for number, character in enumerate(text)
    ]


def flush_right(text: str, x: float, y: float, *, size: float = 10) -> list[Glyph]:
    """Return a line that ends at `x`."""
    return line(text, x - len(text) * size / 2, y, size=size)


def page(*lines: list[Glyph]) -> list[Glyph]:
    return [glyph for each in lines for glyph in each]


def column(x: float, top: float, *texts: str, step: float = 14) -> list[Glyph]:
    return page(*(line(text, x, top - number * step) for number, text in enumerate(texts)))
