"""By which names the service is asked, and for which web pages."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from pydantic import ValidationError
from tests.http.forms import API, FILE, FORM, IDS, UPLOAD, form
from tests.http.served import Door, answer, served
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin

from cvparser.settings import Settings

TEXT = {"user_id": "user123", "session_id": "session456", "text": "Data Engineer"}
JOB = f"{API}/job/550e8400-e29b-41d4-a716-446655440000"


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    with served(tmp_path_factory.mktemp("default")) as door:
        yield door


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    names = {
        "allowed_hosts": "cv.example, 192.0.2.7",
        "allowed_origins": "https://jobs.example,http://[2001:db8::1]:81",
    }
    with served(tmp_path_factory.mktemp("named"), **names) as door:
        yield door


@pytest.fixture(scope="module")
def open_to_all(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    with served(tmp_path_factory.mktemp("open"), allowed_hosts="*", allowed_origins="*") as door:
        yield door


def submit(door: Door, **headers: str) -> tuple[int, str | None]:
    response = httpx.post(f"{door.address}{API}/parse-text-async", json=TEXT, headers=headers)
    return response.status_code, response.json().get("code")


FOREIGN = [
    "evil.example",
    "evil.example:8000",
    "127.0.0.1.evil.example",
    "localhost.example",
    "192.0.2.1",
    "[2001:db8::2]",
]


@pytest.mark.parametrize("host", FOREIGN)
@pytest.mark.parametrize("path", ["/health/live", "/metrics", "/docs", "/nowhere", JOB, f"{JOB}/events"])
def test_a_name_of_somebody_else_is_not_answered(door: Door, host: str, path: str) -> None:
    response = httpx.get(f"{door.address}{path}", headers={"Host": host})

    assert (response.status_code, response.json()["code"]) == (421, "host_not_allowed")
    assert "CVPARSER_ALLOWED_HOSTS" in response.json()["detail"]
    assert "evil" not in response.text


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost:1", "LOCALHOST", "cv.localhost", "[::1]:8000", "127.9.9.9", "localhost."]
)
def test_loopback_is_answered_by_each_of_its_names(door: Door, host: str) -> None:
    assert submit(door, Host=host) == (202, None)


@pytest.mark.parametrize("host", ["", "a b", "local host", "[::1", "localhost:port", "x@localhost", "localhost/"])
def test_a_host_that_is_none_is_not_answered(door: Door, host: str) -> None:
    assert submit(door, Host=host)[0] in {400, 421}


@pytest.mark.parametrize(
    ("request_line", "hosts", "status"),
    [
        ("GET /health/live HTTP/1.1", [], 400),
        ("GET /health/live HTTP/1.1", ["localhost", "localhost"], 400),
        ("GET /health/live HTTP/1.0", [], 200),
        ("GET http://localhost/health/live HTTP/1.1", ["evil.example"], 421),
    ],
)
def test_a_request_has_one_host(door: Door, request_line: str, hosts: list[str], status: int) -> None:
    lines = [request_line, *(f"Host: {host}" for host in hosts)]
    with door.connect() as connection:
        connection.sendall("\r\n".join([*lines, "", ""]).encode())

        assert answer(connection).split(b" ")[1] == str(status).encode()


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://localhost.evil.example", "https://[::1]", "x"]
)
@pytest.mark.parametrize("submission", ["json", "form", "delete"])
def test_a_page_of_another_origin_changes_nothing(door: Door, origin: str, submission: str) -> None:
    headers = {"Origin": origin}
    with httpx.Client(base_url=door.address, headers=headers) as page:
        if submission == "json":
            response = page.post(f"{API}/parse-text-async", json=TEXT)
        elif submission == "form":
            response = page.post(UPLOAD, content=form(*IDS, FILE), headers={"Content-Type": FORM})
        else:
            response = page.delete(JOB)

    assert (response.status_code, response.json()["code"]) == (403, "origin_not_allowed")
    assert "CVPARSER_ALLOWED_ORIGINS" in response.json()["detail"]


def test_the_pages_of_the_service_may_use_it(door: Door) -> None:
    assert submit(door, Origin=door.address) == (202, None)
    assert submit(door, Host="localhost", Origin="http://localhost:80") == (202, None)
    assert submit(door, Host="localhost", Origin="https://LOCALHOST") == (202, None)
    assert submit(door, Host="localhost:8000", Origin="http://localhost:8001") == (403, "origin_not_allowed")


def test_names_and_origins_can_be_set(named: Door) -> None:
    assert submit(named, Host="cv.example") == (202, None)
    assert submit(named, Host="CV.example:8443", Origin="https://cv.example:8443") == (202, None)
    assert submit(named, Host="192.0.2.7") == (202, None)
    assert submit(named, Host="jobs.example")[0] == 421
    assert submit(named, Origin="https://jobs.example") == (202, None)
    assert submit(named, Origin="http://[2001:db8::1]:81") == (202, None)
    assert submit(named, Origin="http://jobs.example")[0] == 403
    assert submit(named, Origin="https://jobs.example.evil.example")[0] == 403


def test_both_checks_can_be_switched_off(open_to_all: Door) -> None:
    assert submit(open_to_all, Host="evil.example", Origin="null") == (202, None)


@pytest.mark.parametrize(
    ("headers", "status"),
    [({"Origin": "http://evil.example"}, 403), ({"Host": "evil.example", "Origin": "http://evil.example"}, 421)],
)
def test_a_socket_is_not_opened_for_another_page(door: Door, headers: dict[str, str], status: int) -> None:
    lines = {
        "Host": "localhost",
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    } | headers
    with door.connect() as connection:
        head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        connection.sendall(f"GET {JOB}/ws HTTP/1.1\r\n{head}\r\n".encode())

        head_of_answer, _, body = answer(connection).partition(b"\r\n\r\n")

    assert head_of_answer.split(b" ")[1] == str(status).encode()
    assert b"application/problem+json" in head_of_answer
    assert b"_not_allowed" in body


def test_a_socket_is_opened_for_the_services_own_page(door: Door) -> None:
    with connect(f"{door.address.replace('http', 'ws')}{JOB}/ws", origin=Origin(door.address)) as socket:
        assert "job_unknown" in str(socket.recv(timeout=10))
    with pytest.raises(InvalidStatus):
        connect(f"{door.address.replace('http', 'ws')}{JOB}/ws", origin=Origin("http://evil.example"))


@pytest.mark.parametrize("wrong", ["cv.example/x", "http://cv.example", "a b"])
def test_a_name_that_is_none_stops_the_start(wrong: str) -> None:
    with pytest.raises(ValidationError):
        Settings(allowed_hosts=wrong)


@pytest.mark.parametrize("wrong", ["cv.example", "https://*.example", "https://a.example/x", "ftp://a.example"])
def test_an_origin_that_is_none_stops_the_start(wrong: str) -> None:
    with pytest.raises(ValidationError):
        Settings(allowed_origins=wrong)
