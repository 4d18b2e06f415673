"""Which documents a command line names: files, folders, patterns, and `-` for standard input."""

from __future__ import annotations

import glob
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import click

#: What a folder is searched for.
ENDINGS: Final = frozenset({".pdf", ".docx", ".txt", ".md"})
STDIN: Final = "-"
#: How a document begins, and what it is called then, where standard input has no name.
_BEGINNINGS: Final = ((b"%PDF-", "stdin.pdf"), (b"PK\x03\x04", "stdin.docx"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One document of a command line.

    Attributes:
        path: Where it is; None for standard input.
        shown: As the command line names it.
        below: Where its result goes below the folder of results, without an ending.
    """

    path: Path | None
    shown: str
    below: Path


def documents_of(named: Sequence[str]) -> list[Document]:
    """Return the documents that are named, in that order, each once.

    Raises:
        click.UsageError: a name leads to none.
    """
    found: dict[Path | None, Document] = {}
    for name in named:
        those = list(_of(name))
        if not those:
            raise click.UsageError(f"No PDF, DOCX, TXT or MD file is found by {name!r}.")
        for each in those:
            found.setdefault(None if each.path is None else each.path.resolve(), each)
    return list(found.values())


def _of(name: str) -> Iterator[Document]:
    path = Path(name)
    if name == STDIN:
        yield Document(path=None, shown=STDIN, below=Path("stdin"))
    elif path.is_dir():
        for each in sorted(path.rglob("*")):
            if _is_cv(each, path):
                yield Document(path=each, shown=str(each), below=each.relative_to(path).with_suffix(""))
    elif path.exists():
        yield _lone(path)
    elif glob.has_magic(name):
        yield from (_lone(Path(each)) for each in sorted(glob.glob(name, recursive=True)) if Path(each).is_file())  # noqa: PTH207 - also patterns from the root on
    else:
        raise click.UsageError(f"There is no file {name!r}.")


def _is_cv(path: Path, folder: Path) -> bool:
    is_hidden = any(part.startswith((".", "~$")) for part in path.relative_to(folder).parts)
    return path.suffix.lower() in ENDINGS and not is_hidden and path.is_file()


def _lone(path: Path) -> Document:
    return Document(path=path, shown=str(path), below=Path(path.stem or path.name))


def standard_input(name: str | None) -> tuple[bytes, str]:
    """Return what comes in on standard input, and its name: the given one, or one that its first bytes speak for."""
    content = sys.stdin.buffer.read()
    if name is not None:
        return content, name
    return content, next((known for beginning, known in _BEGINNINGS if content.startswith(beginning)), "stdin.txt")
