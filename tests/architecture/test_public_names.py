from __future__ import annotations

import re
import tomllib
from pathlib import Path

import cvparser

ROOT = Path(__file__).parents[2]


def test_the_page_of_public_names_is_the_public_face() -> None:
    page = (ROOT / "docs" / "reference" / "public.md").read_text(encoding="utf-8")

    assert set(re.findall(r"^\| `cvparser\.(\w+)` \|", page, re.MULTILINE)) == set(cvparser.__all__)


def test_every_public_name_is_there() -> None:
    assert [name for name in cvparser.__all__ if getattr(cvparser, name, None) is None] == []


def test_the_version_is_the_one_of_the_project_and_of_the_changelog() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")

    assert cvparser.__version__ == project["version"]
    assert re.findall(r"^## (\d+\.\d+\.\d+)", changelog, re.MULTILINE)[0] == project["version"]
