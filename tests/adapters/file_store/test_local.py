from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from cvparser.adapters.file_store.local import LocalFileStore
from cvparser.domain.errors import ConfigurationError, StorageUnavailableError
from cvparser.domain.job import FileLocation


async def test_the_folder_and_its_files_are_their_owners_alone(tmp_path: Path) -> None:
    async with LocalFileStore(tmp_path / "a" / "files") as files:
        location = await files.put("cv.pdf", b"x")

    assert stat.S_IMODE((tmp_path / "a" / "files").stat().st_mode) == 0o700
    assert stat.S_IMODE(Path(location).stat().st_mode) == 0o600
    assert location == str(tmp_path / "a" / "files" / "cv.pdf")


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
            await files.put(name, b"x")
        with pytest.raises(StorageUnavailableError):
            await files.get(FileLocation(str(tmp_path / "files" / name)))


async def test_a_folder_that_went_away_is_an_error_without_a_path(tmp_path: Path) -> None:
    async with LocalFileStore(tmp_path / "files") as files:
        (tmp_path / "files").rmdir()

        with pytest.raises(StorageUnavailableError) as caught:
            await files.put("Ada_Quill.pdf", b"x")

    assert "Quill" not in caught.value.message
    assert caught.value.__cause__ is None
