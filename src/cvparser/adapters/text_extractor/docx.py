"""DOCX through python-docx's package and a walk over its XML parts, in the order in which a person reads.

python-docx alone leaves out text boxes, content controls, insertions, footnotes and the text of some hyperlinks.
"""

from __future__ import annotations

import asyncio
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from io import BytesIO

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.package import OpcPackage
from docx.opc.part import Part
from lxml import etree

from cvparser.adapters.text_extractor.assembly import RawLine, assemble
from cvparser.domain.cv.document import CVDocument
from cvparser.domain.cv.lines import Role
from cvparser.domain.document import Document, DocumentType
from cvparser.domain.errors import (
    DecompressionLimitError,
    DocxCorruptError,
    DocxTooComplexError,
    InputError,
    TypeNotAllowedError,
    XmlForbiddenError,
)
from cvparser.domain.profile import WarningCode
from cvparser.ports.text_extractor import TextExtractor

#: Bytes that a part may unpack to, whatever the archive says of itself.
MAX_PART = 50 * 2**20
#: Paragraphs, cells and levels that a CV stays far below.
MAX_PARAGRAPHS, MAX_CELLS, MAX_DEPTH = 20_000, 5_000, 200
#: Half points; smaller text is not seen.
LEAST_SIZE = 3
#: Characters of a first cell that is a date, a label or an icon beside what it belongs to.
MOST_LABEL = 40

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_XINCLUDE = "{http://www.w3.org/2001/XInclude}include"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
#: What is not text of the document as it stands: deleted, moved away, a fallback for what is read already, a comment.
_SKIPPED = frozenset({f"{_W}del", f"{_W}moveFrom", f"{_MC}Fallback", f"{_W}commentReference", f"{_W}instrText"})
_CHARACTERS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-", f"{_W}ptab": "\t"}
_NOTES = (RELATIONSHIP_TYPE.FOOTNOTES, RELATIONSHIP_TYPE.ENDNOTES)


class DocxTextExtractor(TextExtractor):
    """Reads DOCX files, in this process."""

    async def extract(self, document: Document) -> CVDocument:
        if document.type is not DocumentType.DOCX:
            raise TypeNotAllowedError
        return await asyncio.to_thread(read_docx, document.content)


def read_docx(content: bytes) -> CVDocument:
    """Give the text of a DOCX. Raises as `TextExtractor.extract`."""
    try:
        _check_parts(content)
        package = OpcPackage.open(BytesIO(content))
        walk = _Walk()
        lines = list(_lines(package.main_document_part, walk))
        properties = package.core_properties
        author, title = properties.author, properties.title
    except (InputError, MemoryError):
        raise
    except RecursionError:
        raise DocxTooComplexError from None
    except Exception:  # noqa: BLE001 - python-docx lets any error of its own out on a damaged file
        raise DocxCorruptError from None
    return assemble(
        lines,
        author=author or None,
        title=title or None,
        warnings=(WarningCode.HIDDEN_TEXT,) if walk.has_hidden else (),
    )


def _check_parts(content: bytes) -> None:
    """Read every XML part once: within its bound, without a DOCTYPE, not nested like a trap."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        for entry in archive.infolist():
            if not entry.filename.endswith((".xml", ".rels")):
                continue
            declared, entry.file_size = entry.file_size, MAX_PART + 2
            with archive.open(entry) as part:
                data = part.read(MAX_PART + 1)
            # An archive that says less than it holds wants more memory than it was allowed.
            if len(data) > min(declared, MAX_PART):
                raise DecompressionLimitError
            _check_xml(data)


def _check_xml(data: bytes) -> None:
    depth = 0
    try:
        parser = etree.iterparse(
            BytesIO(data), events=("start", "end"), resolve_entities=False, no_network=True, load_dtd=False
        )
        for event, element in parser:
            if event == "start":
                depth += 1
                if depth == 1 and element.getroottree().docinfo.doctype:
                    raise XmlForbiddenError
                if depth > MAX_DEPTH:
                    raise DocxTooComplexError
                if _includes_foreign(element):
                    raise XmlForbiddenError
            else:
                depth -= 1
                element.clear()
    except etree.XMLSyntaxError as error:
        forbidden = "entity" in str(error).lower() or b"<!DOCTYPE" in data[:4096]
        raise (XmlForbiddenError if forbidden else DocxCorruptError) from None


def _includes_foreign(element: etree._Element) -> bool:
    """Tell whether an element asks for a file outside the package to be part of the document."""
    is_chunk = element.get("Type", "").endswith("/aFChunk") and element.get("TargetMode") == "External"
    return is_chunk or element.tag == _XINCLUDE


def _lines(document: Part, walk: _Walk) -> Iterator[RawLine]:
    headers = list(_related(document, (RELATIONSHIP_TYPE.HEADER,)))
    footers = list(_related(document, (RELATIONSHIP_TYPE.FOOTER,)))
    notes = list(_related(document, _NOTES))
    said: set[str] = set()
    parts = ((headers, Role.HEADER), ([_root(document)], Role.BODY), (notes, Role.BODY), (footers, Role.FOOTER))
    for roots, role in parts:
        for root in roots:
            lines = list(walk.blocks(root))
            text = "\n".join(line.text for line in lines)
            is_repeated = role is not Role.BODY and text in said
            if text.strip() and not is_repeated:
                said.add(text)
                yield from (line if role is Role.BODY else replace(line, role=role) for line in lines)
                yield RawLine()


def _related(document: Part, kinds: Iterable[str]) -> Iterator[etree._Element]:
    for relation in document.rels.values():
        if relation.reltype in kinds and not relation.is_external:
            yield _root(relation.target_part)


def _root(part: Part) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(part.blob, parser)


class _Walk:
    """Walks parts and remembers how much it has seen."""

    def __init__(self) -> None:
        self.has_hidden = False
        self._paragraphs = 0
        self._cells = 0

    def blocks(self, parent: etree._Element, *, is_shaded: bool = False) -> Iterator[RawLine]:
        """Give the lines of what `parent` holds: paragraphs, tables, and whatever wraps them.

        `is_shaded` tells whether it stands on a ground of its own, on which white text is seen.
        """
        for element in parent.iterchildren("*"):
            if element.tag in _SKIPPED or _is_separator(element):
                continue
            within = is_shaded or _is_ground(element)
            if element.tag == f"{_W}p":
                yield from self._paragraph(element, is_shaded=within)
            elif element.tag == f"{_W}tbl":
                yield from self._table(element, is_shaded=within)
            else:
                yield from self.blocks(element, is_shaded=within)

    def _paragraph(self, paragraph: etree._Element, *, is_shaded: bool) -> Iterator[RawLine]:
        self._paragraphs += 1
        if self._paragraphs > MAX_PARAGRAPHS:
            raise DocxTooComplexError
        boxes: list[etree._Element] = []
        text = "".join(self._text(paragraph, boxes, is_shaded=is_shaded)).strip(" ")
        style = _value(paragraph, f"{_W}pPr/{_W}pStyle")
        is_heading = style.lower().startswith(("heading", "title", "berschrift", "balk", "titre", "ttulo"))
        if is_heading:
            yield RawLine()
        is_item = paragraph.find(f"{_W}pPr/{_W}numPr") is not None or style.lower().startswith("list")
        if text.strip():
            setting = _type_of(paragraph)
            yield RawLine(
                text=f"• {text}" if is_item and not text.startswith("•") else text,
                role=Role.HEADING if is_heading else Role.BODY,
                size=setting.size,
                is_bold=setting.is_bold,
                indent=setting.indent,
            )
        elif not boxes:
            yield RawLine()
        for box in boxes:
            yield from self.blocks(box, is_shaded=True)

    def _text(self, parent: etree._Element, boxes: list[etree._Element], *, is_shaded: bool) -> Iterator[str]:
        for element in parent.iterchildren("*"):
            if element.tag in _SKIPPED:
                continue
            if element.tag == f"{_W}txbxContent":
                boxes.append(element)
            elif element.tag == f"{_W}r" and _is_hidden(element, is_shaded=is_shaded):
                self.has_hidden = self.has_hidden or any(each.text for each in element.iter(f"{_W}t"))
            elif element.tag == f"{_W}t":
                yield element.text or ""
            elif element.tag == f"{_W}sym":
                yield " "
            elif element.tag == f"{_W}pPr":
                continue
            else:
                yield _CHARACTERS.get(element.tag, "")
                yield from self._text(element, boxes, is_shaded=is_shaded or _is_ground(element))

    def _table(self, table: etree._Element, *, is_shaded: bool) -> Iterator[RawLine]:
        for row in _inside(table, f"{_W}tr"):
            cells = []
            for cell in _inside(row, f"{_W}tc"):
                self._cells += 1
                if self._cells > MAX_CELLS:
                    raise DocxTooComplexError
                within = is_shaded or _is_ground(cell)
                cells.append([line for line in self.blocks(cell, is_shaded=within) if line.text.strip()])
            yield from _row([cell for cell in cells if cell])


def _row(cells: list[list[RawLine]]) -> Iterator[RawLine]:
    """Yield a row's lines: short cells side by side, a label beside the first line of its text, long cells in turn."""
    if cells and all(len(cell) == 1 and len(cell[0].text) <= 2 * MOST_LABEL for cell in cells):
        yield _of_table(cells[0][0], "\t".join(cell[0].text for cell in cells))
    elif len(cells) == 2 and len(cells[0]) == 1 and len(cells[0][0].text) <= MOST_LABEL:
        label, lines = cells[0][0], cells[1]
        if any(character.isdigit() for character in label.text):
            yield _of_table(label, f"{label.text}\t{lines[0].text}")
            yield from map(_of_table, lines[1:])
        else:
            yield RawLine()
            yield from map(_of_table, [label, *lines])
    else:
        for cell in cells:
            yield RawLine()
            yield from map(_of_table, cell)
        yield RawLine()


def _of_table(line: RawLine, text: str | None = None) -> RawLine:
    """Return a line of a cell as one of a table, with the text of its row if there is one; headings stay headings."""
    role = Role.HEADING if line.role is Role.HEADING else Role.TABLE
    return replace(line, text=line.text if text is None else text, role=role)


@dataclass(frozen=True, slots=True)
class _Type:
    """How the words of a paragraph are set, as far as it says so itself and leaves it to no style."""

    size: float | None
    is_bold: bool
    indent: float | None


def _type_of(paragraph: etree._Element) -> _Type:
    run = next((each for each in paragraph.iter(f"{_W}r") if each.find(f"{_W}t") is not None), None)
    properties = None if run is None else run.find(f"{_W}rPr")
    half_points = "" if properties is None else _value(properties, f"{_W}sz")
    indent = paragraph.find(f"{_W}pPr/{_W}ind")
    twips = "" if indent is None else indent.get(f"{_W}left", indent.get(f"{_W}start", ""))
    return _Type(
        size=int(half_points) / 2 if half_points.isdecimal() and len(half_points) < 6 else None,
        is_bold=properties is not None and _is_on(properties, "b"),
        indent=int(twips) / 20 if twips.isdecimal() and len(twips) < 6 else None,
    )


def _inside(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Give the rows of a table or the cells of a row, those in content controls too, but none of an inner table."""
    for element in parent:
        if element.tag == tag:
            yield element
        elif element.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml"):
            yield from _inside(element, tag)


def _is_hidden(run: etree._Element, *, is_shaded: bool) -> bool:
    properties = run.find(f"{_W}rPr")
    if properties is None:
        return False
    return _is_on(properties, "vanish") or (not is_shaded and _is_white(properties)) or _is_tiny(properties)


def _is_on(properties: etree._Element, name: str) -> bool:
    found = properties.find(f"{_W}{name}")
    return found is not None and found.get(f"{_W}val", "true") not in ("false", "0", "off")


def _is_white(properties: etree._Element) -> bool:
    """White on nothing: white on a shaded or highlighted ground is a design, and is seen."""
    white = _value(properties, f"{_W}color").upper() == "FFFFFF"
    grounds = [each for each in properties if each.tag in (f"{_W}shd", f"{_W}highlight")]
    return white and not grounds


def _is_ground(element: etree._Element) -> bool:
    """Tell whether an element puts a ground of its own below the text in it."""
    if element.tag == f"{_W}txbxContent":
        return True
    own = element.find(f"{element.tag}Pr") if element.tag in (f"{_W}p", f"{_W}tc", f"{_W}tbl") else None
    return own is not None and any(each.tag == f"{_W}shd" for each in own.iter())


def _is_tiny(properties: etree._Element) -> bool:
    size = _value(properties, f"{_W}sz")
    return size.isdigit() and int(size) < LEAST_SIZE


def _is_separator(element: etree._Element) -> bool:
    return element.tag in (f"{_W}footnote", f"{_W}endnote") and element.get(f"{_W}type") is not None


def _value(parent: etree._Element, path: str) -> str:
    found = parent.find(path)
    return "" if found is None else found.get(f"{_W}val", "")
