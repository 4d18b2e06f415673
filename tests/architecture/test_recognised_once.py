"""Letter-spacing, bullets, headings and dates are each recognised in one place, and read from there by all."""

from __future__ import annotations

import ast
from collections.abc import Iterator
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


def sources() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(ROOT.rglob("*.py")):
        if "testing" not in path.parts:
            yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def texts(module: ast.Module) -> list[str]:
    return [each.value for each in ast.walk(module) if isinstance(each, ast.Constant) and isinstance(each.value, str)]


@pytest.mark.parametrize("what", PLACES)
def test_patterns_of_it_stand_in_one_place(what: str) -> None:
    beginning, place = PLACES[what]

    assert {path for path, module in sources() if any(beginning in text for text in texts(module))} - {LEAK_CHECK} == {
        place
    }


def test_bullets_are_listed_in_one_place() -> None:
    lists = {
        (path, "".join(sorted(SIGNS.intersection(text))))
        for path, module in sources()
        for text in texts(module)
        if len(SIGNS.intersection(text)) > MAX_SIGNS
    }

    assert {path for path, signs in lists if sorted(NO_BULLETS.get(path, "")) != list(signs)} == {
        "domain/cv/bullets.py"
    }


@pytest.mark.parametrize("section", READERS)
def test_words_that_it_is_recognised_by_are_read_in_one_place(section: tuple[str, ...]) -> None:
    readers = {
        path
        for path, module in sources()
        for call in ast.walk(module)
        if isinstance(call, ast.Call)
        and ast.unparse(call.func) in {"words", "named_words"}
        and tuple(each.value for each in call.args[: len(section)] if isinstance(each, ast.Constant)) == section
    }

    assert readers == READERS[section]
