"""OpenDocument text, packed (ODT) and as one file of XML (FODT), in the order in which a person reads."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace

from lxml import etree

from cvparser.adapters.text_extractor.assembly import RawLine, assemble
from cvparser.adapters.text_extractor.odt_names import DC, META, OFFICE, STYLE
from cvparser.adapters.text_extractor.odt_styles import Styles
from cvparser.adapters.text_extractor.odt_walk import Counts, Walk
from cvparser.adapters.text_extractor.safe_xml import xml_root
from cvparser.adapters.text_extractor.zip_parts import ZipParts
from cvparser.domain.cv.document import CVDocument
from cvparser.domain.cv.lines import Role
from cvparser.domain.document import Document, DocumentType
from cvparser.domain.errors import DocumentCorruptError, InputError, TooComplexError, TypeNotAllowedError
from cvparser.domain.profile import WarningCode
from cvparser.ports.text_extractor import TextExtractor

_MOST_NAME = 300


class OdtTextExtractor(TextExtractor):
    """Reads ODT and FODT files, in this process."""

    async def extract(self, document: Document) -> CVDocument:
        readers = {DocumentType.ODT: read_odt, DocumentType.FLAT_ODT: read_fodt}
        if document.type not in readers:
            raise TypeNotAllowedError
        return await asyncio.to_thread(readers[document.type], document.content)


def read_odt(content: bytes) -> CVDocument:
    """Return the text of an ODT. Raises as `TextExtractor.extract`."""
    return _guarded(lambda: _of_package(ZipParts(content)))


def read_fodt(content: bytes) -> CVDocument:
    """Return the text of a FODT. Raises as `TextExtractor.extract`."""
    return _guarded(lambda: _document([xml_root(content)]))


def _guarded(read: Callable[[], CVDocument]) -> CVDocument:
    try:
        return read()
    except (InputError, MemoryError):
        raise
    except RecursionError:
        raise TooComplexError from None
    except Exception:  # noqa: BLE001 - lxml lets many errors out on a damaged file
        raise DocumentCorruptError from None


def _of_package(parts: ZipParts) -> CVDocument:
    names = [name for name in ("content.xml", "styles.xml", "meta.xml") if name in parts.names]
    if "content.xml" not in names:
        raise DocumentCorruptError
    return _document([xml_root(parts.read(name)) for name in names])


def _document(roots: list[etree._Element]) -> CVDocument:
    bodies = (root.find(f"{OFFICE}body/{OFFICE}text") for root in roots)
    body = next((each for each in bodies if each is not None), None)
    if body is None:
        raise DocumentCorruptError
    styles, seen = Styles(roots), Counts()
    lines: list[RawLine] = []
    for role, parts in (
        (Role.HEADER, _bands(roots, "header")),
        (Role.BODY, [body]),
        (Role.FOOTER, _bands(roots, "footer")),
    ):
        said: set[str] = set()
        for part in parts:
            walk = Walk(part, styles, seen)
            told = [*walk.blocks(part), *walk.notes()]
            text = "\n".join(line.text for line in told)
            # Pages of other kinds repeat headers and footers.
            if text.strip() and text not in said:
                said.add(text)
                lines += [line if role is Role.BODY else replace(line, role=role) for line in told]
                lines.append(RawLine())
    author = _stated(roots, f"{META}initial-creator") or _stated(roots, f"{DC}creator")
    return assemble(
        lines,
        author=author,
        title=_stated(roots, f"{DC}title"),
        warnings=(WarningCode.HIDDEN_TEXT,) if seen.has_hidden else (),
    )


def _bands(roots: list[etree._Element], name: str) -> list[etree._Element]:
    """Return the headers or footers of all pages that are shown."""
    kinds = (name, f"{name}-first", f"{name}-left")
    return [
        band
        for root in roots
        for master in root.iterfind(f"{OFFICE}master-styles/{STYLE}master-page")
        for kind in kinds
        for band in master.iterfind(f"{STYLE}{kind}")
        if band.get(f"{STYLE}display", "true") != "false"
    ]


def _stated(roots: list[etree._Element], tag: str) -> str | None:
    texts: Iterator[str | None] = (root.findtext(f"{OFFICE}meta/{tag}") for root in roots)
    return next((text[:_MOST_NAME] for text in texts if text), None)
