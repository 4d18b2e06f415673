"""What a ZIP is that comes as a document: a DOCX, an ODT, LinkedIn's data export; and whether it may be opened."""

from __future__ import annotations

import html
import posixpath
import re
import struct
import zipfile
from collections.abc import Iterable
from io import BytesIO
from urllib.parse import unquote

from cvparser.domain.document import DocumentType
from cvparser.domain.errors import (
    ArchiveNotReadError,
    ArchiveTooManyEntriesError,
    DecompressionLimitError,
    DocumentCorruptError,
    DocumentError,
    DocxCorruptError,
    FileEncryptedError,
    MacroNotAllowedError,
    TypeMismatchError,
)

#: Bytes to which a package may unpack, and parts it may have.
MAX_UNPACKED, MAX_PARTS = 200 * 2**20, 2_000
ZIP = b"PK\x03\x04"
#: Files of LinkedIn's export, in small letters: each of them alone tells it.
LINKEDIN_FILES = frozenset({"profile.csv", "positions.csv"})

_ODT_TYPES = (b"application/vnd.oasis.opendocument.text", b"application/vnd.oasis.opendocument.text-template")
#: Parts of an ODT: its text, what lists the others, and where its macros are.
ODT_TEXT, _ODT_LIST, _ODT_MACROS = "content.xml", "META-INF/manifest.xml", ("basic/", "scripts/")
#: The main part's usual name, where the package does not relate one.
_WORD_PART, _TYPES_PART, _RELATIONS_PART = "word/document.xml", "[Content_Types].xml", "_rels/.rels"
_WORD_TYPE = b"application/vnd.openxmlformats-officedocument.wordprocessingml."
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
_DAMAGE = (zipfile.BadZipFile, NotImplementedError, UnicodeError, ValueError, OSError, EOFError, struct.error)


def package_type(content: bytes, ending: str) -> DocumentType:
    """Return what a ZIP is, whose name has that ending, having seen that it may be opened.

    Raises:
        ArchiveNotReadError, TypeMismatchError: it is nothing that is read; by a name that says so, or another.
        ArchiveTooManyEntriesError, DecompressionLimitError, MacroNotAllowedError, FileEncryptedError: it is not opened.
        DocxCorruptError, DocumentCorruptError: it is damaged.
    """
    corrupt = DocumentCorruptError if ending in ("odt", "ott", "zip") else DocxCorruptError
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            entries = archive.infolist()
            names = {entry.filename for entry in entries}
            if _is_odt(archive, names):
                corrupt = DocumentCorruptError
                _check_entries(entries, content, corrupt)
                _check_odt(archive, names)
                return DocumentType.ODT
            if is_linkedin_export(names):
                corrupt = DocumentCorruptError
                if any(entry.flag_bits & 1 for entry in entries):
                    raise FileEncryptedError
                _check_entries(entries, content, corrupt, may_hold_archives=True)
                return DocumentType.LINKEDIN
            if ending == "zip" and _TYPES_PART not in names:
                raise ArchiveNotReadError
            _check_entries(entries, content, corrupt)
            _check_docx(archive, names)
            return DocumentType.DOCX
    except _DAMAGE:
        raise corrupt from None


def _is_odt(archive: zipfile.ZipFile, names: set[str]) -> bool:
    if "mimetype" not in names:
        return False
    with archive.open("mimetype") as part:
        return part.read(100).strip() in _ODT_TYPES


def is_linkedin_export(names: Iterable[str]) -> bool:
    """Return whether LinkedIn's files are there: at the top, or in one folder."""
    return any(name.count("/") <= 1 and name.lower().rpartition("/")[2] in LINKEDIN_FILES for name in names)


def _check_odt(archive: zipfile.ZipFile, names: set[str]) -> None:
    if any(name.lower().startswith(_ODT_MACROS) and not name.endswith(("/", "-lc.xml", "-lb.xml")) for name in names):
        raise MacroNotAllowedError
    if _ODT_LIST in names:
        with archive.open(_ODT_LIST) as part:
            # Encrypted parts have their password's salt in the list; each of them is listed.
            if b"encryption-data" in part.read(_MOST_TYPES):
                raise FileEncryptedError
    if ODT_TEXT not in names:
        raise DocumentCorruptError


def _check_docx(archive: zipfile.ZipFile, names: set[str]) -> None:
    types = _content_types(archive, names)
    main = _main_part(archive, names)
    is_remote = any(_has_remote_template(archive, name) for name in names if name.endswith(".rels"))
    if is_remote or any(name.lower().endswith("vbaproject.bin") for name in names) or b"macroEnabled" in types:
        raise MacroNotAllowedError
    if main not in names or (main != _WORD_PART and _WORD_TYPE not in types):
        raise DocxCorruptError if _WORD_TYPE in types or not types else TypeMismatchError
    if _WORD_TYPE + b"document.main+xml" not in types and _WORD_TYPE + b"template.main+xml" not in types:
        raise DocxCorruptError


def _check_entries(
    entries: list[zipfile.ZipInfo],
    content: bytes,
    corrupt: type[DocumentError],
    *,
    may_hold_archives: bool = False,
) -> None:
    holds_archive = any(entry.filename.lower().endswith((".zip", ".docx", ".jar")) for entry in entries)
    if len(entries) > MAX_PARTS or (holds_archive and not may_hold_archives):
        raise ArchiveTooManyEntriesError
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise DecompressionLimitError
    if len({entry.filename for entry in entries}) < len(entries) or any(entry.flag_bits & 1 for entry in entries):
        raise corrupt
    end = 0
    for entry in sorted(entries, key=lambda each: each.header_offset):
        if entry.header_offset < end or content[entry.header_offset : entry.header_offset + 4] != ZIP:
            raise corrupt
        end = entry.header_offset + 30 + entry.compress_size
    if end > len(content):
        raise corrupt


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
