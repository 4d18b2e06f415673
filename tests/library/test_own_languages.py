"""Languages and words of a deployment's own: a folder of files, or one that a package holds."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.library.packages import installed

import cvparser
from cvparser.adapter_choice import language_folders
from cvparser.domain.errors import ConfigurationError

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "how-to" / "add-a-language.md").read_text(encoding="utf-8")
CV = (
    "Arbetslivserfarenhet\nUtvecklare, Muster AB, januari 2019 till idag\n"
    "Jag bygger system som inte är för stora, och det är jag glad för.\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    [swedish] = re.findall(r"^```text\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    (tmp_path / "sv.txt").write_text(swedish, encoding="utf-8")
    return tmp_path


def test_a_language_is_added_by_a_folder_and_read_in_the_children(folder: Path) -> None:
    chosen = cvparser.Settings(languages=folder, cpu_processes=1, learned=False)

    with cvparser.CVParser(settings=chosen) as parser:
        added = parser.parse_text(CV)

    assert added.cv_language == "sv"
    assert added.profile.professional_experiences[0].start_date is not None


def test_redact_knows_it_too_and_says_when_it_is_too_late(folder: Path) -> None:
    script = (
        "import os, cvparser\n"
        "print(cvparser.redact('Utvecklare\\nCivilstånd: gift').text)\n"
        "os.environ['CVPARSER_LANGUAGES'] = os.path.dirname(os.environ['CVPARSER_LANGUAGES'])\n"
        "try:\n    cvparser.redact('x')\nexcept cvparser.CVParserError as error:\n    print(error.code, error.message)"
    )
    (folder.parent / "sv.txt").write_text((folder / "sv.txt").read_text(encoding="utf-8"), encoding="utf-8")

    ended = subprocess.run(
        [sys.executable, "-c", script],
        env={"PATH": "", "CVPARSER_LANGUAGES": str(folder), "CVPARSER_LEARNED": "false"},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )

    assert "gift" not in ended.stdout
    assert "were read in this process before" in ended.stdout


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("swedish.txt", b"[headings.experience]\nx\n", "named by the language's code"),
        ("sv.txt", b"no section", "sv.txt has no sections"),
        ("sv.txt", b"\n[Headings]\nx\n", "sv.txt has no sections such as"),
        ("sv.txt", b"\n[headings.experience]\n\xff\n", "sv.txt cannot be read, or is not UTF-8"),
        ("sv.md", b"", "has files such as sv.txt"),
    ],
)
def test_a_folder_that_is_none_is_refused_when_the_parser_is_made(
    tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    (tmp_path / name).write_bytes(content)

    with pytest.raises(ConfigurationError, match=said):
        cvparser.CVParser(settings=cvparser.Settings(languages=tmp_path))


@pytest.fixture
def package(tmp_path: Path, folder: Path) -> Iterator[None]:
    code = tmp_path / "own_words"
    code.mkdir()
    (folder / "sv.txt").rename(code / "sv.txt")
    names = "[cvparser.language]\nwords = own_words\nnone = own_words:NOTHING\n"
    with installed(tmp_path, "own_words", names, "NOTHING = 7\n"):
        yield


@pytest.mark.usefixtures("package")
def test_a_package_holds_a_folder_of_them(tmp_path: Path) -> None:
    assert language_folders(cvparser.Settings(languages_from="words")) == (str(tmp_path / "own_words"),)

    with pytest.raises(ConfigurationError, match="names no package with a folder"):
        language_folders(cvparser.Settings(languages_from="none"))
