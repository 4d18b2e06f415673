from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import psutil
import pytest
from click.testing import CliRunner
from tests.e2e.deployment import ScaledDeployment, deployed, free_port
from tests.servers.postgres import PostgresServer
from tests.servers.redis import RedisServer

from cvparser.entrypoints.cli import main

API = "/api/v1/parser"
FIELDS = {"user_id": "user123", "session_id": "session456"}
TEXT = "I have worked as a Data Engineer at Kestrel Analytics since 2019."


@pytest.fixture(scope="module")
def metrics_port() -> int:
    return free_port()


@pytest.fixture(scope="module")
def deployment(
    postgres: PostgresServer,
    redis_server: RedisServer,
    tmp_path_factory: pytest.TempPathFactory,
    metrics_port: int,
) -> Iterator[ScaledDeployment]:
    redis_server.empty()
    settings = {"CVPARSER_METRICS_PORT": str(metrics_port), "CVPARSER_LEASE_S": "2", "CVPARSER_DRAIN_S": "3"}
    wanted = ScaledDeployment(
        folder=tmp_path_factory.mktemp("worker"),
        settings=settings,
        database=postgres.new_database(),
        redis_url=redis_server.url,
        workers=1,
    )
    with deployed(wanted) as running:
        assert isinstance(running, ScaledDeployment)
        yield running


@pytest.fixture
def client(deployment: ScaledDeployment) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=deployment.address, timeout=30) as client:
        yield client


def submit(client: httpx.Client) -> str:
    answer = client.post(f"{API}/parse-text-async", json=FIELDS | {"text": TEXT})
    return str(answer.raise_for_status().json()["job_id"])


def workers_of(deployment: ScaledDeployment) -> list[psutil.Process]:
    assert deployment.worker is not None
    return [each for each in psutil.Process(deployment.worker.pid).children() if each.status() != psutil.STATUS_ZOMBIE]


def wait_for(what: Callable[[], bool]) -> None:
    until = time.monotonic() + 60
    while not what():
        assert time.monotonic() < until, "It did not happen."
        time.sleep(0.1)


def test_a_job_is_worked_on_elsewhere_and_its_end_is_pushed(client: httpx.Client) -> None:
    job = submit(client)

    pushed = client.get(f"{API}/job/{job}/events", timeout=60).raise_for_status().text

    assert '"status":"success"' in pushed
    assert client.get(f"{API}/result/{job}").json()["parsed_data"]["meta"]["parser"] == "Offline"


def test_a_worker_says_what_it_did(client: httpx.Client, metrics_port: int) -> None:
    client.get(f"{API}/job/{submit(client)}/events", timeout=60).raise_for_status()

    page = httpx.get(f"http://127.0.0.1:{metrics_port}/metrics").raise_for_status().text

    assert 'cvparser_jobs_ended_total{code="",status="success"}' in page


def test_a_worker_that_was_killed_is_started_again(deployment: ScaledDeployment, client: httpx.Client) -> None:
    wait_for(lambda: bool(workers_of(deployment)))
    (killed,) = workers_of(deployment)
    killed.kill()
    job = submit(client)

    assert '"status":"success"' in client.get(f"{API}/job/{job}/events", timeout=90).text
    assert killed.pid not in {each.pid for each in workers_of(deployment)}


def test_workers_end_when_nobody_would_start_them_again_and_readiness_says_that_none_is_alive(
    deployment: ScaledDeployment, client: httpx.Client
) -> None:
    assert deployment.worker is not None
    wait_for(lambda: bool(workers_of(deployment)))
    orphans = workers_of(deployment)

    deployment.worker.kill()
    deployment.worker.wait()
    _, alive = psutil.wait_procs(orphans, timeout=30)

    assert alive == []
    wait_for(lambda: told_of_workers(client) == "none")
    deployment.start_workers()
    wait_for(lambda: told_of_workers(client) == "alive")


def told_of_workers(client: httpx.Client) -> object:
    return client.get("/health/ready").raise_for_status().json()["workers"]


def test_told_to_stop_the_supervisor_lets_its_workers_end_and_leaves_nothing(
    deployment: ScaledDeployment, client: httpx.Client
) -> None:
    client.get(f"{API}/job/{submit(client)}/events", timeout=60).raise_for_status()
    workers = workers_of(deployment)
    assert deployment.worker is not None

    deployment.worker.send_signal(signal.SIGTERM)

    assert deployment.worker.wait(timeout=30) == 0
    assert workers
    assert not any(each.is_running() for each in workers)
    log = (deployment.folder / "worker.log").read_text(encoding="utf-8")
    assert "Traceback" not in log
    deployment.start_workers()


def test_without_a_redis_a_worker_says_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CVPARSER_REDIS_URL", raising=False)

    answer = CliRunner().invoke(main, ["worker"])

    assert answer.exit_code == 2
    assert "CVPARSER_REDIS_URL" in answer.output
