"""DOCX by a walk over the XML parts of its package, in the order in which a person reads.

python-docx leaves out text boxes, content controls, insertions, footnotes and the text of some hyperlinks.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from cvparser.adapters.text_extractor.assembly import RawLine, assemble
from cvparser.adapters.text_extractor.docx_colors import Color, Paint, Theme
from cvparser.adapters.text_extractor.docx_package import Package
from cvparser.adapters.text_extractor.docx_pictures import large_pictures, read_pictures
from cvparser.adapters.text_extractor.docx_places import paper_of
from cvparser.adapters.text_extractor.docx_shapes import Shapes, unite
from cvparser.adapters.text_extractor.docx_styles import Styles
from cvparser.adapters.text_extractor.docx_walk import MAX_PARAGRAPHS, Counts, Walk
from cvparser.adapters.text_extractor.ocr_choice import OcrChoice
from cvparser.domain.cv.document import CVDocument
from cvparser.domain.cv.lines import Role
from cvparser.domain.document import Document, DocumentType
from cvparser.domain.errors import (
    CVParserError,
    DocxCorruptError,
    DocxTooComplexError,
    NoTextLayerError,
    TypeNotAllowedError,
)
from cvparser.domain.profile import WarningCode
from cvparser.ports.text_extractor import TextExtractor

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_V = "{urn:schemas-microsoft-com:vml}"
_NOTES = ("footnotes", "endnotes")
_WHITE = (255, 255, 255)
#: Lines from which on a shape of a header is no band at the top of the page.
_HIGH = 25


class DocxTextExtractor(TextExtractor):
    """Reads DOCX files, in this process."""

    async def extract(self, document: Document) -> CVDocument:
        if document.type is not DocumentType.DOCX:
            raise TypeNotAllowedError
        return await asyncio.to_thread(read_docx, document.content)


def read_docx(content: bytes, *, ocr: OcrChoice | None = None) -> CVDocument:
    """Return the text of a DOCX, with that of its large pictures where `ocr` reads them.

    Raises as `TextExtractor.extract`.
    """
    try:
        package = Package(content)
        story = _Story(package)
        lines = list(story.lines())
        author, title = package.properties()
        pictured, warnings = story.pictures(ocr)
    except (CVParserError, MemoryError):
        raise
    except RecursionError:
        raise DocxTooComplexError from None
    except Exception:  # noqa: BLE001 - zipfile and lxml let many errors out on a damaged file
        raise DocxCorruptError from None
    lines += [RawLine(), *pictured] if pictured else []
    if story.has_pictures and not any(line.text.strip() for line in lines):
        raise NoTextLayerError
    return assemble(
        lines,
        author=author,
        title=title,
        warnings=tuple(sorted({*warnings, *((WarningCode.HIDDEN_TEXT,) if story.has_hidden else ())})),
    )


class _Story:
    """All that a document tells: its main part and what this relates, each read once."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._main = package.main()
        self._document = package.xml(self._main)
        settings = self._first("settings")
        self._theme = Theme(self._first("theme"), settings)
        self._styles = Styles(self._first("styles"), self._theme)
        self._seen = Counts(paper_of(self._document))
        self._background = self._background_color()
        self._pictures = large_pictures(self._document, self._package, self._main, self._seen.paper)

    @property
    def has_hidden(self) -> bool:
        """Whether text was left out that no reader sees."""
        return self._seen.has_hidden

    @property
    def has_pictures(self) -> bool:
        """Whether there are pictures that are large enough for text."""
        return bool(self._pictures)

    def lines(self) -> Iterator[RawLine]:
        """Return the lines of headers, body, notes and footers; a header or footer that repeats is given once."""
        headers, footers, notes = (list(self._parts(*kinds)) for kinds in (("header",), ("footer",), _NOTES))
        bands: dict[int, set[Color]] = {}
        for _, root in (*headers, *footers):
            for height, colors in Shapes(root, self._theme, MAX_PARAGRAPHS, self._seen.paper).bands.items():
                unite(bands.setdefault(height, set()), colors)
        said: set[str] = set()
        body = [(self._main, self._document)]
        for parts, role in ((headers, Role.HEADER), (body, Role.BODY), (notes, Role.BODY), (footers, Role.FOOTER)):
            for name, root in parts:
                walk = Walk(self._package, name, root, self._styles, self._theme, self._seen)
                walk.page.add(self._background)
                for height, colors in bands.items():
                    # What stands behind a header stands behind the top of the page, or behind all of it.
                    if height > _HIGH:
                        unite(walk.page, colors)
                    else:
                        walk.shapes.lay(colors, height)
                lines = [*walk.blocks(root), *walk.unplaced_diagrams()]
                text = "\n".join(line.text for line in lines)
                is_repeated = role is not Role.BODY and text in said
                if text.strip() and not is_repeated:
                    said.add(text)
                    yield from (line if role is Role.BODY else replace(line, role=role) for line in lines)
                    yield RawLine()

    def pictures(self, ocr: OcrChoice | None) -> tuple[list[RawLine], frozenset[WarningCode]]:
        """Return what stands in large pictures, and what is to be said of them."""
        if not self._pictures:
            return [], frozenset()
        if ocr is None:
            return [], frozenset((WarningCode.PICTURES_NOT_READ,))
        return read_pictures(self._package, self._pictures, ocr)

    def _parts(self, *kinds: str) -> Iterator[tuple[str, etree._Element]]:
        for name in self._package.related(self._main, *kinds):
            yield name, self._package.xml(name)

    def _first(self, kind: str) -> etree._Element | None:
        return next((root for _, root in self._parts(kind)), None)

    def _background_color(self) -> Color:
        background = self._document.find(f"{_W}background")
        fill = None if background is None else background.find(f"{_V}background/{_V}fill")
        if fill is not None and fill.get("type", "solid") != "solid":
            return Paint.UNKNOWN
        color = None if background is None else self._theme.of_text(background, "color")
        return color if isinstance(color, tuple) else _WHITE
