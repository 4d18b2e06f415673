"""What a document may be given as: a path, bytes, or a file that is open."""

from __future__ import annotations

from os import PathLike
from pathlib import Path
from typing import Protocol


class BinaryFile(Protocol):
    """A file open for reading bytes, such as `open(path, "rb")`, `io.BytesIO` or an upload of a web framework."""

    def read(self) -> bytes:
        """Return what it holds from where it stands."""


#: A path, the bytes of a document, or a binary file.
Source = str | PathLike[str] | bytes | bytearray | memoryview | BinaryFile


def read(source: Source, name: str | None) -> tuple[bytes, str]:
    """Return the bytes of a document and its name, which is `name` or else that of the file, or empty.

    Raises:
        OSError: it cannot be read.
        TypeError: it is none of what a document may be given as, or a file that is open as text.
    """
    if isinstance(source, str | PathLike):
        path = Path(source)
        return path.read_bytes(), path.name if name is None else name
    if isinstance(source, bytes | bytearray | memoryview):
        return bytes(source), name or ""
    if not hasattr(source, "read"):
        raise TypeError(f"A document is a path, bytes or a binary file, not {type(source).__name__}.")
    content = source.read()
    if not isinstance(content, bytes):
        raise TypeError("The file gives no bytes: open it as binary, and await it first where its read() is async.")
    return content, _name_of(source) if name is None else name


def _name_of(file: BinaryFile) -> str:
    named = getattr(file, "name", None)
    return Path(named).name if isinstance(named, str) else ""
