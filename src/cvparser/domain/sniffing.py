"""What a file is, by its content; its name must agree."""

from __future__ import annotations

import re
import struct

from cvparser.domain import own_types
from cvparser.domain.document import MAX_TEXT_LENGTH, DocumentType
from cvparser.domain.errors import (
    FileEmptyError,
    FileEncryptedError,
    LegacyDocError,
    MacroNotAllowedError,
    TextEmptyError,
    TextNotDecodableError,
    TextTooLongError,
    TypeAmbiguousError,
    TypeMismatchError,
    TypeNotAllowedError,
)
from cvparser.domain.packages import MAX_PARTS, MAX_UNPACKED, ZIP, package_type
from cvparser.domain.plain_text import check_is_read, decode, decoded, is_blank
from cvparser.domain.sources import source_type

__all__ = ["ENDINGS", "HEADER_REACH", "MAX_PARTS", "MAX_UNPACKED", "OLE", "identify"]

#: Bytes before which a PDF's header must stand (ISO 32000-1, annex H, note 13).
HEADER_REACH = 1_024

_PAGES = (DocumentType.HTML, DocumentType.MHTML)
#: Ending of a name -> what such a file may be; programs also write pages and RTF into what they call `.doc`.
_TYPES: dict[str, tuple[DocumentType, ...]] = {
    "": tuple(DocumentType),
    "pdf": (DocumentType.PDF,),
    "docx": (DocumentType.DOCX,),
    "txt": (DocumentType.TEXT,),
    "text": (DocumentType.TEXT,),
    "md": (DocumentType.TEXT,),
    "markdown": (DocumentType.TEXT,),
    "odt": (DocumentType.ODT, DocumentType.FLAT_ODT),
    "ott": (DocumentType.ODT,),
    "fodt": (DocumentType.FLAT_ODT,),
    "rtf": (DocumentType.RTF,),
    "html": _PAGES,
    "htm": _PAGES,
    "xhtml": (DocumentType.HTML,),
    "mhtml": (DocumentType.MHTML, DocumentType.EML),
    "mht": (DocumentType.MHTML, DocumentType.EML),
    "eml": (DocumentType.EML, DocumentType.MHTML),
    "msg": (DocumentType.MSG,),
    "doc": (DocumentType.DOC, DocumentType.RTF, *_PAGES),
    "xml": (DocumentType.EUROPASS, DocumentType.FLAT_ODT),
    "json": (DocumentType.JSON_RESUME,),
    "zip": (DocumentType.LINKEDIN,),
    "png": (DocumentType.PNG,),
    "jpg": (DocumentType.JPEG,),
    "jpeg": (DocumentType.JPEG,),
    "webp": (DocumentType.WEBP,),
    "heic": (DocumentType.HEIC,),
    "heif": (DocumentType.HEIC,),
    "tif": (DocumentType.TIFF,),
    "tiff": (DocumentType.TIFF,),
}
#: What a file's name may end in, without its dot.
ENDINGS = frozenset(_TYPES) - {""}
_PDF, _ZIP_END, OLE = b"%PDF-", b"PK\x05\x06", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: Names in the directory of a compound file (MS-CFB) that tell what it is.
_ENCRYPTED, _WORD, _MESSAGE = (
    name.encode("utf-16-le") for name in ("EncryptedPackage", "WordDocument", "__properties_version1.0")
)
#: How pictures begin: PNG, JPEG, TIFF of either order of bytes, WebP, and HEIC by the brands of its first box.
_PICTURES: tuple[tuple[re.Pattern[bytes], DocumentType], ...] = (
    (re.compile(rb"\x89PNG\r\n\x1a\n"), DocumentType.PNG),
    (re.compile(rb"\xff\xd8\xff"), DocumentType.JPEG),
    (re.compile(rb"II\*\0|MM\0\*|II\+\0|MM\0\+"), DocumentType.TIFF),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), DocumentType.WEBP),
    (re.compile(rb"\0\0\0.ftyp(?:hei[cxms]|hev[cxms]|mif1|msf1)", re.DOTALL), DocumentType.HEIC),
)
#: A header right behind other bytes: nobody writes so of it.
_GLUED = re.compile(rb"[^\s\"'`(<\[]%PDF-")
#: Blanks, and the bytes of a mark that says UTF-8.
_BLANKS = b" \t\r\n\f\0\xef\xbb\xbf"
#: What no PDF is without: the head of an object, or of an archive of them.
_OBJECT = re.compile(rb"\d\s+\d+\s+obj\b|\bstartxref\b|PK\x03\x04|PK\x05\x06")


def identify(content: bytes, file_name: str) -> DocumentType:
    """Return the type of `content`, which must agree with the ending of `file_name`, if it has one.

    Raises:
        FileEmptyError: no bytes.
        TypeNotAllowedError, LegacyDocError, MacroNotAllowedError: a type that is not read.
        TypeMismatchError, TypeAmbiguousError: the content is not, or not only, what the name says.
        FileEncryptedError: a document with a password.
        ArchiveNotReadError: a ZIP of whatever.
        DocxCorruptError, DocumentCorruptError, ArchiveTooManyEntriesError, DecompressionLimitError: a document that
            must not be opened.
        TextNotDecodableError, TextEmptyError, TextTooLongError: a text that cannot be used.
    """
    if not content:
        raise FileEmptyError
    ending = _ending(file_name)
    if ending == "docm":
        raise MacroNotAllowedError
    own = None if _is_of_ours(content, ending) else own_types.told(content, ending)
    if own is not None:
        return own
    if not content.startswith(OLE) and ending not in _TYPES:
        raise TypeNotAllowedError
    found = _of_compound(content, ending) if content.startswith(OLE) else _by_content(content, ending)
    if found not in _TYPES[ending]:
        raise TypeMismatchError
    if found is DocumentType.TEXT:
        _check_text(content)
    return found


def is_read(ending: str) -> bool:
    """Return whether files are read whose name ends so, without its dot."""
    return ending in ENDINGS or own_types.is_own_ending(ending)


def _is_of_ours(content: bytes, ending: str) -> bool:
    """Return whether nobody else is asked: its name ends as one of ours, or has no ending and it begins as one."""
    return ending in ENDINGS or (not ending and content.startswith((_PDF, ZIP, OLE)))


def _check_text(content: bytes) -> None:
    text = decode(content)
    if is_blank(text):
        raise TextEmptyError
    if len(text) > MAX_TEXT_LENGTH:
        raise TextTooLongError


def _ending(file_name: str) -> str:
    last = file_name.replace("\\", "/").rpartition("/")[2].strip().rstrip(".")
    stem, dot, ending = last.rpartition(".")
    return ending.casefold() if dot and stem else ""


def _of_compound(content: bytes, ending: str) -> DocumentType:
    if _ENCRYPTED in content:
        raise FileEncryptedError
    if ending and ending not in _TYPES:
        raise TypeMismatchError
    if _MESSAGE in content:
        # A message may have a file of Word attached.
        return DocumentType.MSG
    if _WORD in content:
        return DocumentType.DOC
    raise LegacyDocError if ending in ("", "doc", "docx") else TypeMismatchError


def _by_content(content: bytes, ending: str) -> DocumentType:
    header = -1 if _quotes_a_pdf(content) else content.find(_PDF, 0, HEADER_REACH + len(_PDF))
    is_zip = content.startswith(ZIP)
    picture = next((kind for begins, kind in _PICTURES if begins.match(content)), None)
    if picture is not None and header < 0 and not _has_archive(content):
        return picture
    if header >= 0:
        if is_zip or picture is not None or _has_archive(content):
            raise TypeAmbiguousError
        return DocumentType.PDF
    if is_zip:
        if _PDF in content[max(content.rfind(_ZIP_END), 0) :]:
            raise TypeAmbiguousError
        return package_type(content, ending)
    if _PDF in content and not _quotes_a_pdf(content):
        raise TypeAmbiguousError
    source = source_type(content, ending)
    if source is not None:
        return source
    try:
        text = decoded(content[:4096] if _is_cut_safe(content) else content)
    except TextNotDecodableError:
        if _looks_binary(content):
            raise TypeMismatchError from None
        raise
    check_is_read(text)
    return DocumentType.TEXT


def _quotes_a_pdf(content: bytes) -> bool:
    """Return whether this is a text that speaks of a PDF's header: as a word, not at its start, and with no object."""
    return (
        _PDF in content
        and not content.lstrip(_BLANKS).startswith(_PDF)
        and not _GLUED.search(content)
        and not _OBJECT.search(content)
    )


def _is_cut_safe(content: bytes) -> bool:
    """Return whether the first bytes are plain ASCII, so that cutting them breaks no character."""
    return len(content) > 4096 and content[:4096].isascii()


def _looks_binary(content: bytes) -> bool:
    known = (b"MZ", b"\x7fELF", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"RIFF", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf")
    return content.startswith(known)


def _has_archive(content: bytes) -> bool:
    """Return whether a ZIP ends where the file ends: what makes a reader of archives take it for one."""
    end = content.rfind(_ZIP_END, max(0, len(content) - 65_557))
    if end < 0 or len(content) - end < 22:
        return False
    entries, size, offset = struct.unpack("<10xHII", content[end : end + 20])
    return bool(entries) and size > 0 and offset + size <= len(content)
