from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from uuid import uuid4

import pytest
from tests.conformance.test_key_management import local
from tests.servers.s3 import S3Server

from cvparser.adapters.file_store.encrypted import EncryptedFileStore
from cvparser.adapters.file_store.local import LocalFileStore
from cvparser.adapters.file_store.memory import MemoryFileStore
from cvparser.adapters.file_store.s3 import S3FileStore
from cvparser.adapters.key_management.memory import MemoryDataKeys
from cvparser.ports.file_store import FileStore
from cvparser.ports.key_management import StoredDataTamperedError
from cvparser.testing.conformance.file_store import CONTENT, JOB, NAME, FileStoreConformance, Reopened
from cvparser.testing.conformance.key_management import OTHER


class TestLocalFileStore(FileStoreConformance):
    supports_case = sys.platform != "darwin"

    @pytest.fixture
    async def files(self, tmp_path: Path) -> AsyncIterator[LocalFileStore]:
        async with LocalFileStore(tmp_path / "files") as store:
            yield store
        assert not [path for path in (tmp_path / "files").iterdir() if path.name.startswith(".")]

    @pytest.fixture
    async def reopened(self, tmp_path: Path) -> AsyncIterator[Reopened]:
        async with AsyncExitStack() as stack:

            async def reopened() -> FileStore:
                return await stack.enter_async_context(LocalFileStore(tmp_path / "files"))

            yield reopened


class TestS3FileStore(FileStoreConformance):
    @pytest.fixture
    def bucket(self, s3: S3Server) -> str:
        return s3.new_bucket(f"cvs-{uuid4().hex}")

    @pytest.fixture
    async def files(self, s3: S3Server, bucket: str) -> AsyncIterator[S3FileStore]:
        async with S3FileStore(bucket, prefix="cvs/incoming", endpoint=s3.endpoint) as store:
            yield store

    @pytest.fixture
    async def reopened(self, s3: S3Server, bucket: str) -> AsyncIterator[Reopened]:
        async with AsyncExitStack() as stack:

            async def reopened() -> FileStore:
                store = S3FileStore(bucket, prefix="cvs/incoming", endpoint=s3.endpoint)
                return await stack.enter_async_context(store)

            yield reopened


class TestMemoryFileStore(FileStoreConformance):
    @pytest.fixture
    async def files(self) -> AsyncIterator[MemoryFileStore]:
        async with MemoryFileStore() as store:
            yield store


class Encrypted(FileStoreConformance):
    """The same promises, kept by what seals files before another store gets them."""

    __test__ = False

    @pytest.fixture
    def keys(self) -> MemoryDataKeys:
        return MemoryDataKeys(local("a"))

    @pytest.fixture
    def files(self, store: FileStore, keys: MemoryDataKeys) -> EncryptedFileStore:
        return EncryptedFileStore(store, keys=keys)

    @pytest.fixture
    def reopened(self, store: FileStore, keys: MemoryDataKeys) -> Reopened:
        async def reopened() -> FileStore:
            return EncryptedFileStore(store, keys=MemoryDataKeys(local("a"), beside=keys))

        return reopened

    async def test_the_store_beneath_sees_nothing_of_it(self, files: FileStore, store: FileStore) -> None:
        location = await files.put(NAME, CONTENT, job_id=JOB)

        kept = await store.get(location, job_id=JOB)

        assert kept is not None
        assert CONTENT[:16] not in kept
        assert b"PDF" not in kept

    async def test_what_was_changed_moved_or_put_in_its_place_is_not_given_for_it(
        self, files: FileStore, store: FileStore
    ) -> None:
        location = await files.put(NAME, CONTENT, job_id=JOB)
        kept = await store.get(location, job_id=JOB)
        assert kept is not None
        await files.put("other.pdf", b"other", job_id=OTHER)
        for number, changed in enumerate((kept[:-1], kept[:30], kept[:40] + b"x" + kept[41:], CONTENT)):
            there = await store.put(f"{number}.pdf", changed, job_id=JOB)
            with pytest.raises(StoredDataTamperedError):
                await files.get(there, job_id=JOB)
        with pytest.raises(StoredDataTamperedError):
            await files.get(location, job_id=OTHER)

    async def test_files_from_before_and_after_encryption_are_read(self, files: FileStore, store: FileStore) -> None:
        plain = await store.put("plain.pdf", CONTENT, job_id=OTHER)
        sealed = await files.put(NAME, CONTENT, job_id=JOB)

        assert await files.get(plain, job_id=OTHER) == CONTENT
        assert await files.get(sealed, job_id=JOB) == CONTENT


class TestEncryptedFileStoreOnLocal(Encrypted):
    __test__ = True

    @pytest.fixture
    async def store(self, tmp_path: Path) -> AsyncIterator[LocalFileStore]:
        async with LocalFileStore(tmp_path / "files") as store:
            yield store


class TestEncryptedFileStoreOnS3(Encrypted):
    __test__ = True

    @pytest.fixture
    async def store(self, s3: S3Server) -> AsyncIterator[S3FileStore]:
        bucket = s3.new_bucket(f"cvs-{uuid4().hex}")
        async with S3FileStore(bucket, prefix="cvs/incoming", endpoint=s3.endpoint) as store:
            yield store


class TestEncryptedFileStoreOnMemory(Encrypted):
    __test__ = True

    @pytest.fixture
    async def store(self) -> AsyncIterator[MemoryFileStore]:
        async with MemoryFileStore() as store:
            yield store
