"""A text in RTF in a file."""

from __future__ import annotations

import asyncio
import re

from cvparser.adapters.text_extractor.assembly import assemble
from cvparser.adapters.text_extractor.rich_text import rtf_lines
from cvparser.domain.cv.document import CVDocument
from cvparser.domain.document import Document, DocumentType
from cvparser.domain.errors import TypeNotAllowedError
from cvparser.domain.profile import WarningCode
from cvparser.ports.text_extractor import TextExtractor

#: What a file says of itself stands before its text.
_HEAD = 65_536
_AUTHOR, _TITLE = (re.compile(rb"\{\\" + name + rb" ([^{}\\]{1,200})\}") for name in (b"author", b"title"))


class RichTextExtractor(TextExtractor):
    """Reads RTF files, in this process."""

    async def extract(self, document: Document) -> CVDocument:
        if document.type is not DocumentType.RTF:
            raise TypeNotAllowedError
        return await asyncio.to_thread(read_rtf, document.content)


def read_rtf(content: bytes) -> CVDocument:
    """Return the text of a file in RTF. Raises as `TextExtractor.extract`."""
    lines, has_hidden = rtf_lines(content)
    author, title = (pattern.search(content, 0, _HEAD) for pattern in (_AUTHOR, _TITLE))
    return assemble(
        lines,
        author=author[1].decode("cp1252", "replace") if author else None,
        title=title[1].decode("cp1252", "replace") if title else None,
        warnings=(WarningCode.HIDDEN_TEXT,) if has_hidden else (),
    )
