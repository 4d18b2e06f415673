from __future__ import annotations

import ast
from pathlib import Path

import pytest
from benchmarks.privacy import systems
from benchmarks.privacy.document import Document
from benchmarks.privacy.measure import score
from benchmarks.privacy.score import SYSTEMS

FOLDER = Path(systems.__path__[0])


def document(text: str, *, personal: str, keep: str) -> Document:
    start = text.index(personal)
    return Document(
        id="one",
        language="en",
        layout="plain",
        tricks=(),
        file_name=None,
        text=text,
        spans=[{"start": start, "end": start + len(personal), "category": "phone"}],
        keep=[keep],
    )


@pytest.mark.parametrize(
    ("found", "recall", "damage"),
    [
        pytest.param([(6, 12)], 1.0, 0.0, id="the whole span"),
        pytest.param([(6, 8), (9, 12)], 1.0, 0.0, id="all but its blank"),
        pytest.param([(6, 11)], 0.0, 0.0, id="all but one digit"),
        pytest.param([(0, 14)], 1.0, 1.0, id="a character too many"),
        pytest.param([], 0.0, 0.0, id="nothing"),
    ],
)
def test_a_span_is_found_when_every_character_is_and_a_string_is_damaged_when_any_is(
    found: list[tuple[int, int]], recall: float, damage: float
) -> None:
    result = score([document("Call: 55 010 C++", personal="55 010", keep="C++")], {"one": found})

    assert (result.recall, result.leak_free, result.damage) == (recall, recall, damage)


def test_a_professional_string_inside_a_personal_one_may_go() -> None:
    one = document("Koç Holding, Ali Koç Holdinger", personal="Ali Koç Holdinger", keep="Koç Holding")

    assert score([one], {"one": [(13, 30)]}).damage == 0.0
    assert score([one], {"one": [(0, 3), (13, 30)]}).damage == 1.0


def test_over_redaction_is_the_share_of_what_is_not_personal() -> None:
    one = document("Call: 55 010 C++", personal="55 010", keep="C++")

    assert score([one], {"one": [(0, 12)]}).over_redaction == pytest.approx(4 / 5)


def test_the_table_of_systems_is_what_the_modules_offer() -> None:
    assert set(SYSTEMS) == {path.stem for path in FOLDER.glob("*.py")} - {"__init__"}
    for module, configurations in SYSTEMS.items():
        source = (FOLDER / f"{module}.py").read_text(encoding="utf-8")
        table = next(node for node in ast.parse(source).body if "CONFIGURATIONS" in ast.unparse(node).split(":")[0])
        assert all(repr(each) in ast.unparse(table) for each in configurations), module
