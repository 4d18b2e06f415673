from __future__ import annotations

import json
import os
import sqlite3
import subprocess
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from tests.cli.forked import cvparser

from cvparser.adapters.clock.frozen import FrozenClock
from cvparser.adapters.job_repository.migrations import migrate
from cvparser.adapters.job_repository.sqlalchemy import SqlAlchemyJobRepository
from cvparser.domain.usage import TokenUsage
from cvparser.testing.conformance.job_repository import FAILURE, START, SUCCESS, claimed, new_job

PRICES = {"CVPARSER_MODEL_PRICE_PROMPT": "0.4", "CVPARSER_MODEL_PRICE_ANSWER": "1.6"}


@pytest.fixture
async def stored(tmp_path: Path) -> Mapping[str, str]:
    """Give the ids of a job of each status, kept where the command line looks for them."""
    clock = FrozenClock(START)
    async with SqlAlchemyJobRepository(f"sqlite:///{tmp_path}/jobs.db", clock=clock) as jobs:
        good, bad = await claimed(jobs, new_job()), await claimed(jobs, new_job())
        clock.advance(timedelta(seconds=3.45))
        used = TokenUsage(calls=2, prompt=3_000, answer=500)
        await jobs.finish(good.id, fence=good.fence, outcome=replace(SUCCESS, usage=used))
        await jobs.finish(bad.id, fence=bad.fence, outcome=FAILURE)
    return {"url": f"sqlite:///{tmp_path}/jobs.db", "success": str(good.id), "failed": str(bad.id)}


def jobs(stored: Mapping[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"CVPARSER_DATABASE_URL": stored["url"]} | PRICES
    return cvparser("jobs", *arguments, environment=environment)


def test_list_shows_what_became_of_each_job(stored: Mapping[str, str]) -> None:
    lines = jobs(stored, "list").stdout.splitlines()

    assert len(lines) == 2
    assert any(stored["success"] in line and "success" in line and "3.45 s" in line for line in lines)
    assert any(stored["failed"] in line and line.endswith("pdf_corrupt") for line in lines)


def test_list_can_be_narrowed_to_one_status(stored: Mapping[str, str]) -> None:
    assert stored["failed"] in jobs(stored, "list", "--status", "failed").stdout
    assert stored["success"] not in jobs(stored, "list", "--status", "failed").stdout


def test_show_prints_the_result_of_a_job_that_has_one_and_the_status_of_another(stored: Mapping[str, str]) -> None:
    good, bad = (json.loads(jobs(stored, "show", stored[status]).stdout) for status in ("success", "failed"))

    assert good["parsed_data"]["profile"]["basics"]["profession"] == "Veri Mühendisi"
    assert bad["error_message"] == FAILURE.message
    assert good["usage"] == {"model_calls": 2, "prompt_tokens": 3_000, "answer_tokens": 500, "cost": 0.002}


def test_show_says_that_it_knows_no_such_job(stored: Mapping[str, str]) -> None:
    run = jobs(stored, "show", str(uuid4()))

    assert run.returncode == 1
    assert "job_unknown" in run.stderr


def test_it_is_said_which_database_was_looked_at_beside_the_output(stored: Mapping[str, str]) -> None:
    run = jobs(stored, "list")

    assert run.stderr.splitlines() == [f"Database: {stored['url']}"]
    assert "Database" not in run.stdout


def test_a_mistyped_path_is_said_and_nothing_is_made(stored: Mapping[str, str], tmp_path: Path) -> None:
    run = jobs({"url": f"sqlite:///{tmp_path}/jbos/jobs.db"}, "list")

    assert run.returncode == 1
    assert f"Database: sqlite:///{tmp_path}/jbos/jobs.db" in run.stderr
    assert "there is no database" in run.stderr
    assert not (tmp_path / "jbos").exists()


@pytest.mark.parametrize(
    ("revision", "said"), [("0003", "older version"), ("9999", "another version"), (None, "no jobs")]
)
def test_a_schema_of_another_version_is_said_and_left_as_it_is(tmp_path: Path, revision: str | None, said: str) -> None:
    url = f"sqlite:///{tmp_path}/jobs.db"
    migrate(url, "0003")
    connection = sqlite3.connect(tmp_path / "jobs.db")
    with connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", [revision or ""])
        if revision is None:
            connection.execute("DROP TABLE alembic_version")
    connection.close()

    run = jobs({"url": url}, "list")

    assert run.returncode == 1
    assert said in run.stderr
    connection = sqlite3.connect(tmp_path / "jobs.db")
    assert not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'expected_file'").fetchall()
    connection.close()


def test_jobs_are_listed_while_a_service_writes(stored: Mapping[str, str], tmp_path: Path) -> None:
    writer = sqlite3.connect(tmp_path / "jobs.db", isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")

    run = jobs(stored, "list")

    writer.close()
    assert len(run.stdout.splitlines()) == 2


def test_the_password_of_a_database_is_not_said() -> None:
    run = jobs({"url": "postgresql://someone:hunter2@127.0.0.1:1/jobs?password=hunter3&host=127.0.0.1"}, "list")

    assert run.returncode == 1
    assert "Database: postgresql://someone:***@127.0.0.1:1/jobs?host=127.0.0.1" in run.stderr
    assert "hunter" not in run.stderr
