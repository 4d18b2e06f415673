from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cvparser.adapters.clock.frozen import FrozenClock
from cvparser.adapters.file_store.local import LocalFileStore
from cvparser.adapters.file_store.memory import MemoryFileStore
from cvparser.testing.conformance.file_store import FileStoreConformance


class TestLocalFileStore(FileStoreConformance):
    @pytest.fixture
    async def files(self, tmp_path: Path) -> AsyncIterator[LocalFileStore]:
        async with LocalFileStore(tmp_path / "files") as store:
            yield store
        assert not [path for path in (tmp_path / "files").iterdir() if path.name.startswith(".")]


class TestMemoryFileStore(FileStoreConformance):
    @pytest.fixture
    async def files(self) -> AsyncIterator[MemoryFileStore]:
        async with MemoryFileStore(clock=FrozenClock(datetime(2026, 1, 16, tzinfo=UTC))) as store:
            yield store
