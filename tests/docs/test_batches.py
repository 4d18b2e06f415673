"""The page on batches: its commands and its program run as they stand, against a service."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.e2e.deployment import Deployment, deployed

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "how-to" / "batches.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with deployed(Deployment(folder=tmp_path_factory.mktemp("batches"))) as running:
        yield running.address


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


def test_the_commands_of_the_page_submit_batches(address: str) -> None:
    files, texts = (
        json.loads(
            subprocess.run(
                ["/bin/bash", "-c", command.replace("http://127.0.0.1:8000", address)],
                cwd=ROOT,
                capture_output=True,
                check=True,
                timeout=60,
            ).stdout
        )
        for command in blocks("bash")
    )

    assert (files["accepted"], files["refused"]) == (2, 0)
    assert (texts["accepted"], texts["refused"]) == (2, 0)


def test_the_program_of_the_page_prints_what_came_of_each(
    address: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    (program,) = blocks("py")

    exec(compile(program.replace("http://127.0.0.1:8000", address), "batches.md", "exec"), {})  # noqa: S102 - our page

    first, second, third = capsys.readouterr().out.splitlines()
    assert (first, second) == ("0 None success en", "1 application-18 success tr")
    assert third.startswith("2 None success")
