"""What extraction gets and gives."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from cvparser.domain.profile import WarningCode

#: Characters of text that a document may hold; beyond it is no CV.
MAX_TEXT_LENGTH = 200_000


class DocumentType(StrEnum):
    """The kinds of document that are read."""

    #: ISO 32000.
    PDF = "pdf"
    #: ISO/IEC 29500 WordprocessingML.
    DOCX = "docx"
    #: Plain text or Markdown in UTF-8, UTF-16 with a byte order mark, cp1254 or cp1252.
    TEXT = "txt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A submitted document.

    Attributes:
        content: The bytes as they came.
        type: What the bytes are, found by looking at them.
        file_name: The client's name for it, never trusted, never logged; None for submitted text.
    """

    content: bytes
    type: DocumentType
    file_name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractedText:
    """The text of a document in reading order. Personal: it lives in memory only.

    Attributes:
        text: Lines separated by a line feed; columns one after the other, sidebars apart; blocks separated by an
            empty line. No soft hyphen, no ligature code point, no form feed.
        page_count: Pages of a PDF; 1 for anything else.
        author: Author named in the document's metadata: a hint for finding the candidate's name, nothing else.
        title: Title named in the document's metadata, for the same.
        warnings: What was left out on purpose.
    """

    text: str
    page_count: int = 1
    author: str | None = None
    title: str | None = None
    warnings: tuple[WarningCode, ...] = ()
