"""Items that stand side by side: a line of names, below it one of issuers, below it one of dates, item by item."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from cvparser.adapters.profile_parser.offline.lines import Line

_CELLS = re.compile(r"\t+| {3,}")


def in_columns(lines: Sequence[Line], tells: Callable[[str], bool]) -> Iterator[Line]:
    """Return the lines, those of items side by side column by column.

    Args:
        lines: The lines of a section.
        tells: Whether a cell is what each item has one of, such as a date; a line of nothing else shows that the
            lines around it with as many cells are columns.
    """
    run: list[tuple[Line, list[str]]] = []
    for line in lines:
        cells = [cell for cell in _CELLS.split(line.text) if cell.strip()]
        if run and (len(cells) != len(run[0][1]) or len(cells) < 2):
            yield from _turned(run, tells)
            run = []
        run.append((line, cells))
    yield from _turned(run, tells)


def _turned(run: Sequence[tuple[Line, list[str]]], tells: Callable[[str], bool]) -> Iterator[Line]:
    is_grid = len(run) > 1 and any(len(cells) > 1 and all(map(tells, cells)) for _, cells in run)
    if not is_grid:
        yield from (line for line, _ in run)
        return
    for number in range(len(run[0][1])):
        for place, (line, cells) in enumerate(run):
            yield replace(line, text=cells[number].strip(), follows_blank=not place)
