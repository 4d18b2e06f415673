"""The page of hostile inputs names a test for each of its lines, and each of those is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "reference" / "hostile-inputs.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| (\d+) \|.*\| `([\w/.]+)::(\w+)` \|$", re.MULTILINE)
ROWS = ROW.findall(PAGE)


def test_every_line_of_the_table_names_a_test() -> None:
    assert [int(number) for number, _, _ in ROWS] == list(range(1, 76))


@pytest.mark.parametrize(("file", "test"), sorted({(file, test) for _, file, test in ROWS}))
def test_a_test_that_the_table_names_is_there(file: str, test: str) -> None:
    assert re.search(rf"^(async )?def {test}\(", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE)
