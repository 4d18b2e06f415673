"""Pages in letters alone: what stands beside something else stands there by blanks."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from itertools import zip_longest

from benchmarks.cvs.layouts.page import Block, Kind, Line, Pair, Sheet, Table

_WIDTH, _GAP = 100, 4


def set_page(sheet: Sheet) -> bytes:
    """Return the page as UTF-8."""
    lines = _lines(sheet.blocks, _WIDTH, sheet)
    if sheet.typography.is_centred:
        lines[:2] = [line.center(_WIDTH).rstrip() for line in lines[:2]]
    return ("\n".join(line.rstrip() for line in lines) + "\n").encode()


def _lines(blocks: Iterable[Block], width: int, sheet: Sheet) -> list[str]:
    lines: list[str] = []
    for block in blocks:
        if isinstance(block, Line):
            lines += _line(block, width, sheet)
        elif isinstance(block, Pair):
            lines += _pair(block, width)
        else:
            rows: Iterable[Sequence[Sequence[Block]]] = block.rows if isinstance(block, Table) else [block.columns]
            lines += [line for row in rows for line in _beside(row, block.widths, width, sheet)]
    return lines


def _line(line: Line, width: int, sheet: Sheet) -> list[str]:
    if line.kind is Kind.BULLET:
        mark = f"{sheet.typography.bullet} "
        return textwrap.wrap(line.text, width, initial_indent=mark, subsequent_indent="  ", break_long_words=False)
    wrapped = textwrap.wrap(line.text, width, break_long_words=False)
    if line.kind is Kind.HEADING:
        return ["", *wrapped, *(["-" * len(line.text)] if sheet.typography.has_rules else [])]
    return wrapped


def _pair(pair: Pair, width: int) -> list[str]:
    left, right = pair.left.text, pair.right.text
    if len(left) + len(right) + 2 > width:
        return [*textwrap.wrap(left, width), right]
    return [left + " " * (width - len(left) - len(right)) + right]


def _beside(row: Sequence[Sequence[Block]], widths: Sequence[int], width: int, sheet: Sheet) -> list[str]:
    shares = [(width - _GAP * (len(widths) - 1)) * each // sum(widths) for each in widths]
    columns = [_from_top(_lines(cell, share, sheet)) for cell, share in zip(row, shares, strict=True)]
    gap = " " * _GAP
    return [
        gap.join(text.ljust(share) for text, share in zip(texts, shares, strict=True))
        for texts in zip_longest(*columns, fillvalue="")
    ]


def _from_top(lines: Sequence[str]) -> Sequence[str]:
    """Return lines without an empty one above the first: what stands beside each other begins level."""
    return lines[1:] if lines and not lines[0] else lines
