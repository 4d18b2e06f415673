"""The least document of each type, for a reader to load with what it loads only when it reads."""

from __future__ import annotations

from io import BytesIO

from cvparser.domain.document import DocumentType

_WORDS = "Data Engineer, 2019 - 2024"
#: Without a table of its objects: readers find those themselves.
_PDF = (
    "%PDF-1.4\n"
    "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    "2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n"
    "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R"
    "/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj\n"
    f"4 0 obj<</Length {len(_WORDS) + 28}>>stream\nBT /F 12 Tf 72 700 Td ({_WORDS}) Tj ET\nendstream endobj\n"
    "trailer<</Root 1 0 R>>\n%%EOF"
)


def specimen(document_type: DocumentType) -> bytes:
    """Return a document of this type that has a few words."""
    if document_type is DocumentType.PDF:
        return _PDF.encode()
    if document_type is DocumentType.DOCX:
        return _docx()
    return _WORDS.encode()


def _docx() -> bytes:
    from docx import Document

    out = BytesIO()
    document = Document()
    document.add_paragraph(_WORDS)
    document.save(out)
    return out.getvalue()
