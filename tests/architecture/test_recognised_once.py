"""Letter-spacing, bullets, headings and dates are each recognised in one place, and read from there by all."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

from cvparser.domain.cv.bullets import BETWEEN_ITEMS, without_bullet

ROOT = Path(__file__).parents[2] / "src/cvparser"
#: What would be the beginning of a second place, and the first.
PLACES = {
    "a year": ("19|20", "domain/cv/dates/notation.py"),
    "letters set apart": (r"[^\W\d_](?: [^\W\d_]", "domain/text/spacing.py"),
}
#: It shares nothing with what it checks.
LEAK_CHECK = "domain/privacy/leak_patterns.py"
SIGNS = set(BETWEEN_ITEMS).union(sign for sign in map(chr, range(0x2000, 0x2800)) if without_bullet(f"{sign}x")[1])
#: More signs are a list of bullets; dots and bars part much.
MAX_SIGNS = 2
#: Lists of signs that ask something else.
NO_BULLETS = {
    "adapters/profile_parser/offline/skills.py": "●○■□▪▫✦",  # ratings, after a skill
    "domain/text/boxes.py": "■□○●◼✓✔",  # boxes that are ticked
    "domain/privacy/recognizers/phone_signs.py": "∙·•",  # dots between digits
}
#: What reads a section of the lexicon, and who may.
READERS = {
    ("headings",): {
        "domain/cv/headings.py",
        "adapters/profile_parser/offline/language_detection.py",  # tells a language by them, recognises none
    },
    ("dates", "months"): {"domain/cv/dates/notation.py"},
    ("dates", "to"): {"domain/cv/dates/notation.py"},
    ("dates", "of"): {"domain/cv/dates/notation.py"},
    ("dates", "present"): {"domain/cv/dates/points.py"},
}


@cache
def sources() -> list[tuple[str, list[str], list[tuple[str, list[object]]]]]:
    """Give each module with its texts, and its calls with the literals they are given."""
    return [
        (path.relative_to(ROOT).as_posix(), *texts_and_calls(ast.parse(path.read_text(encoding="utf-8"))))
        for path in sorted(ROOT.rglob("*.py"))
        if "testing" not in path.parts
    ]


def texts_and_calls(module: ast.Module) -> tuple[list[str], list[tuple[str, list[object]]]]:
    texts: list[str] = []
    calls: list[tuple[str, list[object]]] = []
    for each in ast.walk(module):
        if isinstance(each, ast.Constant) and isinstance(each.value, str):
            texts.append(each.value)
        elif isinstance(each, ast.Call) and isinstance(each.func, ast.Name):
            given: list[object] = [
                argument.value if isinstance(argument, ast.Constant) else None for argument in each.args
            ]
            calls.append((each.func.id, given))
    return texts, calls


@pytest.mark.parametrize("what", PLACES)
def test_patterns_of_it_stand_in_one_place(what: str) -> None:
    beginning, place = PLACES[what]

    assert {path for path, texts, _ in sources() if any(beginning in text for text in texts)} - {LEAK_CHECK} == {place}


def test_bullets_are_listed_in_one_place() -> None:
    lists = {
        (path, "".join(sorted(SIGNS.intersection(text))))
        for path, texts, _ in sources()
        for text in texts
        if len(SIGNS.intersection(text)) > MAX_SIGNS
    }

    assert {path for path, signs in lists if sorted(NO_BULLETS.get(path, "")) != list(signs)} == {
        "domain/cv/bullets.py"
    }


@pytest.mark.parametrize("section", READERS)
def test_words_that_it_is_recognised_by_are_read_in_one_place(section: tuple[str, ...]) -> None:
    readers = {
        path
        for path, _, calls in sources()
        for name, given in calls
        if name in {"words", "named_words"} and tuple(given[: len(section)]) == section
    }

    assert readers == READERS[section]
