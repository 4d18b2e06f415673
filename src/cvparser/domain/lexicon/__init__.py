"""The words of human languages, read by the privacy rules and the offline parser alike.

A language is one file, named by its ISO 639-1 code; `shared.txt` holds what all languages share. A file has sections
such as `[headings.experience]`, and in each one word or phrase a line, sorted, so that a difference can be read. What
stands before the first section is a remark. `[small.*]` holds the small words that patterns are made of. A
language is added by adding a file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

Sections = Mapping[str, tuple[str, ...]]

#: Of the file that belongs to no language.
SHARED = "shared"
_ENDING = ".txt"


@cache
def lexicon() -> Mapping[str, Sections]:
    """Return the sections of each file, by language, in the order of their codes."""
    folder = files(__name__)
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(_ENDING))
    return {name.removesuffix(_ENDING): read_sections((folder / name).read_text(encoding="utf-8")) for name in names}


def read_sections(text: str) -> Sections:
    r"""Return the words of each section of a file.

    >>> read_sections("A remark.\n\n[dates.months.1]\njan\njanuary\n")
    {'dates.months.1': ('jan', 'january')}
    """
    _, *parts = ("\n" + text).split("\n[")
    return {name: tuple(filter(None, body.split("\n"))) for name, _, body in (part.partition("]\n") for part in parts)}


def words(*path: str, language: str | None = None) -> tuple[str, ...]:
    """Return the words of one section, without repetition, of `language` or, without one, of all files."""
    section = ".".join(path)
    found = (word for sections in _files_of(language) for word in sections.get(section, ()))
    return tuple(dict.fromkeys(found))


def named_words(*path: str, language: str | None = None) -> Iterator[tuple[str, str]]:
    """Yield each word of the sections right below `path` with the last part of its section's name."""
    above = ".".join(path) + "."
    for sections in _files_of(language):
        for section, listed in sections.items():
            name = section.removeprefix(above)
            if section.startswith(above) and "." not in name:
                yield from ((word, name) for word in listed)


def languages() -> tuple[str, ...]:
    """Return the codes of the languages that have a file."""
    return tuple(code for code in lexicon() if code != SHARED)


def _files_of(language: str | None) -> tuple[Sections, ...]:
    return tuple(lexicon().values()) if language is None else (lexicon()[language],)
