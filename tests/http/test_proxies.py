"""The service behind proxies: who asks, by which name, below which prefix."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest
from pydantic import ValidationError
from tests.http.forms import API
from tests.http.served import Door, answer, comes_true, served, status
from tests.servers.http_proxy import HttpProxy
from websockets.sync.client import connect

from cvparser.settings import Settings

TEXT = {"user_id": "user123", "session_id": "session456", "text": "Data Engineer"}
SUBMIT = f"{API}/parse-text-async"
HSTS = "strict-transport-security"
#: As a proxy that ends TLS would tell it.
OUTSIDE = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "cv.example"}


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    trusting = {"trusted_proxies": "127.0.0.1, 192.0.2.0/24, 2001:db8::/32", "allowed_hosts": "cv.example"}
    with served(
        tmp_path_factory.mktemp("trusting"), max_requests=8, peer_share=0.25, max_connections=40, **trusting
    ) as d:
        yield d


@pytest.fixture(scope="module")
def distrusting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    with served(tmp_path_factory.mktemp("distrusting")) as door:
        yield door


@pytest.fixture(scope="module")
def below(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    with served(tmp_path_factory.mktemp("below"), path_prefix="/cv") as door:
        yield door


def submit(door: Door, headers: dict[str, str], path: str = SUBMIT) -> httpx.Response:
    return httpx.post(f"{door.address}{path}", json=TEXT, headers=headers)


def test_a_trusted_proxy_is_believed_by_which_name_and_how_it_was_asked(door: Door) -> None:
    for headers in (OUTSIDE, {"Forwarded": "for=203.0.113.9;proto=https;host=cv.example"}):
        response = submit(door, {**headers, "Host": "inner:8000", "Origin": "https://cv.example"})

        assert response.status_code == 202
        assert response.headers[HSTS] == "max-age=31536000"
    assert submit(door, {**OUTSIDE, "X-Forwarded-Host": "evil.example"}).status_code == 421
    assert submit(door, {**OUTSIDE, "Origin": "https://evil.example"}).status_code == 403


def test_nobody_else_is_believed(distrusting: Door) -> None:
    told = {**OUTSIDE, "X-Forwarded-Prefix": "/cv", "Forwarded": "for=203.0.113.9;proto=https;host=cv.example"}

    response = submit(distrusting, told)

    assert response.status_code == 202
    assert HSTS not in response.headers
    assert response.headers["location"].startswith(f"{API}/job/")
    assert submit(distrusting, {**told, "Host": "cv.example"}).status_code == 421


def test_two_headers_that_differ_are_not_believed(door: Door) -> None:
    spoofed = {**OUTSIDE, "Forwarded": "for=198.51.100.1;proto=https;host=cv.example"}

    assert HSTS not in submit(door, {**spoofed, "Host": "localhost"}).headers
    assert HSTS in submit(door, {**OUTSIDE, "Forwarded": "for=203.0.113.9"}).headers


@pytest.mark.parametrize(
    "malformed", ["for=", "x", "for=203.0.113.9;;", "for=203.0.113.9;proto=https;host=", ";", "for=a" * 2_000]
)
def test_what_is_malformed_is_left_out(door: Door, malformed: str) -> None:
    response = submit(door, {"Forwarded": malformed, "Host": "localhost"})

    assert response.status_code == 202
    assert HSTS not in response.headers


def held(stack: ExitStack, door: Door, forwarded_for: str) -> int:
    """Give the status of a request whose body does not come, or 0 while it is waited for."""
    connection = stack.enter_context(door.connect())
    head = f"POST {SUBMIT} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n"
    connection.sendall(f"{head}{forwarded_for}\r\n\r\n".encode())
    connection.settimeout(0.3)
    try:
        return status(connection)
    except TimeoutError:
        return 0


@pytest.mark.parametrize(
    "header",
    [
        "X-Forwarded-For: {}",
        "X-Forwarded-For: 203.0.113.200, {}, 192.0.2.8",
        'Forwarded: for="{}"',
        "Forwarded: for=spoofed, for={};proto=https, for=192.0.2.8",
    ],
)
def test_the_bounds_of_an_address_count_the_real_client(door: Door, header: str) -> None:
    with ExitStack() as stack:
        assert [held(stack, door, header.format("198.51.100.1")) for _ in range(3)] == [0, 0, 429]
        assert [held(stack, door, header.format("198.51.100.2")) for _ in range(3)] == [0, 0, 429]
        # Whoever spoofs what stands further left is counted as who he is.
        assert held(stack, door, "X-Forwarded-For: 203.0.113.77, 198.51.100.1") == 429
    assert comes_true(lambda: door.bounds.requests.total() == 0)


def test_a_proxy_has_the_connections_of_all_its_clients(door: Door) -> None:
    with ExitStack() as stack:
        connections = [stack.enter_context(door.connect()) for _ in range(30)]
        for connection in connections:
            connection.sendall(b"GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert answer(connection).startswith(b"HTTP/1.1 200")
    assert comes_true(lambda: door.bounds.connections.total() == 0)


@pytest.mark.parametrize("path", ["/cv{}", "{}"])
def test_all_addresses_are_below_the_prefix_whether_the_proxy_takes_it_off_or_not(below: Door, path: str) -> None:
    at = below.address
    response = submit(below, {}, path.format(SUBMIT))
    job = response.headers["location"]

    assert job.startswith(f"/cv{API}/job/")
    assert response.json()["message"].endswith(job)
    assert httpx.get(f"{at}{path.format(job.removeprefix('/cv'))}").status_code == 200
    assert httpx.get(f"{at}{path.format('/nowhere')}").json()["type"] == "/cv/problems/not_found"
    assert httpx.get(f"{at}{path.format('/problems/job_unknown')}").json()["type"] == "/cv/problems/job_unknown"
    assert httpx.get(f"{at}{path.format('/openapi.json')}").json()["servers"] == [{"url": "/cv"}]
    assert b'src="/cv/app/app.js"' in httpx.get(f"{at}{path.format('/')}").content
    assert b'href="/cv/docs"' in httpx.get(f"{at}{path.format('/dashboard')}").content
    assert httpx.get(f"{at}{path.format('/app/app.js')}").status_code == 200
    assert b'src="/cv/docs/page.js"' in httpx.get(f"{at}{path.format('/docs')}").content
    assert httpx.get(f"{at}{path.format('/docs/page.js')}").status_code == 200
    with connect(f"{at.replace('http', 'ws')}{path.format(f'{API}/job/x/ws')}") as socket:
        assert json.loads(socket.recv(timeout=10))["type"] == "/cv/problems/job_unknown"


def test_a_deprecated_route_names_its_successor_below_the_prefix(below: Door) -> None:
    response = httpx.post(f"{below.address}/cv{API}/parse-text", json={})

    assert response.headers["link"] == f'</cv{API}/parse-text-async>; rel="successor-version"'


def test_what_is_no_request_is_answered_below_the_prefix(below: Door) -> None:
    with below.connect() as connection:
        connection.sendall(b"nonsense\r\n\r\n")

        refused = answer(connection)

    assert b'"/cv/problems/input_invalid"' in refused
    assert b"x-content-type-options: nosniff" in refused


@pytest.mark.parametrize(
    ("told", "prefix"), [("/hr/cv/", "/hr/cv"), ("//evil.example", ""), ("/a, /b", ""), ('/"', "")]
)
def test_a_proxy_may_name_the_prefix(door: Door, told: str, prefix: str) -> None:
    response = submit(door, {"X-Forwarded-Prefix": told})

    assert response.headers["location"].startswith(f"{prefix}{API}/job/")


def test_without_a_prefix_all_is_where_it_was(distrusting: Door) -> None:
    assert httpx.get(f"{distrusting.address}/openapi.json").json()["servers"] == [{"url": "/"}]
    assert b'src="/docs/page.js"' in httpx.get(f"{distrusting.address}/docs").content
    assert httpx.get(f"{distrusting.address}/cv/docs").status_code == 404


@pytest.mark.parametrize("wrong", ["proxy.example", "10.0.0.1/8", "10.0.0.0/33", "*", "127.0.0.1;::1"])
def test_a_proxy_that_is_no_address_stops_the_start(wrong: str) -> None:
    with pytest.raises(ValidationError, match=r"127\.0\.0\.1, 10\.0\.0\.0/8"):
        Settings(trusted_proxies=wrong)


@pytest.mark.parametrize("wrong", ["cv", "/cv/", "//cv", "/../cv", "/a b", "/", "https://cv.example/cv"])
def test_a_prefix_that_is_none_stops_the_start(wrong: str) -> None:
    with pytest.raises(ValidationError):
        Settings(path_prefix=wrong)


async def test_through_a_proxy_of_its_own_a_client_follows_its_job(tmp_path: Path) -> None:
    with served(tmp_path, trusted_proxies="127.0.0.1", allowed_hosts="cv.example", workers=2) as door:
        async with HttpProxy(door.port, host="cv.example", prefix="/hr") as proxy:
            outside = f"http://127.0.0.1:{proxy.port}"
            async with httpx.AsyncClient(base_url=outside, timeout=30) as client:
                submission = await client.post(f"/hr{SUBMIT}", json=TEXT)
                found_at = submission.headers["location"]
                events = await client.get(f"{found_at}/events")
                page = await client.get("/hr/docs")

            def followed() -> dict[str, str]:
                with connect(f"{outside.replace('http', 'ws')}{found_at}/ws") as socket:
                    message: dict[str, str] = json.loads(list(socket)[-1])
                    return message

            assert submission.status_code == 202
            assert found_at.startswith(f"/hr{API}/job/")
            assert events.text.count("event: status") >= 1
            assert '"status":"success"' in events.text
            assert submission.headers[HSTS]
            assert (await asyncio.to_thread(followed))["status"] == "success"
            assert 'src="/hr/docs/page.js"' in page.text
