"""The page of the lexicon, its files and the code that reads them agree: nothing is unknown, unread or invented."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from cvparser.domain.lexicon import lexicon
from cvparser.domain.privacy.categories import Category

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/reference/lexicon.md"
SOURCE = ROOT / "src/cvparser"
_ROW = re.compile(r"^\| `(?P<section>[\w.<>]+)` \| [^|]+ \| (?P<readers>[^|]+) \| (?P<example>[^|]+) \|$", re.MULTILINE)
_EXAMPLE = re.compile(r"`(?P<word>[^`]+)`(?: in `(?P<section>[\w.]+)`)? \((?P<file>\w+)\)")
#: What may stand for the last part of a section's name.
KINDS = {
    "category": "|".join(Category),
    "number": "[1-9]|1[0-2]",
    "code": "[a-z]{2}",
    "level": "[ABC][12]|native",
    "role": "company|field|institution|place|skills|title|certifications",
    "kind": "|".join([*Category, "container"]),
    "name": r"\w+",
}


class Row(NamedTuple):
    section: str
    readers: list[str]
    example: re.Match[str]

    def covers(self, section: str) -> bool:
        name, _, kind = self.section.partition("<")
        return (
            section == name
            if not kind
            else re.fullmatch(f"{re.escape(name)}(?:{KINDS[kind[:-1]]})", section) is not None
        )


@cache
def rows() -> list[Row]:
    found = []
    for row in _ROW.finditer(PAGE.read_text(encoding="utf-8")):
        example = _EXAMPLE.fullmatch(row["example"])
        assert example is not None, row["example"]
        found.append(Row(row["section"], re.findall(r"`([^`]+)`", row["readers"]), example))
    return found


def sections() -> Iterator[str]:
    yield from dict.fromkeys(section for listed in lexicon().values() for section in listed)


@cache
def said_in(reader: str) -> frozenset[str]:
    """Return the strings and names of the one file that is called so."""
    (path,) = (path for path in SOURCE.rglob("*.py") if path.as_posix().endswith(f"/{reader}"))
    said: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            said.update(node.value.split("."))
        elif isinstance(node, ast.Name):
            said.add(node.id)
    return frozenset(said)


def test_every_section_of_a_file_is_on_the_page() -> None:
    assert [section for section in sections() if not any(row.covers(section) for row in rows())] == []


def test_every_section_of_the_page_is_in_a_file() -> None:
    there = list(sections())

    assert [row.section for row in rows() if not any(map(row.covers, there))] == []


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.section)
def test_the_example_of_a_section_stands_in_it(row: Row) -> None:
    section = row.example["section"] or row.section

    assert row.covers(section)
    assert row.example["word"] in lexicon()[row.example["file"]][section]


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.section)
def test_a_section_is_read_where_the_page_says(row: Row) -> None:
    group, *names = row.section.partition("<")[0].strip(".").split(".")
    # Headings are read as a whole, whatever they head.
    parts = {group} if group == "headings" else {group, *names}

    assert row.readers
    assert {reader: parts - said_in(reader) for reader in row.readers if not parts <= said_in(reader)} == {}


def test_every_class_of_words_is_named_by_a_statement_or_a_fact() -> None:
    statements = "\n".join(
        phrase
        for listed in lexicon().values()
        for section, phrases in listed.items()
        if section.startswith("statements.")
        for phrase in phrases
    )
    classes = {section.removeprefix("classes.") for section in sections() if section.startswith("classes.")}

    unnamed = {name for name in classes if f"{{{name}}}" not in statements}

    assert unnamed - said_in("privacy/vocabulary.py") == set()
