"""What adapters that keep files of their own share: nobody but their owner can read them, whatever the umask."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

from cvparser.domain.errors import ConfigurationError

#: Of a folder and of a file: their owner's alone.
FOLDER_MODE, FILE_MODE = 0o700, 0o600


def make_private_folder(folder: Path) -> None:
    """Make `folder` and those above it that are missing, each its owner's alone; what is there stays as it is.

    Raises:
        OSError: it cannot be made, or a file is in its way.
    """
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    for each in reversed(missing):
        with suppress(FileExistsError):
            each.mkdir(mode=FOLDER_MODE)
            # The umask can take rights from the owner too.
            each.chmod(FOLDER_MODE)
    folder.mkdir(exist_ok=True)


def make_private_file(path: Path, *, setting: str) -> None:
    """Make the file at `path`, empty, or tighten the one that is there; the same for its folder.

    A folder in which somebody else may read something stays as it is.

    Raises:
        ConfigurationError: file or folder is somebody else's, or others can write to the folder; it names `setting`.
        OSError: it cannot be made.
    """
    make_private_folder(path.parent)
    _require_own_folder(path.parent, setting)
    with suppress(FileExistsError):
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE)
        os.fchmod(descriptor, FILE_MODE)
        os.close(descriptor)
    tighten(path, setting=setting)


def tighten(path: Path, *, setting: str) -> None:
    """Let nobody but its owner read the file at `path`, where there is one.

    Raises:
        ConfigurationError: it is somebody else's, or no file; it names `setting`.
        OSError: it cannot be changed.
    """
    try:
        found = path.lstat()
    except FileNotFoundError:
        return
    if not stat.S_ISREG(found.st_mode):
        raise ConfigurationError(f"{setting}: what is there is no file. Name another.")
    if found.st_uid != os.geteuid():
        raise ConfigurationError(f"{setting}: the file belongs to somebody else. Run as its owner, or name another.")
    if stat.S_IMODE(found.st_mode) != FILE_MODE:
        path.chmod(FILE_MODE)


def tighten_folder(folder: Path, *, ours: str) -> None:
    """Close `folder` to others, where but for files whose names begin with `ours` they can read nothing in it."""
    found = folder.stat()
    if found.st_uid != os.geteuid() or not found.st_mode & 0o077:
        return
    with os.scandir(folder) as entries:
        is_read_by_others = any(
            entry.is_symlink() or entry.stat(follow_symlinks=False).st_mode & 0o077
            for entry in entries
            if not entry.name.startswith(ours)
        )
    if not is_read_by_others:
        folder.chmod(FOLDER_MODE)


def _require_own_folder(folder: Path, setting: str) -> None:
    found = folder.stat()
    if found.st_uid not in {os.geteuid(), 0}:
        raise ConfigurationError(f"{setting}: its folder belongs to somebody else. Name another.")
    # Where the sticky bit is set, nobody puts a file of theirs in the place of ours.
    if found.st_mode & 0o022 and not found.st_mode & stat.S_ISVTX:
        raise ConfigurationError(f"{setting}: others can write to its folder. Run chmod 700 on it, or name another.")
