"""The pods of the manifests without a cluster: their commands, settings and secrets as files, on real servers."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import httpx
import pytest
from tests.architecture.test_kubernetes import WORKLOADS, containers, named
from tests.cli.forked import cvparser
from tests.e2e.deployment import free_port
from tests.http.served import comes_true
from tests.http.test_routes import CVS, ended, submit_file
from tests.servers.postgres import PostgresServer
from tests.servers.redis import RedisServer
from tests.servers.s3 import KEYS, S3Server

MOUNTED = "/run/secrets/cvparser"
#: What the program's containers have of their image.
OF_THE_IMAGE = {"CVPARSER_LOG_FORMAT": "json", "PYTHONDONTWRITEBYTECODE": "1"}

pytestmark = pytest.mark.e2e


@pytest.fixture
def secrets(postgres: PostgresServer, redis_server: RedisServer, tmp_path: Path) -> Path:
    """The folder into which the secret is mounted, a file each."""
    folder = tmp_path / "secrets"
    folder.mkdir(mode=0o700)
    redis_server.empty()
    of_the_bucket = [f"{name.lower()} = {KEYS[name]}" for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")]
    contents = {
        "database-url": postgres.new_database_of_its_own_role(),
        "redis-url": redis_server.url,
        "key-pepper": "invented",
        "audit-key": "invented as well",
        "encryption-keys": cvparser("encryption", "new-key", "--name", "first").stdout,
        "aws-credentials": "\n".join(["[default]", *of_the_bucket]),
    }
    for name, content in contents.items():
        (folder / name).write_text(content, encoding="utf-8")
        (folder / name).chmod(0o440)
    return folder


def environment(name: str, secrets: Path, s3: S3Server, home: Path, **ports: str) -> dict[str, str]:
    """Give what a container of a workload has, but for what is this machine's: ports, and where the bucket is."""
    given = {each: value.replace(MOUNTED, str(secrets)) for each, value in named(WORKLOADS[name]).items()}
    here = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "XDG_DATA_HOME": str(home),
        "CVPARSER_S3_ENDPOINT": s3.endpoint,
    }
    return {**OF_THE_IMAGE, **here, **given, **ports}


@contextmanager
def running(name: str, given: dict[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run a container's command until it is told to stop, as a pod is."""
    (container,) = containers(WORKLOADS[name])
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "cvparser", *container["args"]], env=given, stdout=out, stderr=out
        )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=WORKLOADS[name]["spec"]["template"]["spec"]["terminationGracePeriodSeconds"]) == 0


def answers(address: str) -> bool:
    try:
        return httpx.get(address, timeout=5).is_success
    except httpx.TransportError:
        return False


def test_the_pods_start_with_their_settings_answer_their_probes_and_work_on_a_job(
    secrets: Path, s3: S3Server, tmp_path: Path
) -> None:
    bucket = s3.new_bucket("pods")
    port, figures, worker_figures = (str(free_port()) for _ in range(3))
    ports = {"CVPARSER_S3_BUCKET": bucket}
    job = environment("cvparser-migrate", secrets, s3, tmp_path, **ports)
    migrated = cvparser(*containers(WORKLOADS["cvparser-migrate"])[0]["args"], environment=job)
    assert migrated.returncode == 0, migrated.stderr
    made = cvparser("keys", "create", "--name", "a", "--scope", "submit", "--scope", "read", environment=job)
    [key] = re.findall(r"\bcvp_\w+", made.stdout)

    api = environment(
        "cvparser-api", secrets, s3, tmp_path, CVPARSER_PORT=port, **ports | {"CVPARSER_SERVICE_METRICS_PORT": figures}
    )
    worker = environment("cvparser-worker", secrets, s3, tmp_path, **ports | {"CVPARSER_METRICS_PORT": worker_figures})
    with (
        running("cvparser-api", api, tmp_path / "api.log"),
        running("cvparser-worker", worker, tmp_path / "worker.log"),
        httpx.Client(base_url=f"http://127.0.0.1:{port}", headers={"X-API-Key": key}, timeout=30) as client,
    ):
        for number, probe in ((port, "/health/ready"), (figures, "/metrics"), (worker_figures, "/health/live")):
            asked = partial(answers, f"http://127.0.0.1:{number}{probe}")
            assert comes_true(asked), (tmp_path / "api.log").read_text()
        job_id = submit_file(client, "cv.docx", (CVS / "resume.docx").read_bytes()).json()["job_id"]
        assert ended(client, job_id)["status"] == "success"
