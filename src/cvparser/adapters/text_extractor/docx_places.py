"""What of a DOCX stands where nobody sees it: off the page, in lines, rows and boxes of no height."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_WP14 = "{http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing}"
_RELATIVE = (f"{_WP14}pctHeight", f"{_WP14}pctWidth")
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
#: Twips of a line, a row or a frame that shows no text.
_FLAT = 40
#: English metric units of a twip, and of a box that shows no text.
_TWIP, _LOW = 635, 12_700
#: Percent of their width, and half points off the line, by which letters are not read.
_NARROW, _RAISED = 10, 1_000
#: Twips by which letters are moved over each other, at least, and for each half point of their size.
_CLOSE, _CLOSE_OF_SIZE = 100, 5
#: Half points of text that says nothing of its size.
_USUAL_SIZE = 22
#: Twips of A4, which a document has that says nothing.
_USUAL_PAGE = (11_906, 16_838)
#: Sections that are looked at.
_MOST_SECTIONS = 200
_UNITS = {"pt": 20.0, "in": 1440.0, "cm": 567.0, "mm": 56.7, "px": 15.0, "": 15.0}
_LENGTH = re.compile(
    r"(?:^|;)\s{0,9}(margin-left|margin-top|left|top|width|height)\s{0,9}:\s{0,9}(-?\d{1,7})(?:\.\d{1,9})?(pt|in|cm|mm|px|)"
)
#: Sizes of a shape in VML that its own do not say: parts of the page, and as high as the text.
_OTHER_SIZE = re.compile(r"mso-(?:height|width)-percent\s{0,9}:\s{0,9}[1-9]|mso-fit-shape-to-text\s{0,9}:\s{0,9}t")
_NOT_SHOWN = re.compile(r"display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Paper:
    """The largest page of a document, in twips."""

    wide: int
    high: int

    def has_off(self, across: int, along: int) -> bool:
        """Return whether what begins so many twips from an edge of the page, or of what is on it, is off the page."""
        return abs(across) >= self.wide or abs(along) >= self.high


def paper_of(document: etree._Element) -> Paper:
    """Return the largest page of a document."""
    sizes = [_USUAL_PAGE]
    for number, size in enumerate(document.iter(f"{_W}pgSz")):
        if number >= _MOST_SECTIONS:
            break
        sizes.append((_number(size, "w"), _number(size, "h")))
    return Paper(max(wide for wide, _ in sizes), max(high for _, high in sizes))


def is_unread(properties: etree._Element, half_points: int | None) -> bool | None:
    """Return whether a `w:rPr` makes its letters too narrow, too close or too high to be read.

    None where it says nothing of that.
    """
    width, close, raised = (properties.find(f"{_W}{name}") for name in ("w", "spacing", "position"))
    if width is None and close is None and raised is None:
        return None
    least = -max(_CLOSE, _CLOSE_OF_SIZE * (_USUAL_SIZE if half_points is None else half_points))
    is_narrow = width is not None and 0 < _number(width, "val") < _NARROW
    is_close = close is not None and _number(close, "val") <= least
    return is_narrow or is_close or (raised is not None and abs(_number(raised, "val")) >= _RAISED)


def is_flat(properties: etree._Element | None) -> bool | None:
    """Return whether a `w:pPr` gives its lines no height; None where it does not say how high they are."""
    spacing = None if properties is None else properties.find(f"{_W}spacing")
    if spacing is None or spacing.get(f"{_W}line") is None:
        return None
    return spacing.get(f"{_W}lineRule") == "exact" and 0 < _number(spacing, "line") < _FLAT


def is_off_page(properties: etree._Element | None, paper: Paper) -> bool:
    """Return whether a `w:pPr` puts its paragraph off the page, or into a frame of no height."""
    if properties is None:
        return False
    indent, frame = properties.find(f"{_W}ind"), properties.find(f"{_W}framePr")
    if indent is not None:
        left = _number(indent, "left") or _number(indent, "start")
        if abs(left) >= paper.wide or abs(_number(indent, "right") or _number(indent, "end")) >= paper.wide:
            return True
    if frame is None:
        return False
    is_low = frame.get(f"{_W}hRule") == "exact" and 0 < _number(frame, "h") < _FLAT
    return is_low or paper.has_off(_number(frame, "x"), _number(frame, "y"))


def is_unseen_row(row: etree._Element) -> bool:
    """Return whether a row of a table is hidden as a whole, or has no height."""
    properties = row.find(f"{_W}trPr")
    if properties is None:
        return False
    hidden, height = properties.find(f"{_W}hidden"), properties.find(f"{_W}trHeight")
    if hidden is not None and hidden.get(f"{_W}val", "true") not in ("false", "0", "off"):
        return True
    return height is not None and height.get(f"{_W}hRule") == "exact" and 0 < _number(height, "val") < _FLAT


def is_unseen_table(table: etree._Element, paper: Paper) -> bool:
    """Return whether a table stands off the page."""
    properties = table.find(f"{_W}tblPr")
    indent, place = (None if properties is None else properties.find(f"{_W}{name}") for name in ("tblInd", "tblpPr"))
    if indent is not None and abs(_number(indent, "w")) >= paper.wide and indent.get(f"{_W}type", "dxa") == "dxa":
        return True
    return place is not None and paper.has_off(_number(place, "tblpX"), _number(place, "tblpY"))


def is_unseen_cell(table: etree._Element, cell: etree._Element) -> bool:
    """Return whether a cell has no width in a table whose columns are as wide as they say."""
    layout, width = table.find(f"{_W}tblPr/{_W}tblLayout"), cell.find(f"{_W}tcPr/{_W}tcW")
    if layout is None or width is None or layout.get(f"{_W}type") != "fixed":
        return False
    return width.get(f"{_W}type", "dxa") == "dxa" and 0 < _number(width, "w") < _FLAT


def is_unseen_drawing(anchor: etree._Element, paper: Paper) -> bool:
    """Return whether a `wp:anchor` or `wp:inline` stands off the page or has no height."""
    for axis, size in (("H", paper.wide), ("V", paper.high)):
        offset = anchor.find(f"{_WP}position{axis}/{_WP}posOffset")
        if offset is not None and abs(_whole(offset.text or "")) >= size * _TWIP:
            return True
    extent = anchor.find(f"{_WP}extent")
    if extent is None or next(anchor.iter(f"{_A}spAutoFit", *_RELATIVE), None) is not None:
        return False
    return extent.get("cx") == "0" or 0 <= _whole(extent.get("cy", str(_LOW))) < _LOW


def extent_of(drawing: etree._Element) -> tuple[int, int]:
    """Return how wide and how high a `wp:anchor` or `wp:inline` is, in twips."""
    extent = drawing.find(f"{_WP}extent")
    if extent is None:
        return 0, 0
    return _whole(extent.get("cx", "")) // _TWIP, _whole(extent.get("cy", "")) // _TWIP


def is_unseen_shape(style: str, inside: str, paper: Paper, *, is_grouped: bool) -> bool:
    """Return whether a style of a shape in VML hides it, puts it off the page, or gives it no size.

    `inside` is the style of the box within it. In a group, lengths are in units of the group's own.
    """
    if _NOT_SHOWN.search(style):
        return True
    if is_grouped:
        return False
    lengths = dict(_lengths(style))
    across, along = (lengths.get(f"margin-{side}", lengths.get(side, 0)) for side in ("left", "top"))
    is_small = lengths.get("height", _FLAT) * _TWIP < _LOW or lengths.get("width", 1) == 0
    return (is_small and not _OTHER_SIZE.search(f"{style};{inside}")) or paper.has_off(across, along)


def _lengths(style: str) -> Iterator[tuple[str, int]]:
    for name, number, unit in _LENGTH.findall(style):
        yield name, round(int(number) * _UNITS[unit])


def _number(element: etree._Element, name: str) -> int:
    return _whole(element.get(f"{_W}{name}", ""))


def _whole(text: str) -> int:
    digits = text.strip().removeprefix("-")
    if not digits.isdecimal() or len(digits) > 12:
        return 0
    return -int(digits) if text.strip().startswith("-") else int(digits)
