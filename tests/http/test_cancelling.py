from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import httpx
import pytest
from tests.http.forms import API
from tests.http.served import Door, served

TEXT = {"user_id": "user123", "session_id": "session456", "text": "Data Engineer"}


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    """A service that takes submissions and works on none."""
    with served(tmp_path_factory.mktemp("idle")) as door:
        yield door


@pytest.fixture
def idle(door: Door) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=door.address, timeout=30) as client:
        yield client


def test_a_cancelled_job_has_failed_and_says_so_everywhere(idle: httpx.Client) -> None:
    job = idle.post(f"{API}/parse-text-async", json=TEXT).headers["location"]

    first, again = idle.post(f"{job}/cancel"), idle.post(f"{job}/cancel")

    assert first.status_code == again.status_code == 200
    assert first.json() == again.json() == idle.get(job).json()
    assert (first.json()["status"], "cancelled" in first.json()["error_message"]) == ("failed", True)
    assert "retry-after" not in idle.get(job).headers
    result = idle.get(job.replace("/job/", "/result/"))
    assert (result.status_code, result.json()["error_code"]) == (409, "cancelled")
    assert '"status":"failed"' in idle.get(f"{job}/events").text


def test_a_job_that_has_ended_is_given_as_it_is(client: httpx.Client) -> None:
    done = client.post(f"{API}/parse-text", json=TEXT).json()

    response = client.post(f"{API}/job/{done['id']}/cancel")

    assert (response.status_code, response.json()["status"]) == (200, "success")
    assert client.get(f"{API}/result/{done['id']}").status_code == 200


def test_what_is_not_there_cannot_be_cancelled(idle: httpx.Client) -> None:
    job = idle.post(f"{API}/parse-text-async", json=TEXT).headers["location"]
    idle.delete(job)

    assert idle.post(f"{job}/cancel").json()["code"] == "job_erased"
    for unknown in (uuid4(), "x"):
        assert idle.post(f"{API}/job/{unknown}/cancel").json()["code"] == "job_unknown"
    assert idle.get(f"{job}/cancel").status_code == 405


def test_a_page_of_another_origin_cancels_nothing(idle: httpx.Client) -> None:
    job = idle.post(f"{API}/parse-text-async", json=TEXT).headers["location"]

    assert idle.post(f"{job}/cancel", headers={"Origin": "https://evil.example"}).status_code == 403
    assert idle.get(job).json()["status"] == "processing"
