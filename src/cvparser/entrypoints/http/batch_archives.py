"""A ZIP as items of a batch: its members, one at a time, within bounds.

Of a member's name the last part alone is used, as of any file's name, and nothing is written anywhere by it.
"""

from __future__ import annotations

import asyncio
import struct
import zipfile
import zlib
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from cvparser.domain.batch import BatchArchiveError, BatchTooLargeError
from cvparser.domain.batch_item import SentFile, SentItem, SentWrong
from cvparser.domain.errors import DecompressionLimitError
from cvparser.domain.packages import is_linkedin_export
from cvparser.entrypoints.http.batch_forms import SentArchive
from cvparser.entrypoints.http.errors import FileTooLargeError

#: Bytes of a ZIP: it is held until its last member is taken in.
MAX_ARCHIVE: Final = 64 * 2**20
#: Bytes that a directory may have for each member: its fixed part, its name, and what systems add to it.
_MAX_ENTRY: Final = 1_024
#: How much larger a member may become than it is packed. Texts shrink to a tenth, no CV to a hundredth.
MAX_RATIO: Final = 100
#: Below which no ratio is looked at: a small text of one letter is harmless.
_SMALL: Final = 2**20
_END, _END_SIZE = b"PK\x05\x06", 22
#: Bytes before a member, at least.
_LEAST_HEADER: Final = 30
#: Where systems keep what is no document of the sender's.
_NOT_SENT = ("__MACOSX/",)
_BROKEN = (
    zipfile.BadZipFile,
    NotImplementedError,
    RuntimeError,
    OSError,
    EOFError,
    ValueError,
    struct.error,
    zlib.error,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveBounds:
    """What a ZIP may hold.

    Attributes:
        members: Files, folders among them.
        member_bytes: Of each, unpacked.
        bytes: Of all together, unpacked.
    """

    members: int
    member_bytes: int
    bytes: int


async def items_of_zip(sent: SentArchive, bounds: ArchiveBounds) -> AsyncGenerator[SentItem, None]:
    """Yield the files in a ZIP in the order of its directory; folders and what systems add are no files.

    LinkedIn's data export is one CV itself. A member that is too large, is packed too well or is damaged fails alone.

    Raises:
        BatchArchiveError: it is no ZIP that can be used.
        BatchTooLargeError: it has more members than it may.
        DecompressionLimitError: it unpacks to more than it may.
    """
    archive = await asyncio.to_thread(_opened, sent.content, bounds)
    if is_linkedin_export(archive.namelist()):
        is_large = sent.size > bounds.member_bytes
        yield (
            SentWrong(error=FileTooLargeError(), label=sent.label)
            if is_large
            else SentFile(content=sent.content, file_name=sent.file_name, label=sent.label)
        )
        return
    left = bounds.bytes
    for entry in archive.infolist():
        if entry.is_dir() or entry.filename.startswith(_NOT_SENT) or _is_hidden(entry.filename):
            continue
        item = await asyncio.to_thread(_unpacked, archive, entry, bounds.member_bytes)
        left -= item.size
        if left < 0:
            raise DecompressionLimitError
        yield item


def _is_hidden(name: str) -> bool:
    return name.rpartition("/")[2].startswith(".")


def _opened(content: bytes, bounds: ArchiveBounds) -> zipfile.ZipFile:
    """Return the archive, its directory read; what that may cost is bounded before."""
    # A comment may follow the end, of 65,535 bytes at most.
    end = content.rfind(_END, max(0, len(content) - _END_SIZE - 65_535))
    if end < 0 or len(content) - end < _END_SIZE:
        raise BatchArchiveError
    members, size = struct.unpack("<10xHI", content[end : end + 16])
    # Of a ZIP64 the end says 65,535: more than any batch may have.
    if members > bounds.members:
        raise BatchTooLargeError
    if size > members * _MAX_ENTRY:
        raise BatchArchiveError
    try:
        archive = zipfile.ZipFile(BytesIO(content))
    except _BROKEN:
        raise BatchArchiveError from None
    entries = archive.infolist()
    is_encrypted = any(entry.flag_bits & 1 for entry in entries)
    if len(entries) != members or is_encrypted or _is_overlapping(entries, len(content)):
        raise BatchArchiveError
    return archive


def _is_overlapping(entries: list[zipfile.ZipInfo], length: int) -> bool:
    """Return whether a part of the archive is used twice: so a small one could hold any number of large files."""
    end = 0
    for entry in sorted(entries, key=lambda each: each.header_offset):
        if entry.header_offset < end:
            return True
        end = entry.header_offset + _LEAST_HEADER + entry.compress_size
    return end > length


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> SentItem:
    if entry.file_size > most:
        return SentWrong(error=FileTooLargeError())
    if entry.file_size > _SMALL and entry.file_size > entry.compress_size * MAX_RATIO:
        return SentWrong(error=DecompressionLimitError())
    try:
        with archive.open(entry) as member:
            # One more than it says it has: what says less than it is lies.
            content = member.read(entry.file_size + 1)
    except _BROKEN:
        return SentWrong(error=BatchArchiveError())
    if len(content) != entry.file_size:
        return SentWrong(error=BatchArchiveError())
    return SentFile(content=content, file_name=entry.filename, is_unpacked=True)
