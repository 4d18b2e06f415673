"""What adapters that keep files of their own share: nobody but their owner can read them, whatever the umask."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

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
