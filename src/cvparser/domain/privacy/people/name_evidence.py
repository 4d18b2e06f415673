"""What hints at the candidate's name: local parts of addresses, profiles, the name of the file, its metadata."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import takewhile

from cvparser.domain.privacy.categories import Category
from cvparser.domain.privacy.finding import DocumentHints
from cvparser.domain.privacy.labels import Labelled
from cvparser.domain.privacy.prepared_text import PreparedText
from cvparser.domain.privacy.recognizer import Match
from cvparser.domain.privacy.sections import Section
from cvparser.domain.privacy.vocabulary import vocabulary
from cvparser.domain.text.document_cache import remembered
from cvparser.domain.text.folding import fold, key
from cvparser.domain.text.lookup import Stretches

_LETTERS = re.compile(r"[^\W\d_]+")
#: Hosts whose paths are an account and its project.
_FORGES = ("github.com", "gitlab.com", "bitbucket.org", "codeberg.org")
_SIGN = re.compile(r"@|%40|[\[({<][ ]?a[ ]?[\])}>]")
_ENDING = re.compile(r"\.\w{2,5}$")
_MAX_EMAILS = 2
#: More than any CV has of its own: beyond them only the file's name and its metadata hint, so that time stays short.
_MAX_EVIDENCE = 200
#: Letters of a sign that is the beginning of a name, and of one after an initial.
_MIN_BEGINNING = 4


class Source(StrEnum):
    """Where something stands that may spell the candidate's name."""

    EMAIL = "email"
    URL = "url"
    FILE = "file"
    AUTHOR = "author"
    PDF_TITLE = "pdf_title"


#: Pieces of names, folded, by where they stand.
Clues = Mapping[Source, tuple[str, ...]]


def clues_in(
    prepared: PreparedText,
    found: Sequence[Match],
    parts: tuple[Section, ...],
    labelled: Sequence[Labelled],
    hints: DocumentHints,
) -> Clues:
    """Return the keys of what hints at the name, by where they come from; of the candidate and nobody else."""
    others = Stretches(
        (part.lines[0].start, part.lines[-1].end)
        for part in parts
        if part.kind in {"references", "emergency"} and part.lines
    )
    clues: dict[Source, list[str]] = {source: [] for source in Source}
    emails = 0
    for match in sorted(found):
        if sum(map(len, clues.values())) >= _MAX_EVIDENCE:
            break
        if others.touch(match.start, match.start + 1):
            continue
        text = prepared.folded[match.start : match.end]
        if match.category is Category.EMAIL and emails < _MAX_EMAILS:
            emails += 1
            clues[Source.EMAIL] += _pieces(_local(text))
        elif match.category in {Category.URL, Category.HANDLE}:
            clues[Source.URL] += _pieces(_owner(text))
    files = [prepared.text[slice(*item.value)] for item in labelled if item.kind == "file"]
    for source, hint in _hints(hints, files):
        clues[source] += _pieces(_ENDING.sub("", fold(hint)))
    return {source: tuple(dict.fromkeys(pieces)) for source, pieces in clues.items() if pieces}


def _local(email: str) -> str:
    """Return what stands before the sign of an address, whose dots may be words: `anna (dot) lind at ...`."""
    known = vocabulary()
    sign = _SIGN.search(email)
    if sign is not None:
        return email[: sign.start()]
    local = takewhile(lambda word: word not in known.ats, _LETTERS.findall(email))
    return ".".join(word for word in local if word not in known.dots)


def _hints(hints: DocumentHints, files: Sequence[str]) -> Iterator[tuple[Source, str]]:
    for source, hint in (
        *((Source.FILE, name) for name in files),
        (Source.FILE, hints.file_name),
        (Source.AUTHOR, hints.author),
        (Source.PDF_TITLE, hints.title),
    ):
        if hint:
            yield source, hint


def _owner(url: str) -> str:
    """Return the part of a URL that may name a person: its last, or the account before a project's name."""
    parts = url.rstrip("/").split("/")
    hosts = [index for index, part in enumerate(parts) if part.endswith(_FORGES)]
    return parts[hosts[0] + 1] if hosts and hosts[0] + 1 < len(parts) else parts[-1]


def _pieces(text: str) -> list[str]:
    pieces = [piece for piece in _LETTERS.findall(fold(text)) if piece not in vocabulary().generic]
    together = "".join(pieces)
    return [piece for piece in [together, *pieces] if len(piece) > 2]


def matches(words: tuple[str, ...], evidence: Iterable[str]) -> bool:
    """Return whether a name fits a local part, a profile's path or a file's name.

    >>> matches(("Priyanka", "Venkataraman"), ["pvenkat"])
    True
    """
    known = tuple(evidence)
    whole, together = frozenset(known), _one_a_line(known)
    pieces = [piece for piece in (key(word) for word in words) if len(piece) > 1]
    if any(len(piece) > 3 and piece in together for piece in pieces):
        return True
    longest = max(map(len, known), default=0)
    beginnings = [[piece[:end] for end in range(_MIN_BEGINNING, min(longest, len(piece)) + 1)] for piece in pieces]
    initials = [{other[0] for other in pieces if other != piece} for piece in pieces]
    for begun, others in zip(beginnings, initials, strict=True):
        if any(start in whole or any(initial + start in whole for initial in others) for start in begun):
            return True
    joined = "".join(pieces)
    return len(pieces) > 1 and len(joined) > 4 and joined in together


@remembered
def _one_a_line(evidence: tuple[str, ...]) -> str:
    """Return evidence one a line, so that one search looks into all of them."""
    return "\n".join(["", *evidence, ""])


def spells(words: tuple[str, ...], evidence: Iterable[str]) -> bool:
    """Return whether a clue holds two words of a name, or one and the initial of another.

    >>> spells(("Will", "Cook"), ["wcook"]), spells(("Head", "Cook"), ["cook"])
    (True, False)
    """
    pieces = [piece for piece in (key(word) for word in words) if len(piece) > 1]
    together = _one_a_line(tuple(evidence))
    return any(
        piece != other and (other + piece in together or f"\n{other[0]}{piece}" in together)
        for piece in pieces
        for other in pieces
    )
