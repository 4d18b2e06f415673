"""What a row tells of a person beside its result, sealed: the ids that clients gave, and the name of a document.

One key seals these fields of all rows, so that a list of jobs unwraps no key for each. It is wrapped beside the data
keys of jobs, under the id of none. Of the same the same is stored, so that a user is looked up by it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final
from uuid import UUID

from cvparser.adapters.job_repository.data_keys import StoredDataKeys
from cvparser.domain.access.owner import Owner
from cvparser.domain.errors import CVParserError
from cvparser.domain.job import Job, JobId
from cvparser.ports.key_management import StoredDataTamperedError
from cvparser.sealing import is_sealed_field, seal_field, unseal_field

#: In the place of a job's id, where the key is kept.
KEY_OF_FIELDS: Final = JobId(UUID(int=0))


class SealedFields:
    """Jobs as they are stored, and as they are told; `data_keys` keep the key.

    A job stays as it is stored through all rules and steps, and is opened where it leaves the repository.
    """

    def __init__(self, data_keys: StoredDataKeys) -> None:
        self._data_keys = data_keys
        self._key: bytes | None = None

    async def writing_key(self) -> bytes | None:
        """Return the key that seals what is added; None where nothing is sealed.

        Raises:
            StorageUnavailableError: there is none now.
        """
        if not self._data_keys.is_writing:
            return None
        if self._key is None:
            self._key = await self._data_keys.made(KEY_OF_FIELDS)
        return self._key

    async def opened(self, job: Job) -> Job:
        """Return a job as it is told.

        Raises:
            KeyMissingError, KeyWrongError, StoredDataTamperedError: as `DataKeys.kept`.
        """
        return job if not _is_sealed(job) else _opened(await self._needed_key(), job)

    async def all_opened(self, jobs: Sequence[Job]) -> Sequence[Job]:
        """Return jobs as they are told. Raises as `opened`."""
        return [await self.opened(job) for job in jobs]

    async def opened_if_possible(self, job: Job) -> Job:
        """Return a job for who works on it: as it is stored where that cannot be opened, as its document cannot."""
        try:
            return await self.opened(job)
        except CVParserError:
            return job

    async def look_ups(self, owner: Owner, user_id: str) -> Sequence[str]:
        """Return what a user's id may be stored as. Raises as `opened`."""
        key = self._key or await self._data_keys.kept(KEY_OF_FIELDS)
        if key is None:
            return [user_id]
        self._key = key
        return [user_id, seal_field(key, user_id, _user(owner))]

    async def _needed_key(self) -> bytes:
        if self._key is None:
            self._key = await self._data_keys.kept(KEY_OF_FIELDS)
        if self._key is None:
            raise StoredDataTamperedError
        return self._key


def sealed_job(key: bytes | None, job: Job) -> Job:
    """Return a job as it is stored; without a key as it is."""
    if key is None:
        return job
    name = job.file_name
    return replace(
        job,
        user_id=seal_field(key, job.user_id, _user(job.owner)),
        session_id=seal_field(key, job.session_id, _of("session_id", job)),
        file_name=None if name is None else seal_field(key, name, _of("file_name", job)),
    )


def _opened(key: bytes, job: Job) -> Job:
    name = job.file_name
    return replace(
        job,
        user_id=unseal_field(key, job.user_id, _user(job.owner)),
        session_id=unseal_field(key, job.session_id, _of("session_id", job)),
        file_name=None if name is None else unseal_field(key, name, _of("file_name", job)),
    )


def _is_sealed(job: Job) -> bool:
    return any(is_sealed_field(text) for text in (job.user_id, job.session_id, job.file_name or ""))


def _user(owner: Owner) -> list[bytes]:
    """Bind to the owner alone: of the same user the same is stored, of another owner's another."""
    return [b"cvparser/1/user_id", owner.encode()]


def _of(field: str, job: Job) -> list[bytes]:
    return [b"cvparser/1/" + field.encode(), job.id.bytes]
