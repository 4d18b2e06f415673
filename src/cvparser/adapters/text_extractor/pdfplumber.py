"""PDF through pdfplumber (pdfminer.six), ordered by the same rules as PDFium's glyphs. Slower, pure Python."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from io import BytesIO

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdftypes import resolve1
from pdfplumber.page import Page as PdfPage
from pdfplumber.utils.exceptions import PdfminerException

from cvparser.adapters.text_extractor.assembly import assemble
from cvparser.adapters.text_extractor.letters import check_letters
from cvparser.adapters.text_extractor.reading_order import read
from cvparser.adapters.text_extractor.rows import Glyph, is_bold_font
from cvparser.domain.cv.document import CVDocument
from cvparser.domain.cv.geometry import Page
from cvparser.domain.document import Document, DocumentType
from cvparser.domain.errors import (
    DynamicFormError,
    FileEncryptedError,
    InputError,
    NoTextLayerError,
    PdfCorruptError,
    PdfPortfolioError,
    TooManyPagesError,
    TypeNotAllowedError,
)
from cvparser.domain.profile import WarningCode
from cvparser.ports.text_extractor import TextExtractor

#: A CV has fewer pages.
MAX_PAGES = 50
#: Text smaller than this, in points, is not seen.
LEAST_SIZE = 1.5


class PdfplumberTextExtractor(TextExtractor):
    """Reads PDFs with pdfplumber, in this process."""

    async def extract(self, document: Document) -> CVDocument:
        if document.type is not DocumentType.PDF:
            raise TypeNotAllowedError
        return await asyncio.to_thread(read_pdf, document.content)


def read_pdf(content: bytes) -> CVDocument:
    """Return the text of a PDF. Raises as `TextExtractor.extract`."""
    try:
        return _read(content)
    except (InputError, MemoryError):
        raise
    except PdfminerException as error:
        cause = error.args[0] if error.args else None
        raise (FileEncryptedError if isinstance(cause, PDFPasswordIncorrect) else PdfCorruptError) from None
    except Exception:  # noqa: BLE001 - pdfminer lets any error of its own out on a damaged file
        raise PdfCorruptError from None


def _read(content: bytes) -> CVDocument:
    with pdfplumber.open(BytesIO(content)) as document:
        pages = document.pages
        if not pages:
            raise PdfCorruptError
        if len(pages) > MAX_PAGES:
            raise TooManyPagesError
        seen, glyphs, hidden = list[list[Glyph]](), 0, False
        for page in pages:
            seen.append(list(_glyphs(page)))
            hidden = hidden or len(seen[-1]) < len(page.chars)
            glyphs += len(page.chars)
            page.close()
        _refuse_envelope(document.doc.catalog)
        if not glyphs:
            raise NoTextLayerError
        metadata = document.metadata
        document_read = assemble(
            read(*seen),
            pages=[Page(width=float(page.width), height=float(page.height)) for page in pages],
            author=_text(metadata.get("Author")),
            title=_text(metadata.get("Title")),
            warnings=(WarningCode.HIDDEN_TEXT,) if hidden else (),
        )
        check_letters(document_read.text)
        return document_read


def _refuse_envelope(catalog: Mapping[str, object]) -> None:
    """Refuse a PDF whose pages are not the document, as far as its catalog says so."""
    form = resolve1(catalog.get("AcroForm"))
    if isinstance(form, dict) and "XFA" in form and (catalog.get("NeedsRendering") or not resolve1(form.get("Fields"))):
        raise DynamicFormError
    if "Collection" in catalog:
        raise PdfPortfolioError


def _glyphs(page: PdfPage) -> Iterator[Glyph]:
    """Return the glyphs that a reader sees, as far as pdfplumber tells: size and place, not ink."""
    for char in page.chars:
        size = char["bottom"] - char["top"]
        if size < LEAST_SIZE or not (0 <= char["x0"] <= page.width and 0 <= char["bottom"] <= page.height + 1):
            continue
        # The foot of the box stands below the baseline by about a fifth of the size.
        below = 0.2 * size
        is_bold = is_bold_font(char["fontname"])
        yield Glyph(char["text"], char["x0"], char["x1"], page.height - char["bottom"] + below, size, below, is_bold)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
