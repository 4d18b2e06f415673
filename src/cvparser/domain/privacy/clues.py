"""What hints at the candidate's name: local parts of addresses, profiles, the name of the file, its metadata."""

from __future__ import annotations

import re
from collections.abc import Iterable

from cvparser.domain.privacy.categories import Category
from cvparser.domain.privacy.finding import Hints
from cvparser.domain.privacy.folding import fold, key
from cvparser.domain.privacy.lookup import Stretches
from cvparser.domain.privacy.memory import remembered
from cvparser.domain.privacy.name_forms import Name, is_professional, name_keys
from cvparser.domain.privacy.reading import Reading, Sighting
from cvparser.domain.privacy.sections import Section
from cvparser.domain.privacy.vocabulary import vocabulary

_LETTERS = re.compile(r"[^\W\d_]+")
#: Hosts whose paths are an account and its project.
_FORGES = ("github.com", "gitlab.com", "bitbucket.org", "codeberg.org")
#: Letters of a word that tell whether it may fit a clue.
_HINT = 3
#: More than any CV has of its own: beyond them only the file's name and its metadata hint, so that time stays short.
_MAX_CLUES = 200
#: Letters of a clue that is the beginning of a name, and of one after an initial.
_MIN_BEGINNING = 4


def clues_in(reading: Reading, found: list[Sighting], parts: tuple[Section, ...], hints: Hints) -> list[str]:
    """Give the keys of what hints at the name, of the candidate and nobody else."""
    others = Stretches(
        (part.lines[0].start, part.lines[-1].end)
        for part in parts
        if part.kind in {"references", "emergency"} and part.lines
    )
    clues: list[str] = []
    emails = 0
    for sighting in sorted(found):
        if len(clues) >= _MAX_CLUES:
            break
        if others.touch(sighting.start, sighting.start + 1):
            continue
        text = reading.folded[sighting.start : sighting.end]
        if sighting.category is Category.EMAIL and emails < 2:
            emails += 1
            clues += _pieces(re.split(r"@|%40|[\[({ ]|_at_", text)[0])
        elif sighting.category in {Category.URL, Category.HANDLE}:
            clues += _pieces(_owner(text))
    for hint in (hints.file_name, hints.author, hints.title):
        if hint:
            clues += _pieces(re.sub(r"\.\w{2,5}$", "", fold(hint)))
    return list(dict.fromkeys(clues))


def _owner(url: str) -> str:
    """Give the part of a URL that may name a person: its last, or the account before a project's name."""
    parts = url.rstrip("/").split("/")
    hosts = [index for index, part in enumerate(parts) if part.endswith(_FORGES)]
    return parts[hosts[0] + 1] if hosts and hosts[0] + 1 < len(parts) else parts[-1]


def _pieces(text: str) -> list[str]:
    pieces = [piece for piece in _LETTERS.findall(fold(text)) if piece not in vocabulary().generic]
    together = "".join(pieces)
    return [piece for piece in [together, *pieces] if len(piece) > 2]


def matches(words: tuple[str, ...], clues: Iterable[str]) -> bool:
    """Tell whether a name fits a local part, a profile's path or a file's name.

    >>> matches(("Priyanka", "Venkataraman"), ["pvenkat"])
    True
    """
    known = tuple(clues)
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
def _one_a_line(clues: tuple[str, ...]) -> str:
    """Return clues one a line, so that one search looks into all of them."""
    return "\n".join(["", *clues, ""])


def spells(words: tuple[str, ...], clues: Iterable[str]) -> bool:
    """Tell whether a clue holds two words of a name, or one and the initial of another.

    >>> spells(("Will", "Cook"), ["wcook"]), spells(("Head", "Cook"), ["cook"])
    (True, False)
    """
    pieces = [piece for piece in (key(word) for word in words) if len(piece) > 1]
    together = _one_a_line(tuple(clues))
    return any(
        piece != other and (other + piece in together or f"\n{other[0]}{piece}" in together)
        for piece in pieces
        for other in pieces
    )


def is_spelt_whole(name: Name, clues: list[str]) -> bool:
    """Tell whether one clue holds most of a name in small letters, which may be any words."""
    pieces = [key(piece) for piece in _LETTERS.findall(" ".join(name.words))]
    together = _one_a_line(tuple(clues))
    if len(pieces) < 2 or sum(piece in together for piece in pieces) * 3 < len(pieces) * 2:
        return False
    return any(sum(piece in clue for piece in pieces) * 3 >= len(pieces) * 2 for clue in clues)


def hinted(reading: Reading, clues: list[str]) -> list[int]:
    """Give where words start whose first letters are in a clue: no name without one `spells` or `matches` it."""
    together = _one_a_line(tuple(clues))
    hints = {together[start : start + length] for length in range(1, _HINT + 1) for start in range(len(together))}
    return [
        span.start
        for word, span in zip(reading.spoken, reading.words, strict=True)
        if word[:_HINT] in hints or "ß" in word[:_HINT]
    ]


def said_by_clues(reading: Reading, clues: list[str], hints: Hints) -> set[str]:
    """Give pieces of clues that stand in the text as capitalised words, or that the metadata says outright."""
    spoken = {
        reading.folded[start:end]
        for start, end in reading.words_among(frozenset(clues))
        if reading.text[start].isupper() or not reading.is_cased
    }
    words = vocabulary()
    found = {
        clue
        for clue in clues
        if len(clue) > 3
        and clue in spoken
        and not is_professional(clue)
        and clue not in words.places
        and clue not in words.organisations
    }
    author = hints.author or ""
    pieces = [
        piece
        for piece in _LETTERS.findall(author)
        if fold(piece) not in vocabulary().generic and not is_professional(fold(piece))
    ]
    if 1 < len(pieces) < 5:
        found |= name_keys(tuple(piece for piece in pieces if len(piece) > 2))
    return found
