"""What is told to stop has ended in time, whatever hangs in it."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest
from tests.e2e.deployment import Deployment

from cvparser.entrypoints.last_resort import ENDED_BY_FORCE

pytestmark = pytest.mark.e2e

ROOT = Path(__file__).parents[2]
API = "/api/v1/parser"
BODY = {"user_id": "user123", "session_id": "session456", "text": "I have worked as a Data Engineer since 2019."}
#: Seconds in which every process must end that was told to, and what a busy machine may add to them.
STOP_S, BUSY_S = 30, 8

STUCK = """
import logging, sys, threading, time
from cvparser.entrypoints.last_resort import LastResort
handler = logging.StreamHandler()
logging.basicConfig(handlers=[handler])
LastResort(0.5).begin()
"""


@pytest.mark.parametrize(
    ("hanging", "status", "is_said"),
    [
        ("time.sleep(3600)", ENDED_BY_FORCE, True),
        # A log that takes no line: its pipe is full, or whoever hangs writes to it.
        ("handler.acquire(); time.sleep(3600)", ENDED_BY_FORCE, False),
        # A thread that keeps the interpreter for itself.
        ("sys.setswitchinterval(3600)\nwhile True: pass", -signal.SIGALRM, False),
    ],
    ids=["waits", "holds the log", "holds the interpreter"],
)
def test_a_process_that_hangs_is_ended_with_a_line_in_the_log_where_one_can_be_written(
    hanging: str, status: int, *, is_said: bool
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", STUCK + hanging], capture_output=True, text=True, timeout=60, check=False
    )

    assert done.returncode == status
    assert ("[STOP]" in done.stderr) == is_said


def test_a_service_whose_event_loop_hangs_ends_when_it_is_told_to_and_its_job_is_taken_over(tmp_path: Path) -> None:
    trap = tmp_path / "trap"
    trap.touch()
    settings = {"CVPARSER_DRAIN_S": "1", "CVPARSER_LEASE_S": "2"}
    deployment = Deployment(folder=tmp_path, settings=settings)
    job = hang(deployment, trap)
    assert deployment.process is not None

    deployment.process.send_signal(signal.SIGTERM)

    assert deployment.process.wait(timeout=STOP_S + BUSY_S) == ENDED_BY_FORCE
    assert "[STOP]" in deployment.log.read_text(encoding="utf-8")
    second = Deployment(folder=tmp_path, settings=settings)
    second.start()
    try:
        assert '"status":"success"' in httpx.get(f"{second.address}{API}/job/{job}/events", timeout=90).text
    finally:
        assert second.stop() == 0


def hang(deployment: Deployment, trap: Path) -> str:
    """Start the service, and return the job with which it hangs."""
    environment = deployment.environment() | {"PYTHONPATH": str(ROOT), "CVPARSER_PORT": str(deployment.port)}
    with deployment.log.open("ab") as log:
        command = [sys.executable, "-m", "tests.e2e.stuck", "serve", str(trap)]
        deployment.process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    until = time.monotonic() + 60
    with httpx.Client(base_url=deployment.address, timeout=30) as client:
        while True:
            try:
                answer = client.post(f"{API}/parse-text-async", json=BODY)
            except httpx.ConnectError:
                assert time.monotonic() < until, deployment.log.read_text(encoding="utf-8")
                time.sleep(0.1)
            else:
                break
    while trap.exists():
        assert time.monotonic() < until
        time.sleep(0.05)
    return str(answer.raise_for_status().json()["job_id"])
