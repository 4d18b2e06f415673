"""A worker that does not answer is replaced, and none outlives its supervisor."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import httpx
import psutil
import psycopg
import pytest
from tests.e2e.deployment import ScaledDeployment, deployed
from tests.servers.postgres import PostgresServer
from tests.servers.redis import RedisServer

pytestmark = pytest.mark.e2e

ROOT = Path(__file__).parents[2]
API = "/api/v1/parser"
FIELDS = {"user_id": "user123", "session_id": "session456"}
TEXT = "I have worked as a Data Engineer at Kestrel Analytics since 2019."
#: A second, and what a busy machine may add to it.
SOON_S = 8


@dataclass(kw_only=True)
class Watched(ScaledDeployment):
    """With a watchdog of a few seconds, and workers of another module where `module` names one with its arguments."""

    module: list[str] = field(default_factory=list)

    def start_workers(self) -> None:
        if not self.module:
            super().start_workers()
            return
        environment = self.environment() | {"PYTHONPATH": str(ROOT)}
        with (self.folder / "worker.log").open("ab") as log:
            self.worker = subprocess.Popen(
                [sys.executable, "-m", *self.module], env=environment, stdout=log, stderr=log
            )


@pytest.fixture
def watched(postgres: PostgresServer, redis_server: RedisServer, tmp_path: Path) -> Watched:
    redis_server.empty()
    return Watched(
        folder=tmp_path,
        settings={
            "CVPARSER_LEASE_S": "2",
            "CVPARSER_DRAIN_S": "1",
            "CVPARSER_RECOVERY_INTERVAL_S": "1",
            "CVPARSER_WATCHDOG_S": "4",
        },
        database=postgres.new_database(),
        redis_url=redis_server.url,
        workers=1,
    )


def wait_for(what: Callable[[], object]) -> None:
    until = time.monotonic() + 90
    while not what():
        assert time.monotonic() < until, "It did not happen."
        time.sleep(0.05)


def end_of(client: httpx.Client) -> str:
    answer = client.post(f"{API}/parse-text-async", json=FIELDS | {"text": TEXT}).raise_for_status().json()
    return client.get(f"{API}/job/{answer['job_id']}/events", timeout=90).raise_for_status().text


def workers_of(supervisor: int) -> list[psutil.Process]:
    return [each for each in psutil.Process(supervisor).children() if each.status() != psutil.STATUS_ZOMBIE]


def log_of(deployment: Watched) -> str:
    return (deployment.folder / "worker.log").read_text(encoding="utf-8")


def test_a_worker_that_stands_still_is_killed_and_another_started(watched: Watched) -> None:
    with deployed(watched), httpx.Client(base_url=watched.address, timeout=30) as client:
        assert watched.worker is not None
        end_of(client)
        (still,) = workers_of(watched.worker.pid)

        still.suspend()

        assert '"status":"success"' in end_of(client)
        assert not still.is_running()
        assert "[SUPERVISOR] A worker was silent" in log_of(watched)


def test_a_worker_whose_event_loop_hangs_loses_its_job_to_another(watched: Watched, tmp_path: Path) -> None:
    trap = tmp_path / "trap"
    trap.touch()
    watched.module = ["tests.e2e.stuck", "worker", str(trap)]
    with deployed(watched), httpx.Client(base_url=watched.address, timeout=30) as client:
        assert '"status":"success"' in end_of(client)

        assert not trap.exists()
        with psycopg.connect(watched.database) as connection:
            ((fence,),) = connection.execute("SELECT fence FROM parsed_cv").fetchall()
        assert fence > 1
    assert "[SUPERVISOR] A worker was silent" in log_of(watched)


def test_a_worker_that_works_is_not_killed_by_the_watchdog(watched: Watched) -> None:
    watched.settings = {**watched.settings, "CVPARSER_WATCHDOG_S": "10"}
    with deployed(watched), httpx.Client(base_url=watched.address, timeout=30) as client:
        assert watched.worker is not None
        end_of(client)
        (working,) = workers_of(watched.worker.pid)
        # The supervisor stands still for longer than the watchdog waits: it has heard nobody meanwhile.
        watched.worker.send_signal(signal.SIGSTOP)
        time.sleep(11)
        watched.worker.send_signal(signal.SIGCONT)
        end_of(client)

        assert working.is_running()


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGABRT], ids=lambda how: how.name)
def test_a_worker_that_is_still_starting_ends_with_its_supervisor(watched: Watched, how: signal.Signals) -> None:
    for delay_s in (0, 0.1, 0.3, 1):
        watched.start_workers()
        assert watched.worker is not None
        wait_for(partial(workers_of, watched.worker.pid))
        time.sleep(delay_s)
        orphans = workers_of(watched.worker.pid)

        watched.worker.send_signal(how)
        watched.worker.wait()

        _, alive = psutil.wait_procs(orphans, timeout=SOON_S)
        assert alive == []


def test_a_worker_that_works_or_stands_still_ends_with_its_supervisor(watched: Watched) -> None:
    with deployed(watched), httpx.Client(base_url=watched.address, timeout=30) as client:
        for is_still in (False, True):
            assert watched.worker is not None
            end_of(client)
            orphans = workers_of(watched.worker.pid)
            for orphan in orphans if is_still else ():
                orphan.suspend()

            watched.worker.kill()
            watched.worker.wait()

            _, alive = psutil.wait_procs(orphans, timeout=SOON_S)
            assert alive == []
            watched.start_workers()


def test_without_a_kernel_that_does_it_the_worker_ends_itself(tmp_path: Path) -> None:
    """As on a system that is not Linux: only the socket tells."""
    code = (
        "import subprocess, sys; from cvparser.entrypoints.leash import Pulse, leash_arguments; pulse = Pulse();"
        "worker = 'import sys, time, cvparser.entrypoints.leash as l; l.Leash(sys.argv[1:]); time.sleep(90)';"
        "child = subprocess.Popen([sys.executable, '-c', worker, *leash_arguments(pulse)],"
        " pass_fds=[pulse.theirs.fileno()]); pulse.theirs.close(); print(child.pid, flush=True); child.wait()"
    )
    supervisor = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, env=dict(os.environ))
    assert supervisor.stdout is not None
    worker = psutil.Process(int(supervisor.stdout.readline()))

    supervisor.kill()
    supervisor.communicate()

    _, alive = psutil.wait_procs([worker], timeout=SOON_S)
    assert alive == []
