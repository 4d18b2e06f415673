"""Files in a folder of this machine."""

from __future__ import annotations

import asyncio
import os
import stat
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from types import TracebackType
from typing import Self
from uuid import uuid4

from cvparser.domain.errors import ConfigurationError, StorageUnavailableError
from cvparser.domain.job import FileLocation
from cvparser.ports.file_store import FileStore

_UNFINISHED = ".unfinished-"
_UNFINISHED_AGE = timedelta(hours=1)


class LocalFileStore(FileStore):
    """Keeps files in `folder`, which only its owner can read.

    A file is written beside its place, flushed to the disk and then linked to its name, so that a reader sees all of
    it or nothing and no other file is ever overwritten.

    Raises:
        ConfigurationError: on entering, when the folder is somebody else's, open to others, or cannot be made.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder.absolute()

    async def __aenter__(self) -> Self:
        await asyncio.to_thread(_make_private, self._folder)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None

    async def put(self, name: str, content: bytes) -> FileLocation:
        place = self._folder / name
        self._require_ours(place)
        await asyncio.to_thread(_write, place, content)
        return FileLocation(str(place))

    async def get(self, location: FileLocation) -> bytes | None:
        return await asyncio.to_thread(_read, self._require_ours(Path(location)))

    async def delete(self, location: FileLocation) -> None:
        await asyncio.to_thread(_remove, self._require_ours(Path(location)))

    async def older_than(self, age: timedelta) -> Sequence[FileLocation]:
        return await asyncio.to_thread(_older_than, self._folder, age)

    def _require_ours(self, place: Path) -> Path:
        if place.parent != self._folder or place.name in {"", ".", ".."}:
            raise StorageUnavailableError
        return place


@contextmanager
def _mapped() -> Iterator[None]:
    try:
        yield
    except OSError:
        # Without its cause: the name of a file can be the name of a person.
        raise StorageUnavailableError from None


def _make_private(folder: Path) -> None:
    setting = "CVPARSER_FILE_DIR"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = folder.lstat()
    except OSError as error:
        raise ConfigurationError(f"{setting}: the folder cannot be made: {error.strerror}.") from None
    if not stat.S_ISDIR(found.st_mode):
        raise ConfigurationError(f"{setting}: not a folder, or a link to one. Name the folder itself.")
    if found.st_uid != os.geteuid():
        raise ConfigurationError(f"{setting}: the folder belongs to somebody else. Name another.")
    if found.st_mode & 0o077:
        raise ConfigurationError(f"{setting}: the folder is open to others. Run chmod 700 on it, or name another.")


def _write(place: Path, content: bytes) -> None:
    unfinished = place.with_name(f"{_UNFINISHED}{uuid4().hex}")
    with _mapped():
        try:
            descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with open(descriptor, "wb", buffering=0) as file:  # noqa: PTH123 - by descriptor
                file.write(content)
                os.fsync(descriptor)
            os.link(unfinished, place)
            _flush_folder(place.parent)
        except FileExistsError:
            if _read(place) != content:
                raise
        finally:
            unfinished.unlink(missing_ok=True)


def _flush_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _read(place: Path) -> bytes | None:
    with _mapped():
        try:
            return place.read_bytes()
        except FileNotFoundError:
            return None


def _remove(place: Path) -> None:
    with _mapped():
        place.unlink(missing_ok=True)
        _flush_folder(place.parent)


def _older_than(folder: Path, age: timedelta) -> Sequence[FileLocation]:
    now = time.time()
    old: list[tuple[float, str]] = []
    with _mapped(), os.scandir(folder) as entries:
        for entry in entries:
            with suppress(FileNotFoundError):
                written = entry.stat(follow_symlinks=False).st_mtime
                if not entry.name.startswith(_UNFINISHED) and written < now - age.total_seconds():
                    old.append((written, entry.path))
                elif entry.name.startswith(_UNFINISHED) and written < now - _UNFINISHED_AGE.total_seconds():
                    Path(entry.path).unlink(missing_ok=True)
    return [FileLocation(path) for _, path in sorted(old)[:1000]]
