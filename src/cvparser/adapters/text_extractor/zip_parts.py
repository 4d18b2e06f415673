"""Files of a ZIP, none larger than it may be, whatever the archive says of it."""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO

from cvparser.domain.errors import DecompressionLimitError, DocumentCorruptError

#: Bytes that a file may unpack to.
MAX_PART = 50 * 2**20


class ZipParts:
    """A ZIP whose files are read by name."""

    def __init__(self, content: bytes) -> None:
        """Open it. Raises `DocumentCorruptError` where it is none."""
        try:
            self._archive = zipfile.ZipFile(BytesIO(content))
        except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, EOFError):
            raise DocumentCorruptError from None
        self._entries = {entry.filename: entry for entry in self._archive.infolist()}

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its files, in order."""
        return tuple(self._entries)

    def read(self, name: str, most: int = MAX_PART) -> bytes:
        """Return the bytes of a file.

        Raises:
            KeyError: there is none of that name.
            DecompressionLimitError: it has more bytes than `most`.
            DocumentCorruptError: it cannot be unpacked, or has not what the archive says.
        """
        entry = self._entries[name]
        if entry.file_size > most:
            raise DecompressionLimitError
        try:
            # No more is unpacked than it says, and its checksum is wrong where that is not all.
            with self._archive.open(entry) as part:
                return part.read(most)
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, OSError, EOFError, zlib.error):
            raise DocumentCorruptError from None
