"""Pages by Chromium, printed without a window."""

from __future__ import annotations

import subprocess
import tempfile
from html import escape
from pathlib import Path

from benchmarks.cvs.layouts.page import Block, Kind, Line, Pair, Sheet, Table

PROGRAM = "chromium"
_STYLE = """
@page { size: A4; margin: 16mm } body { margin: 0; line-height: 1.35 } p { margin: 0 0 2px } h1, h2 { margin: 0 }
h2 { font-size: 1.2em; margin-top: 10px } .headline { font-size: 1.15em } .strong { font-weight: bold }
.small { font-size: 0.9em; color: #444 } .pair, .columns { display: flex; justify-content: space-between }
.columns { gap: 8mm } .columns > div { flex-basis: 0 } ul { margin: 0; padding-left: 1.2em }
.grid { display: grid; gap: 2mm 5mm } .rules h2 { border-bottom: 1px solid }
.centred h1, .centred .headline { text-align: center }
table { border-collapse: collapse; width: 100% } td { border: 1px solid #999; padding: 2px 4px; vertical-align: top }
"""


def set_page(sheet: Sheet) -> bytes:
    """Return the page as PDF."""
    look = sheet.typography
    classes = f"{'rules ' * look.has_rules}{'centred' * look.is_centred}"
    style = f"{_STYLE} body {{ font: {look.size}pt '{look.font}' }} li {{ list-style: '{look.bullet} ' }}"
    body = "".join(map(_block, sheet.blocks))
    page = f"<!doctype html><meta charset=utf-8><style>{style}</style><body class='{classes}'>{body}"
    with tempfile.TemporaryDirectory() as folder:
        source, printed = Path(folder) / "cv.html", Path(folder) / "cv.pdf"
        source.write_text(page, encoding="utf-8")
        options = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-pdf-header-footer",
            f"--user-data-dir={folder}/p",
        ]
        command = [PROGRAM, *options, f"--print-to-pdf={printed}", source.as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=60)
        return printed.read_bytes()


def _block(block: Block) -> str:
    if isinstance(block, Line):
        return _line(block)
    if isinstance(block, Pair):
        return f"<div class=pair>{_line(block.left)}{_line(block.right)}</div>"
    if isinstance(block, Table):
        rows = [["".join(map(_line, cell)) for cell in row] for row in block.rows]
        if block.has_lines:
            lines = (f"<tr><td>{'<td>'.join(row)}" for row in rows)
            return f"<table>{''.join(lines)}</table>"
        shares = " ".join(f"{width}fr" for width in block.widths)
        cells = "".join(f"<div>{cell}</div>" for row in rows for cell in row)
        return f"<div class=grid style='grid-template-columns: {shares}'>{cells}</div>"
    columns = zip(block.columns, block.widths, strict=True)
    parts = (f"<div style='flex-grow: {width}'>{''.join(map(_block, column))}</div>" for column, width in columns)
    return f"<div class=columns>{''.join(parts)}</div>"


def _line(line: Line) -> str:
    text = escape(line.text)
    marks = {Kind.NAME: ("<h1>", "</h1>"), Kind.HEADING: ("<h2>", "</h2>"), Kind.BULLET: ("<ul><li>", "</ul>")}
    before, after = marks.get(line.kind, (f"<p class={line.kind}>", "</p>"))
    return f"{before}{text}{after}"
