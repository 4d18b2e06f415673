"""What a user's type checker sees, where Pyright is installed: `pip install pyright`."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
#: Per cent of the package's names whose types Pyright knows without guessing.
COMPLETE = 95


@pytest.fixture
def pyright() -> str:
    program = shutil.which("pyright")
    if program is None:
        pytest.skip("pyright is not installed")
    return program


def test_a_users_program_passes_pyright(pyright: str) -> None:
    program = ROOT / "tests/typing/public_face.py"

    run = subprocess.run(
        [pyright, "--pythonpath", sys.executable, program], capture_output=True, text=True, check=False, timeout=110
    )

    assert "0 errors" in run.stdout


def test_nearly_every_public_type_is_known(pyright: str, tmp_path: Path) -> None:
    # An editable install is found by its folder alone.
    (tmp_path / "pyrightconfig.json").write_text(f'{{"extraPaths": ["{ROOT / "src"}"]}}')

    run = subprocess.run(
        [pyright, "--pythonpath", sys.executable, "--verifytypes", "cvparser", "--ignoreexternal"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=110,
    )

    score = re.search(r"completeness score: ([0-9.]+)%", run.stdout)
    assert score is not None
    assert float(score[1]) >= COMPLETE
