"""A page that is typed into a shell prints what it shows: its blocks run as they stand, in their order.

A `text` block is what the block before it prints; `...` stands for anything. A `console` block is only to be read.
"""

from __future__ import annotations

import contextlib
import doctest
import io
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.e2e.deployment import free_port

ROOT = Path(__file__).parents[2]
TOOLS = ROOT / "tests" / "e2e" / "tools"
PAGES = [ROOT / "docs" / "tutorial.md", ROOT / "docs" / "how-to" / "scale-out.md"]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
MARK = "-- end of block --"


def blocks(page: Path) -> Iterator[tuple[str, str, str | None]]:
    """Give the language and the code of each block that runs, and what it is to print, if that is shown."""
    yield from _blocks(page.read_text(encoding="utf-8"))


def section_blocks(page: Path, heading: str) -> Iterator[tuple[str, str, str | None]]:
    """Give the blocks of one section of a page as `blocks`."""
    yield from _blocks(page.read_text(encoding="utf-8").partition(f"\n{heading}\n")[2].partition("\n## ")[0])


def _blocks(text: str) -> Iterator[tuple[str, str, str | None]]:
    found = BLOCK.findall(text)
    for (language, code), (next_language, shown) in zip(found, [*found[1:], ("", "")], strict=True):
        if language in {"bash", "python"}:
            yield language, code, shown if next_language == "text" else None


def expect(shown: str | None, printed: str) -> None:
    flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    if shown is not None and not doctest.OutputChecker().check_output(shown, printed, flags):
        assert printed == shown


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A clone's root as far as the pages look at it, in which they may write."""
    for name in ("benchmarks", "deploy", "examples"):
        (tmp_path / name).symlink_to(ROOT / name)
    return tmp_path


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_python_of_a_page_prints_what_it_shows(page: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    namespace: dict[str, object] = {"__name__": page.stem}

    for language, code, shown in blocks(page):
        if language == "python":
            with contextlib.redirect_stdout(io.StringIO()) as printed:
                exec(compile(code, str(page), "exec"), namespace)  # noqa: S102 - our own pages
            expect(shown, printed.getvalue())


@pytest.mark.e2e
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_shell_of_a_page_prints_what_it_shows(page: Path, folder: Path) -> None:
    wanted = [(code, shown) for language, code, shown in blocks(page) if language == "bash"]
    port = free_port()
    script = "".join(f"{code}\necho '{MARK}'\n" for code, _ in wanted).replace(":8000", f":{port}")

    shell = subprocess.Popen(
        ["/bin/bash", "-eu", "-c", script],
        cwd=folder,
        env=environment(folder, port),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        printed, complaints = shell.communicate(timeout=100)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(shell.pid, signal.SIGKILL)

    assert shell.returncode == 0, complaints
    for (_, shown), each in zip(wanted, printed.split(f"{MARK}\n"), strict=False):
        expect(shown, each)


def environment(folder: Path, port: int) -> dict[str, str]:
    """Give a reader's shell: the program on its path, a home of its own, and tools, real ones or ours."""
    tools = folder / "tools"
    tools.mkdir()
    for tool in ("curl", "jq"):
        if shutil.which(tool) is None:
            script = tools / tool
            script.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{TOOLS / tool}.py" "$@"\n')
            script.chmod(0o755)
    return {
        "PATH": f"{Path(sys.executable).parent}:{tools}:{os.environ['PATH']}",
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(folder),
        "CVPARSER_FILE_DIR": str(folder / "files"),
        "CVPARSER_PORT": str(port),
    }


def test_every_page_is_in_the_list_of_pages() -> None:
    index = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    linked = {(ROOT / "docs" / link).resolve() for link in re.findall(r"\]\(([^)#:]+)\)", index)}
    pages = {page for page in ROOT.glob("docs/**/*.md") if page.parent.name != "decisions"} - {ROOT / "docs/README.md"}

    assert pages <= linked
