"""The page on having one's own model, store and employee numbers, done as it says: files, tests, commands."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/how-to/your-own-in-an-hour.md").read_text(encoding="utf-8")
CV = "Data Engineer at Kestrel Analytics\nHS-00421\n"


def run(folder: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run Python where the package is installed and chosen as the page says, with a database of the test's."""
    chosen = dict(re.findall(r"(CVPARSER_\w+)=('[^']*'|\S+)", PAGE.partition("## 6.")[2]))
    chosen = {name: value.strip("'").replace("/srv/house", str(folder)) for name, value in chosen.items()}
    return subprocess.run(
        [sys.executable, *arguments],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(folder / "installed"), **chosen},
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the files of the page, and the package that they make, installed."""
    folder = tmp_path_factory.mktemp("house")
    [project] = re.findall(r"^```toml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    files = {"pyproject.toml": project, "house_cvparser/__init__.py": ""}
    for block in re.findall(r"^```python\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL):
        files[block.partition("\n")[0].removeprefix("# ")] = block
    for name, content in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")
    command = "-m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index --target"
    subprocess.run([sys.executable, *command.split(), folder / "installed", folder], check=True, timeout=100)
    return folder


def test_it_is_proved_by_the_suites(house: Path) -> None:
    ended = run(house, "-m", "pytest", "-q", "-o", "asyncio_mode=auto", "-p", "cvparser.testing", "tests")

    assert ended.returncode == 0, ended.stdout


def test_it_is_listed_and_used(house: Path) -> None:
    (house / "cv.txt").write_text(CV)

    listed = run(house, "-m", "cvparser", "adapters").stdout
    parsed = json.loads(run(house, "-m", "cvparser", "parse", house / "cv.txt").stdout)

    assert len(re.findall(r"^\* \w+ +house +0\.1\.0 +house-cvparser$", listed, re.MULTILINE)) == 3
    assert parsed["profile"]["professional_experiences"][0]["company"] == "Kestrel Analytics"
    assert (parsed["meta"]["parser"], parsed["meta"]["withheld"]["staff_number"]) == ("House", 1)
