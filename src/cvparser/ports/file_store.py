"""Submitted documents, kept."""

from __future__ import annotations

from abc import abstractmethod
from typing import Protocol

from cvparser.domain.errors import StorageUnavailableError
from cvparser.domain.job import FileLocation, JobId


class NameTakenError(StorageUnavailableError):
    """A file of somebody else has the name under which a document was to be stored."""

    code = "file_name_taken"
    default_message = "The document cannot be stored under the name chosen for it. Try again."


class FileStore(Protocol):
    """Keeps the bytes of submitted documents, in a place that may hold files of others.

    It never lists what is there and touches only what it is told by name or location: a file that nobody put through it
    stays as it is. Safe for concurrent tasks and processes. What `put` has returned for survives a crash of the process
    and of the machine. Suite: `cvparser.testing.conformance.file_store`.
    """

    @abstractmethod
    def locate(self, name: str) -> FileLocation:
        """Return where `put` keeps what is put under `name`, and do nothing.

        Raises:
            StorageUnavailableError: `name` is no name of a file.
        """

    @abstractmethod
    async def put(self, name: str, content: bytes, *, job_id: JobId) -> FileLocation:
        """Keep `content` (1 byte or more) of a job under `name` and give where it is, as `locate` does.

        All or nothing: a reader sees none or all of it. `name` is one path segment of at most 200 bytes made by
        `domain.file_naming`; the same name with the same content again is a no-op that gives the same location.

        Raises:
            NameTakenError: `name` holds other content, which stays.
            StorageUnavailableError: it may be kept all the same; the caller may retry, and `delete` removes it.
        """

    @abstractmethod
    async def get(self, location: FileLocation, *, job_id: JobId) -> bytes | None:
        """Return the bytes at `location`, put there for the same job, or None when nothing is there.

        Raises:
            StorageUnavailableError: cannot be read now, or `location` is none of this store's.
            KeyMissingError, KeyWrongError, StoredDataTamperedError: of a store that encrypts, as `DataKeys.kept`.
        """

    @abstractmethod
    async def delete(self, location: FileLocation) -> None:
        """Remove what is at `location`, and what an interrupted `put` left of it. A no-op when nothing is there.

        Raises:
            StorageUnavailableError: still there; the caller may retry. Also when `location` is none of this store's.
        """

    @abstractmethod
    async def check(self) -> None:
        """Return when files can be kept and read now.

        Raises:
            StorageUnavailableError: they cannot.
        """
