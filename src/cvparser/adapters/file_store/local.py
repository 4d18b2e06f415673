"""Files in a folder of this machine."""

from __future__ import annotations

import asyncio
import os
import stat
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from cvparser.domain.errors import ConfigurationError, CVParserError, StorageUnavailableError
from cvparser.domain.job import FileLocation, JobId
from cvparser.group_commit import GroupCommit
from cvparser.ports.file_store import FileStore, NameTakenError
from cvparser.private_files import FILE_MODE, make_private_folder

#: Files written together at most.
MOST_FILES = 50
#: Seconds that writing may take, on a disk of another machine too.
WRITE_S = 8.0
#: Seconds that are waited for another process that writes a file of the same name.
OTHERS_S = 0.5

T = TypeVar("T")

_UNFINISHED = ".unfinished-"


class LocalFileStore(FileStore):
    """Keeps files in `folder`, which only its owner can read.

    A file is written beside its place, flushed to the disk and then linked to its name, so that a reader sees all of
    it or nothing and no other file is ever overwritten. Those that come at the same moment are written together.

    Raises:
        ConfigurationError: on entering, when the folder is somebody else's, open to others, or cannot be made.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder.absolute()
        self._writer: GroupCommit[_File] = GroupCommit(_keep, most=MOST_FILES, name="files-write", seconds=WRITE_S)

    async def __aenter__(self) -> Self:
        await asyncio.to_thread(_make_private, self._folder)
        self._writer.open()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._writer.close()

    def locate(self, name: str) -> FileLocation:
        return FileLocation(str(self._require_ours(self._folder / name)))

    async def put(self, name: str, content: bytes, *, job_id: JobId) -> FileLocation:
        location = self.locate(name)
        await self._writer.add(_File(Path(location), content))
        return location

    async def get(self, location: FileLocation, *, job_id: JobId) -> bytes | None:
        return await asyncio.to_thread(_read, self._require_ours(Path(location)))

    async def delete(self, location: FileLocation) -> None:
        await asyncio.to_thread(_remove, self._require_ours(Path(location)))

    async def check(self) -> None:
        if not await asyncio.to_thread(os.access, self._folder, os.R_OK | os.W_OK | os.X_OK):
            raise StorageUnavailableError

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
        make_private_folder(folder)
        found = folder.lstat()
    except OSError as error:
        raise ConfigurationError(f"{setting}: the folder cannot be made: {error.strerror}.") from None
    if not stat.S_ISDIR(found.st_mode):
        raise ConfigurationError(f"{setting}: not a folder, or a link to one. Name the folder itself.")
    if found.st_uid != os.geteuid():
        raise ConfigurationError(f"{setting}: the folder belongs to somebody else. Name another.")
    if found.st_mode & 0o077:
        raise ConfigurationError(f"{setting}: the folder is open to others. Run chmod 700 on it, or name another.")


@dataclass(frozen=True, slots=True)
class _File:
    place: Path
    content: bytes


@dataclass(frozen=True, slots=True)
class _Unfinished:
    """A file written beside its place, and not flushed."""

    file: _File
    path: Path
    descriptor: int

    def link(self) -> None:
        """Flush it, and let it be seen at its place."""
        os.fsync(self.descriptor)
        try:
            os.link(self.path, self.file.place)
        except FileExistsError:
            if not _holds(self.file.place, self.file.content):
                raise NameTakenError from None


def _keep(files: Sequence[_File]) -> list[CVParserError | None]:
    """Write files together; of those for one place each after the one before, which it is held against."""
    outcomes: dict[int, CVParserError | None] = {}
    while len(outcomes) < len(files):
        first_of_place: dict[Path, int] = {}
        for index, file in enumerate(files):
            if index not in outcomes:
                first_of_place.setdefault(file.place, index)
        together = list(first_of_place.values())
        outcomes.update(zip(together, _keep_together([files[index] for index in together]), strict=True))
    return [outcomes[index] for index in range(len(files))]


def _keep_together(files: Sequence[_File]) -> list[CVParserError | None]:
    """Write all files before the first is flushed, and flush their folder once: the disk does more in one go."""
    with ExitStack() as cleared:
        written = [_attempt(partial(cleared.enter_context, _written(file))) for file in files]
        linked = [each if isinstance(each, CVParserError) else _attempt(each.link) for each in written]
        with _mapped():
            _flush_folder(files[0].place.parent)
        return linked


@contextmanager
def _written(file: _File) -> Iterator[_Unfinished]:
    path = _unfinished(file.place)
    descriptor = _created(path)
    try:
        os.fchmod(descriptor, FILE_MODE)
        with open(descriptor, "wb", closefd=False) as out:
            out.write(file.content)
        yield _Unfinished(file, path, descriptor)
    finally:
        os.close(descriptor)
        # What stays here is removed with its file.
        with suppress(OSError):
            path.unlink(missing_ok=True)


def _created(path: Path) -> int:
    """Make a file that is written, once another process that writes it has done so; `OSError` where it stays."""
    until = time.monotonic() + OTHERS_S
    while True:
        try:
            return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE)
        except FileExistsError:
            if time.monotonic() > until:
                raise
            time.sleep(0.005)


def _attempt(step: Callable[[], T]) -> T | CVParserError:
    try:
        with _mapped():
            return step()
    except StorageUnavailableError as error:
        return error


def _flush_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _unfinished(place: Path) -> Path:
    return place.with_name(f"{_UNFINISHED}{place.name}")


def _holds(place: Path, content: bytes) -> bool:
    try:
        return place.is_file() and not place.is_symlink() and place.read_bytes() == content
    except OSError:
        return False


def _read(place: Path) -> bytes | None:
    with _mapped():
        try:
            return place.read_bytes()
        except FileNotFoundError:
            return None


def _remove(place: Path) -> None:
    with _mapped():
        for path in (place, _unfinished(place)):
            path.unlink(missing_ok=True)
        _flush_folder(place.parent)
