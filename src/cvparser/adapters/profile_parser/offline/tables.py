"""Tables to labelled lines: `Dates | Employer` over `2019 - 2021 | Acme Ltd` says what `Dates: 2019 - 2021` says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from cvparser.adapters.profile_parser.offline.fragments import label_named
from cvparser.adapters.profile_parser.offline.lines import Line

_CELLS = re.compile(r"\s{0,100}\|\s{0,100}|\t+")
#: What a column of a table of jobs or schools can hold.
_COLUMNS = frozenset({"title", "company", "place", "dates", "institution", "degree", "field"})

#: What a row of its own can say besides.
_ROWS = _COLUMNS | {"description"}


def with_labels(lines: Sequence[Line]) -> Iterator[Line]:
    """Return the lines; those of a table below a row of labels cell by cell, each behind its label and a colon."""
    header: list[str] = []
    for line in lines:
        cells = [] if line.is_bulleted else [cell for cell in _CELLS.split(line.text) if cell]
        if len(cells) > 1 and all(label_named(cell) in _COLUMNS for cell in cells):
            header = cells
        elif header and len(cells) == len(header):
            yield from _row(line, header, cells)
        elif len(cells) == 2 and "\t" in line.text and label_named(cells[0]) in _ROWS:
            yield replace(line, text=f"{cells[0]}: {cells[1]}")
        else:
            header = header if len(cells) > 1 else []
            yield line


def _row(line: Line, header: Sequence[str], cells: Sequence[str]) -> Iterator[Line]:
    for number, (label, cell) in enumerate(zip(header, cells, strict=True)):
        yield replace(
            line, text=f"{label}: {cell}", follows_blank=not number, holds_name=line.holds_name and not number
        )
