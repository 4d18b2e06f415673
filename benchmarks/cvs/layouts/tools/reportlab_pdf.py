"""Pages by ReportLab's Platypus."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from html import escape
from io import BytesIO
from pathlib import Path

from benchmarks.cvs.layouts.page import Block, Kind, Line, Pair, Sheet, Table
from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, HRFlowable, Paragraph, SimpleDocTemplate
from reportlab.platypus import Table as Grid

_FONTS = Path("/usr/share/fonts/truetype")
_FILES = {
    "DejaVu Sans": ("dejavu/DejaVuSans.ttf", "dejavu/DejaVuSans-Bold.ttf"),
    "DejaVu Serif": ("dejavu/DejaVuSerif.ttf", "dejavu/DejaVuSerif-Bold.ttf"),
    "Liberation Sans": ("liberation/LiberationSans-Regular.ttf", "liberation/LiberationSans-Bold.ttf"),
    "Liberation Serif": ("liberation/LiberationSerif-Regular.ttf", "liberation/LiberationSerif-Bold.ttf"),
}
_SIZES = {Kind.NAME: 2.0, Kind.HEADLINE: 1.2, Kind.HEADING: 1.25, Kind.SMALL: 0.9}
_BOLD = {Kind.NAME, Kind.HEADING, Kind.STRONG}
_MARGIN = 17 * mm
#: A frame has so many points around what stands in it.
_PADDING = 12


@cache
def _fonts(family: str) -> tuple[str, str]:
    names = (family, f"{family} Bold")
    for name, file in zip(names, _FILES[family], strict=True):
        pdfmetrics.registerFont(TTFont(name, _FONTS / file))
    return names


def set_page(sheet: Sheet) -> bytes:
    """Return the page as PDF."""
    out = BytesIO()
    margins = {f"{side}Margin": _MARGIN for side in ("left", "right", "top", "bottom")}
    document = SimpleDocTemplate(out, pagesize=A4, **margins)
    document.build(_flowables(sheet.blocks, A4[0] - 2 * _MARGIN - _PADDING, sheet))
    return out.getvalue()


def _flowables(blocks: Iterable[Block], width: float, sheet: Sheet) -> list[Flowable]:
    flowables: list[Flowable] = []
    for block in blocks:
        if isinstance(block, Line):
            flowables.append(_paragraph(block, sheet))
            if block.kind is Kind.HEADING and sheet.typography.has_rules:
                flowables.append(HRFlowable(width="100%", thickness=0.5, color="black", spaceAfter=2))
        elif isinstance(block, Pair):
            cells = [[_paragraph(block.left, sheet)], [_paragraph(block.right, sheet, is_right=True)]]
            flowables.append(_grid([cells], [0.68 * width, 0.32 * width]))
        else:
            rows: Iterable[Sequence[Sequence[Block]]] = block.rows if isinstance(block, Table) else [block.columns]
            widths = [width * each / sum(block.widths) for each in block.widths]
            filled = [
                [_flowables(cell, wide - _PADDING, sheet) for cell, wide in zip(row, widths, strict=True)]
                for row in rows
            ]
            flowables.append(_grid(filled, widths, has_lines=isinstance(block, Table) and block.has_lines))
    return flowables


def _grid(rows: list[list[list[Flowable]]], widths: list[float], *, has_lines: bool = False) -> Grid:
    style: list[tuple[object, ...]] = [("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (0, -1), 0)]
    style += [("TOPPADDING", (0, 0), (-1, -1), 1), ("BOTTOMPADDING", (0, 0), (-1, -1), 1)]
    if has_lines:
        style.append(("GRID", (0, 0), (-1, -1), 0.5, "grey"))
    return Grid(rows, colWidths=widths, style=style, hAlign="LEFT")


def _paragraph(line: Line, sheet: Sheet, *, is_right: bool = False) -> Paragraph:
    look = sheet.typography
    regular, bold = _fonts(look.font)
    size = look.size * _SIZES.get(line.kind, 1.0)
    is_title = line.kind in {Kind.NAME, Kind.HEADLINE}
    style = ParagraphStyle(
        line.kind,
        fontName=bold if line.kind in _BOLD else regular,
        fontSize=size,
        leading=1.25 * size,
        spaceBefore=0.7 * size if line.kind is Kind.HEADING else 0,
        alignment=TA_RIGHT if is_right else TA_CENTER if is_title and look.is_centred else 0,
        leftIndent=size if line.kind is Kind.BULLET else 0,
        bulletFontName=regular,
        bulletFontSize=size,
    )
    return Paragraph(escape(line.text), style, bulletText=look.bullet if line.kind is Kind.BULLET else None)
