"""The promises of `cvparser.ports.file_store`."""

from __future__ import annotations

import asyncio
from uuid import UUID

import pytest

from cvparser.domain.errors import StorageUnavailableError
from cvparser.domain.job import FileLocation, JobId
from cvparser.ports.file_store import FileStore, NameTakenError
from cvparser.testing.conformance import Conformance

NAME = "cv_20250116_103000_550e8400.pdf"
CONTENT = b"%PDF-1.7\x00\xff" * 1000
#: Whose files these are.
JOB = JobId(UUID(int=1))


class FileStoreConformance(Conformance):
    """Subclass and give your store, opened and empty, in the fixture `files`."""

    @pytest.fixture
    def files(self) -> FileStore:
        message = "Give your adapter in a fixture named 'files'."
        raise NotImplementedError(message)

    async def test_what_was_put_is_there(self, files: FileStore) -> None:
        location = await files.put(NAME, CONTENT, job_id=JOB)

        assert await files.get(location, job_id=JOB) == CONTENT

    async def test_the_location_ends_with_the_name(self, files: FileStore) -> None:
        assert (await files.put(NAME, CONTENT, job_id=JOB)).endswith(NAME)

    async def test_putting_the_same_again_is_a_no_op(self, files: FileStore) -> None:
        first = await files.put(NAME, CONTENT, job_id=JOB)

        assert await files.put(NAME, CONTENT, job_id=JOB) == first
        assert await files.get(first, job_id=JOB) == CONTENT

    async def test_a_name_that_is_taken_by_other_content_is_refused(self, files: FileStore) -> None:
        location = await files.put(NAME, CONTENT, job_id=JOB)

        with pytest.raises(NameTakenError):
            await files.put(NAME, b"other", job_id=JOB)
        assert await files.get(location, job_id=JOB) == CONTENT

    async def test_what_is_not_there_is_none(self, files: FileStore) -> None:
        location = await files.put(NAME, CONTENT, job_id=JOB)
        await files.delete(location)

        assert await files.get(location, job_id=JOB) is None

    async def test_deleting_again_is_a_no_op(self, files: FileStore) -> None:
        location = await files.put(NAME, CONTENT, job_id=JOB)

        await files.delete(location)
        await files.delete(location)

    @pytest.mark.parametrize("location", ["/etc/passwd", "../outside", "", "nowhere:at-all"])
    async def test_a_location_of_somebody_else_is_refused(self, files: FileStore, location: str) -> None:
        with pytest.raises(StorageUnavailableError):
            await files.get(FileLocation(location), job_id=JOB)
        with pytest.raises(StorageUnavailableError):
            await files.delete(FileLocation(location))

    async def test_concurrent_puts_do_not_disturb_each_other(self, files: FileStore) -> None:
        contents = {f"cv_{number}.pdf": bytes([number]) * 5000 for number in range(20)}

        locations = await asyncio.gather(*(files.put(name, content, job_id=JOB) for name, content in contents.items()))

        assert [await files.get(location, job_id=JOB) for location in locations] == list(contents.values())

    async def test_it_tells_beforehand_where_a_file_will_be(self, files: FileStore) -> None:
        location = files.locate(NAME)

        assert await files.get(location, job_id=JOB) is None
        assert await files.put(NAME, CONTENT, job_id=JOB) == location

    async def test_deleting_what_was_only_located_is_a_no_op(self, files: FileStore) -> None:
        await files.delete(files.locate(NAME))

    async def test_deleting_one_file_leaves_every_other(self, files: FileStore) -> None:
        near = {
            await files.put(name, CONTENT, job_id=JOB) for name in (f"a_{NAME}", f"{NAME}.txt", NAME[:-4], "cv.pdf")
        }

        await files.delete(await files.put(NAME, CONTENT, job_id=JOB))

        assert {await files.get(location, job_id=JOB) for location in near} == {CONTENT}

    @pytest.mark.parametrize("name", ["", ".", "..", "a/b.pdf", "/cv.pdf", "../cv.pdf"])
    async def test_what_is_no_name_of_a_file_is_located_nowhere(self, files: FileStore, name: str) -> None:
        with pytest.raises(StorageUnavailableError):
            files.locate(name)

    async def test_a_store_that_is_open_can_be_used(self, files: FileStore) -> None:
        await files.check()
