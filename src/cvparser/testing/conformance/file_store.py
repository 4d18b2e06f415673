"""The promises of `cvparser.ports.file_store`."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from cvparser.domain.errors import StorageUnavailableError
from cvparser.domain.job import FileLocation
from cvparser.ports.file_store import PAGE, FilePage, FileStore
from cvparser.testing.conformance import Conformance

NAME = "cv_20250116_103000_550e8400.pdf"
CONTENT = b"%PDF-1.7\x00\xff" * 1000


class FileStoreConformance(Conformance):
    """Subclass and give your store, opened and empty, in the fixture `files`."""

    @pytest.fixture
    def files(self) -> FileStore:
        message = "Give your adapter in a fixture named 'files'."
        raise NotImplementedError(message)

    async def test_what_was_put_is_there(self, files: FileStore) -> None:
        location = await files.put(NAME, CONTENT)

        assert await files.get(location) == CONTENT

    async def test_the_location_ends_with_the_name(self, files: FileStore) -> None:
        assert (await files.put(NAME, CONTENT)).endswith(NAME)

    async def test_putting_the_same_again_is_a_no_op(self, files: FileStore) -> None:
        first = await files.put(NAME, CONTENT)

        assert await files.put(NAME, CONTENT) == first
        assert await files.get(first) == CONTENT

    async def test_a_name_that_is_taken_by_other_content_is_refused(self, files: FileStore) -> None:
        location = await files.put(NAME, CONTENT)

        with pytest.raises(StorageUnavailableError):
            await files.put(NAME, b"other")
        assert await files.get(location) == CONTENT

    async def test_what_is_not_there_is_none(self, files: FileStore) -> None:
        location = await files.put(NAME, CONTENT)
        await files.delete(location)

        assert await files.get(location) is None

    async def test_deleting_again_is_a_no_op(self, files: FileStore) -> None:
        location = await files.put(NAME, CONTENT)

        await files.delete(location)
        await files.delete(location)

    @pytest.mark.parametrize("location", ["/etc/passwd", "../outside", "", "nowhere:at-all"])
    async def test_a_location_of_somebody_else_is_refused(self, files: FileStore, location: str) -> None:
        with pytest.raises(StorageUnavailableError):
            await files.get(FileLocation(location))
        with pytest.raises(StorageUnavailableError):
            await files.delete(FileLocation(location))

    async def test_concurrent_puts_do_not_disturb_each_other(self, files: FileStore) -> None:
        contents = {f"cv_{number}.pdf": bytes([number]) * 5000 for number in range(20)}

        locations = await asyncio.gather(*(files.put(name, content) for name, content in contents.items()))

        assert [await files.get(location) for location in locations] == list(contents.values())

    async def test_young_files_are_not_older_than_an_hour(self, files: FileStore) -> None:
        await files.put(NAME, CONTENT)

        assert (await files.older_than(timedelta(hours=1))).old == ()

    async def test_every_file_is_older_than_a_moment_to_come(self, files: FileStore) -> None:
        location = await files.put(NAME, CONTENT)

        assert await files.older_than(timedelta(seconds=-60)) == FilePage(old=(location,), last=None)

    async def test_page_after_page_looks_at_every_file(self, files: FileStore) -> None:
        put = {await files.put(f"cv_{number:04}.pdf", CONTENT) for number in range(PAGE + 2)}

        first = await files.older_than(timedelta(seconds=-60))
        second = await files.older_than(timedelta(seconds=-60), after=first.last)

        assert (len(first.old), len(second.old)) == (PAGE, 2)
        assert {*first.old, *second.old} == put
        assert second.last is None
