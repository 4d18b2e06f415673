from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from cvparser.adapters.clock.frozen import FrozenClock
from cvparser.adapters.file_store.local import LocalFileStore
from cvparser.adapters.job_repository.memory import MemoryJobRepository
from cvparser.application.keep_files import KeepFiles
from cvparser.domain.errors import ConfigurationError, StorageUnavailableError
from cvparser.domain.job import FileLocation, JobId
from cvparser.ports.file_store import NameTakenError
from cvparser.testing.conformance.file_store import JOB
from cvparser.testing.conformance.job_repository import START


async def test_the_folder_and_its_files_are_their_owners_alone(tmp_path: Path) -> None:
    async with LocalFileStore(tmp_path / "a" / "files") as files:
        location = await files.put("cv.pdf", b"x", job_id=JOB)

    assert stat.S_IMODE((tmp_path / "a" / "files").stat().st_mode) == 0o700
    assert stat.S_IMODE(Path(location).stat().st_mode) == 0o600
    assert location == str(tmp_path / "a" / "files" / "cv.pdf")


@pytest.fixture
def _umask(request: pytest.FixtureRequest) -> Iterator[None]:
    before = os.umask(request.param)
    yield
    os.umask(before)


@pytest.mark.parametrize("_umask", [0o000, 0o022, 0o277], indirect=True)
@pytest.mark.usefixtures("_umask")
async def test_whatever_the_umask_nobody_else_can_read(tmp_path: Path) -> None:
    async with LocalFileStore(tmp_path / "a" / "b") as files:
        location = await files.put("cv.pdf", b"x", job_id=JOB)
        modes = [stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "a", tmp_path / "a" / "b", Path(location))]

    assert modes == [0o700, 0o700, 0o600]


def around(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Give the bytes and times of what is in a folder and below it."""
    found = {path: path.lstat() for path in folder.rglob("*")}
    return {
        str(path): (path.read_bytes() if path.is_file() and os.access(path, os.R_OK) else b"", status.st_mtime_ns)
        for path, status in found.items()
    }


async def test_recovery_touches_nothing_that_this_database_did_not_put(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    async with LocalFileStore(folder) as files:
        theirs = KeepFiles(notes=MemoryJobRepository(clock=FrozenClock(START)), files=files)
        await theirs.put(JobId(uuid4()), "text_20250116_103000_11111111.txt", b"of another database")
        for name in ("cv_20250116_103000_550e8400.pdf", "notes.txt", ".unfinished-0123", ".hidden"):
            (folder / name).write_bytes(b"somebody's")
        (folder / "lost+found").mkdir(mode=0o000)
        (folder / "archive").mkdir()
        (folder / "archive" / "cv.pdf").write_bytes(b"somebody's")
        (folder / "link").symlink_to(tmp_path / "elsewhere")
        (folder / "unreadable").touch(mode=0o000)
        for path in folder.iterdir():
            os.utime(path, (1, 1), follow_symlinks=False)
        before = around(folder)
        clock = FrozenClock(START)
        ours = KeepFiles(notes=MemoryJobRepository(clock=clock), files=files)
        orphans = [await ours.put(JobId(uuid4()), f"{number}.pdf", b"x") for number in range(3)]
        clock.advance(timedelta(hours=2))

        await ours.sweep()

        assert [await files.get(orphan, job_id=JOB) for orphan in orphans] == [None] * 3
        assert around(folder) == before


async def test_what_an_interrupted_write_left_is_removed_with_its_file(tmp_path: Path) -> None:
    async with LocalFileStore(tmp_path / "files") as files:
        left = tmp_path / "files" / ".unfinished-cv.pdf"
        left.write_bytes(b"half of it")

        await files.delete(files.locate("cv.pdf"))

        assert not left.exists()


@pytest.mark.parametrize("kind", ["folder", "link", "dangling link"])
async def test_whatever_has_the_name_stays_and_is_not_taken_for_the_file(tmp_path: Path, kind: str) -> None:
    async with LocalFileStore(tmp_path / "files") as files:
        place = tmp_path / "files" / "cv.pdf"
        if kind == "folder":
            place.mkdir()
        else:
            place.symlink_to(tmp_path / "theirs")
        if kind == "link":
            (tmp_path / "theirs").write_bytes(b"x")

        with pytest.raises(NameTakenError):
            await files.put("cv.pdf", b"x", job_id=JOB)

        assert place.is_dir() or place.is_symlink()


async def test_a_folder_that_is_gone_cannot_be_used(tmp_path: Path) -> None:
    async with LocalFileStore(tmp_path / "files") as files:
        (tmp_path / "files").rmdir()

        with pytest.raises(StorageUnavailableError):
            await files.check()


async def test_a_link_is_refused_as_the_folder(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir(mode=0o700)
    (tmp_path / "link").symlink_to(tmp_path / "real")

    with pytest.raises(ConfigurationError, match="CVPARSER_FILE_DIR"):
        await LocalFileStore(tmp_path / "link").__aenter__()


async def test_a_folder_that_is_open_to_others_is_refused(tmp_path: Path) -> None:
    (tmp_path / "open").mkdir()
    (tmp_path / "open").chmod(0o755)

    with pytest.raises(ConfigurationError, match="chmod 700"):
        await LocalFileStore(tmp_path / "open").__aenter__()


async def test_a_folder_of_somebody_else_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "files").mkdir(mode=0o700)
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)

    with pytest.raises(ConfigurationError, match="somebody else"):
        await LocalFileStore(tmp_path / "files").__aenter__()


async def test_a_file_stands_in_the_way_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(ConfigurationError):
        await LocalFileStore(tmp_path / "file").__aenter__()


@pytest.mark.parametrize("name", ["../cv.pdf", "/etc/cv.pdf", "a/b.pdf", "..", "."])
async def test_a_name_that_leads_out_of_the_folder_is_refused(tmp_path: Path, name: str) -> None:
    async with LocalFileStore(tmp_path / "files") as files:
        with pytest.raises(StorageUnavailableError):
            await files.put(name, b"x", job_id=JOB)
        with pytest.raises(StorageUnavailableError):
            await files.get(FileLocation(str(tmp_path / "files" / name)), job_id=JOB)


async def test_a_folder_that_went_away_is_an_error_without_a_path(tmp_path: Path) -> None:
    async with LocalFileStore(tmp_path / "files") as files:
        (tmp_path / "files").rmdir()

        with pytest.raises(StorageUnavailableError) as caught:
            await files.put("Ada_Quill.pdf", b"x", job_id=JOB)

    assert "Quill" not in caught.value.message
    assert caught.value.__cause__ is None
