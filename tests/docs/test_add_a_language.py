"""The page on adding a language, done as it says: its file joins the others of a copy, and its Python runs there.

Nothing else of the copy is touched, so it is shown that a language is a file.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cvparser.domain.lexicon import read_sections

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/how-to/add-a-language.md").read_text(encoding="utf-8")


def block(kind: str) -> str:
    (found,) = re.findall(rf"^```{kind}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    return str(found)


def run_in_copy(folder: Path, *, with_language: bool) -> subprocess.CompletedProcess[str]:
    shutil.copytree(ROOT / "src/cvparser", folder / "cvparser", ignore=shutil.ignore_patterns("__pycache__"))
    if with_language:
        (folder / "cvparser/domain/lexicon/sv.txt").write_text(block("text"), encoding="utf-8")
    return subprocess.run(
        [sys.executable, "-c", block("python")],
        env={**os.environ, "PYTHONPATH": str(folder)},
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.timeout(120)
def test_a_language_is_added_by_a_file(tmp_path: Path) -> None:
    ran = run_in_copy(tmp_path, with_language=True)

    assert ran.returncode == 0, ran.stderr


@pytest.mark.timeout(120)
def test_without_the_file_the_language_is_not_read(tmp_path: Path) -> None:
    assert "AssertionError" in run_in_copy(tmp_path, with_language=False).stderr


def test_the_file_of_the_page_is_sorted() -> None:
    listed = read_sections(block("text"))

    assert [section for section, words in listed.items() if list(words) != sorted(set(words))] == []
