"""A walk over one part of a DOCX, which gives what a reader sees of it and notes what nobody sees."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TypeVar

from lxml import etree

from cvparser.adapters.text_extractor.assembly import RawLine
from cvparser.adapters.text_extractor.docx_chunks import chunk_lines
from cvparser.adapters.text_extractor.docx_colors import Color, Paint, Theme
from cvparser.adapters.text_extractor.docx_package import Package
from cvparser.adapters.text_extractor.docx_places import (
    Paper,
    is_off_page,
    is_unseen_cell,
    is_unseen_row,
    is_unseen_table,
)
from cvparser.adapters.text_extractor.docx_rows import inside, is_prompt, type_of
from cvparser.adapters.text_extractor.docx_shapes import Shapes, box_fill, floats, is_hidden_drawing
from cvparser.adapters.text_extractor.docx_styles import Grounds, Look, Styles, is_on, parts_of_table, value_of
from cvparser.adapters.text_extractor.table_rows import row_lines
from cvparser.domain.cv.bullets import BULLET
from cvparser.domain.cv.lines import Role
from cvparser.domain.errors import DocxTooComplexError

#: Paragraphs and cells that a CV stays far below.
MAX_PARAGRAPHS, MAX_CELLS = 20_000, 5_000

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_DGM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_TEXT_PATH = "{urn:schemas-microsoft-com:vml}textpath"
#: What is not text of the document as it stands: deleted, moved away, a fallback for what is read already, a comment.
_SKIPPED = frozenset({f"{_W}del", f"{_W}moveFrom", f"{_MC}Fallback", f"{_W}commentReference", f"{_W}instrText"})
_CHARACTERS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-", f"{_W}ptab": "\t"}


@dataclass(slots=True)
class Counts:
    """What was seen of a document, over all of its parts."""

    paper: Paper
    has_hidden: bool = False
    paragraphs: int = 0
    cells: int = 0

    def hide(self, element: etree._Element) -> None:
        """Note that an element is left out."""
        self.has_hidden = self.has_hidden or any((each.text or "").strip() for each in element.iter(f"{_W}t"))


@dataclass(frozen=True, slots=True)
class Place:
    """Where text stands: on the page, or on grounds of its own (none of them where nothing is known), in what look."""

    grounds: Grounds | None = None
    look: Look = field(default_factory=Look)

    def on(self, ground: Color | None) -> Place:
        """Return this place with a ground laid on it."""
        if ground is None or ground is Paint.AUTOMATIC:
            return self
        return replace(self, grounds=(ground,) if isinstance(ground, tuple) else ())


@dataclass(frozen=True, slots=True)
class _Setting:
    """What the runs of a paragraph have in common."""

    grounds: Grounds
    look: Look
    style: str


class Walk:
    """Walks over one part."""

    def __init__(
        self, package: Package, name: str, root: etree._Element, styles: Styles, theme: Theme, seen: Counts
    ) -> None:
        self._package = package
        self._relations = {relation.id: relation for relation in package.relations(name)}
        self._styles, self._theme, self._seen = styles, theme, seen
        #: What stands behind the text of the part.
        self.shapes = Shapes(root, theme, MAX_PARAGRAPHS, seen.paper)
        self._drawn: set[str] = set()
        #: What colours the page may have below the text of the part.
        self.page: set[Color] = set()

    def blocks(self, parent: etree._Element, place: Place = Place()) -> Iterator[RawLine]:
        """Return the lines of what `parent` holds: paragraphs, tables, and whatever wraps them."""
        for element in parent.iterchildren("*"):
            if element.tag in _SKIPPED or _is_separator(element) or is_prompt(element):
                continue
            if element.tag == f"{_W}p":
                yield from self._paragraph(element, place)
            elif element.tag == f"{_W}tbl":
                yield from self._table(element, place)
            elif element.tag == f"{_W}altChunk":
                yield from self._chunk(element)
            else:
                yield from self.blocks(element, _controlled(element, place))

    def unplaced_diagrams(self) -> Iterator[RawLine]:
        """Return the lines of the diagrams that the part relates and shows nowhere."""
        for relation in self._relations.values():
            if relation.kind == "diagramData" and relation.id not in self._drawn:
                yield from self._diagram(relation.id)

    def _paragraph(self, paragraph: etree._Element, place: Place) -> Iterator[RawLine]:
        self._count_paragraph()
        properties = paragraph.find(f"{_W}pPr")
        style = "" if properties is None else value_of(properties, f"{_W}pStyle")
        if is_off_page(properties, self._seen.paper):
            self._seen.hide(paragraph)
            return
        boxes: list[etree._Element] = []
        within = place.on(self._styles.paragraph_ground(properties, style))
        grounds = self._grounds(paragraph) if within.grounds is None else within.grounds
        text = "".join(self._text(paragraph, boxes, _Setting(grounds, within.look, style))).strip(" ")
        if self._styles.is_flat(properties, style):
            self._seen.has_hidden = self._seen.has_hidden or bool(text.strip())
            # What hangs on a line has a height of its own.
            text, boxes = "", self._floating(boxes)
        is_heading = style.lower().startswith(("heading", "title", "berschrift", "balk", "titre", "ttulo"))
        if is_heading:
            yield RawLine()
        is_item = paragraph.find(f"{_W}pPr/{_W}numPr") is not None or style.lower().startswith("list")
        if text.strip():
            setting = type_of(paragraph)
            yield RawLine(
                text=f"{BULLET} {text}" if is_item and not text.startswith(BULLET) else text,
                role=Role.HEADING if is_heading else Role.BODY,
                size=setting.size,
                is_bold=setting.is_bold,
                indent=setting.indent,
            )
        elif not boxes:
            yield RawLine()
        for box in boxes:
            yield from self._box(box)

    def _floating(self, boxes: list[etree._Element]) -> list[etree._Element]:
        floating = []
        for box in boxes:
            if floats(box):
                floating.append(box)
            else:
                self._seen.hide(box)
        return floating

    def _box(self, box: etree._Element) -> Iterator[RawLine]:
        if box.tag == f"{_W}txbxContent":
            fill = box_fill(box, self._theme)
            yield from self.blocks(box, Place(self._all_grounds()).on(fill))
        elif box.tag == _TEXT_PATH:
            yield from self._said(box.get("string", ""))
        elif box.tag == f"{_A}p":
            yield from self._said("".join(_drawn(box)))
        else:
            yield from self._diagram(box.get(f"{_R}dm", ""))

    def _said(self, text: str) -> Iterator[RawLine]:
        self._count_paragraph()
        if text.strip():
            yield RawLine(text=text.strip(" "))

    def _diagram(self, identity: str) -> Iterator[RawLine]:
        """Return the points of a SmartArt; a point that is still a prompt says nothing."""
        relation = self._relations.get(identity)
        if relation is None or identity in self._drawn:
            return
        self._drawn.add(identity)
        for point in self._package.xml(relation.target).iter(f"{_DGM}pt"):
            properties = point.find(f"{_DGM}prSet")
            if properties is None or properties.get("phldr", "0") not in ("1", "true"):
                for paragraph in point.iter(f"{_A}p"):
                    yield from self._said("".join(_drawn(paragraph)))

    def _chunk(self, element: etree._Element) -> Iterator[RawLine]:
        """Return the lines of a part in another format that stands where the element is."""
        relation = self._relations.get(element.get(f"{_R}id", ""))
        if relation is None or relation.target in self._drawn:
            return
        self._drawn.add(relation.target)
        chunk = chunk_lines(self._package.read(relation.target))
        self._seen.has_hidden = self._seen.has_hidden or chunk.has_hidden
        for line in chunk.lines:
            self._count_paragraph()
            yield line

    def _text(self, parent: etree._Element, boxes: list[etree._Element], setting: _Setting) -> Iterator[str]:
        for element in parent.iterchildren("*"):
            if element.tag in _SKIPPED or element.tag == f"{_W}pPr" or is_prompt(element):
                continue
            if is_hidden_drawing(element, self._seen.paper):
                self._seen.hide(element)
            elif element.tag in (f"{_W}txbxContent", _TEXT_PATH, f"{_DGM}relIds", f"{_A}p"):
                boxes.append(element)
            elif element.tag == f"{_W}r":
                yield from self._run(element, boxes, setting)
            elif element.tag == f"{_W}t":
                yield element.text or ""
            elif element.tag == f"{_W}sym":
                yield " "
            else:
                yield _CHARACTERS.get(element.tag, "")
                yield from self._text(element, boxes, _controlled(element, setting))

    def _run(self, run: etree._Element, boxes: list[etree._Element], setting: _Setting) -> Iterator[str]:
        look = self._styles.run(run, setting.style, setting.look)
        if look.vanishes:
            self._seen.hide(run)
        elif look.is_seen(setting.grounds):
            yield from self._text(run, boxes, setting)
        else:
            held: list[etree._Element] = []
            if "".join(self._text(run, held, setting)).strip():
                self._seen.has_hidden = True
            # A box is in no run's colour.
            boxes += held

    def _table(self, table: etree._Element, place: Place) -> Iterator[RawLine]:
        if is_unseen_table(table, self._seen.paper):
            self._seen.hide(table)
            return
        parts = parts_of_table(table)
        on_table = self._styles.ground(table.find(f"{_W}tblPr"))
        rows = list(inside(table, f"{_W}tr"))
        for number, row in enumerate(rows):
            if is_unseen_row(row):
                self._seen.hide(row)
                continue
            cells = []
            held = list(inside(row, f"{_W}tc"))
            for column, cell in enumerate(held):
                self._seen.cells += 1
                if self._seen.cells > MAX_CELLS:
                    raise DocxTooComplexError
                if is_unseen_cell(table, cell):
                    self._seen.hide(cell)
                    continue
                look, ground = self._styles.cell(table, parts(number, column, len(rows), len(held)))
                exception, own = row.find(f"{_W}tblPrEx"), cell.find(f"{_W}tcPr")
                grounds = (on_table, ground, self._styles.ground(exception), self._styles.ground(own))
                within = replace(place, look=look.over(place.look))
                for laid in grounds:
                    within = within.on(laid)
                cells.append([line for line in self.blocks(cell, within) if line.text.strip()])
            yield from row_lines([cell for cell in cells if cell])

    def _grounds(self, paragraph: etree._Element) -> Grounds:
        return _known(self.page | self.shapes.behind(paragraph))

    def _all_grounds(self) -> Grounds:
        return _known(self.page | self.shapes.all)

    def _count_paragraph(self) -> None:
        self._seen.paragraphs += 1
        if self._seen.paragraphs > MAX_PARAGRAPHS:
            raise DocxTooComplexError


def _known(colors: set[Color]) -> Grounds:
    """Return the colours, or none where one of them is not known."""
    known = tuple(color for color in colors if isinstance(color, tuple))
    return known if len(known) == len(colors) else ()


def _drawn(paragraph: etree._Element) -> Iterator[str]:
    for element in paragraph.iter(f"{_A}t", f"{_A}br"):
        yield "\n" if element.tag == f"{_A}br" else element.text or ""


_Within = TypeVar("_Within", Place, _Setting)


def _controlled(element: etree._Element, within: _Within) -> _Within:
    """Return where the content of a content control stands: what is hidden by the control is hidden."""
    properties = element.find(f"{_W}sdtPr/{_W}rPr") if element.tag == f"{_W}sdt" else None
    if properties is None or not is_on(properties, "vanish"):
        return within
    return replace(within, look=Look(vanishes=True))


def _is_separator(element: etree._Element) -> bool:
    return element.tag in (f"{_W}footnote", f"{_W}endnote") and element.get(f"{_W}type") is not None
