"""What an extra brings is missing: every door says what to install."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from tests.library.doors import DOORS, LIBRARIES

PROJECT = Path(__file__).parents[2] / "pyproject.toml"


@pytest.fixture(scope="module")
def said() -> dict[str, list[str]]:
    asked = subprocess.run([sys.executable, "-m", "tests.library.doors"], capture_output=True, text=True, check=True)
    answers: dict[str, list[str]] = json.loads(asked.stdout)
    return answers


def test_every_extra_is_in_the_table() -> None:
    known = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]["optional-dependencies"]

    # That of the testing kit, which runs this test, is left out in processes of their own: `tests/cli`.
    assert known.keys() - {"all", "dev", "testing"} == DOORS.keys() == LIBRARIES.keys()


@pytest.mark.parametrize(
    ("extra", "number"), [(extra, at) for extra, doors in DOORS.items() for at in range(len(doors))]
)
def test_it_says_what_to_install(said: dict[str, list[str]], extra: str, number: int) -> None:
    told = said[extra][number].replace('"', "'")

    assert f"pip install 'cvparser[{extra}" in told or f",{extra}]'" in told
