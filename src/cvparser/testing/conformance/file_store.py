"""The promises of `cvparser.ports.file_store`."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import ClassVar
from uuid import UUID

import pytest

from cvparser.domain.errors import StorageUnavailableError
from cvparser.domain.job import FileLocation, JobId
from cvparser.ports.file_store import FileStore, NameTakenError
from cvparser.testing.conformance import Conformance

NAME = "cv_20250116_103000_550e8400.pdf"
CONTENT = b"%PDF-1.7\r\n\x00\xff" * 1000
#: More than one part of anything that reads or writes in parts.
LARGE = bytes(range(256)) * 12_000 + b"the end"
#: Whose files these are.
JOB = JobId(UUID(int=1))

#: Gives your store on the same place once more, opened, as another process would, while the first is open.
Reopened = Callable[[], Awaitable[FileStore]]


class FileStoreConformance(Conformance):
    """Subclass and give your store, opened and empty, in the fixture `files`.

    What keeps files longer than the object lives gives `reopened` too: without it durability is skipped.

    Attributes:
        supports_case: False where names that differ in case alone are the same, as on some file systems.
    """

    supports_case: ClassVar[bool] = True

    @pytest.fixture
    def files(self) -> FileStore:
        message = "Give your adapter in a fixture named 'files'."
        raise NotImplementedError(message)

    @pytest.fixture
    def reopened(self) -> Reopened:
        pytest.skip(f"{type(self).__name__} gives no fixture 'reopened'")

    async def test_what_was_put_is_there(self, files: FileStore) -> None:
        location = await files.put(NAME, CONTENT, job_id=JOB)

        assert _is(await files.get(location, job_id=JOB), CONTENT)

    async def test_the_location_ends_with_the_name(self, files: FileStore) -> None:
        assert (await files.put(NAME, CONTENT, job_id=JOB)).endswith(NAME)

    async def test_putting_the_same_again_is_a_no_op(self, files: FileStore) -> None:
        first = await files.put(NAME, CONTENT, job_id=JOB)

        assert await files.put(NAME, CONTENT, job_id=JOB) == first
        assert _is(await files.get(first, job_id=JOB), CONTENT)

    async def test_a_name_that_is_taken_by_other_content_is_refused(self, files: FileStore) -> None:
        location = await files.put(NAME, CONTENT, job_id=JOB)

        with pytest.raises(NameTakenError):
            await files.put(NAME, b"other", job_id=JOB)
        assert _is(await files.get(location, job_id=JOB), CONTENT)

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

        found = [await files.get(location, job_id=JOB) for location in locations]
        assert all(map(_is, found, contents.values()))

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

        assert all([_is(await files.get(location, job_id=JOB), CONTENT) for location in near])

    @pytest.mark.parametrize("name", ["", ".", "..", "a/b.pdf", "/cv.pdf", "../cv.pdf"])
    async def test_what_is_no_name_of_a_file_is_located_nowhere(self, files: FileStore, name: str) -> None:
        with pytest.raises(StorageUnavailableError):
            files.locate(name)

    @pytest.mark.parametrize("content", [b"x", b"\r\n", b"\x00", b"\x1a\n\xef\xbb\xbf", LARGE], ids=len)
    async def test_bytes_come_back_as_they_were_few_and_many(self, files: FileStore, content: bytes) -> None:
        found = await files.get(await files.put(NAME, content, job_id=JOB), job_id=JOB)

        assert type(found) is bytes
        assert _is(found, content)

    async def test_names_that_differ_in_anything_are_other_files(self, files: FileStore) -> None:
        names = ["cv_1.pdf", "cv_2.pdf", "cv_1.docx", "cv_1", "xcv_1.pdf", "c" * 196 + ".pdf", "c" * 195 + ".pdf"]

        locations = [await files.put(name, name.encode(), job_id=JOB) for name in names]

        assert len(set(locations)) == len(names)
        assert [await files.get(location, job_id=JOB) for location in locations] == [name.encode() for name in names]

    async def test_names_that_differ_in_case_are_other_files(self, files: FileStore) -> None:
        if not self.supports_case:
            pytest.skip(f"{type(self).__name__} declares supports_case = False")
        small, large = await files.put("cv.pdf", b"small", job_id=JOB), await files.put("CV.pdf", b"large", job_id=JOB)

        assert (await files.get(small, job_id=JOB), await files.get(large, job_id=JOB)) == (b"small", b"large")

    async def test_locating_a_name_changes_nothing_and_gives_the_same_again(self, files: FileStore) -> None:
        location = await files.put(NAME, CONTENT, job_id=JOB)

        assert files.locate(NAME) == files.locate(NAME) == location
        assert _is(await files.get(location, job_id=JOB), CONTENT)
        assert await files.get(files.locate("other.pdf"), job_id=JOB) is None

    async def test_reading_takes_nothing_away(self, files: FileStore) -> None:
        location = await files.put(NAME, CONTENT, job_id=JOB)

        found = await asyncio.gather(*(files.get(location, job_id=JOB) for _ in range(5)))
        assert all(_is(each, CONTENT) for each in found)
        assert _is(await files.get(location, job_id=JOB), CONTENT)

    async def test_a_name_is_free_again_once_its_file_was_deleted(self, files: FileStore) -> None:
        location = await files.put(NAME, CONTENT, job_id=JOB)
        await files.delete(location)

        assert await files.put(NAME, b"other", job_id=JOB) == location
        assert await files.get(location, job_id=JOB) == b"other"

    async def test_of_concurrent_puts_under_one_name_one_is_kept_whole(self, files: FileStore) -> None:
        contents = [bytes([number]) * 50_000 for number in range(8)]

        done = await asyncio.gather(
            *(files.put(NAME, content, job_id=JOB) for content in contents), return_exceptions=True
        )

        (kept,) = [content for content, each in zip(contents, done, strict=True) if not isinstance(each, Exception)]
        assert all(isinstance(each, NameTakenError) for each in done if isinstance(each, Exception))
        assert _is(await files.get(files.locate(NAME), job_id=JOB), kept)

    async def test_the_same_put_at_once_by_many_is_put_once(self, files: FileStore) -> None:
        locations = await asyncio.gather(*(files.put(NAME, CONTENT, job_id=JOB) for _ in range(8)))

        assert set(locations) == {files.locate(NAME)}
        assert _is(await files.get(locations[0], job_id=JOB), CONTENT)

    async def test_while_a_file_is_put_a_reader_sees_none_or_all_of_it(self, files: FileStore) -> None:
        putting = asyncio.create_task(files.put(NAME, LARGE, job_id=JOB))
        seen = []
        while not putting.done():
            seen.append(await files.get(files.locate(NAME), job_id=JOB))
            await asyncio.sleep(0)

        await putting
        assert all(each is None or _is(each, LARGE) for each in seen)

    async def test_a_put_that_is_cancelled_leaves_all_or_nothing_and_can_be_repeated(self, files: FileStore) -> None:
        putting = asyncio.create_task(files.put(NAME, LARGE, job_id=JOB))
        await asyncio.sleep(0)
        putting.cancel()
        with suppress(asyncio.CancelledError):
            await putting

        found = await files.get(files.locate(NAME), job_id=JOB)
        assert found is None or _is(found, LARGE)
        assert _is(await files.get(await files.put(NAME, LARGE, job_id=JOB), job_id=JOB), LARGE)

    async def test_what_was_put_is_there_for_who_opens_the_store_again(
        self, files: FileStore, reopened: Reopened
    ) -> None:
        location = await files.put(NAME, CONTENT, job_id=JOB)
        gone = await files.put("gone.pdf", CONTENT, job_id=JOB)
        await files.delete(gone)

        again = await reopened()

        assert again.locate(NAME) == location
        assert _is(await again.get(location, job_id=JOB), CONTENT)
        assert await again.get(gone, job_id=JOB) is None
        assert await again.put(NAME, CONTENT, job_id=JOB) == location
        with pytest.raises(NameTakenError):
            await again.put(NAME, b"other", job_id=JOB)
        await again.delete(location)
        assert await files.get(location, job_id=JOB) is None

    async def test_of_two_processes_that_put_under_one_name_one_is_refused(
        self, files: FileStore, reopened: Reopened
    ) -> None:
        again = await reopened()

        done = await asyncio.gather(
            files.put(NAME, CONTENT, job_id=JOB), again.put(NAME, b"other", job_id=JOB), return_exceptions=True
        )

        assert [type(each) for each in done].count(NameTakenError) == 1
        kept = CONTENT if isinstance(done[0], str) else b"other"
        assert _is(await files.get(files.locate(NAME), job_id=JOB), kept)

    @pytest.mark.parametrize("time", ["first", "second"])
    async def test_a_store_begins_empty_whatever_another_kept(self, files: FileStore, time: str) -> None:
        assert await files.get(files.locate("kept.pdf"), job_id=JOB) is None, time

        await files.put("kept.pdf", CONTENT, job_id=JOB)

    async def test_a_store_that_is_open_can_be_used(self, files: FileStore) -> None:
        await files.check()


def _is(found: bytes | None, expected: bytes) -> bool:
    """Return whether the bytes are the same; pytest would draw their difference, for minutes where they are many."""
    return found == expected
