"""What a file is, by its content; its name must agree."""

from __future__ import annotations

import html
import posixpath
import re
import struct
import zipfile
from io import BytesIO
from urllib.parse import unquote

from cvparser.domain.document import MAX_TEXT_LENGTH, DocumentType
from cvparser.domain.errors import (
    ArchiveTooManyEntriesError,
    DecompressionLimitError,
    DocxCorruptError,
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
from cvparser.domain.plain_text import check_is_read, decode, decoded, is_blank

#: Bytes to which a DOCX may unpack, and parts it may have.
MAX_UNPACKED, MAX_PARTS = 200 * 2**20, 2_000
#: Bytes before which a PDF's header must stand (ISO 32000-1, annex H, note 13).
HEADER_REACH = 1_024

_TYPES = {
    "": None,
    "pdf": DocumentType.PDF,
    "docx": DocumentType.DOCX,
    "txt": DocumentType.TEXT,
    "text": DocumentType.TEXT,
    "md": DocumentType.TEXT,
    "markdown": DocumentType.TEXT,
}
_PDF, _ZIP, _ZIP_END, _OLE = b"%PDF-", b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
#: The main part's usual name, where the package does not relate one.
_WORD_PART, _TYPES_PART, _RELATIONS_PART = "word/document.xml", "[Content_Types].xml", "_rels/.rels"
_WORD_TYPE = b"application/vnd.openxmlformats-officedocument.wordprocessingml."
#: A header right behind other bytes: nobody writes so of it.
_GLUED = re.compile(rb"[^\s\"'`(<\[]%PDF-")
#: Blanks, and the bytes of a mark that says UTF-8.
_BLANKS = b" \t\r\n\f\0\xef\xbb\xbf"
#: What no PDF is without: the head of an object, or of an archive of them.
_OBJECT = re.compile(rb"\d\s+\d+\s+obj\b|\bstartxref\b|PK\x03\x04|PK\x05\x06")
#: From its `<` to the next: an attribute may hold `>`, and what is never closed is gone through once.
_RELATIONSHIP = re.compile(rb"<(?:[^\s<>:/]++:)?Relationship\s[^<]*+")
_REMOTE = re.compile(
    rb"""Target\s*=\s*["']\s*(?:(?!file:)[a-z][a-z0-9+.-]+:|file://[^/]|[\\/]{2}|file:/{4,})""", re.IGNORECASE
)
#: What relates a package to its main part, in Transitional and in Strict.
_MAIN = re.compile(rb"""\sType\s*=\s*["'][^"'<>]{1,200}/officeDocument["']""")
_TARGET = re.compile(rb"""\sTarget\s*=\s*(?:"([^"<]{1,1000})"|'([^'<]{1,1000})')""")
#: Bytes of the part that lists the types of the others, and of one that lists relationships.
_MOST_TYPES = 2**20


def identify(content: bytes, file_name: str) -> DocumentType:
    """Return the type of `content`, which must agree with the ending of `file_name`, if it has one.

    Raises:
        FileEmptyError: no bytes.
        TypeNotAllowedError, LegacyDocError, MacroNotAllowedError: a type that is not read.
        TypeMismatchError, TypeAmbiguousError: the content is not, or not only, what the name says.
        FileEncryptedError: a DOCX with a password.
        DocxCorruptError, ArchiveTooManyEntriesError, DecompressionLimitError: a DOCX that must not be opened.
        TextNotDecodableError, TextEmptyError, TextTooLongError: a text that cannot be used.
    """
    if not content:
        raise FileEmptyError
    ending = _ending(file_name)
    if content.startswith(_OLE):
        raise _ole_error(content, ending)
    if ending == "docm":
        raise MacroNotAllowedError
    if ending not in _TYPES:
        raise TypeNotAllowedError
    found = _by_content(content)
    wanted = _TYPES[ending] or found
    if found is not wanted:
        raise TypeMismatchError
    if found is DocumentType.DOCX:
        _check_archive(content)
    elif found is DocumentType.TEXT:
        _check_text(content)
    return found


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


def _ole_error(content: bytes, ending: str) -> FileEncryptedError | LegacyDocError | TypeMismatchError:
    if _ENCRYPTED_PACKAGE in content:
        return FileEncryptedError()
    return LegacyDocError() if ending in ("", "doc", "docx") else TypeMismatchError()


def _by_content(content: bytes) -> DocumentType:
    header = -1 if _quotes_a_pdf(content) else content.find(_PDF, 0, HEADER_REACH + len(_PDF))
    is_zip = content.startswith(_ZIP)
    if header >= 0:
        if is_zip or _has_archive(content):
            raise TypeAmbiguousError
        return DocumentType.PDF
    if is_zip:
        if _PDF in content[max(content.rfind(_ZIP_END), 0) :]:
            raise TypeAmbiguousError
        return DocumentType.DOCX
    if _PDF in content and not _quotes_a_pdf(content):
        raise TypeAmbiguousError
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


def _check_archive(content: bytes) -> None:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            entries = archive.infolist()
            _check_entries(entries, content)
            names = {entry.filename for entry in entries}
            types = _content_types(archive, names)
            main = _main_part(archive, names)
            is_remote = any(_has_remote_template(archive, name) for name in names if name.endswith(".rels"))
    except (zipfile.BadZipFile, NotImplementedError, UnicodeError, ValueError, OSError, EOFError, struct.error):
        raise DocxCorruptError from None
    if is_remote or any(name.lower().endswith("vbaproject.bin") for name in names) or b"macroEnabled" in types:
        raise MacroNotAllowedError
    if main not in names or (main != _WORD_PART and _WORD_TYPE not in types):
        raise DocxCorruptError if _WORD_TYPE in types or not types else TypeMismatchError
    if _WORD_TYPE + b"document.main+xml" not in types and _WORD_TYPE + b"template.main+xml" not in types:
        raise DocxCorruptError


def _check_entries(entries: list[zipfile.ZipInfo], content: bytes) -> None:
    if len(entries) > MAX_PARTS or any(entry.filename.lower().endswith((".zip", ".docx", ".jar")) for entry in entries):
        raise ArchiveTooManyEntriesError
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise DecompressionLimitError
    if len({entry.filename for entry in entries}) < len(entries) or any(entry.flag_bits & 1 for entry in entries):
        raise DocxCorruptError
    end = 0
    for entry in sorted(entries, key=lambda each: each.header_offset):
        if entry.header_offset < end or content[entry.header_offset : entry.header_offset + 4] != _ZIP:
            raise DocxCorruptError
        end = entry.header_offset + 30 + entry.compress_size
    if end > len(content):
        raise DocxCorruptError


def _main_part(archive: zipfile.ZipFile, names: set[str]) -> str:
    """Return the name of the part that the package relates as its document; programs differ in what they call it."""
    for found in _relationships(archive, _RELATIONS_PART) if _RELATIONS_PART in names else ():
        target = _TARGET.search(found)
        if target is not None and _MAIN.search(found):
            path = unquote(html.unescape((target[1] or target[2]).decode("utf-8", "replace"))).replace("\\", "/")
            name = posixpath.normpath(posixpath.join("/", path)).lstrip("/")
            return next((each for each in names if each.lower() == name.lower()), name)
    return _WORD_PART


def _has_remote_template(archive: zipfile.ZipFile, name: str) -> bool:
    """Return whether relationships name a template on another machine: macros that come later. Local ones are usual."""
    return any(b"/attachedTemplate" in found and _REMOTE.search(found) for found in _relationships(archive, name))


def _relationships(archive: zipfile.ZipFile, name: str) -> list[bytes]:
    with archive.open(name) as part:
        # UTF-16 differs from ASCII by its zero bytes only.
        listed = part.read(_MOST_TYPES).replace(b"\0", b"")
    return _RELATIONSHIP.findall(listed)


def _content_types(archive: zipfile.ZipFile, names: set[str]) -> bytes:
    if _TYPES_PART not in names:
        # No Office file at all: whatever it is, it is not what a CV's name says.
        raise TypeMismatchError
    with archive.open(_TYPES_PART) as part:
        return part.read(_MOST_TYPES)
