"""A walk over the text of an OpenDocument, which gives what a reader sees of it and notes what nobody sees."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import etree

from cvparser.adapters.text_extractor.assembly import RawLine
from cvparser.adapters.text_extractor.odt_names import DRAW, OFFICE, STYLE, SVG, TABLE, TEXT
from cvparser.adapters.text_extractor.odt_styles import Look, Styles, points
from cvparser.adapters.text_extractor.table_rows import row_lines
from cvparser.domain.cv.bullets import BULLET
from cvparser.domain.cv.lines import Role
from cvparser.domain.errors import TooComplexError

#: Paragraphs and cells that a CV stays far below.
MAX_PARAGRAPHS, MAX_CELLS = 20_000, 5_000
#: Blanks that one element may stand for.
_MOST_BLANKS = 200

#: What is no text of the document as it stands: what was deleted, comments, prompts, forms, what other programs read.
_SKIPPED = frozenset({
    f"{TEXT}tracked-changes", f"{OFFICE}annotation", f"{OFFICE}annotation-end", f"{TEXT}placeholder",
    f"{OFFICE}forms", f"{OFFICE}event-listeners", f"{OFFICE}scripts", f"{SVG}title", f"{SVG}desc", f"{TEXT}page-number",
    f"{TEXT}page-count", f"{TEXT}ruby-text", f"{TEXT}note-citation", f"{TEXT}script", f"{OFFICE}binary-data",
    f"{TEXT}sequence-decls", f"{TEXT}variable-decls", f"{TEXT}user-field-decls", f"{TEXT}alphabetical-index-mark",
    f"{TABLE}covered-table-cell", f"{TEXT}index-title-template", f"{TEXT}table-of-content-source",
})  # fmt: skip
_PARAGRAPHS = frozenset((f"{TEXT}p", f"{TEXT}h"))
_ITEMS = frozenset((f"{TEXT}list-item", f"{TEXT}list-header"))
_SHAPES = frozenset(
    f"{DRAW}{name}"
    for name in ("frame", "custom-shape", "rect", "ellipse", "circle", "polygon", "path", "caption", "g", "a")
)
_ROWS = frozenset(f"{TABLE}{name}" for name in ("table-rows", "table-header-rows", "table-row-group"))
_UNSEEN_ROWS = frozenset(("collapse", "filter"))


@dataclass(slots=True)
class Counts:
    """How much was seen of a document, over all of its parts."""

    has_hidden: bool = False
    paragraphs: int = 0
    cells: int = 0

    def hide(self, element: etree._Element) -> None:
        """Note that an element is left out."""
        self.has_hidden = self.has_hidden or any(text.strip() for text in element.itertext())


class Walk:
    """Walks over one part: the body, a header, a footer."""

    def __init__(self, part: etree._Element, styles: Styles, seen: Counts) -> None:
        self._styles, self._seen = styles, seen
        self._notes: list[etree._Element] = []
        # Where a shape lies behind the text, nothing is known of what that stands on.
        self._ground = None if any(map(self._is_behind, part.iter(*_SHAPES))) else styles.ground

    def blocks(self, parent: etree._Element, look: Look | None = None) -> Iterator[RawLine]:
        """Return the lines of what `parent` holds: paragraphs, lists, tables, sections, and whatever wraps them."""
        look = Look(ground=self._ground) if look is None else look
        for element in parent.iterchildren("*"):
            if element.tag in _SKIPPED:
                continue
            if self._is_hidden_block(element):
                self._seen.hide(element)
            elif element.tag in _PARAGRAPHS:
                yield from self._paragraph(element, look)
            elif element.tag in _ITEMS:
                yield from self._item(element, look)
            elif element.tag == f"{TABLE}table":
                yield from self._table(element, look)
            elif element.tag in _SHAPES:
                yield from self._shape(element, look)
            else:
                yield from self.blocks(element, look)

    def notes(self) -> Iterator[RawLine]:
        """Return the lines of the notes of what was walked over, once each."""
        notes, self._notes = self._notes, []
        for note in notes:
            yield from self.blocks(note)

    def _paragraph(self, paragraph: etree._Element, look: Look) -> Iterator[RawLine]:
        self._seen.paragraphs += 1
        if self._seen.paragraphs > MAX_PARAGRAPHS:
            raise TooComplexError
        if _is_told_hidden(paragraph):
            self._seen.hide(paragraph)
            return
        style = paragraph.get(f"{TEXT}style-name", "")
        boxes: list[etree._Element] = []
        within = self._styles.look(look, "paragraph", style)
        text = "".join(self._text(paragraph, boxes, within)).strip(" ")
        is_heading = paragraph.tag == f"{TEXT}h" or self._styles.is_heading(style)
        if is_heading and text.strip():
            yield RawLine()
        if text.strip():
            kind = self._styles.type_of(style, _first_span(paragraph))
            role = Role.HEADING if is_heading else Role.BODY
            yield RawLine(text=text, role=role, size=kind.size, is_bold=kind.is_bold, indent=kind.indent)
        elif not boxes:
            yield RawLine()
        for box in boxes:
            yield from self._shape(box, look)

    def _item(self, item: etree._Element, look: Look) -> Iterator[RawLine]:
        lines = list(self.blocks(item, look))
        first = next((at for at, line in enumerate(lines) if line.text.strip()), None)
        is_marked = item.tag == f"{TEXT}list-item" and item.find(f"{TEXT}h") is None
        for at, line in enumerate(lines):
            is_bare = at == first and is_marked and not line.text.startswith(BULLET)
            yield replace(line, text=f"{BULLET} {line.text}") if is_bare else line

    def _text(self, parent: etree._Element, boxes: list[etree._Element], look: Look) -> Iterator[str]:
        yield self._said(parent.text, look)
        for element in parent.iterchildren("*"):
            yield from self._of_element(element, boxes, look)
            yield self._said(element.tail, look)

    def _of_element(self, element: etree._Element, boxes: list[etree._Element], look: Look) -> Iterator[str]:
        tag = element.tag
        if tag in _SKIPPED:
            return
        if tag == f"{TEXT}s":
            count = element.get(f"{TEXT}c", "1")
            yield " " * (min(int(count), _MOST_BLANKS) if count.isdecimal() and len(count) < 9 else 1)
        elif tag == f"{TEXT}tab":
            yield "\t"
        elif tag == f"{TEXT}line-break":
            yield "\n"
        elif tag in (f"{TEXT}hidden-text", f"{TEXT}hidden-paragraph"):
            if element.get(f"{TEXT}is-hidden", "true") != "false":
                self._seen.hide(element)
                if element.get(f"{TEXT}string-value", "").strip():
                    self._seen.has_hidden = True
            else:
                yield from self._text(element, boxes, look)
        elif tag == f"{TEXT}note":
            self._notes += element.iterchildren(f"{TEXT}note-body")
        elif tag in _SHAPES or tag == f"{TABLE}table":
            boxes.append(element)
        else:
            name = element.get(f"{TEXT}style-name", "")
            yield from self._text(element, boxes, self._styles.look(look, "text", name) if name else look)

    def _said(self, text: str | None, look: Look) -> str:
        if not text:
            return ""
        if look.is_seen:
            # A line end in the source is a blank on the page.
            return " ".join(text.replace("\t", " ").replace("\r", " ").split("\n"))
        self._seen.has_hidden = self._seen.has_hidden or bool(text.strip())
        return ""

    def _shape(self, shape: etree._Element, look: Look) -> Iterator[RawLine]:
        if shape.tag == f"{TABLE}table":
            yield from self._table(shape, look)
            return
        style = shape.get(f"{DRAW}style-name", "")
        if shape.get(f"{DRAW}display", "always") in ("none", "printer") or self._is_off_page(shape):
            self._seen.hide(shape)
            return
        # What a frame without a fill stands on is anything that lies there.
        ground = look.ground if look.ground == self._styles.ground else None
        yield from self.blocks(shape, self._styles.look(Look(ground=ground), "graphic", style))

    def _table(self, table: etree._Element, look: Look) -> Iterator[RawLine]:
        within = self._styles.look(look, "table", table.get(f"{TABLE}style-name", ""))
        for row in _rows(table):
            if row.get(f"{TABLE}visibility", "visible") in _UNSEEN_ROWS:
                self._seen.hide(row)
                continue
            on_row = self._styles.look(within, "table-row", row.get(f"{TABLE}style-name", ""))
            cells = []
            for cell in row.iterchildren(f"{TABLE}table-cell"):
                self._seen.cells += 1
                if self._seen.cells > MAX_CELLS:
                    raise TooComplexError
                on_cell = self._styles.look(on_row, "table-cell", cell.get(f"{TABLE}style-name", ""))
                cells.append([line for line in self.blocks(cell, on_cell) if line.text.strip()])
            yield from row_lines([cell for cell in cells if cell])

    def _is_hidden_block(self, element: etree._Element) -> bool:
        """Return whether a section, or whatever else says so of itself, is not shown."""
        display = element.get(f"{TEXT}display", "true")
        is_condition = display == "condition" and element.get(f"{TEXT}is-hidden", "true") != "false"
        return display == "none" or is_condition

    def _is_behind(self, shape: etree._Element) -> bool:
        name = shape.get(f"{DRAW}style-name", "")
        return self._styles.value("graphic", name, f"{STYLE}run-through") == "background"

    def _is_off_page(self, shape: etree._Element) -> bool:
        x, y = points(shape.get(f"{SVG}x")), points(shape.get(f"{SVG}y"))
        width, height = points(shape.get(f"{SVG}width")), points(shape.get(f"{SVG}height"))
        is_left = x is not None and (x + (width or 0) < -72 or x > self._styles.page_width)
        is_above = y is not None and (y + (height or 0) < -72 or y > 2 * self._styles.page_height)
        return is_left or is_above


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for element in table.iterchildren("*"):
        if element.tag == f"{TABLE}table-row":
            yield element
        elif element.tag in _ROWS:
            yield from _rows(element)


def _is_told_hidden(paragraph: etree._Element) -> bool:
    hidden = next(paragraph.iter(f"{TEXT}hidden-paragraph"), None)
    return hidden is not None and hidden.get(f"{TEXT}is-hidden", "true") != "false"


def _first_span(paragraph: etree._Element) -> str:
    """Return the style of the span that a paragraph begins in; empty where it begins in none."""
    if (paragraph.text or "").strip():
        return ""
    span = next(paragraph.iterchildren(f"{TEXT}span"), None)
    return "" if span is None else span.get(f"{TEXT}style-name", "")
