"""Files in memory: for tests, and for programs that need no more."""

from __future__ import annotations

from datetime import datetime, timedelta
from types import TracebackType
from typing import Self

from cvparser.domain.errors import StorageUnavailableError
from cvparser.domain.job import FileLocation
from cvparser.ports.clock import Clock
from cvparser.ports.file_store import PAGE, FilePage, FileStore

_SCHEME = "memory:"


class MemoryFileStore(FileStore):
    """Keeps files as long as the object lives."""

    def __init__(self, *, clock: Clock) -> None:
        self._clock = clock
        self._files: dict[FileLocation, tuple[datetime, bytes]] = {}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None

    async def put(self, name: str, content: bytes) -> FileLocation:
        location = FileLocation(_SCHEME + name)
        _, kept = self._files.setdefault(location, (self._clock.now(), content))
        if kept != content:
            raise StorageUnavailableError
        return location

    async def get(self, location: FileLocation) -> bytes | None:
        found = self._files.get(_ours(location))
        return None if found is None else found[1]

    async def delete(self, location: FileLocation) -> None:
        self._files.pop(_ours(location), None)

    async def older_than(self, age: timedelta, *, after: FileLocation | None = None) -> FilePage:
        limit = self._clock.now() - age
        page = sorted(location for location in self._files if after is None or location > after)[:PAGE]
        old = tuple(location for location in page if self._files[location][0] < limit)
        return FilePage(old=old, last=page[-1] if len(page) == PAGE else None)


def _ours(location: FileLocation) -> FileLocation:
    if not location.startswith(_SCHEME):
        raise StorageUnavailableError
    return location
