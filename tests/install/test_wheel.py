"""What is published holds all that the program reads and nothing else, and works without this repository."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tarfile
import time
import urllib.request
import zipfile
from collections.abc import Iterator
from email import message_from_bytes
from pathlib import Path

import pytest
from tests.e2e.deployment import free_port

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "cvparser"
CVS = ROOT / "examples" / "cvs"
#: What may stand in the environment of who installs: where the index is, and nothing of cvparser's.
OF_THE_INDEX = {"PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "PIP_CONFIG_FILE", "PIP_FIND_LINKS", "PATH", "LANG"}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with wheel and sdist, as `make wheel` makes them."""
    folder = tmp_path_factory.mktemp("built")
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-d", folder], cwd=ROOT, check=True)
    return folder


@pytest.fixture(scope="module")
def wheel(built: Path) -> Path:
    return next(built.glob("*.whl"))


def in_the_package() -> set[str]:
    """Give every file of the package, as a wheel names them."""
    return {
        str(path.relative_to(PACKAGE.parent))
        for path in PACKAGE.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_the_wheel_holds_every_file_of_the_package_and_no_other(wheel: Path) -> None:
    names = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}

    assert names == in_the_package()
    assert {Path(name).suffix for name in names} >= {".py", ".typed", ".txt", ".toml", ".npz", ".html", ".js", ".css"}


def test_the_wheel_says_what_it_is(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    about = message_from_bytes(archive.read(next(name for name in archive.namelist() if name.endswith("/METADATA"))))
    readme = about.get_payload()
    assert isinstance(readme, str)

    assert (about["Name"], about["License-Expression"], about["Requires-Python"]) == (
        "cvparser",
        "Apache-2.0",
        ">=3.11",
    )
    assert about["Description-Content-Type"] == "text/markdown"
    links = re.findall(r"\]\(([^)]+)\)", readme)
    assert len(links) > 20
    assert [link for link in links if not link.startswith("https://")] == []
    assert "any" in wheel.name
    assert any(name.endswith("licenses/LICENSE") for name in archive.namelist())


def test_the_sdist_makes_the_same_wheel_and_holds_what_that_needs(built: Path, wheel: Path, tmp_path: Path) -> None:
    with tarfile.open(next(built.glob("*.tar.gz"))) as archive:
        archive.extractall(tmp_path, filter="data")
    [source] = tmp_path.iterdir()

    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path], cwd=source, check=True)

    assert next(tmp_path.glob("*.whl")).read_bytes() == wheel.read_bytes()
    assert not {"tests", "benchmarks", "build", "docs"} & {path.name for path in source.iterdir()}


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of a new environment, with the wheel from this repository and the rest from the index."""
    folder = tmp_path_factory.mktemp("fresh")
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    pip: list[str | Path] = [
        folder / "bin" / "python",
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
    ]
    subprocess.run([*pip, f"{wheel}[server,pdf,docx]"], check=True, env=bare(folder))
    return folder / "bin"


def bare(home: Path) -> dict[str, str]:
    """Give the environment of a stranger."""
    kept = {name: value for name, value in os.environ.items() if name in OF_THE_INDEX}
    return kept | {"HOME": str(home)}


def run(command: list[str | Path], home: Path) -> str:
    done = subprocess.run(command, cwd=home, env=bare(home), capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.install
@pytest.mark.timeout(600)
def test_what_is_installed_reads_a_cv_on_the_command_line_and_as_a_library(installed: Path, tmp_path: Path) -> None:
    parsed = json.loads(run([installed / "cvparser", "parse", CVS / "resume.docx"], tmp_path))
    program = f"import cvparser; print(cvparser.parse_file({str(CVS / 'ozgecmis.pdf')!r}).profile.basics.profession)"
    profession = run([installed / "python", "-c", program], tmp_path)

    assert parsed["profile"]["basics"]["profession"] == "Product Manager"
    assert profession == "Veri Mühendisi\n"
    assert "0.1.0" in run([installed / "cvparser", "--version"], tmp_path)


@pytest.fixture
def address(installed: Path, tmp_path: Path) -> Iterator[str]:
    """Where the installed service listens."""
    port = free_port()
    command: list[str | Path] = [installed / "cvparser", "serve", "--port", str(port)]
    with (tmp_path / "log").open("wb") as log:
        service = subprocess.Popen(command, cwd=tmp_path, env=bare(tmp_path), stdout=log, stderr=log)
    try:
        address = f"http://127.0.0.1:{port}"
        for _ in range(300):
            try:
                urllib.request.urlopen(f"{address}/health/ready", timeout=5).close()
                break
            except OSError:
                assert service.poll() is None, (tmp_path / "log").read_text(encoding="utf-8")
                time.sleep(0.1)
        yield address
    finally:
        service.terminate()
        service.wait(timeout=40)


@pytest.mark.install
@pytest.mark.timeout(600)
def test_what_is_installed_serves_pages_and_works_on_jobs(address: str) -> None:
    for path in ("/", "/app/app.js", "/dashboard", "/docs", "/favicon.ico", "/openapi.json"):
        with urllib.request.urlopen(address + path, timeout=10) as answer:
            assert answer.status == 200, path
    body = {"user_id": "user123", "session_id": "s", "text": "Data Engineer at Kestrel Analytics since March 2019."}
    submission = urllib.request.Request(
        f"{address}/api/v1/parser/parse-text-async",
        data=json.dumps(body).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(submission, timeout=10) as answer:
        job = address + answer.headers["Location"]

    status = "processing"
    for _ in range(300):
        with urllib.request.urlopen(job, timeout=10) as answer:
            status = json.load(answer)["status"]
        if status != "processing":
            break
        time.sleep(0.1)

    assert status == "success"
