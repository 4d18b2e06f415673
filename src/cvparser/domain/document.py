"""What is submitted, and how much of it is read."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

#: Characters of text that a document may hold; beyond it is no CV.
MAX_TEXT_LENGTH = 200_000


class DocumentType(StrEnum):
    """The kinds of document that are read.

    A deployment adds its own (`own_types`): they are types by their value, and no members of the class.
    """

    #: ISO 32000.
    PDF = "pdf"
    #: ISO/IEC 29500 WordprocessingML.
    DOCX = "docx"
    #: Plain text or Markdown in UTF-8, UTF-16 with a byte order mark, cp1254 or cp1252.
    TEXT = "txt"
    #: ISO/IEC 26300 OpenDocument text, packed, and as one file of XML.
    ODT = "odt"
    FLAT_ODT = "fodt"
    #: Rich Text Format.
    RTF = "rtf"
    #: A page of the web, and one saved with what belongs to it (RFC 2557).
    HTML = "html"
    MHTML = "mhtml"
    #: A message (RFC 5322), and one as Outlook keeps it.
    EML = "eml"
    MSG = "msg"
    #: Word 97 to 2003.
    DOC = "doc"
    #: Europass' XML, of 2013 (`SkillsPassport`) and later (`Candidate`).
    EUROPASS = "xml"
    #: JSON Resume, jsonresume.org.
    JSON_RESUME = "json"
    #: What LinkedIn sends whoever asks for their data.
    LINKEDIN = "zip"
    #: Pictures of pages: scans and photographs; a TIFF may have many.
    PNG = "png"
    JPEG = "jpg"
    WEBP = "webp"
    HEIC = "heic"
    TIFF = "tif"

    @classmethod
    def _missing_(cls, value: object) -> DocumentType | None:
        return _added.get(str(value))


#: What is read by OCR alone.
PICTURES = frozenset((DocumentType.PNG, DocumentType.JPEG, DocumentType.WEBP, DocumentType.HEIC, DocumentType.TIFF))


_added: dict[str, DocumentType] = {}


def add_type(value: str) -> DocumentType:
    """Return the type of a value, from now on one like any other in this process: added now, or in days gone by."""
    if value in DocumentType.__members__.values():
        return DocumentType(value)
    found = _added.get(value)
    if found is None:
        found = str.__new__(DocumentType, value)
        found._name_, found._value_ = value.upper(), value
        _added[value] = found
    return found


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
