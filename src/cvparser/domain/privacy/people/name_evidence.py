"""What hints at the candidate's name: local parts of addresses, profiles, the name of the file, its metadata."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from cvparser.domain.privacy.categories import Category
from cvparser.domain.privacy.finding import DocumentHints
from cvparser.domain.privacy.people.name_forms import Name, is_professional, name_keys
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
#: Letters of a word that tell whether it may fit a sign.
_HINT = 3
#: More than any CV has of its own: beyond them only the file's name and its metadata hint, so that time stays short.
_MAX_EVIDENCE = 200
#: Letters of a sign that is the beginning of a name, and of one after an initial.
_MIN_BEGINNING = 4


def evidence_in(
    prepared: PreparedText, found: Sequence[Match], parts: tuple[Section, ...], hints: DocumentHints
) -> list[str]:
    """Return the keys of what hints at the name, of the candidate and nobody else."""
    others = Stretches(
        (part.lines[0].start, part.lines[-1].end)
        for part in parts
        if part.kind in {"references", "emergency"} and part.lines
    )
    evidence: list[str] = []
    emails = 0
    for match in sorted(found):
        if len(evidence) >= _MAX_EVIDENCE:
            break
        if others.touch(match.start, match.start + 1):
            continue
        text = prepared.folded[match.start : match.end]
        if match.category is Category.EMAIL and emails < 2:
            emails += 1
            evidence += _pieces(re.split(r"@|%40|[\[({ ]|_at_", text)[0])
        elif match.category in {Category.URL, Category.HANDLE}:
            evidence += _pieces(_owner(text))
    for hint in (hints.file_name, hints.author, hints.title):
        if hint:
            evidence += _pieces(re.sub(r"\.\w{2,5}$", "", fold(hint)))
    return list(dict.fromkeys(evidence))


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


def is_spelt_whole(name: Name, evidence: list[str]) -> bool:
    """Return whether one clue holds most of a name in small letters, which may be any words."""
    pieces = [key(piece) for piece in _LETTERS.findall(" ".join(name.words))]
    together = _one_a_line(tuple(evidence))
    if len(pieces) < 2 or sum(piece in together for piece in pieces) * 3 < len(pieces) * 2:
        return False
    return any(sum(piece in sign for piece in pieces) * 3 >= len(pieces) * 2 for sign in evidence)


def hinted(prepared: PreparedText, evidence: list[str]) -> list[int]:
    """Return where words start whose first letters are in a sign: no name without one `spells` or `matches` it."""
    together = _one_a_line(tuple(evidence))
    hints = {together[start : start + length] for length in range(1, _HINT + 1) for start in range(len(together))}
    return [
        span.start
        for word, span in zip(prepared.folded_words, prepared.words, strict=True)
        if word[:_HINT] in hints or "ß" in word[:_HINT]
    ]


def said_by_evidence(prepared: PreparedText, evidence: list[str], hints: DocumentHints) -> set[str]:
    """Return pieces of evidence that stand in the text as capitalised words, or that the metadata says outright."""
    spoken = {
        prepared.folded[start:end]
        for start, end in prepared.words_among(frozenset(evidence))
        if prepared.text[start].isupper() or not prepared.is_cased
    }
    words = vocabulary()
    found = {
        sign
        for sign in evidence
        if len(sign) > 3
        and sign in spoken
        and not is_professional(sign)
        and sign not in words.places
        and sign not in words.organisations
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
