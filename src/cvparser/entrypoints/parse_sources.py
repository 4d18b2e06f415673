"""Which documents a command line names: files, folders, patterns, and `-` for standard input."""

from __future__ import annotations

import glob
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

import click

from cvparser.domain import sniffing
from cvparser.domain.errors import ArchiveTooManyEntriesError, InputError
from cvparser.domain.packages import ZIP
from cvparser.domain.sniffing import OLE
from cvparser.domain.sources import source_type
from cvparser.entrypoints.parse_archives import MAX_MEMBERS, members_of

#: What a folder is searched for. Of what other programs write as well those are taken that are a CV.
ENDINGS: Final = frozenset(f".{ending}" for ending in sniffing.ENDINGS)
_SHARED: Final = frozenset({".json", ".xml"})
#: Bytes of a file by which that is told.
_MOST_TOLD: Final = 4 * 2**20
STDIN: Final = "-"
#: How a document begins, and what it is called then, where standard input has no name.
_BEGINNINGS: Final = ((b"%PDF-", "stdin.pdf"), (b"{\\rtf", "stdin.rtf"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One document of a command line.

    Attributes:
        path: Where it is; None for standard input.
        shown: As the command line names it.
        below: Where its result goes below the folder of results, without an ending.
        member: Which file it is of the archive at `path`; None where it is no archive of several.
    """

    path: Path | None
    shown: str
    below: Path
    member: str | None = None


def documents_of(named: Sequence[str]) -> list[Document]:
    """Return the documents that are named, in that order, each once.

    Raises:
        click.UsageError: a name leads to none.
    """
    found: dict[tuple[Path | None, str | None], Document] = {}
    for name in named:
        those = list(_of(name))
        if not those:
            raise click.UsageError(f"No CV is found by {name!r}: no file of a format that is read.")
        for each in those:
            found.setdefault((None if each.path is None else each.path.resolve(), each.member), each)
    return list(found.values())


def _of(name: str) -> Iterator[Document]:
    path = Path(name)
    if name == STDIN:
        yield Document(path=None, shown=STDIN, below=Path("stdin"))
    elif path.is_dir():
        for each in sorted(path.rglob("*")):
            if _is_cv(each, path):
                yield from _each(each, each.relative_to(path).with_suffix(""))
    elif path.exists():
        yield from _lone(path)
    elif glob.has_magic(name):
        for found in sorted(glob.glob(name, recursive=True)):  # noqa: PTH207 - also patterns from the root on
            if Path(found).is_file():
                yield from _lone(Path(found))
    else:
        raise click.UsageError(f"There is no file {name!r}.")


def _is_cv(path: Path, folder: Path) -> bool:
    is_hidden = any(part.startswith((".", "~$")) for part in path.relative_to(folder).parts)
    ending = path.suffix.lower()
    return (
        sniffing.is_read(ending.removeprefix("."))
        and not is_hidden
        and path.is_file()
        and (ending not in _SHARED or _states_a_cv(path))
    )


def _states_a_cv(path: Path) -> bool:
    """Return whether a file of a format that many programs write is one of those that are read: no result of ours."""
    try:
        with path.open("rb") as file:
            return source_type(file.read(_MOST_TOLD), path.suffix.lower().removeprefix(".")) is not None
    except (InputError, OSError):
        return False


def _lone(path: Path) -> Iterator[Document]:
    return _each(path, Path(path.stem or path.name))


def _each(path: Path, below: Path) -> Iterator[Document]:
    """Yield a document, or those in an archive of several.

    Raises:
        click.UsageError: it holds far too many.
    """
    try:
        members = members_of(path) if path.suffix.lower() == ".zip" else None
    except ArchiveTooManyEntriesError:
        raise click.UsageError(
            f"{path} holds more than {MAX_MEMBERS} files: unpack it, and name its folders."
        ) from None
    if members is None:
        yield Document(path=path, shown=str(path), below=below)
        return
    for name in members:
        # A name in an archive may lead anywhere.
        parts = [part for part in PurePosixPath(name.replace("\\", "/")).parts if part not in ("/", "..", ".")]
        inside = Path(*(part.replace(":", "_") for part in parts))
        yield Document(path=path, shown=f"{path}/{name}", below=below / inside.with_suffix(""), member=name)


def standard_input(name: str | None) -> tuple[bytes, str]:
    """Return what comes in on standard input, and its name: the given one, or one that its first bytes speak for."""
    content = sys.stdin.buffer.read()
    if name is not None:
        return content, name
    if content.startswith((ZIP, OLE)):
        # By its content alone.
        return content, ""
    return content, next((known for beginning, known in _BEGINNINGS if content.startswith(beginning)), "stdin.txt")
