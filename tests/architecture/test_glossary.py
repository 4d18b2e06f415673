from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reference" / "glossary.md"
SOURCE = ROOT / "src" / "cvparser"
#: Words that the glossary replaced, as they would stand in a name or a sentence of the source.
DENIED = [
    r"(?<![a-z])(?:ring|rings|ringing|ringer|rung|rang|doorbell)(?![a-z])",
    r"(?<![a-z])(?:errand|asker|chances)(?![a-z])",
    r"check_?room",
    r"put_off",
    r"set_aside|setaside",
    r"kept_?answers|keep_?answers|keep_?leases",
]


def denied_in(text: str) -> list[str]:
    return [match.group() for each in DENIED for match in re.finditer(each, text.lower())]


@pytest.mark.parametrize("text", ["self.ring(ids)", "The job was rung for.", "class Ringer", "KeepLeases", "put_off"])
def test_a_denied_word_is_seen_in_a_name_and_in_a_sentence(text: str) -> None:
    assert denied_in(text)


def test_no_denied_word_stands_in_the_source() -> None:
    found = {
        str(path.relative_to(SOURCE)): words
        for path in SOURCE.rglob("*.py")
        if (words := denied_in(path.read_text(encoding="utf-8")))
    }

    assert not found


def test_the_doorbell_is_said_in_its_decision_and_as_a_word_not_to_say_alone() -> None:
    said = {path.name for path in (ROOT / "docs").rglob("*.md") if "doorbell" in path.read_text(encoding="utf-8")}

    assert said == {"0002-row-is-truth.md", "glossary.md"}


def test_a_word_has_one_meaning() -> None:
    words = re.findall(r"^\| ([\w -]+) \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)

    told = [word for word in words if word not in {"word", "---"}]

    assert len(told) == len(set(told)) > 30
