"""Whether what a file's name or an author says is a person: `Java_Developer_CV.docx` names nobody.

Like the rest of the leak check it shares no table with the rules: it asks the text alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

from cvparser.domain.privacy.categories import Category
from cvparser.domain.privacy.redaction import Redaction

_WORD = re.compile(r"[^\W\d_]+")
_WORD_BEFORE = re.compile(r"[^\W\d_]{1,40}\Z")
#: What parts the items of a list, and what begins or ends one.
_BETWEEN = re.compile(r"[ ]?[,;•·|/][ ]{1,2}")
#: Signs of an address, in which names stand in small letters.
_OF_ADDRESSES = frozenset("@._-/%")
#: What stands before the sign of an e-mail address.
_LOCAL = re.compile(r"[^\s@]{1,64}(?=@)")
_CONTACTS = frozenset({Category.EMAIL, Category.URL, Category.HANDLE})
#: Letters of a piece of a name that an address spells, and of a neighbour in a list: shorter ones are initials.
_MIN_SPELLED, _MIN_NEIGHBOUR = 4, 3


def is_other(redaction: Redaction, name: tuple[str, ...], read: Callable[[str], str]) -> bool:
    """Return whether a text says that the words of `name` are no person's.

    They are a person's where an address in the text spells one of them. Else they are not where redaction found another
    name that an address spells, or where the text writes one of them in small letters, or as an item of a list.

    Args:
        redaction: The text, and what was found in it.
        name: Words as `read` returns them.
        read: Returns a text as it is compared: in small letters, without accents.
    """
    taken = (
        redaction.original[finding.start : finding.end]
        for finding in (*redaction.findings, *redaction.parts)
        if finding.category in _CONTACTS
    )
    addresses = "\n".join(read(each) for each in (*taken, *_LOCAL.findall(redaction.original)))
    if _is_spelled(name, addresses):
        return False
    is_elses = redaction.names.isdisjoint(name) and _is_spelled(redaction.names, addresses)
    return is_elses or _is_common(redaction.original, name, read)


def _is_spelled(name: Collection[str], addresses: str) -> bool:
    return any(len(word) >= _MIN_SPELLED and word in addresses for word in name)


def _is_common(text: str, name: Collection[str], read: Callable[[str], str]) -> bool:
    """Return whether a text writes one of some words in small letters, or as an item of a list."""
    lengths = {len(word) for word in name}
    for word in _WORD.finditer(text):
        if len(word.group()) > max(lengths) or read(word.group()) not in name:
            continue
        beside = {text[word.start() - 1 : word.start()], text[word.end() : word.end() + 1]}
        if word.group().islower() and _OF_ADDRESSES.isdisjoint(beside):
            return True
        if _is_listed(text, word, name, read):
            return True
    return False


def _is_listed(text: str, word: re.Match[str], name: Collection[str], read: Callable[[str], str]) -> bool:
    """Return whether a word is an item between two marks of a list or beside one, with another word for neighbour."""
    ends = _BETWEEN.match(text, word.end())
    start = max(0, word.start() - _MIN_NEIGHBOUR)
    begins = next((mark for mark in _BETWEEN.finditer(text, start, word.start()) if mark.end() == word.start()), None)
    is_first = not word.start() or text[word.start() - 1] == "\n"
    is_last = text[word.end() : word.end() + 1] in {"", "\n"}
    if not ((ends and (begins or is_first)) or (begins and is_last)):
        return False
    after = _WORD.match(text, ends.end()) if ends is not None else None
    before = _WORD_BEFORE.search(text, max(0, begins.start() - 40), begins.start()) if begins is not None else None
    neighbours = [near.group() for near in (before, after) if near is not None]
    return bool(neighbours) and all(len(near) >= _MIN_NEIGHBOUR and read(near) not in name for near in neighbours)
