"""Documents by python-docx."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO

from benchmarks.cvs.layouts.page import Block, Kind, Line, Pair, Sheet, Table
from docx import Document
from docx.document import Document as Opened
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.shared import Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

_WIDTH_MM = 170
_SIZES = {Kind.NAME: 2.0, Kind.HEADLINE: 1.2, Kind.HEADING: 1.25, Kind.SMALL: 0.9}
_BOLD = {Kind.NAME, Kind.HEADING, Kind.STRONG}


def set_page(sheet: Sheet) -> bytes:
    """Return the page as DOCX."""
    document = Document()
    document.styles["Normal"].font.name = sheet.typography.font
    _fill(document, sheet.blocks, sheet)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _fill(place: Opened | _Cell, blocks: Iterable[Block], sheet: Sheet) -> None:
    for block in blocks:
        if isinstance(block, Line):
            _write(place.add_paragraph(), block, sheet)
        elif isinstance(block, Pair):
            paragraph = place.add_paragraph()
            paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(_WIDTH_MM), WD_TAB_ALIGNMENT.RIGHT)
            _write(paragraph, block.left, sheet)
            _write(paragraph, Line(f"\t{block.right.text}", block.right.kind), sheet)
        else:
            rows = block.rows if isinstance(block, Table) else [block.columns]
            _tabulate(place, rows, block.widths, sheet)


def _tabulate(
    place: Opened | _Cell, rows: Iterable[Iterable[Iterable[Block]]], widths: Iterable[int], sheet: Sheet
) -> None:
    shares = list(widths)
    filled = [list(row) for row in rows]
    if isinstance(place, _Cell):
        table = place.add_table(len(filled), len(shares))
    else:
        table = place.add_table(len(filled), len(shares))
    for row, cells in zip(table.rows, filled, strict=True):
        for cell, blocks, share in zip(row.cells, cells, shares, strict=True):
            cell.width = Mm(_WIDTH_MM * share / sum(shares))
            _fill(cell, blocks, sheet)
            # A cell begins with a paragraph of its own.
            first = cell.paragraphs[0]
            if not first.text and len(cell.paragraphs) > 1:
                first._element.getparent().remove(first._element)  # noqa: SLF001 - python-docx removes nothing


def _write(paragraph: Paragraph, line: Line, sheet: Sheet) -> None:
    paragraph.paragraph_format.space_after = Pt(1)
    if line.kind is Kind.BULLET:
        paragraph.style = "List Bullet"
    if line.kind is Kind.HEADING and sheet.typography.has_rules:
        paragraph.style = "Heading 2"
    run = paragraph.add_run(line.text)
    run.bold = line.kind in _BOLD
    run.font.size = Pt(sheet.typography.size * _SIZES.get(line.kind, 1.0))
