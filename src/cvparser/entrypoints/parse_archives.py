"""A ZIP of several CVs: its members one by one, within bounds; LinkedIn's export is one document itself."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from cvparser.domain.errors import (
    ArchiveTooManyEntriesError,
    DecompressionLimitError,
    DocumentCorruptError,
    FileEncryptedError,
)
from cvparser.domain.packages import is_linkedin_export
from cvparser.domain.sniffing import is_read

#: Members of an archive, and bytes of one: more is nobody's CV.
MAX_MEMBERS, MAX_MEMBER = 5_000, 50 * 2**20


def members_of(path: Path) -> list[str] | None:
    """Return the names of the documents in an archive; None for what is a document itself, or cannot be opened.

    Raises:
        ArchiveTooManyEntriesError: it has more members than anybody's folder of CVs.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, EOFError):
        return None
    if len(names) > MAX_MEMBERS:
        raise ArchiveTooManyEntriesError
    if is_linkedin_export(names):
        return None
    return list(dict.fromkeys(_documents(names)))


def member(path: Path, name: str) -> bytes:
    """Return the bytes of a member; nothing is written anywhere.

    Raises:
        FileEncryptedError, DecompressionLimitError, DocumentCorruptError: it has a password, is too large, is damaged.
        OSError: the archive cannot be read.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            entry = archive.getinfo(name)
            if entry.flag_bits & 1:
                raise FileEncryptedError
            if entry.file_size > MAX_MEMBER:
                raise DecompressionLimitError
            # No more is unpacked than it says, and its checksum is wrong where that is not all.
            with archive.open(entry) as part:
                return part.read(MAX_MEMBER)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, KeyError, EOFError, zlib.error):
        raise DocumentCorruptError from None


def _documents(names: list[str]) -> Iterator[str]:
    for name in names:
        path = PurePosixPath(name.replace("\\", "/"))
        is_hidden = any(part.startswith((".", "~$", "__MACOSX")) for part in path.parts if part != "..")
        if not name.endswith("/") and not is_hidden and is_read(path.suffix.lower().removeprefix(".")):
            yield name
