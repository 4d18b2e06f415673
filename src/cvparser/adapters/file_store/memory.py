"""Files in memory: for tests, and for programs that need no more."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from cvparser.domain.errors import StorageUnavailableError
from cvparser.domain.job import FileLocation, JobId
from cvparser.ports.file_store import FileStore, NameTakenError

_SCHEME = "memory:"


class MemoryFileStore(FileStore):
    """Keeps files as long as the object lives."""

    def __init__(self) -> None:
        self._files: dict[FileLocation, bytes] = {}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None

    def locate(self, name: str) -> FileLocation:
        if not name or "/" in name or name in {".", ".."}:
            raise StorageUnavailableError
        return FileLocation(_SCHEME + name)

    async def put(self, name: str, content: bytes, *, job_id: JobId) -> FileLocation:
        location = self.locate(name)
        if self._files.setdefault(location, content) != content:
            raise NameTakenError
        return location

    async def get(self, location: FileLocation, *, job_id: JobId) -> bytes | None:
        return self._files.get(_ours(location))

    async def delete(self, location: FileLocation) -> None:
        self._files.pop(_ours(location), None)

    async def check(self) -> None:
        return None


def _ours(location: FileLocation) -> FileLocation:
    if not location.startswith(_SCHEME):
        raise StorageUnavailableError
    return location
