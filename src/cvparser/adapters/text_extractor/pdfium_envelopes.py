"""PDFs whose pages are not the document: dynamic forms, and covers with documents inside."""

from __future__ import annotations

import pypdfium2
import pypdfium2.raw as pdfium_c

from cvparser.domain.errors import DynamicFormError, PdfPortfolioError

#: Glyphs of a page that asks to wait, or to open another viewer; a CV has more.
_MOST_OF_COVER = 1_000
#: Attached files that are looked at.
_MOST_ATTACHED = 100
_DOCUMENTS = (".pdf", ".docx", ".doc", ".odt", ".rtf", ".txt")
#: What a portfolio says; newer ones may say it packed.
_PORTFOLIO = b"/Collection"


def refuse_envelope(document: pypdfium2.PdfDocument, content: bytes, *, glyphs: int, has_fields: bool) -> None:
    """Look at a document of so many glyphs, of which some may stand in fields.

    Raises:
        DynamicFormError: a viewer builds its pages from a form within.
        PdfPortfolioError: it is a cover of the documents within.
    """
    is_short = len(document) == 1 and glyphs < _MOST_OF_COVER
    form = document.get_formtype()
    if form == pdfium_c.FORMTYPE_XFA_FULL:
        raise DynamicFormError
    if form == pdfium_c.FORMTYPE_XFA_FOREGROUND and is_short and not has_fields:
        raise DynamicFormError
    if (is_short or _PORTFOLIO in content) and _holds_documents(document):
        raise PdfPortfolioError


def _holds_documents(document: pypdfium2.PdfDocument) -> bool:
    count = min(pdfium_c.FPDFDoc_GetAttachmentCount(document), _MOST_ATTACHED)
    return any(document.get_attachment(number).get_name().lower().endswith(_DOCUMENTS) for number in range(count))
