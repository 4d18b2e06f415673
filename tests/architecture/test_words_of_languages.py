"""Words of human languages stand in the lexicon, not in the code of the domain or of the offline parser.

A word is told by its place: two letters or more that a module's constant compares texts with, in a pattern or a set of
strings, outside of escapes, classes of characters and names of groups. What is no word of a language, or stays for a
reason, is named here.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2] / "src/cvparser"
FOLDERS = ("domain/privacy", "domain/text", "adapters/profile_parser/offline")
_SYNTAX = re.compile(r"\\.|\(\?(?:P?<\w+>|P=\w+\)|[<=!:#>]+)|\[[^\]]*\]|\{[^}]*\}")
#: But for the sign for `number`.
_WORD = re.compile(r"(?!nº)[^\W\d_]{2,}")

#: Tables of recognizers and numbers: names, descriptions and examples for people.
FOR_PEOPLE = {"RECOGNIZERS", "PATTERNS", "TRAITS", "_HEAD", "__all__"}
#: The leak check shares no table with the recognizers, so that a fault in one is none of the other.
OF_THE_LEAK_CHECK = {"leak_check.py", "leak_patterns.py"}
#: No words of a language: kinds of the lexicon's sections, signs, forms, hosts and accounts, codes.
NO_WORDS = {
    "kinds of labels, headings and categories": {
        "_BEGINNING", "_EVIDENCE", "_NAMING", "_ANNOUNCED", "_NAMED", "_PROFESSIONAL_LABELS", "_NO_HEADINGS",
        "_PERSONAL_HEADINGS", "_FACTS", "_LABELS", "_SCHOOL_ALONE", "_KIND_OF", "_COLUMNS", "_NO_COLUMN",
        "_COMPUTED",
    },
    "names of signals, rules and files": {
        "_RULES", "_ELSEWHERE", "_OTHERS", "_ANNOUNCING", "_OF_PERSONS", "_BY_KIND", "BIAS", "_FILE", "_FITS",
    },
    "letters and numerals": {
        "CAPITALS", "_CAPITALS", "_ROMAN", "_LOCAL", "_DOMAIN", "_TWO_LETTERS", "_FILLERS", "_LOOK_ALIKES", "_DOOR",
        "_TOWNS", "_IRISH", "_MONTH", "_DIGIT_LIKE",
    },
    "hosts, accounts, folders, commands, countries": {
        "_FORGES", "_NOBODY", "_URL", "_FOLDER", "_MARKUP", "_ITEMS", "_REGIONS", "_ONLINE", "_UNDERSCORED",
        "_FOUR_DIGITS", "_sites", "(_start, _end)",
    },
    "words of JSON and HTML": {"_TRUE", "_FALSE", "_ENCODED"},
    "type variables and context variables": {"Question", "Answer", "_answers", "Found", "Value"},
}  # fmt: skip
#: Still in code: patterns in which words and forms are woven into each other. Take one out, never put one in.
TO_MOVE = {
    "authors.py": {"_SURNAME_FIRST"},
    "birth.py": {"_TWO_WORDS"},
    "dates.py": {"_FULL", "_LOOSE", "_joiner", "_point_pattern"},
    "header_names.py": {"_title"},
    "labelled.py": {"_OF_LICENCE"},
    "lines.py": {"_furniture"},
    "licence.py": {"_CLASS", "_KIND", "_LICENCE", "_WORD", "_KINDS", "_BEFORE"},
    "name_variants.py": {"_MAIDEN"},
    "templates.py": {"_ACRONYM_END", "_GAPS"},
    "third_persons.py": {"_MY"},
}


def constants_with_words(source: str) -> Iterator[tuple[str, set[str]]]:
    """Yield the constants of a module that hold words, and the functions that compile patterns with some."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            yield from _named(ast.unparse(target), ast.walk(node.value))
        elif isinstance(node, ast.FunctionDef):
            compiled = [each for each in ast.walk(node) if isinstance(each, ast.Call) and _compiles(each)]
            yield from _named(node.name, (each for call in compiled for each in _outside_calls(call.args[0])))


def _compiles(call: ast.Call) -> bool:
    return ast.unparse(call.func) == "re.compile"


def _outside_calls(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what stands below a node, but not what calls are given: names of sections of the lexicon."""
    yield node
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.Call):
            yield from _outside_calls(child)


def _named(name: str, nodes: Iterable[ast.AST]) -> Iterator[tuple[str, set[str]]]:
    texts = "\0".join(each.value for each in nodes if isinstance(each, ast.Constant) and isinstance(each.value, str))
    words = set(_WORD.findall(_SYNTAX.sub(" ", texts)))
    if words:
        yield name, words


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_word_of_a_language_stands_in_code(folder: str) -> None:
    allowed = FOR_PEOPLE.union(*NO_WORDS.values())
    found = {
        f"{path.name}:{name}": sorted(words)
        for path in sorted((ROOT / folder).rglob("*.py"))
        if path.name not in OF_THE_LEAK_CHECK
        for name, words in constants_with_words(path.read_text(encoding="utf-8"))
        if name not in allowed and name not in TO_MOVE.get(path.name, ())
    }

    assert found == {}


def test_what_is_named_as_still_in_code_is_there() -> None:
    there = {
        (path.name, name)
        for folder in FOLDERS
        for path in (ROOT / folder).rglob("*.py")
        for name, _ in constants_with_words(path.read_text(encoding="utf-8"))
    }

    assert {(file, name) for file, names in TO_MOVE.items() for name in names} - there == set()


def test_a_word_in_a_pattern_is_told_from_its_syntax() -> None:
    source = r'A = re.compile(r"(?P<name>[a-z]{2,3})\bund\s|(?<![^\W\d_])(?:v\.)")' + '\nB = frozenset({"y", "ve"})\n'

    assert dict(constants_with_words(source)) == {"A": {"und"}, "B": {"ve"}}
