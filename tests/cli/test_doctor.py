"""What is unsafe in the settings, told by `cvparser doctor`."""

from __future__ import annotations

import base64
import json
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from tests.cli.forked import cvparser
from tests.conformance.test_key_management import local
from tests.servers.postgres import PostgresServer
from tests.servers.redis import RedisServer

from cvparser.adapters.clock.frozen import FrozenClock
from cvparser.adapters.job_repository.sqlalchemy import SqlAlchemyJobRepository
from cvparser.entrypoints import doctor
from cvparser.entrypoints.doctor import Level, findings, is_remote
from cvparser.settings import Settings
from cvparser.testing.conformance.job_repository import START, new_job

EVERYWHERE = "0.0.0.0"  # noqa: S104 - what is warned of
SAFE = {"log_level": "INFO", "host": "127.0.0.1"}


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith(("CVPARSER_", "OPENAI_")):
            monkeypatch.delenv(name)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    tmp_path.chmod(0o700)
    return tmp_path


async def told(folder: Path, **chosen: object) -> Mapping[str, Level]:
    """Give the codes of what is found, each with how bad it is."""
    own = {"database_url": f"sqlite:///{folder}/jobs.db", "file_dir": folder / "files"}
    return {each.code: each.level for each in await findings(Settings.model_validate(SAFE | own | chosen))}


async def test_a_service_on_loopback_with_private_folders_is_safe(folder: Path) -> None:
    assert [code for code, level in (await told(folder)).items() if level is Level.UNSAFE] == []


@pytest.mark.parametrize(
    ("chosen", "code"),
    [
        ({"host": EVERYWHERE}, "address_open"),
        ({"host": EVERYWHERE, "trusted_proxies": "10.0.0.1"}, "access_off"),
        ({"host": "192.0.2.1"}, "tls_missing"),
        ({"host": "::", "trusted_proxies": "10.0.0.1", "allowed_hosts": "*"}, "hosts_any"),
        ({"allowed_origins": "*"}, "origins_any"),
        ({"trusted_proxies": "0.0.0.0/0"}, "proxies_any"),
        ({"redis_url": "redis://192.0.2.1:6379/0"}, "redis_open"),
        ({"redis_url": "redis://127.0.0.1:1/0"}, "redis_away"),
        ({"redis_url": "nonsense"}, "redis_wrong"),
        ({"database_url": "postgresql://cvparser:CHANGE-ME@127.0.0.1:1/jobs"}, "password_known"),
        ({"database_url": "postgresql://cvparser:s3cret@127.0.0.1:1/jobs"}, "database_away"),
        ({"openai_api_key": "sk-invented", "openai_base_url": "http://model.example/v1"}, "model_plain"),
    ],
)
async def test_what_is_unsafe_is_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch, chosen: dict[str, object], code: str
) -> None:
    async def away(_: Settings) -> int:
        return 0

    if code == "redis_open":
        # Nobody is at that address, and a packet to it is swallowed.
        monkeypatch.setattr(doctor, "queue_depth", away)

    assert (await told(folder, **chosen))[code] is Level.UNSAFE


@pytest.mark.parametrize(
    ("chosen", "code"),
    [
        ({"log_level": "DEBUG"}, "debug"),
        ({"host": EVERYWHERE, "trusted_proxies": "10.0.0.1"}, "figures_open"),
        ({"file_dir": "/tmp/cv_parser_of_a_test"}, "files_temporary"),
        ({"keep_results_s": 400 * 86_400}, "kept_long"),
        ({}, "not_encrypted"),
        ({"access": "keys"}, "audit_unkeyed"),
        ({}, "database_not_ready"),
    ],
)
async def test_what_is_right_for_some_is_told_as_a_note(folder: Path, chosen: dict[str, object], code: str) -> None:
    assert (await told(folder, **chosen))[code] is Level.NOTE


async def test_an_address_with_a_proxy_before_it_is_not_open(folder: Path) -> None:
    found = await told(folder, host=EVERYWHERE, access="keys", trusted_proxies="10.0.0.1", allowed_hosts="cv.example")

    assert not {"access_off", "address_open", "tls_missing", "hosts_any", "proxies_any"} & found.keys()


async def test_what_others_can_read_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "jobs.db").touch(0o644)
    (folder / "jobs.db").chmod(0o644)
    (folder / "files").mkdir()
    (folder / "files").chmod(0o755)
    (folder / "key").write_text("sk-invented")
    (folder / "key").chmod(0o644)
    monkeypatch.setenv("OPENAI_API_KEY_FILE", str(folder / "key"))

    found = await told(folder)
    for path, mode in (("jobs.db", 0o600), ("files", 0o700), ("key", 0o400)):
        (folder / path).chmod(mode)

    assert {"data_readable", "secret_readable"} <= found.keys()
    assert not {"data_readable", "secret_readable"} & (await told(folder)).keys()


async def test_a_full_disk_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "LEAST_FREE", 2**80)

    assert (await told(folder))["disk_full"] is Level.UNSAFE


async def test_a_role_of_the_database_that_no_policy_holds_is_told(folder: Path, postgres: PostgresServer) -> None:
    for url, access, expected in (
        (postgres.new_database(), "keys", Level.UNSAFE),
        (postgres.new_database(), "off", Level.NOTE),
        (postgres.new_database_of_its_own_role(), "keys", None),
    ):
        before = await told(folder, database_url=url, access=access)
        assert (before["database_not_ready"], before.get("role_above_policies")) == (Level.NOTE, None)
        async with SqlAlchemyJobRepository(url, clock=None):
            pass

        found = await told(folder, database_url=url, access=access)

        assert found.get("role_above_policies") is expected
        assert "database_away" not in found


async def test_a_key_that_does_not_open_what_is_there_is_told(folder: Path) -> None:
    url = f"sqlite:///{folder}/jobs.db"
    async with SqlAlchemyJobRepository(url, clock=FrozenClock(START), keys=local("a"), seals=True) as jobs:
        await jobs.add(new_job())
    other = f"a:{base64.b64encode(bytes(32)).decode()}"

    assert (await told(folder, encryption="local", encryption_keys=other))["encryption_key_wrong"] is Level.UNSAFE
    assert (await told(folder))["encryption_key_missing"] is Level.UNSAFE


async def test_a_redis_that_answers_is_found(folder: Path, redis_server: RedisServer) -> None:
    assert not {code for code in await told(folder, redis_url=redis_server.url) if code.startswith("redis")}


@pytest.mark.parametrize(
    ("path", "is_elsewhere"), [("/srv/jobs.db", True), ("/srv/local/jobs.db", False), ("/jobs.db", False)]
)
def test_a_file_system_of_another_machine_is_known_by_its_nearest_mount(path: str, is_elsewhere: bool) -> None:
    mounts = "/dev/sda1 / ext4 rw 0 0\nfiles:/srv /srv nfs4 rw 0 0\n/dev/sdb1 /srv/local xfs rw 0 0\nshort\n"

    assert is_remote(Path(path), mounts) is is_elsewhere
    assert not is_remote(Path(path), "")


def run(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    own = {"PATH": os.environ["PATH"], "HOME": str(folder), "CVPARSER_FILE_DIR": str(folder / "files")}
    return cvparser("doctor", *arguments, environment=own | environment)


def test_the_exit_status_tells_whether_something_is_unsafe_and_json_what(folder: Path) -> None:
    well, ill = run(folder, "--json"), run(folder, "--json", CVPARSER_WORKER="hunter2", CVPARSER_HOST=EVERYWHERE)

    assert (well.returncode, ill.returncode) == (0, 1)
    assert json.loads(well.stdout)["findings"]
    assert run(folder, "--strict").returncode == 1, "Something is only to note."
    found: dict[str, Any] = json.loads(ill.stdout)
    assert {"variable_unknown", "address_open"} <= {each["code"] for each in found["findings"]}
    assert found["versions"]["cvparser"] == "0.1.0"
    assert "hunter2" not in ill.stdout + ill.stderr
    assert list(folder.glob("**/jobs.db*")) == []


def test_people_read_lines_the_unsafe_first(folder: Path) -> None:
    lines = run(folder, CVPARSER_HOST=EVERYWHERE, CVPARSER_LOG_LEVEL="DEBUG").stdout.splitlines()

    levels = [line.split()[0] for line in lines[:-1]]
    assert levels == sorted(levels, key=lambda level: level == "note")
    assert lines[-1].endswith("to note")


def test_settings_that_are_wrong_are_a_finding(folder: Path) -> None:
    ill = run(folder, CVPARSER_PORT="hunter2", CVPARSER_REDIS_URL_FILE=str(folder / "none"))

    assert ill.returncode == 1
    assert "settings_wrong" in ill.stdout
    assert "hunter2" not in ill.stdout
