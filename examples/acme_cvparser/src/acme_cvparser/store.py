"""A store of Acme's own: one file a document, in a folder that only the service may read."""

from __future__ import annotations

import asyncio
import os
import tempfile
from pathlib import Path

from cvparser.domain.errors import StorageUnavailableError
from cvparser.domain.job import FileLocation, JobId
from cvparser.ports.file_store import FileStore, NameTakenError

_LONGEST_NAME = 200
_SCHEME = "acme:"


class AcmeFileStore(FileStore):
    """Keeps documents below `folder`, which is made where there is none; on Linux.

    A file has no name until it is whole, so that an interrupted `put` leaves nothing.

    Args:
        folder: Where.
    """

    def __init__(self, *, folder: str) -> None:
        self._folder = Path(folder)

    def locate(self, name: str) -> FileLocation:
        """Return the place of a name."""
        if not 0 < len(name.encode()) <= _LONGEST_NAME or name in {".", ".."} or not name.isprintable() or "/" in name:
            raise StorageUnavailableError("This is no name of a file.")
        return FileLocation(f"{_SCHEME}{name}")

    async def put(self, name: str, content: bytes, *, job_id: JobId) -> FileLocation:
        """Keep the bytes, all or nothing."""
        location = self.locate(name)
        try:
            await asyncio.to_thread(self._write, self._path(location), content)
        except OSError:
            raise StorageUnavailableError from None
        return location

    async def get(self, location: FileLocation, *, job_id: JobId) -> bytes | None:
        """Return the bytes that are there, if any."""
        path = self._path(location)
        try:
            return await asyncio.to_thread(path.read_bytes)
        except FileNotFoundError:
            return None
        except OSError:
            raise StorageUnavailableError from None

    async def delete(self, location: FileLocation) -> None:
        """Remove what is there."""
        path = self._path(location)
        try:
            await asyncio.to_thread(path.unlink, missing_ok=True)
        except OSError:
            raise StorageUnavailableError from None

    async def check(self) -> None:
        """Return when a file can be written."""
        try:
            await asyncio.to_thread(self._try_out)
        except OSError:
            raise StorageUnavailableError from None

    def _path(self, location: FileLocation) -> Path:
        name = str(location).removeprefix(_SCHEME)
        if self.locate(name) != location:
            raise StorageUnavailableError("This place is none of Acme's store.")
        return self._folder / name

    def _try_out(self) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=self._folder) as file:
            file.write(b"?")

    def _write(self, path: Path, content: bytes) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            with os.fdopen(os.open(self._folder, os.O_TMPFILE | os.O_WRONLY, 0o600), "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
                # Unlike a rename it fails where somebody else was first.
                os.link(f"/proc/self/fd/{file.fileno()}", path.name, dst_dir_fd=folder)
            os.fsync(folder)
        except FileExistsError:
            if path.read_bytes() != content:
                raise NameTakenError from None
        finally:
            os.close(folder)
