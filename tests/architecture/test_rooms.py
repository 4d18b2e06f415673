from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "cvparser"
#: `model_errors` is what one of them may raise, `batches` a part of one, in a file of its own for its length.
PORTS = {path.stem for path in (SOURCE / "ports").glob("*.py")} - {"__init__", "model_errors", "batches"}


def test_every_port_has_an_adapter_folder_a_suite_and_a_test_of_its_name() -> None:
    folders = {path.name for path in (SOURCE / "adapters").iterdir() if path.is_dir()} - {"__pycache__"}
    suites = {path.stem for path in (SOURCE / "testing" / "conformance").glob("*.py")}
    tests = {path.stem.removeprefix("test_") for path in (ROOT / "tests" / "conformance").glob("test_*.py")}

    assert folders == PORTS
    assert suites >= PORTS
    assert tests >= PORTS


def test_the_table_of_rooms_names_what_is_there() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"^\| `([\w.]+)` \|", page, re.MULTILINE))
    rooms = {path.name for path in SOURCE.iterdir() if path.name[0] != "_" and path.name != "py.typed"}

    assert documented == rooms


def test_the_list_of_ports_for_adapter_authors_is_complete() -> None:
    page = (ROOT / "docs" / "how-to" / "write-an-adapter.md").read_text(encoding="utf-8")

    assert set(re.findall(r"^\| `\w+` \| .+ \| `(\w+)` \|$", page, re.MULTILINE)) == PORTS


def test_no_room_is_called_after_nothing() -> None:
    names = {path.stem for path in SOURCE.rglob("*.py")} | {path.name for path in SOURCE.rglob("*") if path.is_dir()}

    assert not names & {"utils", "helpers", "common", "manager", "base", "impl", "misc"}
