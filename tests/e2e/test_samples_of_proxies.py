"""The samples of `deploy/` for Caddy and nginx, loaded and asked: what a client sends and hears passes through."""

from __future__ import annotations

import asyncio
import json
import shutil
import socket
import ssl
from collections.abc import Iterator

import httpx
import pytest
from tests.http.keyed import API, FIELDS, TEXT, KeyedDoor, bearer, keyed, submitted
from tests.http.served import comes_true
from tests.servers.front import NAME, Front, front
from websockets.sync.client import connect

from cvparser.domain.audit import Line
from cvparser.service import auditing

#: What a client may write to pass for somebody else.
SPOOFED = {
    "X-Forwarded-For": "198.51.100.9",
    "X-Forwarded-Proto": "http",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Prefix": "/evil",
    "Forwarded": "for=198.51.100.9;host=evil.example;proto=http",
}

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KeyedDoor]:
    folder = tmp_path_factory.mktemp("behind")
    with keyed(folder, audit_key="a secret", trusted_proxies="127.0.0.1", allowed_hosts=NAME) as door:
        yield door


@pytest.fixture(scope="module")
def key(door: KeyedDoor) -> str:
    return door.key()[1]


@pytest.fixture(scope="module", params=["caddy", "nginx"])
def proxy(request: pytest.FixtureRequest, door: KeyedDoor, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    for tool in (request.param, "openssl"):
        if shutil.which(tool) is None:
            pytest.skip(f"{tool} is not installed")
    with front(request.param, door.door.port, tmp_path_factory.mktemp(request.param)) as running:
        yield running


@pytest.fixture
def client(proxy: Front, key: str) -> Iterator[httpx.Client]:
    with proxy.client(**bearer(key)) as client:
        yield client


def test_a_submission_passes_and_what_the_client_wrote_of_itself_does_not(
    door: KeyedDoor, proxy: Front, key: str
) -> None:
    with proxy.client(**bearer(key), **SPOOFED) as client:
        answer = client.post(f"{API}/parse-file-async", data=FIELDS, files={"file": ("cv.txt", TEXT.encode())})

    assert answer.status_code == 202, answer.text
    assert answer.headers["location"].startswith(f"{API}/job/")
    assert answer.headers["strict-transport-security"]
    job_id = answer.json()["job_id"]
    assert comes_true(lambda: any(str(line.entry.job_id) == job_id for line in lines(door)))
    assert {line.entry.address for line in lines(door)} == {"127.0.0.0/24", None}


def lines(door: KeyedDoor) -> list[Line]:
    async def read() -> list[Line]:
        async with auditing(door.settings) as read_audit:
            return [line async for line in read_audit.lines()]

    return asyncio.run(read())


def test_a_body_of_the_services_bound_passes_and_a_larger_one_ends_at_the_proxy(client: httpx.Client) -> None:
    # Ten MiB of a form: the service reads it all, and says what is wrong with the document.
    within = client.post(
        f"{API}/parse-file-async", data=FIELDS, files={"file": ("cv.pdf", b"%PDF-1.7\n".ljust(10_000_000, b"\n"))}
    )
    beyond = client.post(f"{API}/parse-file-async", data=FIELDS, files={"file": ("cv.pdf", bytes(12_000_000))})

    assert (within.status_code, within.headers["content-type"]) != (413, "text/html")
    assert within.status_code in {202, 422}, within.text
    assert beyond.status_code == 413


def test_events_and_messages_come_while_their_job_is_under_way(client: httpx.Client, proxy: Front, key: str) -> None:
    job_id = submitted(client)

    with client.stream("GET", f"{API}/job/{job_id}/events") as stream:
        told = []
        for line in stream.iter_lines():
            told.append(line)
            if line.startswith("data:"):
                break
    assert json.loads(told[-1].removeprefix("data:"))["status"] == "processing"

    trust: ssl.SSLContext = proxy.trust
    url = f"wss://{NAME}:{proxy.port}{API}/job/{job_id}/ws"
    there = socket.create_connection(("127.0.0.1", proxy.port), timeout=20)
    with connect(url, sock=there, ssl=trust, server_hostname=NAME, additional_headers=bearer(key)) as followed:
        assert json.loads(followed.recv(timeout=20))["status"] == "processing"


def test_nobody_outside_sees_figures_or_pages_and_strangers_are_told_to_send_a_key(
    client: httpx.Client, proxy: Front
) -> None:
    for path in ("/metrics", "/stats", "/stats/trends", "/dashboard", "/docs", "/openapi.json"):
        assert client.get(path).status_code == 404, path
    with proxy.client() as stranger:
        assert stranger.get(f"{API}/jobs").json()["code"] == "key_missing"
    assert client.get(f"{API}/jobs").status_code == 200
