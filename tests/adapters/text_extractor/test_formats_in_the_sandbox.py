"""Every format is read in a child that can open no file: what it needs was loaded before."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from tests.adapters.text_extractor.formats import (
    CANDIDATE,
    LINKEDIN,
    PASSPORT,
    PLANNER,
    archive,
    fodt,
    message,
    odt,
    resume,
)

from cvparser.adapters.text_extractor.sandbox import SandboxTextExtractor
from cvparser.domain.document import Document
from cvparser.domain.errors import TooComplexError
from cvparser.domain.sniffing import identify
from cvparser.testing.conformance.text_extractor import docx

_MAIL = (
    b"From: a@b.example\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n--x\n"
    b"Content-Type: text/html; charset=iso-8859-9\n\n<p>Senior Planner</p>\n--x--\n"
)
_PAGE = b"MIME-Version: 1.0\nContent-Type: text/html; charset=koi8-r\n\n<p>Senior Planner</p>"
FILES = {
    "a.odt": odt("<text:p>Senior Planner</text:p>"),
    "a.fodt": fodt("<text:p>Senior Planner</text:p>"),
    "a.rtf": b"{\\rtf1\\ansicpg1250 Senior Planner}",
    "a.html": b"<meta charset=iso-8859-2><p style='color: navy'>Senior Planner</p>",
    "a.mhtml": _PAGE,
    "a.eml": _MAIL,
    "a.msg": message("Dear Sir", {"cv.docx": docx("Senior Planner")}),
    "a.doc": (PLANNER / "planner.doc").read_bytes(),
    "a.json": resume(),
    "a.xml": PASSPORT.encode(),
    "b.xml": CANDIDATE.encode(),
    "a.zip": archive(dict(LINKEDIN)),
}


@pytest.fixture
async def sandbox() -> AsyncIterator[SandboxTextExtractor]:
    async with SandboxTextExtractor("pdfium", processes=2, timeout_s=20, memory_bytes=2**30) as extractor:
        yield extractor


async def test_every_format_is_read_in_a_child_with_no_file_of_its_own(sandbox: SandboxTextExtractor) -> None:
    for name, content in FILES.items():
        document = await sandbox.extract(Document(content=content, type=identify(content, name)))

        assert "Senior Planner" in document.text, name
        assert (document.facts is not None) == name.endswith((".json", ".xml", ".zip")), name

    deep = fodt("<text:section>" * 210 + "</text:section>" * 210)
    with pytest.raises(TooComplexError):
        await sandbox.extract(Document(content=deep, type=identify(deep, "a.fodt")))
