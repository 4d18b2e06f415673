"""Grounds that the shapes and pictures of a DOCX lay below its text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from cvparser.adapters.text_extractor.docx_colors import Color, Paint, Theme, named
from cvparser.adapters.text_extractor.docx_places import Paper, is_unseen_drawing, is_unseen_shape

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_PIC = "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic"
_WPS = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
_V = "{urn:schemas-microsoft-com:vml}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_GROUP = f"{_V}group"
#: Characters of a style that are looked at.
_LONGEST_STYLE = 1_000
_VML_SHAPES = frozenset(f"{_V}{name}" for name in ("shape", "rect", "roundrect", "oval", "polyline", "curve"))
_FILLS = frozenset(f"{_A}{name}" for name in ("gradFill", "blipFill", "pattFill", "grpFill"))
_DRAWINGS = frozenset({f"{_WP}anchor", f"{_WP}inline"})
#: English metric units of a line of text, so small that a shape reaches rather too far than not far enough.
_LINE = 127_000
#: Paragraphs that a shape reaches over at most: a page of them.
_MOST_COVERED = 70
#: Colours of shapes that one text may stand on.
_MOST_COLORS = 16
#: Shapes of a part that are looked at; with more of them nothing is known of any ground.
_MOST_SHAPES = 2_000
#: English metric units of what lengths are given in.
_UNITS = {"pt": 12_700, "in": 914_400, "cm": 360_000, "mm": 36_000, "px": 9_525}
_HEIGHT = re.compile(r"(?:^|;)\s*height\s*:\s*(\d{1,6})(?:\.\d{1,9})?(pt|in|cm|mm|px)", re.IGNORECASE)


class Shapes:
    """What stands behind the text of one part: by paragraph, and of all of it."""

    def __init__(self, root: etree._Element, theme: Theme, most_paragraphs: int, paper: Paper) -> None:
        """Look for shapes up to a number of paragraphs."""
        self._theme, self._paper = theme, paper
        self._covers: dict[etree._Element, set[Color]] = {}
        #: Every colour that a box without a fill may stand on.
        self.all: set[Color] = set()
        #: Colours by how many lines they reach over from the top of the part.
        self.bands: dict[int, set[Color]] = {}
        self._paragraphs: list[etree._Element] = []
        anchors: list[tuple[etree._Element, int]] = []
        for element in root.iter(f"{_W}p", f"{_WP}anchor", *_VML_SHAPES):
            if element.tag != f"{_W}p":
                anchors.append((element, max(0, len(self._paragraphs) - 1)))
            elif len(self._paragraphs) < most_paragraphs:
                self._paragraphs.append(element)
            else:
                break
        if len(anchors) > _MOST_SHAPES:
            self.all = {Paint.UNKNOWN}
            self.bands = {_MOST_COVERED: self.all}
            self.lay(self.all, len(self._paragraphs))
            return
        for anchor, place in anchors:
            self._add(anchor, place)

    def behind(self, paragraph: etree._Element) -> set[Color]:
        """Return the colours of the shapes behind a paragraph of the part."""
        return self._covers.get(paragraph, set())

    def lay(self, colors: set[Color], last: int, first: int = 0) -> None:
        """Put colours behind the paragraphs from the first up to the last."""
        for paragraph in self._paragraphs[first:last]:
            unite(self._covers.setdefault(paragraph, set()), colors)

    def _add(self, anchor: etree._Element, place: int) -> None:
        # What older programs see instead of a shape is the shape once more.
        if next(anchor.iterancestors(_FALLBACK), None) is not None:
            return
        if is_hidden_drawing(anchor, self._paper):
            return
        colors = set(self._colors(anchor)) - {Paint.AUTOMATIC}
        unite(self.all, colors)
        if not colors:
            return
        lines, is_on_page = _reach(anchor)
        unite(self.bands.setdefault(lines, set()), colors)
        if _is_behind(anchor):
            self.lay(colors, place + lines, max(0, place - lines) if is_on_page else place)

    def _colors(self, anchor: etree._Element) -> Iterator[Color]:
        if anchor.tag in _VML_SHAPES:
            yield vml_fill(anchor)
            return
        for element in anchor.iter(f"{_WPS}wsp", _PIC):
            yield Paint.UNKNOWN if element.tag == _PIC else shape_fill(element, self._theme)


def unite(colors: set[Color], more: set[Color]) -> None:
    """Add colours to others; where they are too many to be a design, nothing is known of what stands on them."""
    if Paint.UNKNOWN in colors:
        return
    colors |= more
    if len(colors) > _MOST_COLORS:
        colors.clear()
        colors.add(Paint.UNKNOWN)


def box_fill(box: etree._Element, theme: Theme) -> Color:
    """Return the ground of the text in a `w:txbxContent`; unknown where it is in no shape."""
    outer = box.getparent()
    shape = None if outer is None else outer.getparent()
    if shape is None:
        return Paint.UNKNOWN
    if shape.tag == f"{_WPS}wsp":
        return shape_fill(shape, theme)
    return vml_fill(shape) if shape.tag in _VML_SHAPES else Paint.UNKNOWN


def is_hidden_drawing(element: etree._Element, paper: Paper) -> bool:
    """Return whether an element is a drawing, or a shape in VML, of which nobody sees anything."""
    if element.tag in _DRAWINGS:
        properties = element.find(f"{_WP}docPr")
        is_hidden = properties is not None and properties.get("hidden", "0") in ("1", "true", "on")
        return is_hidden or is_unseen_drawing(element, paper)
    if element.tag != _GROUP and element.tag not in _VML_SHAPES:
        return False
    box, around = element.find(f"{_V}textbox"), element.getparent()
    return is_unseen_shape(
        element.get("style", "")[:_LONGEST_STYLE],
        "" if box is None else box.get("style", "")[:_LONGEST_STYLE],
        paper,
        is_grouped=around is not None and around.tag == _GROUP,
    )


def floats(box: etree._Element) -> bool:
    """Return whether what holds the text of a box has a place of its own, out of the lines of its paragraph."""
    for around in box.iterancestors(f"{_W}p", f"{_WP}anchor", f"{_WP}inline", _GROUP, *_VML_SHAPES):
        if around.tag == f"{_WP}anchor":
            return True
        style = around.get("style", "")[:_LONGEST_STYLE].replace(" ", "").lower()
        if around.tag in (f"{_W}p", f"{_WP}inline") or "position:absolute" in style:
            return around.tag not in (f"{_W}p", f"{_WP}inline")
    return False


def shape_fill(shape: etree._Element, theme: Theme) -> Color:
    """Return the colour of a `wps:wsp`; automatic where it has no fill."""
    properties = shape.find(f"{_WPS}spPr")
    for fill in () if properties is None else properties.iterchildren("*"):
        if fill.tag == f"{_A}solidFill":
            return theme.of_shape(fill) or Paint.UNKNOWN
        if fill.tag == f"{_A}noFill":
            return Paint.AUTOMATIC
        if fill.tag in _FILLS:
            return Paint.UNKNOWN
    style = shape.find(f"{_WPS}style/{_A}fillRef")
    if style is not None and style.get("idx", "0") != "0":
        return theme.of_shape(style) or Paint.UNKNOWN
    return Paint.UNKNOWN if properties is None else Paint.AUTOMATIC


def vml_fill(shape: etree._Element) -> Color:
    """Return the colour of a shape in VML, which is white unless it says otherwise."""
    if shape.get("filled", "t").lower() in ("f", "false"):
        return Paint.AUTOMATIC
    fill = shape.find(f"{_V}fill")
    if fill is not None and fill.get("type", "solid") != "solid":
        return Paint.UNKNOWN
    if shape.find(f"{_V}imagedata") is not None:
        return Paint.UNKNOWN
    if fill is not None and fill.get("opacity", "1") in ("0", "0f", "0%"):
        return Paint.AUTOMATIC
    value = "" if fill is None else fill.get("color", "")
    return named(value or shape.get("fillcolor", "white")) or Paint.UNKNOWN


def _is_behind(anchor: etree._Element) -> bool:
    if anchor.tag in _VML_SHAPES:
        return "z-index:-" in anchor.get("style", "").replace(" ", "").lower()
    return anchor.get("behindDoc", "0") in ("1", "true", "on")


def _reach(anchor: etree._Element) -> tuple[int, bool]:
    """Return how many lines a shape reaches over, and whether from a place on the page instead of its paragraph's."""
    position = anchor.find(f"{_WP}positionV")
    is_on_page = position is not None and position.get("relativeFrom", "paragraph") not in ("paragraph", "line")
    offset = max(_number(_text(anchor.find(f"{_WP}positionV/{_WP}posOffset"))) or 0, 0)
    height = _height(anchor)
    return _MOST_COVERED if height is None else min(_MOST_COVERED, (height + offset) // _LINE + 1), is_on_page


def _height(anchor: etree._Element) -> int | None:
    if anchor.tag in _VML_SHAPES:
        found = _HEIGHT.search(anchor.get("style", "")[:1_000])
        return None if found is None else int(found[1]) * _UNITS[found[2].lower()]
    extent = anchor.find(f"{_WP}extent")
    return None if extent is None else _number(extent.get("cy", ""))


def _text(element: etree._Element | None) -> str:
    return "" if element is None else element.text or ""


def _number(text: str) -> int | None:
    found = text.strip().removeprefix("-")
    if not found.isdecimal() or len(found) > 12:
        return None
    return -int(found) if text.strip().startswith("-") else int(found)
