"""The words that the rules look for, by language, out of the files in `vocabulary/`.

A language is added by adding a file of the same form as the others.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Any

Table = Mapping[str, Any]


@cache
def tables() -> tuple[Table, ...]:
    """Give all files, sorted by name, as TOML reads them."""
    folder = resources.files(__package__).joinpath("vocabulary")
    files = sorted((each for each in folder.iterdir() if each.name.endswith(".toml")), key=lambda each: each.name)
    return tuple(tomllib.loads(each.read_text(encoding="utf-8")) for each in files)


def by_language(*path: str) -> Iterator[tuple[str, Any]]:
    """Give what stands at `path` in each file of a language, with the language's ISO 639-1 code."""
    for table in tables():
        if "code" in table and (found := _at(table, path)) is not None:
            yield table["code"], found


def words(*path: str, language: str | None = None) -> tuple[str, ...]:
    """Give the strings that stand at `path`, without repetition, in the file of `language` or, without one, in any."""
    return tuple(dict.fromkeys(word for table in _tables_of(language) for word in _at(table, path) or ()))


def named_words(*path: str, language: str | None = None) -> Iterator[tuple[str, str]]:
    """Give each string of the table of lists at `path`, with the name of its list; files as for `words`."""
    for table in _tables_of(language):
        for name, listed in (_at(table, path) or {}).items():
            for word in listed:
                yield word, name


def _tables_of(language: str | None) -> tuple[Table, ...]:
    return tables() if language is None else tuple(table for table in tables() if table.get("code") == language)


def _at(table: Table, path: tuple[str, ...]) -> Any:  # noqa: ANN401 - TOML holds anything
    found: Any = table
    for step in path:
        found = found.get(step)
        if found is None:
            return None
    return found
