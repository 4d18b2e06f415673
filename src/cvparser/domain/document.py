"""What is submitted, and how much of it is read."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

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

    content: bytes = field(repr=False)
    type: DocumentType
    file_name: str | None = field(default=None, repr=False)
