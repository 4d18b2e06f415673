"""A ZIP that is sent while it is made."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from cvparser.domain.data_subject import Exported

#: Of what is compressed already.
_COMPRESSED = (".pdf", ".docx", ".odt", ".zip")
#: The first moment that a ZIP can name: when what it holds came stands in it.
_NO_MOMENT = (1980, 1, 1, 0, 0, 0)
#: Read by their owner alone, where they are unpacked.
_MODE = 0o100600 << 16


class _Sink:
    """What a ZIP is written to: kept until it is taken."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, part: bytes) -> int:
        """Keep what is written."""
        self._parts.append(bytes(part))
        return len(part)

    def flush(self) -> None:
        """Do nothing: it is taken when it is wanted."""

    def take(self) -> bytes:
        """Return what was written since the last time."""
        taken = b"".join(self._parts)
        self._parts.clear()
        return taken


async def zipped(files: AsyncGenerator[Exported, None]) -> AsyncIterator[bytes]:
    """Yield the bytes of a ZIP of `files`, in memory one at a time and some hundred bytes for each.

    Where `files` break off, so does the ZIP, before its directory: no program takes it for a whole one.
    """
    sink = _Sink()
    archive = ZipFile(sink, "w", ZIP_DEFLATED)  # type: ignore[call-overload]  # what is written to need not seek
    async with aclosing(files):
        async for each in files:
            await asyncio.to_thread(_add, archive, each)
            yield sink.take()
    archive.close()
    yield sink.take()


def _add(archive: ZipFile, file: Exported) -> None:
    entry = ZipInfo(file.name, date_time=_NO_MOMENT)
    entry.external_attr = _MODE
    is_compressed = file.name.endswith(_COMPRESSED)
    archive.writestr(entry, file.content, compress_type=ZIP_STORED if is_compressed else ZIP_DEFLATED)
