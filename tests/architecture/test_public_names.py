from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
from importlib import import_module
from pathlib import Path

import pytest

import cvparser
from cvparser.deprecation import DEPRECATIONS

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "reference" / "public.md").read_text(encoding="utf-8")
SUITES = ROOT / "src/cvparser/testing/conformance"
#: Module -> the names that the page lists below its heading.
LISTED = {
    module: re.findall(r"`(\w+)`", names)
    for module, names in re.findall(r"^### `([\w.]+)`\n\n((?:`.*\n)+)", PAGE, re.MULTILINE)
}


def test_the_page_of_public_names_is_the_public_face() -> None:
    assert set(re.findall(r"^\| `cvparser\.(\w+)` \|", PAGE, re.MULTILINE)) == set(cvparser.__all__)


def test_every_public_name_is_there() -> None:
    assert [name for name in cvparser.__all__ if getattr(cvparser, name, None) is None] == []


def test_the_version_is_the_one_of_the_project_and_of_the_changelog() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")

    assert cvparser.__version__ == project["version"]
    assert re.findall(r"^## (\d+\.\d+\.\d+)", changelog, re.MULTILINE)[0] == project["version"]


@pytest.mark.parametrize("module", LISTED)
def test_every_name_of_the_page_can_be_imported_from_where_it_stands(module: str) -> None:
    found = import_module(module)

    assert LISTED[module]
    assert [name for name in LISTED[module] if getattr(found, name, None) is None] == []


def test_the_page_lists_every_port_every_error_and_what_ports_name_of_the_domain() -> None:
    for path in (ROOT / "src/cvparser/ports").glob("[!_]*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        classes = {each.name for each in tree.body if isinstance(each, ast.ClassDef)}
        assert classes <= set(LISTED[f"cvparser.ports.{path.stem}"])
        for each in ast.walk(tree):
            if isinstance(each, ast.ImportFrom) and str(each.module).startswith("cvparser.domain"):
                assert {name.name for name in each.names} <= set(LISTED[str(each.module)]), path.stem
    errors = vars(import_module("cvparser.domain.errors")).values()
    named = {each.__name__ for each in errors if isinstance(each, type) and issubclass(each, cvparser.CVParserError)}
    assert named <= set(LISTED["cvparser.domain.errors"])


def test_the_page_lists_every_suite_and_strategy() -> None:
    suites = {f"cvparser.testing.conformance.{path.stem}" for path in SUITES.glob("[!_]*.py")}

    assert suites <= LISTED.keys()
    assert set(LISTED["cvparser.testing.strategies"]) == set(import_module("cvparser.testing.strategies").__all__)


def test_what_was_to_go_by_now_is_gone() -> None:
    def order(version: str) -> tuple[int, ...]:
        return tuple(int(part) for part in version.split("."))

    assert [str(each) for each in DEPRECATIONS if order(each.gone) <= order(cvparser.__version__)] == []


USER = """
import asyncio
import io

import cvparser
from cvparser.ports.profile_parser import ProfileParser


def titles(parsed: cvparser.ParsedCV) -> list[str]:
    return [job.title for job in parsed.profile.professional_experiences if job.title is not None]


def blocking(parser: cvparser.CVParser) -> list[str]:
    return titles(parser.parse(io.BytesIO(b""), name="cv.pdf", mode="basic", timeout=30.0))


async def awaited(own: ProfileParser) -> list[str]:
    settings = cvparser.Settings(cpu_processes=2, profile_parser_options={"depth": 3})
    async with cvparser.CVParser(settings=settings, parser=own) as parser:
        found: cvparser.Redaction = await parser.redact_file_async("cv.pdf")
        more = [cvparser.Finding(category=cvparser.Category.NAME, start=0, end=1, rule="mine"), *found.findings]
        print(cvparser.redact(found.text, more=more).withheld)
        return titles(await parser.parse_async(b"", mode=cvparser.ParseMode.ADVANCED))


try:
    print(blocking(cvparser.CVParser()))
except cvparser.CVParserError as error:
    print(error.code, error.message)
"""


def checked(program: str, folder: Path) -> str:
    """Give what mypy says of a program of a user, who has none of our settings of it."""
    (folder / "program.py").write_text(program)
    (folder / "mypy.ini").write_text("[mypy]\n")
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder)}
    # What it knows of us is kept: to find it out takes a quarter of a minute.
    kept = str(ROOT / ".mypy_cache" / "of-users")
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file", "mypy.ini", "--cache-dir", kept, "program.py"]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=110
    ).stdout


def test_a_users_program_is_clean_under_strict_types_and_a_wrong_one_is_not(tmp_path: Path) -> None:
    assert checked(USER, tmp_path).startswith("Success")

    assert 'Argument "mode" to "parse"' in checked(USER.replace('mode="basic"', 'mode="banana"'), tmp_path)
