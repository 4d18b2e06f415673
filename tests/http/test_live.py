from __future__ import annotations

import json
from contextlib import suppress
from uuid import uuid4

import httpx
import pytest
from tests.e2e.deployment import Deployment
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

API = "/api/v1/parser"
TEXT = {"user_id": "user123", "session_id": "session456", "text": "Data Engineer\nOrbis Ltd, 2019 - 2021"}


def submitted(client: httpx.Client) -> str:
    return str(client.post(f"{API}/parse-text-async", json=TEXT).raise_for_status().json()["job_id"])


def events(client: httpx.Client, job_id: str) -> list[tuple[str, dict[str, object]]]:
    """Give the name and the data of each event until the server ends the stream."""
    with client.stream("GET", f"{API}/job/{job_id}/events") as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        assert "no-store" in response.headers["cache-control"]
        blocks = response.read().decode().replace("\r\n", "\n").strip().split("\n\n")
    fields = [dict(line.split(": ", 1) for line in block.split("\n")) for block in blocks]
    return [(each["event"], json.loads(each["data"])) for each in fields]


def asked_again(client: httpx.Client, job_id: str, last: str) -> httpx.Response:
    return client.get(f"{API}/job/{job_id}/events", headers={"Last-Event-ID": last})


def messages(deployment: Deployment, job_id: str, *sent: str) -> tuple[list[dict[str, object]], int]:
    """Give each message until the server closes, and the code that it closes with."""
    found = []
    with connect(f"{deployment.address.replace('http', 'ws')}{API}/job/{job_id}/ws") as socket:
        # The server may have closed before all is sent: what it sent until then is still there to be received.
        with suppress(ConnectionClosed):
            for each in sent:
                socket.send(each)
        with suppress(ConnectionClosed):
            while True:
                found.append(json.loads(socket.recv(timeout=30)))
        assert socket.close_code is not None
        return found, socket.close_code


def test_events_tell_of_a_job_up_to_its_end(client: httpx.Client) -> None:
    job_id = submitted(client)

    found = events(client, job_id)

    assert {name for name, _ in found} == {"status"}
    assert found[-1][1] == client.get(f"{API}/job/{job_id}").json()
    assert [body["status"] for _, body in found[:-1]] == ["processing"] * (len(found) - 1)


def test_a_socket_tells_the_same(client: httpx.Client, deployment: Deployment) -> None:
    job_id = submitted(client)

    found, code = messages(deployment, job_id)

    assert code == 1000
    assert found[-1] == client.get(f"{API}/job/{job_id}").json()
    assert found[-1]["status"] == "success"


def test_of_a_job_that_has_ended_the_end_is_told_and_nothing_else(client: httpx.Client, deployment: Deployment) -> None:
    job_id = submitted(client)
    events(client, job_id)

    assert [body["status"] for _, body in events(client, job_id)] == ["success"]
    assert [body["status"] for body in messages(deployment, job_id)[0]] == ["success"]


def test_who_was_told_the_end_and_connects_again_is_told_to_stop(client: httpx.Client) -> None:
    job_id = submitted(client)
    with client.stream("GET", f"{API}/job/{job_id}/events") as response:
        ids = [line.removeprefix("id: ") for line in response.iter_lines() if line.startswith("id: ")]

    repeat = asked_again(client, job_id, ids[-1])

    assert ids[-1] == "success"
    assert set(ids[:-1]) <= {"processing"}
    assert (repeat.status_code, repeat.content) == (204, b"")
    for last in ("processing", "failed", "x", ""):
        assert "event: status" in asked_again(client, job_id, last).text


@pytest.mark.parametrize(("erased", "status"), [(False, 404), (True, 410)])
def test_a_job_that_is_not_there_is_a_problem(
    client: httpx.Client, deployment: Deployment, *, erased: bool, status: int
) -> None:
    job_id = submitted(client) if erased else str(uuid4())
    if erased:
        client.delete(f"{API}/job/{job_id}").raise_for_status()

    answer = client.get(f"{API}/job/{job_id}/events")
    found, code = messages(deployment, job_id)

    assert answer.status_code == status
    assert found == [answer.json()]
    assert code == 4000 + status


def test_what_a_client_sends_is_not_looked_at(client: httpx.Client, deployment: Deployment) -> None:
    assert messages(deployment, submitted(client), "hello", "{}")[1] == 1000


def test_what_is_too_large_closes_the_socket(client: httpx.Client, deployment: Deployment) -> None:
    # A quick job may end first, and that closes the socket in good order: then once more.
    codes = (messages(deployment, submitted(client), "x" * 100_000)[1] for _ in range(20))

    assert 1009 in codes
    assert client.get("/health/live").is_success
