"""Jobs tried again, ended and removed from the command line."""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from tests.cli.forked import cvparser

from cvparser.adapters.clock.frozen import FrozenClock
from cvparser.adapters.file_store.local import LocalFileStore
from cvparser.adapters.job_repository.sqlalchemy import SqlAlchemyJobRepository
from cvparser.testing.conformance.job_repository import FAILURE, START, SUCCESS, WORKER, new_job

LEASE = timedelta(seconds=30)
CONTENT = b"Data Engineer\n"


class Kept:
    """Four jobs, an hour apart: one that succeeded, two that failed, one that waits; each with its document."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files = folder / "files"
        self.url = f"sqlite:///{folder}/jobs.db"
        self.ids: dict[str, str] = {}

    async def fill(self) -> None:
        clock, files = FrozenClock(START), LocalFileStore(self.files)
        async with SqlAlchemyJobRepository(self.url, clock=clock) as jobs, files:
            for name, outcome in (("good", SUCCESS), ("bad", FAILURE), ("worse", FAILURE), ("waiting", None)):
                new = new_job()
                new = replace(new, location=await files.put(f"{name}.pdf", CONTENT, job_id=new.id))
                await jobs.add(new)
                if outcome is not None:
                    held = await jobs.claim(new.id, LEASE, worker=WORKER)
                    assert held is not None
                    await jobs.finish(new.id, fence=held.fence, outcome=outcome)
                self.ids[name] = str(new.id)
                clock.advance(timedelta(hours=1))

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        # The jobs are old: what takes in more of them must not mind.
        own = {"CVPARSER_DATABASE_URL": self.url, "CVPARSER_FILE_DIR": str(self.files), "CVPARSER_MAX_WAIT_S": "1e9"}
        return cvparser("jobs", *arguments, environment=os.environ | own | environment)

    def listed(self, *arguments: str) -> dict[str, dict[str, Any]]:
        lines = self.run("list", "--json", *arguments).stdout.splitlines()
        return {each["job_id"]: each for each in map(json.loads, lines)}


@pytest.fixture
async def kept(tmp_path: Path) -> Kept:
    kept = Kept(tmp_path)
    await kept.fill()
    return kept


def test_a_list_is_narrowed_by_status_code_and_time_and_has_a_header_where_it_is_asked_for(kept: Kept) -> None:
    ids = kept.ids

    assert set(kept.listed("--code", "pdf_corrupt")) == {ids["bad"], ids["worse"]}
    assert set(kept.listed("--since", "2026-01-16T11:30", "--until", "2026-01-16T12:30")) == {ids["bad"]}
    assert set(kept.listed("--since", "2026-01-16 14:30", "--tz", "Europe/Istanbul")) == {
        ids["bad"],
        ids["worse"],
        ids["waiting"],
    }
    assert set(kept.listed("--until", "1h")) == set(ids.values())
    assert kept.listed("--since", "1h") == {}
    first, *rest = kept.run("list", "--header", "--tz", "Europe/Istanbul", "-n", "1").stdout.splitlines()
    assert first.split() == ["JOB", "STATUS", "CREATED", "(Europe/Istanbul)", "TOOK", "CODE"]
    assert [line.split()[:4] for line in rest] == [[ids["waiting"], "processing", "2026-01-16", "16:30:00"]]
    assert kept.listed("--tz", "Europe/Istanbul")[ids["bad"]]["created_at"] == "2026-01-16T14:30:00+03:00"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [(["--since", "yesterday"], "24h"), (["--tz", "Mars/Base"], "Europe/Istanbul"), (["--until", "99999999w"], "24h")],
)
def test_a_time_that_is_none_is_said_with_one_that_is(kept: Kept, wrong: list[str], said: str) -> None:
    run = kept.run("list", *wrong)

    assert run.returncode == 2
    assert said in run.stderr


def test_failed_jobs_are_tried_again_once_as_jobs_that_name_them(kept: Kept) -> None:
    dry = kept.run("retry", "--code", "pdf_corrupt", "--dry-run")
    assert len(kept.listed()) == 4
    assert {line.split()[0] for line in dry.stdout.splitlines()} == {kept.ids["bad"], kept.ids["worse"]}
    assert "2 would be retried" in dry.stderr

    run = kept.run("retry", "--code", "pdf_corrupt", "--json")
    again = kept.run("retry", "--code", "pdf_corrupt", "--json")

    new = {each["new_job_id"]: each["job_id"] for each in map(json.loads, run.stdout.splitlines())}
    found = kept.listed()
    assert (run.returncode, again.returncode, again.stdout) == (0, 0, "")
    assert {job_id: found[job_id]["retry_of"] for job_id in new} == new
    assert {found[job_id]["status"] for job_id in new} == {"processing"}
    assert {found[job_id]["status"] for job_id in new.values()} == {"failed"}
    assert len(list(kept.files.iterdir())) == 6
    shown = json.loads(kept.run("show", next(iter(new))).stdout)
    assert shown["retry_of"] == next(iter(new.values()))


def test_a_waiting_job_is_cancelled_and_an_ended_one_is_left(kept: Kept) -> None:
    run = kept.run("cancel", kept.ids["waiting"], kept.ids["good"], str(uuid4()))

    assert run.returncode == 1
    first, second, third = run.stdout.splitlines()
    assert first.endswith("  cancelled")
    assert second.endswith("  had ended: success")
    assert "[job_unknown]" in third
    found = kept.listed()
    assert (found[kept.ids["waiting"]]["error_code"], found[kept.ids["good"]]["status"]) == ("cancelled", "success")


def test_a_job_is_erased_with_its_document_and_none_on_a_dry_run(kept: Kept) -> None:
    dry = kept.run("erase", kept.ids["good"], "--dry-run")
    assert dry.stdout.split() == [kept.ids["good"], "would", "be", "erased"]
    assert kept.ids["good"] in kept.listed()

    assert kept.run("erase", kept.ids["good"], kept.ids["waiting"]).returncode == 0

    assert set(kept.listed()) == {kept.ids["bad"], kept.ids["worse"]}
    assert {path.name for path in kept.files.iterdir()} == {"bad.pdf", "worse.pdf"}


def test_a_purge_takes_ended_jobs_alone_and_needs_a_yes(kept: Kept) -> None:
    assert kept.run("purge", "--until", "1h").returncode == 2
    assert "3 would be erased" in kept.run("purge", "--until", "1h", "--dry-run").stderr
    assert len(kept.listed()) == 4

    run = kept.run("purge", "--until", "1h", "--yes")

    assert run.returncode == 0
    assert set(kept.listed()) == {kept.ids["waiting"]}
    assert {path.name for path in kept.files.iterdir()} == {"waiting.pdf"}


@pytest.mark.parametrize("action", [["retry"], ["cancel"], ["purge", "--yes"], ["erase"]])
def test_nothing_is_changed_where_nothing_is_named(kept: Kept, action: list[str]) -> None:
    run = kept.run(*action)

    assert run.returncode == 2
    assert len(kept.listed()) == 4


def test_no_database_is_made_to_change_jobs_in(tmp_path: Path) -> None:
    run = Kept(tmp_path / "none").run("cancel", str(uuid4()))

    assert run.returncode == 1
    assert "there is no database" in run.stderr
    assert not (tmp_path / "none").exists()
