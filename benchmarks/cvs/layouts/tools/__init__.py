"""Programs that set a page, each where it is installed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from shutil import which

from benchmarks.cvs.layouts.page import Sheet
from benchmarks.cvs.layouts.tools import chromium, libreoffice, plain_text, reportlab_pdf, typst_pdf, word


@dataclass(frozen=True, slots=True)
class Tool:
    """Sets a sheet as a file of one suffix; `program` is what must be installed for it, beside Python."""

    suffix: str
    set_page: Callable[[Sheet], bytes]
    program: str | None = None

    @property
    def is_there(self) -> bool:
        """Whether it can be used here."""
        return self.program is None or which(self.program) is not None


TOOLS = {
    "reportlab": Tool(".pdf", reportlab_pdf.set_page),
    "typst": Tool(".pdf", typst_pdf.set_page),
    "python-docx": Tool(".docx", word.set_page),
    "plain text": Tool(".txt", plain_text.set_page),
    "Chromium": Tool(".pdf", chromium.set_page, chromium.PROGRAM),
    "LibreOffice": Tool(".pdf", libreoffice.set_page, libreoffice.PROGRAM),
}
