"""Styles of OpenDocument: what is hidden, in which colours text is, and how paragraphs are set."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from lxml import etree

from cvparser.adapters.text_extractor.colors import RGB, WHITE, can_be_read, color_of
from cvparser.adapters.text_extractor.odt_names import DRAW, FO, LOEXT, OFFICE, STYLE, TEXT

#: Styles that a style may be made of.
_MOST_PARENTS = 20
#: Points of the smallest type that anybody reads.
LEAST_SIZE = 1.5
_LENGTH = re.compile(r"(-?\d{1,6}(?:\.\d{1,9})?)(pt|cm|mm|in|px|pc)")
_POINTS = {"pt": 1.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "in": 72.0, "px": 0.75, "pc": 12.0}
#: Names of paragraph styles, as programs write them, that are headings.
_HEADINGS = ("heading", "title", "subtitle")


@dataclass(frozen=True, slots=True)
class Look:
    """How text looks; None for what is not said.

    Attributes:
        ground: What it stands on; None for what is of no one colour.
    """

    is_hidden: bool = False
    color: RGB | None = None
    ground: RGB | None = WHITE
    size: float | None = None

    @property
    def is_seen(self) -> bool:
        """Whether a reader sees it."""
        is_tiny = self.size is not None and self.size < LEAST_SIZE
        return not self.is_hidden and not is_tiny and can_be_read(self.color, self.ground)


@dataclass(frozen=True, slots=True)
class Type:
    """How a paragraph is set, as far as its own style says so, and leaves it to none that has a name."""

    size: float | None = None
    is_bold: bool = False
    indent: float | None = None


@dataclass(slots=True)
class _Style:
    parent: str = ""
    shown_name: str = ""
    is_own: bool = False
    properties: list[etree._Element] = field(default_factory=list)


class Styles:
    """All styles of a document."""

    def __init__(self, roots: Sequence[etree._Element]) -> None:
        self._styles: dict[tuple[str, str], _Style] = {}
        #: Of a page, in points.
        self.page_width, self.page_height = 595.0, 842.0
        self.ground: RGB | None = WHITE
        for root in roots:
            for holder in root.iterchildren(f"{OFFICE}styles", f"{OFFICE}automatic-styles"):
                for element in holder.iterchildren(f"{STYLE}style", f"{STYLE}default-style", f"{STYLE}page-layout"):
                    self._add(element, is_own=holder.tag == f"{OFFICE}automatic-styles")

    def look(self, look: Look, family: str, name: str) -> Look:
        """Return how text of a look is seen in a style of a family, such as `paragraph`."""
        for style in reversed(list(self._chain(family, name))):
            look = _with(look, style.properties)
        return look

    def is_heading(self, name: str) -> bool:
        """Return whether a style of paragraphs is one of headings."""
        names = [name, *(style.shown_name for style in self._chain("paragraph", name))]
        parents = (style.parent for style in self._chain("paragraph", name))
        return any(each.lower().startswith(_HEADINGS) for each in (*names, *parents))

    def type_of(self, name: str, first_span: str) -> Type:
        """Return how a paragraph of one style is set, that begins in a span of another."""
        own = [self._own("paragraph", name), self._own("text", first_span)]
        size, indent, is_bold = None, None, False
        for properties in own:
            for element in properties:
                size = points(element.get(f"{FO}font-size")) or size
                is_bold = _is_bold(element.get(f"{FO}font-weight"), otherwise=is_bold)
                left = points(element.get(f"{FO}margin-left"))
                indent = left if left is not None and left > 0 else indent
        return Type(size, is_bold, indent)

    def value(self, family: str, name: str, attribute: str) -> str | None:
        """Return what a style, or the nearest of those that it is made of, says of an attribute."""
        for style in self._chain(family, name):
            for element in style.properties:
                if (found := element.get(attribute)) is not None:
                    return found
        return None

    def _own(self, family: str, name: str) -> Iterable[etree._Element]:
        style = self._styles.get((family, name))
        return style.properties if style is not None and style.is_own else ()

    def _chain(self, family: str, name: str) -> Iterator[_Style]:
        for _ in range(_MOST_PARENTS):
            style = self._styles.get((family, name))
            if style is None:
                break
            yield style
            name = style.parent
        if (family, "") in self._styles and name:
            yield self._styles[family, ""]

    def _add(self, element: etree._Element, *, is_own: bool) -> None:
        if element.tag == f"{STYLE}page-layout":
            self._add_page(element)
            return
        style = _Style(
            parent=element.get(f"{STYLE}parent-style-name", ""),
            shown_name=element.get(f"{STYLE}display-name", ""),
            is_own=is_own,
            properties=list(element.iterchildren("*")),
        )
        self._styles[element.get(f"{STYLE}family", ""), element.get(f"{STYLE}name", "")] = style

    def _add_page(self, element: etree._Element) -> None:
        properties = element.find(f"{STYLE}page-layout-properties")
        if properties is None:
            return
        self.page_width = points(properties.get(f"{FO}page-width")) or self.page_width
        self.page_height = points(properties.get(f"{FO}page-height")) or self.page_height
        if properties.find(f"{STYLE}background-image") is not None and properties.get(f"{DRAW}fill") != "none":
            self.ground = None
        else:
            self.ground = color_of(properties.get(f"{FO}background-color")) or self.ground


def points(length: str | None) -> float | None:
    """Return a length in points; None for a share of another."""
    found = _LENGTH.fullmatch(length or "")
    return None if found is None else float(found[1]) * _POINTS[found[2]]


def _is_bold(weight: str | None, *, otherwise: bool) -> bool:
    if weight is None:
        return otherwise
    return weight == "bold" or (weight.isdecimal() and len(weight) == 3 and int(weight) >= 600)


def _with(look: Look, properties: Iterable[etree._Element]) -> Look:
    for element in properties:
        look = _with_each(look, element)
    return look


def _with_each(look: Look, element: etree._Element) -> Look:
    display = element.get(f"{TEXT}display")
    if display is not None:
        look = replace(look, is_hidden=display in ("none", "condition"))
    if element.get(f"{STYLE}use-window-font-color") == "true":
        look = replace(look, color=None)
    elif (color := color_of(element.get(f"{FO}color"))) is not None:
        # LibreOffice writes an opacity of nothing with the automatic colour, too.
        is_clear = element.get(f"{LOEXT}opacity", "100%") in ("0%", "1%", "2%")
        look = replace(look, color=color, is_hidden=look.is_hidden or is_clear)
    size = points(element.get(f"{FO}font-size"))
    if size is not None:
        look = replace(look, size=size)
    return _grounded(look, element)


def _grounded(look: Look, element: etree._Element) -> Look:
    image = element.find(f"{STYLE}background-image")
    if image is not None and len(image.attrib):
        return replace(look, ground=None)
    fill = element.get(f"{DRAW}fill")
    if fill == "solid":
        return replace(look, ground=color_of(element.get(f"{DRAW}fill-color")))
    if fill in ("bitmap", "gradient", "hatch"):
        return replace(look, ground=None)
    ground = color_of(element.get(f"{FO}background-color"))
    return look if ground is None else replace(look, ground=ground)
