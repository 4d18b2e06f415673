from __future__ import annotations

import signal
import time
from pathlib import Path

import httpx
import psutil
from tests.e2e.deployment import Deployment, deployed

API = "/api/v1/parser"
FIELDS = {"user_id": "user123", "session_id": "session456", "parse_mode": "basic"}
#: Takes far longer than a thousandth of a second, however good the rules are.
LONG = "Data Engineer at Kestrel Analytics, 2019 - 2024: Python, Kafka and SQL for clients in Ankara.\n" * 1000


def test_a_text_that_takes_too_long_ends_its_job_for_good_and_says_what_to_do(tmp_path: Path) -> None:
    settings = {"CVPARSER_CPU_TIMEOUT_S": "0.001"}
    with (
        deployed(Deployment(folder=tmp_path, settings=settings)) as service,
        httpx.Client(base_url=service.address, timeout=60) as client,
    ):
        answer = client.post(f"{API}/parse-text", json=FIELDS | {"text": LONG})
        is_live = client.get("/health/live").is_success

    assert (answer.status_code, answer.json()["error_code"]) == (409, "too_complex")
    assert is_live


def test_a_submission_that_takes_too_long_to_look_at_is_answered_so_and_others_are_taken(tmp_path: Path) -> None:
    settings = {"CVPARSER_INSPECTION_TIMEOUT_S": "0.02", "CVPARSER_WORKERS": "0"}
    many = b'{"more":[' + b"{}," * 800_000 + b"{}]}"
    with (
        deployed(Deployment(folder=tmp_path, settings=settings)) as service,
        httpx.Client(base_url=service.address, timeout=60) as client,
    ):
        refused = client.post(f"{API}/parse-text-async", content=many, headers={"Content-Type": "application/json"})
        taken = client.post(f"{API}/parse-text-async", json=FIELDS | {"text": "Data Engineer"})

    assert (refused.status_code, refused.json()["code"]) == (422, "too_complex")
    assert taken.status_code == 202


def test_no_process_is_left_of_a_service_that_was_killed(tmp_path: Path) -> None:
    service = Deployment(folder=tmp_path)
    service.start()
    with httpx.Client(base_url=service.address, timeout=60) as client:
        client.post(f"{API}/parse-text", json=FIELDS | {"text": "Data Engineer\nSkills\nPython"}).raise_for_status()
        for _ in range(20):
            client.post(f"{API}/parse-text-async", json=FIELDS | {"text": LONG}).raise_for_status()
    assert service.process is not None
    family = psutil.Process(service.process.pid).children(recursive=True)

    service.stop(signal.SIGKILL)

    assert len(family) >= 3
    until = time.monotonic() + 20
    while left := [each for each in family if each.is_running() and each.status() != psutil.STATUS_ZOMBIE]:
        assert time.monotonic() < until, left
        time.sleep(0.05)
