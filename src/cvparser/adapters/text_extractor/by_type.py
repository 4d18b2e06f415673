"""The reader of each type of document, imported when it is asked for: what is not installed is not needed.

A type that is read in another way is a line of `_READERS`, and one of `_MISSING` if it needs an extra; readers of
messages are given `reader_of` for what is attached, and pictures are read by OCR where that is given.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib import import_module

from cvparser.adapters.text_extractor.ocr_choice import OcrChoice
from cvparser.domain import own_types
from cvparser.domain.cv.document import CVDocument
from cvparser.domain.document import PICTURES, DocumentType
from cvparser.domain.errors import ConfigurationError, NoTextLayerError

Reader = Callable[[bytes], CVDocument]

#: Type -> the module here, and the function in it, that reads it; of PDF by the engine that is set.
_READERS = {
    DocumentType.TEXT: "plain:read_text",
    DocumentType.DOCX: "docx:read_docx",
    DocumentType.ODT: "odt:read_odt",
    DocumentType.FLAT_ODT: "odt:read_fodt",
    DocumentType.RTF: "rich_text_file:read_rtf",
    DocumentType.HTML: "web_file:read_html",
    DocumentType.MHTML: "web_file:read_mhtml",
    DocumentType.EML: "mail:read_eml",
    DocumentType.MSG: "outlook:read_msg",
    DocumentType.DOC: "word97:read_doc",
    DocumentType.EUROPASS: "europass:read_europass",
    DocumentType.JSON_RESUME: "json_resume:read_json_resume",
    DocumentType.LINKEDIN: "linkedin:read_linkedin",
    **dict.fromkeys(PICTURES, "picture:read_picture"),
}
_PDF_READERS = {"pdfium": "pdfium:read_pdf", "pdfplumber": "pdfplumber:read_pdf"}
_OURS = frozenset((DocumentType.PDF, *_READERS))
#: Types in which documents of other types are attached.
HOLDING = frozenset((DocumentType.EML, DocumentType.MSG))
_NEEDS_DOCX = "Reading {} needs its extra: pip install 'cvparser[docx]'."
_MISSING = {
    DocumentType.PDF: "Reading PDF needs its extra: pip install 'cvparser[pdf]'.",
    DocumentType.DOCX: _NEEDS_DOCX.format("DOCX"),
    DocumentType.ODT: _NEEDS_DOCX.format("ODT"),
    DocumentType.FLAT_ODT: _NEEDS_DOCX.format("FODT"),
    DocumentType.EUROPASS: _NEEDS_DOCX.format("Europass XML"),
    **dict.fromkeys(PICTURES, "Reading pictures needs its extra: pip install 'cvparser[ocr]'."),
}
#: What was looked for, and None for what is not installed: a child that can open no file cannot look again.
_FOUND: dict[tuple[DocumentType, str, OcrChoice | None], Reader | None] = {}


def reader_of(document_type: DocumentType, *, pdf_engine: str, ocr: OcrChoice | None = None) -> Reader:
    """Return the function that reads documents of this type, with what is in their pictures where `ocr` is given.

    Raises:
        ConfigurationError: its library is not installed; the message says what to install.
    """
    key = (document_type, pdf_engine, ocr)
    if key not in _FOUND:
        try:
            _FOUND[key] = _import(document_type, pdf_engine, ocr)
        except ModuleNotFoundError:
            _FOUND[key] = None
    reader = _FOUND[key]
    if reader is None:
        own = f"Reading {document_type.value} needs a module that is not installed, or the package that adds it."
        raise ConfigurationError(_MISSING.get(document_type, own))
    return reader


def _import(document_type: DocumentType, pdf_engine: str, ocr: OcrChoice | None) -> Reader | None:
    if document_type not in _OURS:
        own = own_types.reader_of(document_type)
        return None if own is None else _with_text_read(own)
    if document_type is DocumentType.PDF:
        return _with_attached(_telling_several(_pdf_reader(pdf_engine, ocr)))
    if document_type in PICTURES:
        return _picture_reader(document_type, ocr)
    if document_type is DocumentType.DOCX:
        return partial(_named(_READERS[document_type]), ocr=ocr)
    read = _named(_READERS[document_type])
    if document_type in HOLDING:
        return partial(read, reader_of=partial(reader_of, pdf_engine=pdf_engine, ocr=ocr))
    return read


def _named(place: str) -> Callable[..., CVDocument]:
    module, _, name = place.partition(":")
    found: Callable[..., CVDocument] = getattr(import_module(f"{__package__}.{module}"), name)
    return found


def _pdf_reader(engine: str, ocr: OcrChoice | None) -> Reader:
    if ocr is None:
        return _named(_PDF_READERS[engine])
    # Pages are painted for OCR by PDFium, whichever engine reads text.
    read = _named(_PDF_READERS["pdfium"])
    return lambda content: read(content, scans=ocr.pages())


def _picture_reader(document_type: DocumentType, ocr: OcrChoice | None) -> Reader:
    if ocr is None:
        return _read_no_picture
    read = _named(_READERS[document_type])
    return lambda content: read(content, document_type, pages=ocr.pages())


def _with_text_read(read: Callable[[bytes], str | CVDocument]) -> Reader:
    """Return a reader that reads what `read` gives as text as a text file is read."""
    read_text: Reader = import_module(f"{__package__}.plain").read_text

    def read_document(content: bytes) -> CVDocument:
        found = read(content)
        return read_text(found.encode()) if isinstance(found, str) else found

    return read_document


def _read_no_picture(content: bytes) -> CVDocument:
    raise NoTextLayerError


def _with_attached(read: Reader) -> Reader:
    """Return a reader of PDFs that looks at what is attached, too, where XML can be read."""
    try:
        facts = import_module(f"{__package__}.pdf_attached").with_attached_facts
    except ModuleNotFoundError:
        return read

    def read_with_facts(content: bytes) -> CVDocument:
        document: CVDocument = facts(read(content), content)
        return document

    return read_with_facts


def _telling_several(read: Reader) -> Reader:
    """Return a reader that tells a document with the CVs of several people."""
    tell = import_module(f"{__package__}.several").with_several_told

    def read_and_tell(content: bytes) -> CVDocument:
        document: CVDocument = tell(read(content))
        return document

    return read_and_tell
