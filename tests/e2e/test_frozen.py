"""Servers that are frozen: what is asked is answered, and what is told to stop stops."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from pathlib import Path

import httpx
import psutil
import psycopg
import pytest
from tests.e2e.deployment import ScaledDeployment, deployed
from tests.servers.postgres import PostgresServer
from tests.servers.redis import RedisServer

pytestmark = pytest.mark.e2e

API = "/api/v1/parser"
FIELDS = {"user_id": "user123", "session_id": "session456"}
TEXT = "I have worked as a Data Engineer at Kestrel Analytics since 2019."
#: Seconds in which every request must be answered, whatever is frozen.
ANSWER_S = 10
#: Seconds in which every process must end that was told to.
STOP_S = 30
#: Seconds that a machine which is busy may add to what has a bound of its own.
BUSY_S = 8


@contextmanager
def frozen(*servers: PostgresServer | RedisServer) -> Iterator[None]:
    for server in servers:
        server.pause()
    try:
        yield
    finally:
        for server in servers:
            server.resume()


@pytest.fixture
def scaled(postgres: PostgresServer, redis_server: RedisServer, tmp_path: Path) -> ScaledDeployment:
    redis_server.empty()
    return ScaledDeployment(
        folder=tmp_path,
        settings={"CVPARSER_LEASE_S": "3", "CVPARSER_DRAIN_S": "2", "CVPARSER_RECOVERY_INTERVAL_S": "1"},
        database=postgres.new_database(),
        redis_url=redis_server.url,
        workers=1,
    )


def submit(client: httpx.Client) -> httpx.Response:
    return client.post(f"{API}/parse-text-async", json=FIELDS | {"text": TEXT})


def wait_for(what: Callable[[], bool]) -> None:
    until = time.monotonic() + 90
    while not what():
        assert time.monotonic() < until, "It did not happen."
        time.sleep(0.1)


def test_while_postgresql_is_frozen_every_request_is_answered_503_and_afterwards_nothing_is_lost_or_doubled(
    scaled: ScaledDeployment, postgres: PostgresServer
) -> None:
    with deployed(scaled), httpx.Client(base_url=scaled.address, timeout=ANSWER_S + BUSY_S) as client:
        accepted = [str(submit(client).raise_for_status().json()["job_id"]) for _ in range(5)]
        with frozen(postgres):
            # Each waits for itself: one that waits for another would not be answered in time.
            with ThreadPoolExecutor(30) as asking:
                asked = [asking.submit(submit, client) for _ in range(20)]
                asked += [asking.submit(client.get, path) for path in ("/stats", "/metrics", "/health/ready")]
                asked += [asking.submit(client.get, f"{API}/{what}/{accepted[0]}") for what in ("job", "result")]
                asked += [asking.submit(client.delete, f"{API}/job/{accepted[0]}")]
                assert client.get("/health/live").is_success
            assert {each.result().status_code for each in asked} == {503}

        wait_for(lambda: client.get("/health/ready").is_success)
        accepted.append(str(submit(client).raise_for_status().json()["job_id"]))
        wait_for(lambda: all(client.get(f"{API}/job/{job}").json()["status"] == "success" for job in accepted))

    with psycopg.connect(scaled.database) as connection:
        stored = [str(job) for (job,) in connection.execute("SELECT id FROM parsed_cv").fetchall()]
    assert sorted(stored) == sorted(accepted)


@pytest.mark.parametrize("what", ["PostgreSQL", "Redis", "both"])
def test_services_and_workers_stop_while_their_servers_are_frozen(
    scaled: ScaledDeployment, postgres: PostgresServer, redis_server: RedisServer, what: str
) -> None:
    scaled.start()
    assert scaled.process is not None
    assert scaled.worker is not None
    processes = [psutil.Process(scaled.process.pid), psutil.Process(scaled.worker.pid)]
    processes += processes[1].children(recursive=True)
    servers: dict[str, list[PostgresServer | RedisServer]] = {
        "PostgreSQL": [postgres],
        "Redis": [redis_server],
        "both": [postgres, redis_server],
    }
    with httpx.Client(base_url=scaled.address, timeout=ANSWER_S) as client, ThreadPoolExecutor(8) as asking:
        submit(client).raise_for_status()
        with frozen(*servers[what]):
            under_way = [asking.submit(submit, client) for _ in range(8)]
            wait((under_way[0],), timeout=1)

            for process in processes[:2]:
                process.send_signal(signal.SIGTERM)
            _, alive = psutil.wait_procs(processes, timeout=STOP_S + BUSY_S)

            assert alive == []
    scaled.redis.close()
    assert (scaled.process.wait(), scaled.worker.wait()) == (0, 0)
