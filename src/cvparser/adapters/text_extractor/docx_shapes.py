"""Grounds that the shapes and pictures of a DOCX lay below its text."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from cvparser.adapters.text_extractor.docx_colors import Color, Paint, Theme, named

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_PIC = "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic"
_WPS = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
_V = "{urn:schemas-microsoft-com:vml}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_VML_SHAPES = frozenset(f"{_V}{name}" for name in ("shape", "rect", "roundrect", "oval", "polyline", "curve"))
_FILLS = frozenset(f"{_A}{name}" for name in ("gradFill", "blipFill", "pattFill", "grpFill"))
#: English metric units of a line of text, so small that a shape reaches rather too far than not far enough.
_LINE = 127_000
#: Paragraphs that a shape reaches over at most: a page of them.
_MOST_COVERED = 70
#: Colours of shapes that one text may stand on.
_MOST_COLORS = 16


class Shapes:
    """What stands behind the text of one part: by paragraph, and of all of it."""

    def __init__(self, root: etree._Element, theme: Theme, most_paragraphs: int) -> None:
        """Look for shapes up to a number of paragraphs."""
        self._theme = theme
        self._covers: dict[etree._Element, set[Color]] = {}
        #: Every colour that a box without a fill may stand on.
        self.all: set[Color] = set()
        paragraphs: list[etree._Element] = []
        anchors: list[tuple[etree._Element, int]] = []
        for element in root.iter(f"{_W}p", f"{_WP}anchor", *_VML_SHAPES):
            if element.tag != f"{_W}p":
                anchors.append((element, max(0, len(paragraphs) - 1)))
            elif len(paragraphs) < most_paragraphs:
                paragraphs.append(element)
            else:
                break
        for anchor, place in anchors:
            self._add(anchor, place, paragraphs)

    def behind(self, paragraph: etree._Element) -> set[Color]:
        """Return the colours of the shapes behind a paragraph of the part."""
        return self._covers.get(paragraph, set())

    def _add(self, anchor: etree._Element, place: int, paragraphs: list[etree._Element]) -> None:
        # What older programs see instead of a shape is the shape once more.
        if next(anchor.iterancestors(_FALLBACK), None) is not None:
            return
        colors = set(self._colors(anchor)) - {Paint.AUTOMATIC}
        _unite(self.all, colors)
        if not colors or not _is_behind(anchor):
            return
        first, last = _reach(anchor, place)
        for paragraph in paragraphs[first:last]:
            _unite(self._covers.setdefault(paragraph, set()), colors)

    def _colors(self, anchor: etree._Element) -> Iterator[Color]:
        if anchor.tag in _VML_SHAPES:
            yield vml_fill(anchor)
            return
        for element in anchor.iter(f"{_WPS}wsp", _PIC):
            yield Paint.UNKNOWN if element.tag == _PIC else shape_fill(element, self._theme)


def _unite(colors: set[Color], more: set[Color]) -> None:
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


def _reach(anchor: etree._Element, place: int) -> tuple[int, int]:
    """Return the first paragraph that a shape may stand behind, and the one after the last."""
    extent = anchor.find(f"{_WP}extent")
    offset = anchor.find(f"{_WP}positionV/{_WP}posOffset")
    position = anchor.find(f"{_WP}positionV")
    height = None if extent is None else _number(extent.get("cy", ""))
    if height is None:
        lines = _MOST_COVERED
    else:
        lines = min(_MOST_COVERED, (height + max(_number(_text(offset)) or 0, 0)) // _LINE + 1)
    is_on_page = position is not None and position.get("relativeFrom", "paragraph") not in ("paragraph", "line")
    return max(0, place - lines) if is_on_page else place, place + lines


def _text(element: etree._Element | None) -> str:
    return "" if element is None else element.text or ""


def _number(text: str) -> int | None:
    found = text.strip().removeprefix("-")
    if not found.isdecimal() or len(found) > 12:
        return None
    return -int(found) if text.strip().startswith("-") else int(found)
