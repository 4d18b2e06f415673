"""Submitted documents, kept."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from cvparser.domain.job import FileLocation

#: Files that one page looks at, at most.
PAGE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class FilePage:
    """What a look at some files found."""

    #: Those old enough, in the store's order.
    old: tuple[FileLocation, ...]
    #: The last one looked at, after which the next page begins; None when it was the store's last.
    last: FileLocation | None


class FileStore(Protocol):
    """Keeps the bytes of submitted documents.

    Safe for concurrent tasks and processes. What `put` has returned for survives a crash of the process and of the
    machine. Suite: `cvparser.testing.conformance.file_store`.
    """

    @abstractmethod
    async def put(self, name: str, content: bytes) -> FileLocation:
        """Keep `content` (1 byte or more) under `name` and give where it is.

        All or nothing: a reader sees none or all of it. `name` is one path segment of at most 200 bytes made by
        `domain.file_naming`; the same name with the same content again is a no-op that gives the same location.

        Raises:
            StorageUnavailableError: nothing is kept; the caller may retry. Also when `name` holds other content.
        """

    @abstractmethod
    async def get(self, location: FileLocation) -> bytes | None:
        """Give the bytes at `location`, or None when nothing is there.

        Raises:
            StorageUnavailableError: cannot be read now, or `location` is none of this store's.
        """

    @abstractmethod
    async def delete(self, location: FileLocation) -> None:
        """Remove what is at `location`. A no-op when nothing is there.

        Raises:
            StorageUnavailableError: still there; the caller may retry. Also when `location` is none of this store's.
        """

    @abstractmethod
    async def older_than(self, age: timedelta, *, after: FileLocation | None = None) -> FilePage:
        """Look at the next `PAGE` files after `after`, or the first, and give those put longer than `age` ago.

        Files stand in an order of the store's own that does not change, so that page after page looks at every file.

        Raises:
            StorageUnavailableError: cannot be read now.
        """
