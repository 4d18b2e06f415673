"""Which reader reads what. Readers are imported when they are asked for: what is not installed is not needed."""

from __future__ import annotations

from collections.abc import Callable

from cvparser.domain.cv.document import CVDocument
from cvparser.domain.document import DocumentType
from cvparser.domain.errors import ConfigurationError

Reader = Callable[[bytes], CVDocument]

_MISSING = {
    DocumentType.PDF: "Reading PDF needs its extra: pip install 'cvparser[pdf]'.",
    DocumentType.DOCX: "Reading DOCX needs its extra: pip install 'cvparser[docx]'.",
}
#: What was looked for, and None for what is not installed: a child that can open no file cannot look again.
_FOUND: dict[tuple[DocumentType, str], Reader | None] = {}


def reader_of(document_type: DocumentType, *, pdf_engine: str) -> Reader:
    """Return the function that reads documents of this type.

    Raises:
        ConfigurationError: its library is not installed; the message says what to install.
    """
    key = (document_type, pdf_engine)
    if key not in _FOUND:
        try:
            _FOUND[key] = _import(document_type, pdf_engine)
        except ModuleNotFoundError:
            _FOUND[key] = None
    reader = _FOUND[key]
    if reader is None:
        raise ConfigurationError(_MISSING[document_type])
    return reader


def _import(document_type: DocumentType, pdf_engine: str) -> Reader:
    if document_type is DocumentType.TEXT:
        from cvparser.adapters.text_extractor.plain import read_text

        return read_text
    if document_type is DocumentType.DOCX:
        from cvparser.adapters.text_extractor.docx import read_docx

        return read_docx
    if pdf_engine == "pdfplumber":
        from cvparser.adapters.text_extractor.pdfplumber import read_pdf as read_with_pdfplumber

        return read_with_pdfplumber
    from cvparser.adapters.text_extractor.pdfium import read_pdf

    return read_pdf
