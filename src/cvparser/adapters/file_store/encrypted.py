"""Files of another store, sealed before they get there."""

from __future__ import annotations

import asyncio

from cvparser.domain.job import FileLocation, JobId
from cvparser.ports.file_store import FileStore, NameTakenError
from cvparser.ports.key_management import DataKeys, StoredDataTamperedError
from cvparser.sealing import Purpose, is_sealed, seal, unseal


class EncryptedFileStore(FileStore):
    """Seals each file under its job's data key, and keeps it in `store`, which is opened and closed by who made it.

    Files from before anything was sealed are read as they are.

    Args:
        store: Where the files are.
        keys: The jobs' data keys.
        is_writing: Whether files are sealed from now on; those that are, are read in any case.
    """

    def __init__(self, store: FileStore, *, keys: DataKeys, is_writing: bool = True) -> None:
        self._store = store
        self._keys = keys
        self._is_writing = is_writing

    def locate(self, name: str) -> FileLocation:
        return self._store.locate(name)

    async def put(self, name: str, content: bytes, *, job_id: JobId) -> FileLocation:
        key = await self._keys.made(job_id) if self._is_writing else None
        if key is None:
            return await self._store.put(name, content, job_id=job_id)
        sealed = await asyncio.to_thread(seal, key, content, job_id=job_id, purpose=Purpose.FILE)
        try:
            return await self._store.put(name, sealed, job_id=job_id)
        except NameTakenError:
            # The same content is sealed otherwise each time.
            if await self._holds(location := self.locate(name), content, job_id):
                return location
            raise

    async def get(self, location: FileLocation, *, job_id: JobId) -> bytes | None:
        stored = await self._store.get(location, job_id=job_id)
        if stored is None or not (self._is_writing or is_sealed(stored)):
            return stored
        key = await self._keys.kept(job_id)
        if key is None and not is_sealed(stored):
            return stored
        if key is None:
            raise StoredDataTamperedError
        return await asyncio.to_thread(unseal, key, stored, job_id=job_id, purpose=Purpose.FILE)

    async def delete(self, location: FileLocation) -> None:
        await self._store.delete(location)

    async def check(self) -> None:
        await self._store.check()

    async def _holds(self, location: FileLocation, content: bytes, job_id: JobId) -> bool:
        try:
            return await self.get(location, job_id=job_id) == content
        except StoredDataTamperedError:
            return False
