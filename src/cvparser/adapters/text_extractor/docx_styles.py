"""How the text of a DOCX looks, as far as it decides whether anybody sees it: its own properties and its styles'."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from cvparser.adapters.text_extractor.docx_colors import RGB, Color, Paint, Theme, are_alike, mixed, named
from cvparser.adapters.text_extractor.docx_places import is_flat, is_unread

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
#: Half points; smaller text is not seen.
LEAST_SIZE = 3
_PERCENT = re.compile(r"pct(\d{1,2})")
#: Bits of `w:tblLook/@w:val`, and what it is where a table says nothing.
_LOOKS = {
    "firstRow": 0x20,
    "lastRow": 0x40,
    "firstColumn": 0x80,
    "lastColumn": 0x100,
    "noHBand": 0x200,
    "noVBand": 0x400,
}
_CORNERS = {
    "nwCell": ("firstRow", "firstCol"),
    "neCell": ("firstRow", "lastCol"),
    "swCell": ("lastRow", "firstCol"),
    "seCell": ("lastRow", "lastCol"),
}
_USUAL_LOOK = "04A0"

#: English metric units that a line around letters is wide at least: a quarter of a point.
_THINNEST_LINE = 3_175
#: Thousandths of a percent by which letters may be clear and nobody sees them.
_CLEAR = frozenset(str(percent * 1_000) for percent in range(95, 101))

#: Colours on which text may stand: one below it, several where it is not known which; none where nothing is known.
Grounds = tuple[RGB, ...]


@dataclass(frozen=True, slots=True)
class Look:
    """Properties that say whether text is seen; None where nothing is said, so that what is below decides."""

    vanishes: bool | None = None
    color: Color | None = None
    size: int | None = None
    ground: Color | None = None
    #: Whether letters are too narrow, too close or too far off to be read.
    is_unread: bool | None = None

    def over(self, below: Look) -> Look:
        """Return this look where it says something, and the one below where it does not."""
        return Look(
            below.vanishes if self.vanishes is None else self.vanishes,
            below.color if self.color is None else self.color,
            below.size if self.size is None else self.size,
            below.ground if self.ground is None else self.ground,
            below.is_unread if self.is_unread is None else self.is_unread,
        )

    def is_seen(self, grounds: Grounds) -> bool:
        """Return whether text that does not vanish can be read, on one at least of the grounds."""
        if self.is_unread or (self.size is not None and self.size < LEAST_SIZE):
            return False
        if self.ground is Paint.UNKNOWN or not isinstance(self.color, tuple):
            return True
        if isinstance(self.ground, tuple):
            grounds = (self.ground,)
        color = self.color
        return not grounds or not all(are_alike(color, ground) for ground in grounds)


@dataclass(slots=True)
class _Style:
    look: Look = field(default_factory=Look)
    #: Of a paragraph or a table; beside it the ground of a run.
    ground: Color | None = None
    parts: dict[str, tuple[Look, Color | None]] = field(default_factory=dict)
    #: Whether the lines of a paragraph have no height.
    is_flat: bool | None = None


class Styles:
    """Looks of paragraphs, runs and tables through styles, what these are based on, and the document's defaults."""

    def __init__(self, styles: etree._Element | None, theme: Theme) -> None:
        self._theme = theme
        self._elements: dict[tuple[str, str], etree._Element] = {}
        self._usual: dict[str, str] = {}
        self._known: dict[tuple[str, str], _Style] = {}
        self._looks: dict[tuple[str, str, Look], Look] = {}
        self._defaults = Look()
        if styles is None:
            return
        self._defaults = self.look(styles.find(f"{_W}docDefaults/{_W}rPrDefault/{_W}rPr"))
        for style in styles.iterchildren(f"{_W}style"):
            kind, name = style.get(f"{_W}type", "paragraph"), style.get(f"{_W}styleId", "")
            self._elements[kind, name] = style
            if style.get(f"{_W}default", "0") in ("1", "true", "on"):
                self._usual[kind] = name

    def look(self, properties: etree._Element | None) -> Look:
        """Return what a `w:rPr` says itself, its styles aside."""
        if properties is None:
            return Look()
        vanishes = None if properties.find(f"{_W}vanish") is None else is_on(properties, "vanish")
        size = properties.find(f"{_W}sz")
        half_points = "" if size is None else size.get(f"{_W}val", "")
        color = properties.find(f"{_W}color")
        paint = None if color is None else self._theme.of_text(color)
        fill = properties.find(f"{_W14}textFill")
        if fill is not None:
            paint = self._text_fill(fill, paint)
            if paint is None and properties.find(f"{_W14}textOutline") is None:
                vanishes = True
        if paint is not None and self._has_other_line(properties, paint):
            paint = Paint.UNKNOWN
        points = int(half_points) if half_points.isdecimal() and len(half_points) < 6 else None
        return Look(vanishes, paint, points, self._marker(properties), is_unread(properties, points))

    def run(self, run: etree._Element, paragraph_style: str, below: Look) -> Look:
        """Return the look of a run in a paragraph of this style; `below` is what the table or the control says."""
        properties = run.find(f"{_W}rPr")
        style = "" if properties is None else value_of(properties, f"{_W}rStyle")
        key = (paragraph_style, style, below)
        found = self._looks.get(key)
        if found is None:
            found = self._looks[key] = self._styled(paragraph_style, style, below)
        return found if properties is None else self.look(properties).over(found)

    def paragraph_ground(self, properties: etree._Element | None, style: str) -> Color | None:
        """Return the ground of a paragraph, by itself or by its style."""
        own = self.ground(properties)
        return self._style("paragraph", style).ground if own is None else own

    def is_flat(self, properties: etree._Element | None, style: str) -> bool:
        """Return whether the lines of a paragraph have no height, by itself or by its style."""
        own = is_flat(properties)
        return bool(self._style("paragraph", style).is_flat if own is None else own)

    def ground(self, properties: etree._Element | None) -> Color | None:
        """Return the ground that a `w:shd` in these properties lays; automatic where it lets the one below through."""
        shading = None if properties is None else properties.find(f"{_W}shd")
        if shading is None:
            return None
        pattern = shading.get(f"{_W}val", "clear")
        back = self._theme.of_text(shading, "fill", "themeFill")
        back = Paint.AUTOMATIC if back is None else back
        if pattern in ("clear", "nil"):
            return back
        front = self._theme.of_text(shading, "color")
        front = front if isinstance(front, tuple) else (0, 0, 0)
        if pattern == "solid":
            return front
        percent = _PERCENT.fullmatch(pattern)
        if percent is None:
            return Paint.UNKNOWN
        return mixed(front, back if isinstance(back, tuple) else (255, 255, 255), int(percent[1]) / 100)

    def cell(self, table: etree._Element, parts: Iterable[str]) -> tuple[Look, Color | None]:
        """Return look and ground of a cell by its table's style, where it is of these parts of it, the last on top."""
        style = self._style("table", value_of(table, f"{_W}tblPr/{_W}tblStyle"))
        look, ground = style.look, style.ground
        for part in parts:
            if part in style.parts:
                above, laid = style.parts[part]
                look = above.over(look)
                ground = ground if laid is None else laid
        return look, ground

    def _styled(self, paragraph_style: str, style: str, below: Look) -> Look:
        paragraph, character = self._style("paragraph", paragraph_style), self._style("character", style)
        look = character.look.over(paragraph.look).over(below).over(self._defaults)
        levels = (below.vanishes, paragraph.look.vanishes, character.look.vanishes)
        # A property that toggles: hidden within hidden is seen, unless all of the document is (ISO 29500-1, 17.7.3).
        vanishes = bool(self._defaults.vanishes) or sum(map(bool, levels)) % 2 == 1
        if self._defaults.vanishes and any(each is False for each in levels):
            vanishes = False
        return Look(vanishes, look.color, look.size, look.ground)

    def _style(self, kind: str, name: str) -> _Style:
        name = name if (kind, name) in self._elements else self._usual.get(kind, "")
        chain: list[tuple[str, str]] = []
        seen: set[tuple[str, str]] = set()
        key = (kind, name)
        while key in self._elements and key not in self._known and key not in seen:
            seen.add(key)
            chain.append(key)
            key = (kind, value_of(self._elements[key], f"{_W}basedOn"))
        found = self._known.get(key, _Style())
        for key in reversed(chain):
            found = self._known[key] = self._read(self._elements[key], found)
        return found

    def _read(self, element: etree._Element, base: _Style) -> _Style:
        ground = self._own_ground(element)
        parts = dict(base.parts)
        for part in element.iterchildren(f"{_W}tblStylePr"):
            kind = part.get(f"{_W}type", "")
            look, laid = parts.get(kind, (Look(), None))
            own = self._own_ground(part)
            parts[kind] = (self.look(part.find(f"{_W}rPr")).over(look), laid if own is None else own)
        look = self.look(element.find(f"{_W}rPr")).over(base.look)
        flat = is_flat(element.find(f"{_W}pPr"))
        return _Style(look, base.ground if ground is None else ground, parts, base.is_flat if flat is None else flat)

    def _own_ground(self, element: etree._Element) -> Color | None:
        grounds = (self.ground(element.find(f"{_W}{name}")) for name in ("tcPr", "trPr", "pPr", "tblPr"))
        return next((ground for ground in grounds if ground is not None), None)

    def _marker(self, properties: etree._Element) -> Color | None:
        """Return the ground of a run: its highlight, on top of its shading."""
        marker = value_of(properties, f"{_W}highlight")
        color = named(marker) if marker and marker != "none" else None
        laid = self.ground(properties) if color is None else color
        return None if laid is Paint.AUTOMATIC else laid

    def _has_other_line(self, properties: etree._Element, paint: Color) -> bool:
        """Return whether letters have lines around them that can be told from what they are filled with."""
        outline = properties.find(f"{_W14}textOutline")
        fill = None if outline is None else outline.find(f"{_W14}solidFill")
        width = "" if outline is None else outline.get(f"{_W14}w", "")
        if fill is None or not width.isdecimal() or len(width) > 9 or int(width) < _THINNEST_LINE:
            return False
        line = None if _is_clear(fill) else self._theme.of_shape(fill)
        return isinstance(line, tuple) and isinstance(paint, tuple) and not are_alike(line, paint)

    def _text_fill(self, fill: etree._Element, color: Color | None) -> Color | None:
        """Return the colour of letters that are filled as shapes are; None where they are not filled at all."""
        kind = next(fill.iterchildren("*"), None)
        if kind is None or kind.tag == f"{_W14}gradFill":
            return Paint.AUTOMATIC
        if kind.tag == f"{_W14}noFill" or _is_clear(kind):
            return None
        found = self._theme.of_shape(kind)
        return found if isinstance(found, tuple) else (color or Paint.AUTOMATIC)


def _is_clear(fill: etree._Element) -> bool:
    return any(alpha.get(f"{_W14}val", "") in _CLEAR for alpha in fill.iter(f"{_W14}alpha"))


def parts_of_table(table: etree._Element) -> Callable[[int, int, int, int], Iterator[str]]:
    """Return what gives, for row, column and how many there are of each, the parts of its style that a cell is of."""
    look = table.find(f"{_W}tblPr/{_W}tblLook")
    value = _USUAL_LOOK if look is None else look.get(f"{_W}val", "0")
    bits = int(value, 16) if re.fullmatch(r"[0-9A-Fa-f]{1,4}", value) else 0
    has = {
        name: bool(bits & bit)
        if look is None or look.get(f"{_W}{name}") is None
        else look.get(f"{_W}{name}") in ("1", "true", "on")
        for name, bit in _LOOKS.items()
    }

    def parts(row: int, column: int, rows: int, columns: int) -> Iterator[str]:
        yield "wholeTable"
        if not has["noVBand"]:
            yield "band2Vert" if (column - has["firstColumn"]) % 2 else "band1Vert"
        if not has["noHBand"]:
            yield "band2Horz" if (row - has["firstRow"]) % 2 else "band1Horz"
        sides = {
            "firstCol": has["firstColumn"] and column == 0,
            "lastCol": has["lastColumn"] and column == columns - 1,
            "firstRow": has["firstRow"] and row == 0,
            "lastRow": has["lastRow"] and row == rows - 1,
        }
        yield from (side for side, is_there in sides.items() if is_there)
        # A corner is of a row and a column, and may have a look of its own on top of both.
        yield from (corner for corner, of in _CORNERS.items() if all(sides[side] for side in of))

    return parts


def is_on(properties: etree._Element, name: str) -> bool:
    """Return whether a property that is on or off is on."""
    found = properties.find(f"{_W}{name}")
    return found is not None and found.get(f"{_W}val", "true") not in ("false", "0", "off")


def value_of(parent: etree._Element, path: str) -> str:
    """Return the `w:val` of what is found there; nothing where there is nothing."""
    found = parent.find(path)
    return "" if found is None else found.get(f"{_W}val", "")
