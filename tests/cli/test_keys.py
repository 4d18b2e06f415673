from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.forked import cvparser

from cvparser.domain.access.scope import Scope
from cvparser.entrypoints.keys_command import SCOPES


def keys(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"CVPARSER_DATABASE_URL": f"sqlite:///{folder}/jobs.db"}
    return cvparser("keys", *arguments, environment=environment)


def created(folder: Path, *arguments: str) -> dict[str, object]:
    done = keys(folder, "create", "--name", "test", "--scope", "read", "--json", *arguments)
    assert done.returncode == 0, done.stderr
    made: dict[str, object] = json.loads(done.stdout)
    return made


def listed(folder: Path, *arguments: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in keys(folder, "list", "--json", *arguments).stdout.splitlines()]


def test_a_key_is_shown_once_alone_on_standard_output_and_kept_nowhere(tmp_path: Path) -> None:
    made = keys(tmp_path, "create", "--name", "Bordro", "--scope", "submit", "--scope", "read", "--owner", "acme")

    key = made.stdout.strip()
    assert key.startswith("cvp_")
    assert "\n" not in key
    assert key not in made.stderr
    line = keys(tmp_path, "list").stdout
    assert "acme  Bordro  read,submit" in line
    assert "valid" in line
    secret = key.rpartition("_")[2]
    assert all(secret.encode() not in path.read_bytes() for path in tmp_path.iterdir())


def test_keys_are_listed_as_json_of_one_owner_or_of_all(tmp_path: Path) -> None:
    first, second = created(tmp_path, "--owner", "acme", "--days", "30"), created(tmp_path)

    assert [key["id"] for key in listed(tmp_path)] == [second["id"], first["id"]]
    (only,) = listed(tmp_path, "--owner", "acme")
    assert only == {name: value for name, value in first.items() if name != "key"}
    assert only["expires_at"]
    assert "key" not in only


def test_a_key_is_revoked_by_its_id_or_by_all_of_it(tmp_path: Path) -> None:
    first, second = created(tmp_path), created(tmp_path)

    for named in (str(first["id"]), str(second["key"])):
        assert keys(tmp_path, "revoke", named).returncode == 0
    assert {key["state"] for key in listed(tmp_path)} == {"revoked"}


def test_a_rotated_key_has_a_successor_and_ends(tmp_path: Path) -> None:
    old = created(tmp_path, "--owner", "acme")

    done = keys(tmp_path, "rotate", str(old["id"]), "--overlap-hours", "0", "--json")

    new = json.loads(done.stdout)
    assert (new["owner"], new["name"], new["scopes"], new["state"]) == ("acme", "test", ["read"], "valid")
    assert {key["id"]: key["state"] for key in listed(tmp_path)} == {old["id"]: "expired", new["id"]: "valid"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("revoke", "nothing"), "key_unknown"),
        (("rotate", "nothing"), "key_unknown"),
        (("create", "--name", "x", "--scope", "read", "--owner", "*"), "field_invalid"),
        (("create", "--name", "a\nb", "--scope", "read"), "field_invalid"),
        (("create", "--name", "x"), "--scope"),
        (("create", "--name", "x", "--scope", "all"), "--scope"),
        (("create", "--name", "x", "--scope", "read", "--days", "0"), "--days"),
        (("list", "--owner", ""), "field_invalid"),
    ],
)
def test_what_cannot_be_done_says_why(tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    done = keys(tmp_path, *arguments)

    assert done.returncode != 0
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_service_that_others_reach_does_not_start_before_it_is_said_who_is_let_in(tmp_path: Path) -> None:
    environment = os.environ | {"CVPARSER_DATABASE_URL": f"sqlite:///{tmp_path}/jobs.db"}
    command = [sys.executable, "-m", "cvparser", "serve", "--host", "0.0.0.0", "--port", "0"]  # noqa: S104 - is refused

    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)

    assert done.returncode == 2
    assert "CVPARSER_ACCESS=keys" in done.stderr
    assert "CVPARSER_ACCESS=proxy" in done.stderr
    assert not (tmp_path / "jobs.db").exists()


def test_a_key_has_limits_of_its_own_and_its_successor_has_them_too(tmp_path: Path) -> None:
    made = created(tmp_path, "--limit", "requests=600", "--limit", "weight=3")

    assert made["limits"] == {"requests": 600, "weight": 3}
    assert "requests=600  weight=3" in keys(tmp_path, "list").stdout
    rotated = json.loads(keys(tmp_path, "rotate", str(made["id"]), "--json").stdout)
    assert rotated["limits"] == made["limits"]


def test_what_is_no_limit_is_refused_and_no_key_is_made(tmp_path: Path) -> None:
    refused = keys(tmp_path, "create", "--name", "test", "--scope", "read", "--limit", "speed=1")

    assert refused.returncode != 0
    assert "requests=600" in refused.stderr
    assert listed(tmp_path) == []


def test_a_key_can_be_made_with_every_scope_that_there_is() -> None:
    assert set(SCOPES) == {scope.value for scope in Scope}
