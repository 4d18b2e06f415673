from __future__ import annotations

import asyncio
import json
import os
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from tests.cli.forked import cvparser

from cvparser.testing.model_server import Fault, ModelServer, read_offline

NURSE = """\
Mira Quill
Registered Nurse
mira@quill.example

Experience
Staff Nurse, Quayside Nursing Home, Exeter 09/2014 - 02/2018
- Wrote care plans for forty residents and trained six students a year.

Skills
Triage, Wound care

Languages
English (native), Welsh (B1)
"""
LABEL = """\
language = "en"
profession = "Registered Nurse"
jobs = [["Staff Nurse", "Quayside Nursing Home", "2014-09", "2018-02"]]
skills = ["Triage", "Wound care"]
languages = { en = "native", cy = "B1" }
personal = ["Mira Quill", "mira@quill.example"]
"""


def changed(text: str) -> Mapping[str, Any]:
    """Answer as the offline parser, but miss a skill and tell a lie."""
    answer = dict(read_offline(text))
    return answer | {"skills": ["Triage", "Surgery"]}


@pytest.fixture
async def server() -> AsyncIterator[ModelServer]:
    async with ModelServer(reply=changed) as server:
        yield server


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "labelled"
    folder.mkdir()
    (folder / "nurse.txt").write_text(NURSE, encoding="utf-8")
    (folder / "nurse.toml").write_text(LABEL, encoding="utf-8")
    return folder


async def evaluate(*arguments: object, **environment: str) -> tuple[int, str, str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("CVPARSER_", "OPENAI_"))}
    # In a thread: the servers that it asks run in this process.
    done = await asyncio.to_thread(cvparser, "evaluate", *arguments, environment=clean | environment)
    return done.returncode, done.stdout, done.stderr


def figures(out: str) -> dict[str, Mapping[str, float]]:
    return {each["name"]: each["figures"] for each in json.loads(out)["configurations"]}


async def test_a_folder_gives_the_f1_of_each_field_and_what_it_cost(folder: Path) -> None:
    status, out, _ = await evaluate(folder, "--model", "offline", "--json")

    shown = figures(out)["offline"]
    assert status == 0
    fields = ("profession", "jobs", "dates of jobs", "skills", "languages")
    assert {name: shown[f"F1 {name}"] for name in fields} == dict.fromkeys(fields, 1.0)
    assert (shown["CVs"], shown["facts not in the text"], shown["personal strings"], shown["calls"]) == (1, 0, 0, 0)
    assert "F1 awards" not in shown


async def test_two_configurations_are_shown_beside_each_other_with_their_difference(
    folder: Path, server: ModelServer
) -> None:
    prices = {"CVPARSER_MODEL_PRICE_PROMPT": "10", "CVPARSER_MODEL_PRICE_ANSWER": "10"}
    key = {"OPENAI_API_KEY": "sk-invented", "OPENAI_BASE_URL": server.base_url}

    status, out, _ = await evaluate(folder, "--model", "offline", "--against", "stub-1", **key, **prices)

    skills = next(line.split()[2:] for line in out.splitlines() if line.startswith("F1 skills"))
    cost = next(line.split()[1:] for line in out.splitlines() if line.startswith("cost"))
    assert status == 0
    assert out.splitlines()[0].split() == ["offline", "stub-1", "difference"]
    # Of two skills one is found and the lie is no fact of the text, so it is left out: 2 * 1 / (2 + 1).
    assert skills == ["1.000", "0.667", "-0.333"]
    assert float(cost[1]) > 0
    assert server.parses[0].body["model"] == "stub-1"


async def test_a_file_of_settings_is_a_configuration(folder: Path, server: ModelServer, tmp_path: Path) -> None:
    file = tmp_path / "ours.env"
    lines = [
        "# ours",
        "export OPENAI_API_KEY=sk-invented",
        f"OPENAI_BASE_URL='{server.base_url}'",
        "CVPARSER_MODEL=stub-2",
    ]
    file.write_text("\n".join(lines), encoding="utf-8")

    status, out, _ = await evaluate(folder, "--against", file, "--json")

    assert status == 0
    assert list(figures(out)) == ["offline", "ours"]
    assert figures(out)["ours"]["calls"] == 1
    assert server.parses[0].body["model"] == "stub-2"


async def test_a_cv_without_a_result_is_named_with_its_code_and_counts_as_missed(
    folder: Path, server: ModelServer
) -> None:
    server.script(Fault(refusal="No."))
    key = {"OPENAI_API_KEY": "sk-invented", "OPENAI_BASE_URL": server.base_url}

    status, out, err = await evaluate(folder, "--model", "stub-1", "--json", **key)

    assert status == 1
    assert json.loads(out)["without_result"] == [
        {"configuration": "stub-1", "file": "nurse.txt", "code": "answer_refused"}
    ]
    assert figures(out)["stub-1"]["F1 skills"] == 0
    assert err == "" or "Quill" not in err


async def test_a_result_corrected_by_hand_is_a_label(folder: Path) -> None:
    assert cvparser("parse", "--output", folder, folder / "nurse.txt").returncode == 0
    (folder / "nurse.toml").unlink()
    label = json.loads((folder / "nurse.json").read_text(encoding="utf-8"))
    label["profile"]["basics"]["skills"].append("Phlebotomy")
    label["personal"] = ["Mira", "Exeter"]
    (folder / "nurse.json").write_text(json.dumps(label), encoding="utf-8")

    status, out, _ = await evaluate(folder, "--model", "offline", "--json")

    shown = figures(out)["offline"]
    assert status == 0
    assert shown["F1 skills"] == pytest.approx(0.8)
    assert shown["F1 awards"] == 1
    # What the label calls personal and the result holds all the same.
    assert shown["personal strings"] == 1


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("nurse.json", "{", "nurse.json cannot be read: it is no JSON."),
        ("nurse.json", '{"name": "Mira Quill"}', "it has name; known are"),
        ("nurse.json", '{"profile": {"languages": [{"fluency": "fluent"}]}}', "languages.0.name in its profile"),
        ("nurse.toml", 'jobs = [["Nurse"]]', "nurse.toml is no label: a field of it has not the form"),
        ("doctor.toml", 'language = "en"', "doctor.toml must stand beside one document of its name; there are 0."),
    ],
)
async def test_a_label_that_is_none_is_told_without_its_text(folder: Path, name: str, text: str, told: str) -> None:
    (folder / "nurse.toml").unlink()
    (folder / name).write_text(text, encoding="utf-8")

    status, out, err = await evaluate(folder)

    assert (status, out) == (2, "")
    assert told in err.replace("\n", " ")
    assert "Quill" not in err


async def test_a_folder_without_labels_says_what_to_put_there(tmp_path: Path) -> None:
    status, _, err = await evaluate(tmp_path)

    assert status == 2
    assert "put NAME.json beside each document" in err
