from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import pytest
from tests.servers.s3 import S3Server

from cvparser.adapters.file_store.local import LocalFileStore
from cvparser.adapters.file_store.memory import MemoryFileStore
from cvparser.adapters.file_store.s3 import S3FileStore
from cvparser.testing.conformance.file_store import FileStoreConformance


class TestLocalFileStore(FileStoreConformance):
    @pytest.fixture
    async def files(self, tmp_path: Path) -> AsyncIterator[LocalFileStore]:
        async with LocalFileStore(tmp_path / "files") as store:
            yield store
        assert not [path for path in (tmp_path / "files").iterdir() if path.name.startswith(".")]


class TestS3FileStore(FileStoreConformance):
    @pytest.fixture
    async def files(self, s3: S3Server) -> AsyncIterator[S3FileStore]:
        bucket = s3.new_bucket(f"cvs-{uuid4().hex}")
        async with S3FileStore(bucket, prefix="cvs/incoming", endpoint=s3.endpoint) as store:
            yield store


class TestMemoryFileStore(FileStoreConformance):
    @pytest.fixture
    async def files(self) -> AsyncIterator[MemoryFileStore]:
        async with MemoryFileStore() as store:
            yield store
