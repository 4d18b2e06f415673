"""The page on backups, step by step: dumped beside a running service, lost, restored, read. Then what recovery says."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from tests.cli.forked import cvparser
from tests.docs.test_shell import MARK, ROOT, expect, section_blocks
from tests.e2e.deployment import Deployment, PostgresDeployment, deployed
from tests.http.test_routes import API, CVS, ended, submit, submit_file
from tests.servers.postgres import PostgresServer
from tests.servers.redis import RedisServer

PAGE = ROOT / "docs" / "how-to" / "back-up.md"
#: What was handed to nobody is found at once.
SOON = {"CVPARSER_LEASE_S": "2", "CVPARSER_RECOVERY_INTERVAL_S": "0.2"}

pytestmark = pytest.mark.e2e


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    path = tmp_path / "keys"
    path.write_text(cvparser("encryption", "new-key", "--name", "first").stdout, encoding="utf-8")
    return path


@pytest.fixture
def service(postgres: PostgresServer, keys: Path, tmp_path: Path) -> PostgresDeployment:
    if postgres.programs is None:
        pytest.skip("pg_dump is not installed")
    settings = {"CVPARSER_ENCRYPTION": "local", "CVPARSER_ENCRYPTION_KEYS_FILE": str(keys), **SOON}
    return PostgresDeployment(folder=tmp_path, settings=settings, database=postgres.new_database_of_its_own_role())


def typed(section: str, environment: Mapping[str, str], *, about: str = "") -> str:
    """Type the blocks of a section that speak of `about` into a shell, see what they show, and give what they print."""
    wanted = [(code, shown) for _, code, shown in section_blocks(PAGE, section) if about in code]
    script = "".join(f"{code}\necho '{MARK}'\n" for code, _ in wanted)
    ran = subprocess.run(
        ["/bin/bash", "-eu", "-c", script], env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert ran.returncode == 0, ran.stderr
    for (_, shown), printed in zip(wanted, ran.stdout.split(f"{MARK}\n"), strict=False):
        expect(shown, printed)
    return ran.stdout + ran.stderr


def shell(service: Deployment, postgres: PostgresServer, backup: Path) -> dict[str, str]:
    """Give the environment of who types: the service's, the server's programs, and where the backup goes."""
    path = f"{postgres.programs}:{Path(sys.executable).parent}:{os.environ['PATH']}"
    return service.environment() | {"PATH": path, "BACKUP": str(backup), "LANG": "C.UTF-8"}


def test_what_was_backed_up_beside_a_running_service_is_restored_whole(
    service: PostgresDeployment, postgres: PostgresServer, redis_server: RedisServer, tmp_path: Path
) -> None:
    backup = tmp_path / "backup"
    with deployed(service), httpx.Client(base_url=service.address, timeout=30) as client:
        told = [submit(client)["job_id"], upload(client)]
        assert {ended(client, job_id)["status"] for job_id in told} == {"success"}
        before = [client.get(f"{API}/result/{job_id}").json() for job_id in told]
    redis_server.empty()
    # Nobody works here, so that what is taken in waits.
    waiting_room = replace(
        service, settings={**service.settings, "CVPARSER_REDIS_URL": redis_server.url}, probe="/health/live"
    )
    with deployed(waiting_room), httpx.Client(base_url=service.address, timeout=30) as client:
        waiting = upload(client)
        without = set(service.originals.iterdir())
        bereft = upload(client)
        typed("## Back up", shell(service, postgres, backup), about="jobs.dump")
        document = next(iter(set(service.originals.iterdir()) - without))

    new = replace(service, database=postgres.new_database_of_its_own_role())
    shutil.rmtree(service.originals)
    said = typed("## Restore", shell(new, postgres, backup))
    assert "The database is up to date." in said
    assert '"first"' in said
    (new.originals / document.name).unlink()

    with deployed(new), httpx.Client(base_url=new.address, timeout=30) as client:
        assert [client.get(f"{API}/result/{job_id}").json() for job_id in told] == before
        assert ended(client, waiting)["status"] == "success"
        assert ended(client, bereft)["status"] == "failed"
        assert client.get(f"{API}/result/{bereft}").json()["error_code"] == "file_gone"

    other = {"CVPARSER_ENCRYPTION_KEYS_FILE": "", "CVPARSER_ENCRYPTION_KEYS": key("other")}
    keyless = replace(new, settings={**new.settings, **other})
    doctor = cvparser("doctor", environment=keyless.environment())
    assert doctor.returncode == 1
    assert "encryption_key_missing" in doctor.stdout


def upload(client: httpx.Client) -> str:
    answer = submit_file(client, "cv.docx", (CVS / "resume.docx").read_bytes())
    return str(answer.json()["job_id"])


def key(name: str) -> str:
    return cvparser("encryption", "new-key", "--name", name).stdout.strip()


def test_a_file_of_sqlite_is_backed_up_beside_a_running_service(tmp_path: Path) -> None:
    service, backup = Deployment(folder=tmp_path), tmp_path / "backup"
    backup.mkdir()
    environment = service.environment() | {"BACKUP": str(backup), "LANG": "C.UTF-8"}
    with deployed(service), httpx.Client(base_url=service.address, timeout=30) as client:
        job_id = submit(client)["job_id"]
        ended(client, job_id)
        before = client.get(f"{API}/result/{job_id}").json()
        typed("## Back up", environment, about="sqlite3")

    new = replace(service, folder=tmp_path / "elsewhere")
    (new.folder / "data" / "cvparser").mkdir(parents=True, mode=0o700)
    shutil.copy(backup / "jobs.db", new.folder / "data" / "cvparser" / "jobs.db")

    with deployed(new), httpx.Client(base_url=new.address, timeout=30) as client:
        assert client.get(f"{API}/result/{job_id}").json() == before
