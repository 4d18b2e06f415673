"""Server-sent events, line by line."""

from __future__ import annotations

import json
from typing import Any

_GOES_ON = frozenset({"processing", "receiving"})


class JobEvents:
    """Of a job or a batch: takes the lines of an event stream with `feed`.

    Attributes:
        state: The job's last status; None where none was told, or the stream ended with a problem.
    """

    def __init__(self) -> None:
        self.state: dict[str, Any] | None = None
        self._event, self._data = "", ""

    def feed(self, line: str) -> bool:
        """Take a line without its end, and return whether nothing more is to come."""
        if line.startswith("event:"):
            self._event = line[6:].strip()
        elif line.startswith("data:"):
            self._data += line[5:].strip()
        elif not line and self._data:
            self.state = self._told()
            self._event, self._data = "", ""
            return self.state is None or self.state["status"] not in _GOES_ON
        return False

    def _told(self) -> dict[str, Any] | None:
        # A problem is raised by who asks for the job or its result, which are answered with the same.
        if self._event not in {"status", "batch"}:
            return None
        told: dict[str, Any] = json.loads(self._data)
        return told
