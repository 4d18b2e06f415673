"""Pages by Typst."""

from __future__ import annotations

import json
from collections.abc import Sequence

import typst
from benchmarks.cvs.layouts.page import Block, Kind, Line, Pair, Sheet, Table

#: Kind -> size beside that of the text, and weight.
_LOOKS = {
    Kind.NAME: (2.0, "bold"),
    Kind.HEADLINE: (1.2, "regular"),
    Kind.HEADING: (1.25, "bold"),
    Kind.STRONG: (1.0, "bold"),
    Kind.PLAIN: (1.0, "regular"),
    Kind.SMALL: (0.9, "regular"),
    Kind.BULLET: (1.0, "regular"),
}


def set_page(sheet: Sheet) -> bytes:
    """Return the page as PDF."""
    look = sheet.typography
    source = [
        f'#set page(paper: "a4", margin: 17mm)\n#set text(font: {json.dumps(look.font)}, size: {look.size}pt)\n',
        "#set par(spacing: 0.65em)\n",
    ]
    if look.is_centred:
        head = [block for block in sheet.blocks if isinstance(block, Line) and block.kind in {Kind.NAME, Kind.HEADLINE}]
        source.append(f"#align(center)[{''.join(_line(block, sheet) for block in head)}]\n")
        source += [_block(block, sheet) for block in sheet.blocks if block not in head]
    else:
        source += [_block(block, sheet) for block in sheet.blocks]
    return typst.compile("".join(source).encode())


def _block(block: Block, sheet: Sheet) -> str:
    if isinstance(block, Line):
        return _line(block, sheet)
    if isinstance(block, Pair):
        return f"{_text(block.left)} #h(1fr) {_text(block.right)}\n\n"
    if isinstance(block, Table):
        cells = (f"[{''.join(_line(line, sheet) for line in cell)}]" for row in block.rows for cell in row)
        name, more = ("table", "") if block.has_lines else ("grid", "column-gutter: 4mm, row-gutter: 2mm, ")
        return f"#{name}(columns: {_widths(block.widths)}, {more}{', '.join(cells)})\n"
    columns = (f"[{''.join(_block(each, sheet) for each in column)}]" for column in block.columns)
    return f"#grid(columns: {_widths(block.widths)}, column-gutter: 8mm, {', '.join(columns)})\n"


def _widths(widths: Sequence[int]) -> str:
    return f"({' '.join(f'{width}fr,' for width in widths)})"


def _line(line: Line, sheet: Sheet) -> str:
    if line.kind is Kind.BULLET:
        return f"#text({json.dumps(sheet.typography.bullet, ensure_ascii=False)}) {_text(line)}\n\n"
    if line.kind is Kind.HEADING:
        rule = "#line(length: 100%, stroke: 0.5pt)\n" if sheet.typography.has_rules else ""
        return f"#v(0.6em)\n{_text(line)}\n\n{rule}"
    return f"{_text(line)}\n\n"


def _text(line: Line) -> str:
    size, weight = _LOOKS[line.kind]
    return f'#text(size: {size}em, weight: "{weight}", {json.dumps(line.text, ensure_ascii=False)})'
