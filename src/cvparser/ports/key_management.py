"""Keys of what is stored: data keys, and the keys that they are wrapped under."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from cvparser.domain.errors import CVParserError, StorageUnavailableError
from cvparser.domain.job import JobId

#: Bytes of a data key: AES-256.
DATA_KEY_BYTES = 32


class KeyMissingError(StorageUnavailableError):
    """The key-encryption key of a data key is not there, or may not be used."""

    code = "encryption_key_missing"
    default_message = (
        "What is stored is encrypted under a key that the service does not have now. Nothing is lost: its operator "
        "gives the key back in CVPARSER_ENCRYPTION_KEYS, or lets the service use it."
    )


class KeyWrongError(StorageUnavailableError):
    """Another key-encryption key goes by the name of the one that is needed."""

    code = "encryption_key_wrong"
    default_message = (
        "What is stored is encrypted under another key than the one of its name. Nothing is lost: its operator gives "
        "the right key back in CVPARSER_ENCRYPTION_KEYS."
    )


class StoredDataTamperedError(CVParserError):
    """What is stored is not what was stored: changed, cut, or another job's."""

    code = "stored_data_tampered"
    default_message = "What is stored for this job was changed or damaged and is not used. Send the CV again."


@dataclass(frozen=True, slots=True, kw_only=True)
class WrappedKey:
    """A data key as it may be stored."""

    #: The key-encryption key that it is wrapped under.
    key_id: str
    #: What only that key opens.
    wrapped: bytes = field(repr=False)


class KeyManagement(Protocol):
    """Wraps data keys under key-encryption keys, which it never gives away.

    Several keys can be there: one writes, all read, so that a key is replaced while everything goes on. Safe for
    concurrent tasks and processes. Suite: `cvparser.testing.conformance.key_management`.

    Every method raises StorageUnavailableError when keys cannot be used now.
    """

    @property
    @abstractmethod
    def writing_key_id(self) -> str:
        """The key that `wrap` uses: ASCII, without blanks."""

    @abstractmethod
    async def wrap(self, data_key: bytes, *, job_id: JobId) -> WrappedKey:
        """Return `data_key`, of `DATA_KEY_BYTES`, wrapped under the key that writes and bound to a job."""

    @abstractmethod
    async def unwrap(self, wrapped: WrappedKey, *, job_id: JobId) -> bytes:
        """Return the data key that was wrapped for the job, under whichever key.

        Raises:
            KeyMissingError: that key is not there, or may not be used. Once it is, the same call succeeds.
            KeyWrongError: another key goes by its name, as far as the adapter can tell.
            StoredDataTamperedError: it was changed, or is another job's.
        """


class DataKeys(Protocol):
    """A data key for each job, stored wrapped, apart from what it encrypts: where it is gone, that is unreadable.

    It is removed in the step that erases or purges the job, and with the note of a file whose job has not come.
    Suite: `cvparser.testing.conformance.key_management`.
    """

    @abstractmethod
    async def made(self, job_id: JobId) -> bytes | None:
        """Return the job's data key, made where there is none; None where nothing is to be encrypted.

        Raises:
            KeyMissingError, KeyWrongError, StoredDataTamperedError: as `KeyManagement.unwrap`.
            StorageUnavailableError: it cannot be stored or read now.
        """

    @abstractmethod
    async def kept(self, job_id: JobId) -> bytes | None:
        """Return the job's data key, or None where it has none.

        Raises:
            KeyMissingError, KeyWrongError, StoredDataTamperedError: as `KeyManagement.unwrap`.
            StorageUnavailableError: it cannot be read now.
        """

    @abstractmethod
    async def key_ids(self) -> Mapping[str, int]:
        """Return how many data keys are wrapped under each key-encryption key: one that is not named may go."""

    @abstractmethod
    async def wrapped_otherwise(
        self, key_id: str, limit: int, *, after: JobId | None = None
    ) -> Sequence[tuple[JobId, WrappedKey]]:
        """Return at most `limit` data keys that are not under `key_id`, those after a job, or the first.

        They stand in an order that does not change.
        """

    @abstractmethod
    async def rewrapped(self, changed: Sequence[tuple[JobId, WrappedKey, WrappedKey]]) -> None:
        """Put another wrapping in the place of one, for at most 1,000 jobs; where that is not there any more, a no-op.

        Nothing of the earlier wrapping is left in files that are the store's own.
        """


@runtime_checkable
class KeepsDataKeys(Protocol):
    """What keeps jobs and a data key for each; a `JobRepository` that does not is one that encrypts nothing."""

    @property
    @abstractmethod
    def data_keys(self) -> DataKeys:
        """The data keys of its jobs."""
