"""Submitted documents, kept."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from datetime import timedelta
from typing import Protocol

from cvparser.domain.job import FileLocation


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
    async def older_than(self, age: timedelta) -> Sequence[FileLocation]:
        """Give the locations of at most 1,000 files that were put longer than `age` ago, oldest first.

        Raises:
            StorageUnavailableError: cannot be read now.
        """
