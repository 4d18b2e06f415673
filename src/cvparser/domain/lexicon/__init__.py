"""The words of human languages, read by the privacy rules and the offline parser alike.

A language is one file, named by its ISO 639-1 code; `shared.txt` holds what all languages share. A file has sections
such as `[headings.experience]`, and in each one word or phrase a line, sorted, so that a difference can be read. What
stands before the first section is a remark. `[small.*]` holds the small words that patterns are made of. A
language is added by adding a file, here or in a folder of a deployment's own (`add_folders`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path

from cvparser.domain.errors import ConfigurationError

Sections = Mapping[str, tuple[str, ...]]

#: Of the file that belongs to no language.
SHARED = "shared"
_ENDING = ".txt"
#: Bytes of a file that a deployment adds, and how many: ours are a tenth of that.
_LONGEST_FILE, _MOST_FILES = 2 * 2**20, 200
_CODE = re.compile(r"[a-z]{2}|shared")
_SECTION = re.compile(r"[a-z_]+(?:\.[a-z0-9_]+)+|[a-z_]+")
#: Folders of a deployment's own.
_folders: list[str] = []
#: Words of a deployment's own that belong to no language.
_words: dict[str, tuple[str, ...]] = {}


@cache
def lexicon() -> Mapping[str, Sections]:
    """Return the sections of each file, by language, in the order of their codes."""
    return read_lexicon()


def read_lexicon() -> Mapping[str, Sections]:
    """Return what `lexicon` returns, read anew: words may still be added after."""
    folder = files(__name__)
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(_ENDING))
    found = {name.removesuffix(_ENDING): read_sections((folder / name).read_text(encoding="utf-8")) for name in names}
    for added in map(read_folder, _folders):
        found = {code: _together(found.get(code, {}), added.get(code, {})) for code in sorted({*found, *added})}
    return found | {SHARED: _together(found[SHARED], _words)} if _words else found


def add_folders(*folders: str) -> None:
    """Read the files of folders as well: new languages, and words for the sections of those that there are.

    For a process that has read no word yet: many modules keep what they have read.

    Raises:
        ConfigurationError: words were read before, from other folders; or as `read_folder`.
    """
    wanted = list(dict.fromkeys(folders))
    if wanted == _folders:
        return
    if lexicon.cache_info().currsize:
        raise ConfigurationError("Languages were read in this process before: name CVPARSER_LANGUAGES when it starts.")
    for folder in wanted:
        read_folder(folder)
    _folders[:] = wanted


def add_words(sections: Sections) -> None:
    """Know words of sections as well, in all languages.

    Raises:
        ConfigurationError: words were read before, without these.
    """
    wanted = {**_words, **sections}
    if wanted == _words:
        return
    if lexicon.cache_info().currsize:
        raise ConfigurationError("Words were read in this process before: set CVPARSER_OWN_FIELDS when it starts.")
    _words.update(wanted)


def read_folder(folder: str) -> Mapping[str, Sections]:
    """Return the sections of each file of a folder, by language.

    Raises:
        ConfigurationError: the folder has no such file, or one that is no file of words; the message names it.
    """
    paths = sorted(path for path in Path(folder).glob(f"*{_ENDING}"))[: _MOST_FILES + 1]
    if not paths or len(paths) > _MOST_FILES:
        raise ConfigurationError(f"A folder of languages has files such as sv.txt, at most {_MOST_FILES} of them.")
    return {path.stem: _read_file(path) for path in paths}


def _read_file(path: Path) -> Sections:
    if not _CODE.fullmatch(path.stem):
        raise ConfigurationError("A file of words is named by the language's code of two letters: sv.txt.")
    try:
        if path.stat().st_size > _LONGEST_FILE:
            raise ConfigurationError(f"{path.name} has more than {_LONGEST_FILE // 2**20} MiB: it is no file of words.")
        sections = read_sections(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        raise ConfigurationError(f"{path.name} cannot be read, or is not UTF-8.") from None
    wrong = next((name for name in sections if not _SECTION.fullmatch(name)), None)
    if not sections or wrong is not None:
        raise ConfigurationError(f"{path.name} has no sections such as [headings.experience], or one of another form.")
    return sections


def _together(known: Sections, added: Sections) -> Sections:
    """Return the sections of both, in the order in which they were known."""
    names = dict.fromkeys((*known, *added))
    return {name: tuple(dict.fromkeys((*known.get(name, ()), *added.get(name, ())))) for name in names}


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
