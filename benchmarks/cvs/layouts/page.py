"""What a page is made of, whatever sets it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """How a line is set."""

    NAME = "name"
    HEADLINE = "headline"
    HEADING = "heading"
    STRONG = "strong"
    PLAIN = "plain"
    SMALL = "small"
    BULLET = "bullet"


@dataclass(frozen=True, slots=True)
class Line:
    """A line, or a paragraph where it is too long for one."""

    text: str
    kind: Kind = Kind.PLAIN


@dataclass(frozen=True, slots=True)
class Pair:
    """A line, and another that ends at the right edge beside it."""

    left: Line
    right: Line


Cell = Sequence[Line]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells; `widths` are shares of the width."""

    rows: Sequence[Sequence[Cell]]
    widths: Sequence[int]
    has_lines: bool = False


@dataclass(frozen=True, slots=True)
class Columns:
    """Blocks beside blocks; `widths` are shares of the width."""

    columns: Sequence[Sequence[Line | Pair | Table]]
    widths: Sequence[int]


Block = Line | Pair | Table | Columns


@dataclass(frozen=True, slots=True)
class Typography:
    """How all of a page is set. `font` is a family that DejaVu or Liberation has."""

    font: str
    size: float
    bullet: str
    has_rules: bool
    is_centred: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page to be set."""

    blocks: Sequence[Block]
    typography: Typography


def flat(blocks: Iterable[Line | Pair | Table]) -> list[Line]:
    """Return the lines of blocks, for a cell, which holds nothing else."""
    lines: list[Line] = []
    for block in blocks:
        if isinstance(block, Line):
            lines.append(block)
        elif isinstance(block, Pair):
            lines += [block.left, block.right]
        else:
            lines += [line for row in block.rows for cell in row for line in cell]
    return lines
