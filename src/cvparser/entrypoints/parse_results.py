"""A folder of results: no result takes another's place, and what is there already is known by its document."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cvparser.entrypoints.parse_sources import Document

#: In the folder: which document each result is of, a line each; the last one counts.
INDEX = ".cvparser.jsonl"


class Results:
    """Results in `folder`, files that end with `ending`.

    A document keeps the name of its result from one run to the next. A result of another document, or of unknown
    origin, is never written over.
    """

    def __init__(self, folder: Path, ending: str) -> None:
        self._folder = folder
        self._ending = ending
        folder.mkdir(parents=True, exist_ok=True)
        self._index = folder / INDEX
        self._known = {each["result"]: each for each in self._read()}
        self._of_document = {each["document"]: name for name, each in self._known.items() if name.endswith(ending)}
        self._taken: set[str] = set()

    def has(self, document: Document, mode: str) -> bool:
        """Return whether the result of the document as it is now, by the same parser, is there."""
        entry = self._known.get(self._of_document.get(_identity(document), ""))
        return (
            entry is not None
            and entry["state"] == _state(document)
            and entry["mode"] == mode
            and (self._folder / entry["result"]).is_file()
        )

    def write(self, document: Document, mode: str, text: str) -> Path:
        """Write a result, whole or not at all, and return where it is."""
        name = self._name_of(document)
        path = self._folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            draft.write_text(text, encoding="utf-8")
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
        entry = {"result": name, "document": _identity(document), "state": _state(document), "mode": mode}
        with self._index.open("a", encoding="utf-8") as index:
            index.write(json.dumps(entry) + "\n")
        return path

    def _name_of(self, document: Document) -> str:
        for name in self._candidates(document):
            entry = self._known.get(name)
            is_own = entry is not None and entry["document"] == _identity(document)
            is_free = entry is None and not (self._folder / name).exists()
            # Two names that differ in capitals alone are one file on some systems.
            if (is_own or is_free) and name.casefold() not in self._taken:
                self._taken.add(name.casefold())
                return name
        raise AssertionError("there is always another number")

    def _candidates(self, document: Document) -> Iterator[str]:
        below = document.below.as_posix()
        known = self._of_document.get(_identity(document))
        if known is not None:
            yield known
        yield f"{below}{self._ending}"
        suffix = Path(document.member).suffix if document.member else document.path.suffix if document.path else ""
        full = f"{below}{suffix}"
        yield f"{full}{self._ending}"
        number = 2
        while True:
            yield f"{full}-{number}{self._ending}"
            number += 1

    def _read(self) -> Iterator[dict[str, Any]]:
        if not self._index.exists():
            return
        for line in self._index.read_text(encoding="utf-8").splitlines():
            try:
                yield json.loads(line)
            except ValueError:
                # The last line of a run that was cut off.
                continue


def _identity(document: Document) -> str:
    if document.path is None:
        return document.shown
    return f"{document.path.resolve()}/{document.member}" if document.member else str(document.path.resolve())


def _state(document: Document) -> list[int]:
    """Return what changes with a document: its size and time; standard input is another each time."""
    if document.path is None:
        return []
    found = document.path.stat()
    return [found.st_size, found.st_mtime_ns]
