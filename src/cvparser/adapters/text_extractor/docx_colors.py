"""Colours of a DOCX: as numbers, as names, of its theme, and whether one can be told from another."""

from __future__ import annotations

import colorsys
import re
from collections.abc import Iterator
from enum import Enum

from lxml import etree

RGB = tuple[int, int, int]


class Paint(Enum):
    """What stands where a colour could: nothing of its own, or something of no one colour."""

    #: Text in whatever colour is seen on its ground; a ground that lets the one below through.
    AUTOMATIC = "automatic"
    #: A picture, a gradient, a pattern.
    UNKNOWN = "unknown"


Color = RGB | Paint

#: By how much, of 255, two colours must differ in red, green or blue to be told apart: F2F2F2 on white is not seen.
LEAST_DISTANCE = 28

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_HEX = re.compile(r"#?([0-9A-Fa-f]{6})(?![0-9A-Fa-f])")
_SHORT_HEX = re.compile(r"#([0-9A-Fa-f])([0-9A-Fa-f])([0-9A-Fa-f])(?![0-9A-Fa-f])")
_NAMES = {
    "black": "000000", "blue": "0000FF", "cyan": "00FFFF", "green": "00FF00", "magenta": "FF00FF", "red": "FF0000",
    "yellow": "FFFF00", "white": "FFFFFF", "darkblue": "000080", "darkcyan": "008080", "darkgreen": "008000",
    "darkmagenta": "800080", "darkred": "800000", "darkyellow": "808000", "darkgray": "808080", "lightgray": "C0C0C0",
    "navy": "000080", "gray": "808080", "silver": "C0C0C0", "teal": "008080", "maroon": "800000", "purple": "800080",
    "snow": "FFFAFA", "ivory": "FFFFF0", "whitesmoke": "F5F5F5", "ghostwhite": "F8F8FF",
}  # fmt: skip
#: The colours of Office's own theme, for a document without one.
_OFFICE_THEME = {
    "lt1": "FFFFFF", "dk1": "000000", "lt2": "E7E6E6", "dk2": "44546A", "accent1": "4472C4", "accent2": "ED7D31",
    "accent3": "A5A5A5", "accent4": "FFC000", "accent5": "5B9BD5", "accent6": "70AD47", "hlink": "0563C1",
    "folHlink": "954F72",
}  # fmt: skip
#: What colours are called in text and in shapes, as the theme calls them.
_THEME_NAMES = {
    "light1": "lt1", "dark1": "dk1", "light2": "lt2", "dark2": "dk2", "hyperlink": "hlink",
    "followedHyperlink": "folHlink",
}  # fmt: skip
#: What is mapped to a colour of the theme by the document's settings.
_MAPPED = {
    "background1": "bg1", "text1": "t1", "background2": "bg2", "text2": "t2", "tx1": "t1", "tx2": "t2", "bg1": "bg1",
    "bg2": "bg2",
}  # fmt: skip
_USUAL_MAPPING = {"bg1": "lt1", "t1": "dk1", "bg2": "lt2", "t2": "dk2"}


def are_alike(one: RGB, other: RGB) -> bool:
    """Return whether nobody can read text in one colour on the other."""
    return all(abs(left - right) < LEAST_DISTANCE for left, right in zip(one, other, strict=True))


def named(text: str) -> Color | None:
    """Return the colour that six or three hexadecimal digits or a name stand for; None for anything else."""
    if text == "auto":
        return Paint.AUTOMATIC
    word = text.split(" ", 1)[0]
    if short := _SHORT_HEX.match(word):
        word = "".join(digit * 2 for digit in short.groups())
    found = _HEX.match(_NAMES.get(word.lower(), word))
    return None if found is None else _rgb(found[1])


class Theme:
    """The colours that a document calls by their place in its theme."""

    def __init__(self, theme: etree._Element | None, settings: etree._Element | None) -> None:
        self._colors = dict(_OFFICE_THEME)
        scheme = None if theme is None else theme.find(f".//{_A}clrScheme")
        for slot in () if scheme is None else scheme.iterchildren("*"):
            color = next(slot.iterchildren("*"), None)
            value = "" if color is None else color.get("lastClr", color.get("val", ""))
            if isinstance(named(value), tuple):
                self._colors[etree.QName(slot).localname] = value
        self._mapping = dict(_USUAL_MAPPING)
        mapping = None if settings is None else settings.find(f"{_W}clrSchemeMapping")
        for name, value in () if mapping is None else attributes(mapping):
            self._mapping[name] = _THEME_NAMES.get(value, value)

    def of_text(self, element: etree._Element, value: str = "val", theme: str = "theme") -> Color | None:
        """Return the colour that attributes such as `w:val`, `w:themeColor`, `w:themeTint` and `w:themeShade` name.

        `value` and `theme` are what the attributes are called, or begin with.
        """
        found = self._slot(element.get(f"{_W}{theme}Color" if theme == "theme" else f"{_W}{theme}", ""))
        if found is None:
            return named(element.get(f"{_W}{value}", ""))
        tint, shade = (_part(element.get(f"{_W}{theme}{name}", "FF")) for name in ("Tint", "Shade"))
        return _lit(found, shade * tint, 1 - tint)

    def of_shape(self, fill: etree._Element | None) -> Color | None:
        """Return the colour in an `a:solidFill` or a like element of any version of DrawingML."""
        color = None if fill is None else next(fill.iterchildren("*"), None)
        if color is None:
            return None
        kind = etree.QName(color).localname
        value = dict(attributes(color)).get("val", "")
        if kind == "schemeClr":
            found = self._slot(value)
        elif kind == "sysClr":
            found = _only(named(color.get("lastClr", "FFFFFF" if value == "window" else "000000")))
        else:
            found = _only(named(value))
        return Paint.UNKNOWN if found is None else _changed(found, color)

    def _slot(self, name: str) -> RGB | None:
        slot = _THEME_NAMES.get(name, name)
        slot = self._mapping.get(_MAPPED[slot], "") if slot in _MAPPED else slot
        return _rgb(self._colors[slot]) if slot in self._colors else None


def _changed(color: RGB, element: etree._Element) -> Color:
    """Return a colour as the children of its element make it lighter, darker or clear."""
    for change in element.iterchildren("*"):
        name = etree.QName(change).localname
        value = dict(attributes(change)).get("val", "")
        if not value.isdecimal() or len(value) > 7:
            continue
        part = int(value) / 100_000
        if name in ("lumMod", "shade"):
            color = _lit(color, part, 0)
        elif name == "lumOff":
            color = _lit(color, 1, part)
        elif name == "tint":
            color = _lit(color, part, 1 - part)
        elif name == "alpha" and etree.QName(change).namespace == _A[1:-1] and part < 0.05:
            return Paint.AUTOMATIC
    return color


def attributes(element: etree._Element) -> Iterator[tuple[str, str]]:
    """Return the attributes of an element by their names alone, whatever the namespace."""
    for name, value in element.attrib.items():
        yield etree.QName(name).localname, str(value)


def mixed(front: RGB, back: RGB, part: float) -> RGB:
    """Return a colour of which `part` is the one in front."""
    red, green, blue = (round(part * one + (1 - part) * other) for one, other in zip(front, back, strict=True))
    return red, green, blue


def _lit(color: RGB, factor: float, more: float) -> RGB:
    if factor == 1 and more == 0:
        return color
    hue, light, depth = colorsys.rgb_to_hls(*(each / 255 for each in color))
    red, green, blue = colorsys.hls_to_rgb(hue, min(max(light * factor + more, 0), 1), depth)
    return round(red * 255), round(green * 255), round(blue * 255)


def _only(color: Color | None) -> RGB | None:
    return color if isinstance(color, tuple) else None


def _part(text: str) -> float:
    return int(text, 16) / 255 if re.fullmatch(r"[0-9A-Fa-f]{1,2}", text) else 1.0


def _rgb(text: str) -> RGB:
    return int(text[0:2], 16), int(text[2:4], 16), int(text[4:6], 16)
