from __future__ import annotations

import signal
import time
from pathlib import Path

import httpx
import pytest
from tests.e2e.deployment import Deployment, deployed

API = "/api/v1/parser"
FIELDS = {"user_id": "user123", "session_id": "session456"}
CV = Path(__file__).parents[2] / "examples" / "cvs" / "ozgecmis.pdf"
JOBS = 20


def submit(client: httpx.Client) -> str:
    response = client.post(f"{API}/parse-file-async", data=FIELDS, files={"file": ("cv.pdf", CV.read_bytes())})
    return str(response.raise_for_status().json()["job_id"])


def test_every_acknowledged_job_ends_after_the_service_was_killed(tmp_path: Path) -> None:
    first = Deployment(folder=tmp_path, settings={"CVPARSER_LEASE_S": "2"})
    first.start()
    with httpx.Client(base_url=first.address, timeout=30) as client:
        acknowledged = [submit(client) for _ in range(JOBS)]
    first.stop(signal.SIGKILL)

    second = Deployment(folder=tmp_path, settings={"CVPARSER_LEASE_S": "2"})
    with deployed(second), httpx.Client(base_url=second.address, timeout=30) as client:
        until = time.monotonic() + 90
        waiting = set(acknowledged)
        while waiting and time.monotonic() < until:
            waiting = {job for job in waiting if client.get(f"{API}/job/{job}").json()["status"] == "processing"}
            time.sleep(0.2)
        statuses = [client.get(f"{API}/job/{job}").json()["status"] for job in acknowledged]

    assert statuses == ["success"] * JOBS


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT], ids=lambda how: how.name)
def test_the_service_ends_in_good_order_when_it_is_asked_to(tmp_path: Path, how: signal.Signals) -> None:
    deployment = Deployment(folder=tmp_path)
    deployment.start()
    with httpx.Client(base_url=deployment.address, timeout=30) as client:
        submit(client)

    deployment.stop(how)

    assert "Traceback" not in deployment.log.read_text(encoding="utf-8")
