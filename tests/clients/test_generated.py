"""Clients that others' tools make of the OpenAPI document compile, and do their work against a live service.

`make test-clients` installs the tools into build/; without them these tests are left out.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.http.test_routes import CVS

from cvparser.entrypoints.http.app import create_app
from cvparser.entrypoints.http.openapi_document import finished
from cvparser.settings import Settings

ROOT = Path(__file__).parents[2]
OURS = Path(__file__).parent / "generated"
NODE = ROOT / "build" / "clients" / "node_modules"
PYTHON = ROOT / "build" / "tools" / "bin"
WANTED = {
    "followed": "success",
    "status": "success",
    "profession": "Product Manager",
    "deleted": 204,
    "gone": "job_erased",
    "refused": "text_empty",
}

of_node = pytest.mark.skipif(
    not NODE.is_dir() or shutil.which("node") is None,
    reason="make test-clients installs openapi-typescript and redocly",
)
of_python = pytest.mark.skipif(
    not (PYTHON / "openapi-python-client").exists(), reason="make test-clients installs openapi-python-client"
)


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("document") / "openapi.json"
    path.write_text(json.dumps(finished(create_app(Settings()).openapi_schema.to_schema())), encoding="utf-8")
    return path


def run(*command: str | Path, folder: Path, **environment: str) -> str:
    ran = subprocess.run(
        command, cwd=folder, env=os.environ | environment, capture_output=True, text=True, timeout=100, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout + ran.stderr


@of_node
def test_redocly_finds_no_error_in_the_document(document: Path) -> None:
    said = run(NODE / ".bin" / "redocly", "lint", document, folder=document.parent, REDOCLY_TELEMETRY="off")

    assert "Your API description is valid" in said


@of_node
def test_a_client_of_openapi_typescript_compiles_and_works(document: Path, address: str, tmp_path: Path) -> None:
    (tmp_path / "node_modules").symlink_to(NODE)
    shutil.copy(OURS / "program.ts", tmp_path)
    (tmp_path / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    run(NODE / ".bin" / "openapi-typescript", document, "-o", "made.d.ts", folder=tmp_path)
    strictly = ["--strict", "--module", "nodenext", "--target", "es2022", "--lib", "es2022,dom"]
    # Node's own names are not declared here, and this program uses two.
    (tmp_path / "node.d.ts").write_text(
        "declare const process: { env: Record<string, string | undefined> };\n"
        'declare module "node:fs/promises" {\n'
        "  export function readFile(path: string): Promise<Uint8Array<ArrayBuffer>>;\n"
        "}\n",
        encoding="utf-8",
    )
    run(NODE / ".bin" / "tsc", *strictly, "program.ts", "node.d.ts", folder=tmp_path)

    told = run("node", "program.js", folder=tmp_path, BASE_URL=address, CV=str(CVS / "resume.docx"))

    assert json.loads(told) == WANTED


@of_python
def test_a_client_of_openapi_python_client_is_made_whole_and_works(
    document: Path, address: str, tmp_path: Path
) -> None:
    made = tmp_path / "made"
    tools = f"{PYTHON}:{os.environ['PATH']}"
    command: list[str | Path] = [
        PYTHON / "openapi-python-client",
        "generate",
        "--meta",
        "none",
        "--path",
        document,
        "--output-path",
        made,
    ]
    said = run(*command, folder=tmp_path, PATH=tools, NO_COLOR="1")
    # It warns of what it has no words for: lines of JSON, the form of an upload.
    operations = {path.stem for path in (made / "api").glob("*/*.py") if path.stem != "__init__"}
    assert len(operations) >= len(json.loads(document.read_text(encoding="utf-8"))["paths"])
    assert {line for line in said.splitlines() if "Cannot parse response" not in line and "ERROR" in line} == set()
    run(sys.executable, "-m", "compileall", "-q", made, folder=tmp_path)

    told = run(
        sys.executable,
        OURS / "program.py",
        folder=tmp_path,
        BASE_URL=address,
        CV=str(CVS / "resume.docx"),
        PYTHONPATH=str(tmp_path),
    )

    assert json.loads(told) == WANTED
