"""Files of somebody else in the folder of the service, which nobody may touch."""

from __future__ import annotations

import os
import time
from pathlib import Path

#: Seconds for which they have been there: longer than any sweep waits.
_AGE_S = 7_200
_CONTENT = b"Not the service's."
_NAMES = (
    "notes.txt",
    "cv_20260101_120000_0a1b2c3d.pdf",
    "text_20260101_120000_0a1b2c3d.txt",
    ".unfinished-cv_20260101_120000_0a1b2c3d.pdf",
    ".hidden",
    "lost+found/1234",
    "cv_20260101_120000_4d3c2b1a.pdf/inside",
)


class Foreign:
    """Files old enough to be swept, also with names and places like those of the service's own, in `folder`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(mode=0o700)
        then = time.time() - _AGE_S
        for name in _NAMES:
            place = folder / name
            place.parent.mkdir(exist_ok=True)
            place.write_bytes(_CONTENT)
            os.utime(place, (then, then))
        self._was = self._is()

    def touched(self) -> list[str]:
        """Give the names of those that are gone or changed."""
        now = self._is()
        return [name for name, was in self._was.items() if now[name] != was]

    def _is(self) -> dict[str, tuple[bytes, int, int] | None]:
        return {name: _state(self._folder / name) for name in _NAMES}


def _state(place: Path) -> tuple[bytes, int, int] | None:
    try:
        found = place.stat()
        return place.read_bytes(), found.st_mode, found.st_mtime_ns
    except OSError:
        return None
