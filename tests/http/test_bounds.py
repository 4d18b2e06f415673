"""How much all peers together, and each of them, may have at once."""

from __future__ import annotations

import json
import resource
import socket
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path

import httpx
import pytest
from tests.http.forms import API, FILE, FORM, IDS, PDF, UPLOAD, field, form
from tests.http.served import Door, answer, comes_true, served, status
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from cvparser.domain.errors import ConfigurationError
from cvparser.entrypoints.http.bounds import Bounds, peer_of
from cvparser.settings import Settings

TEXT = {"user_id": "user123", "session_id": "session456", "text": "Data Engineer"}
MIB = 2**20
GET = b"GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n"
HERE, THERE, ELSEWHERE = "127.0.0.1", "127.0.0.2", "127.0.0.3"


def upload_head(length: int) -> bytes:
    head = f"POST {UPLOAD} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {FORM}\r\nContent-Length: {length}\r\n\r\n"
    return head.encode()


def job(door: Door) -> str:
    location = httpx.post(f"{door.address}{API}/parse-text-async", json=TEXT).raise_for_status().headers["location"]
    return str(location)


def asked(door: Door, request: bytes = GET, *, peer: str = HERE) -> int:
    """Give the status of one request from `peer`."""
    with door.connect(peer=peer) as connection:
        connection.sendall(request)
        return status(connection)


@contextmanager
def stalled(door: Door, size: int, *, peer: str = HERE) -> Iterator[socket.socket]:
    """Send an upload but for its last byte, as far as the server takes it."""
    with door.connect(peer=peer) as connection:
        body = form(*IDS, FILE, close=False).ljust(size - 1, b"x")
        with suppress(ConnectionError):
            connection.sendall(upload_head(size) + body)
        yield connection


def test_sixty_uploads_that_stall_hold_no_more_than_they_may_and_stop_nobody(tmp_path: Path) -> None:
    most, cv = 64 * MIB, form(*IDS, field("file", PDF.ljust(300_000, b"\n"), '; filename="cv.pdf"'))
    honest = upload_head(len(cv)) + cv
    with served(tmp_path, max_held_bytes=most) as door, ExitStack() as held:
        uploads = []
        for _ in range(60):
            uploads.append(held.enter_context(stalled(door, 10 * MIB)))
            assert door.bounds.held.total() <= most * 3 // 4

        assert httpx.post(f"{door.address}{API}/parse-text-async", json=TEXT).status_code == 202
        assert asked(door, honest, peer=THERE) == 202
        # From the address that has its share, as soon as one of them has been silent for a second.
        assert comes_true(lambda: asked(door, honest) == 202)
        held.close()

        assert comes_true(lambda: door.bounds.held.total() == 0)
        assert asked(door, honest) == 202


def test_an_upload_for_which_there_is_no_room_is_refused_before_it_comes(tmp_path: Path) -> None:
    size = 10 * MIB
    with served(tmp_path, max_held_bytes=24 * MIB, peer_share=0.5) as door, ExitStack() as held:
        held.enter_context(stalled(door, size))
        with door.connect() as connection:
            connection.sendall(upload_head(size))
            refused = answer(connection)
        held.enter_context(stalled(door, size, peer=THERE))

        assert refused.startswith(b"HTTP/1.1 429")
        assert b"retry-after: 5" in refused.lower()
        assert json.loads(refused.partition(b"\r\n\r\n")[2])["code"] == "too_many_at_once"
        assert asked(door, upload_head(size), peer=ELSEWHERE) == 503


def test_an_upload_of_the_largest_size_has_room_however_little_may_be_held(tmp_path: Path) -> None:
    cv = form(*IDS, field("file", PDF.ljust(4 * MIB, b"\n"), '; filename="cv.pdf"'))
    with served(tmp_path, max_held_bytes=MIB, peer_share=0.1) as door:
        assert asked(door, upload_head(len(cv)) + cv) == 202


def follow(door: Door, held: ExitStack, path: str, *, peer: str = HERE) -> int:
    """Follow a job's events for as long as `held` is open, and give the status of the answer."""
    connection = held.enter_context(closing(door.connect(peer=peer)))
    connection.sendall(f"GET {path}/events HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
    return int(connection.recv(65_536).split(b" ")[1])


def test_more_followers_than_there_may_be_are_refused_and_requests_go_on(tmp_path: Path) -> None:
    with served(tmp_path, max_followers=4, peer_share=0.5) as door, ExitStack() as held:
        path = job(door)
        found = [follow(door, held, path, peer=peer) for peer in (HERE, HERE, HERE, THERE, THERE, ELSEWHERE)]

        assert found == [200, 200, 429, 200, 200, 503]
        assert asked(door) == 200
        assert asked(door, peer=ELSEWHERE) == 200
        held.close()
        assert comes_true(lambda: follow(door, held, path) == 200)
        held.close()


def test_a_socket_too_many_is_told_so_and_closed(tmp_path: Path) -> None:
    with served(tmp_path, max_followers=4, peer_share=0.5) as door, ExitStack() as held:
        path = job(door)
        address = f"ws://localhost{path}/ws"

        def opened(peer: str) -> ClientConnection:
            return held.enter_context(connect(address, sock=door.connect(peer=peer)))

        def refusal(peer: str) -> tuple[str, int | None]:
            with connect(address, sock=door.connect(peer=peer)) as refused:
                code = json.loads(refused.recv(timeout=10))["code"]
                with pytest.raises(ConnectionClosed):
                    refused.recv(timeout=10)
                return code, refused.close_code

        for _ in range(2):
            opened(HERE).recv(timeout=10)
        assert refusal(HERE) == ("too_many_at_once", 4429)
        for _ in range(2):
            opened(THERE).recv(timeout=10)
        assert refusal(ELSEWHERE) == ("overloaded", 4503)
        held.close()
        # Who left is followed by nobody, whatever it sent before.
        assert comes_true(lambda: "job_id" in str(opened(HERE).recv(timeout=10)))


@pytest.mark.parametrize("sent", ["", "hello", b"hello"])
def test_a_socket_that_was_left_is_noticed_at_once(tmp_path: Path, sent: str | bytes) -> None:
    with served(tmp_path, max_followers=1, peer_share=1) as door:
        address = f"ws://127.0.0.1:{door.port}{job(door)}/ws"

        def is_free() -> bool:
            with connect(address) as follower:
                if "job_id" not in str(follower.recv(timeout=10)):
                    return False
                for _ in range(3):
                    follower.send(sent)
                return True

        assert all(comes_true(is_free) for _ in range(5))


def test_connections_are_counted_idle_ones_as_well(tmp_path: Path) -> None:
    with served(tmp_path, max_connections=8, peer_share=0.5) as door, ExitStack() as held:
        kept = [held.enter_context(closing(door.connect())) for _ in range(4)]
        kept[0].sendall(GET)
        assert status(kept[0]) == 200
        with door.connect() as connection:
            refused = answer(connection)

        assert refused.startswith(b"HTTP/1.1 429")
        assert b"retry-after" in refused.lower()
        assert asked(door, peer=THERE) == 200
        for _ in range(4):
            held.enter_context(closing(door.connect(peer=THERE)))
        assert asked(door, peer=ELSEWHERE) == 503
        held.close()
        assert comes_true(lambda: asked(door) == 200)


def test_many_that_are_refused_at_once_leave_nothing_behind(tmp_path: Path) -> None:
    with served(tmp_path, max_connections=8, peer_share=0.5) as door, ExitStack() as held:
        for _ in range(100):
            held.enter_context(closing(door.connect()))
        assert asked(door, peer=THERE) == 200
        held.close()
        assert comes_true(lambda: asked(door) == 200)


def test_a_socket_gives_its_connection_back(tmp_path: Path) -> None:
    with served(tmp_path, max_connections=8) as door:
        path = job(door)
        for _ in range(20):
            with connect(f"ws://127.0.0.1:{door.port}{path}/ws") as socket_:
                socket_.recv(timeout=10)
            with door.connect() as broken:
                broken.sendall(f"GET {path}/ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n\r\n".encode())
        assert comes_true(lambda: asked(door) == 200)


def test_unfinished_requests_are_counted(tmp_path: Path) -> None:
    with served(tmp_path, max_requests=2, peer_share=0.5) as door, ExitStack() as held:
        assert asked(door) == 200
        held.enter_context(stalled(door, 1000))
        assert comes_true(lambda: asked(door) == 429)
        assert asked(door, peer=THERE) == 200
        held.enter_context(stalled(door, 1000, peer=THERE))
        assert comes_true(lambda: asked(door, peer=ELSEWHERE) == 503)
        held.close()
        assert comes_true(lambda: asked(door) == 200)


def test_one_peer_may_have_all_where_a_proxy_is_the_only_one(tmp_path: Path) -> None:
    with served(tmp_path, max_followers=3, peer_share=1) as door, ExitStack() as held:
        path = job(door)

        assert [follow(door, held, path) for _ in range(4)] == [200, 200, 200, 503]
        held.close()


def test_what_one_machine_usually_has_is_within_the_bounds_that_nobody_set(tmp_path: Path) -> None:
    with served(tmp_path) as door, ExitStack() as held:
        path = job(door)

        assert {follow(door, held, path) for _ in range(500)} == {200}
        assert {asked(door) for _ in range(100)} == {200}
        held.close()


def test_a_flood_of_requests_on_one_connection_is_refused(tmp_path: Path) -> None:
    with served(tmp_path) as door, door.connect() as connection:
        with suppress(ConnectionError):
            connection.sendall(GET * 5_000)
        received = b""
        with suppress(ConnectionError):
            while chunk := connection.recv(65_536):
                received += chunk

        assert received.count(b"HTTP/1.1") < 100
        assert asked(door) == 200


def test_some_requests_may_be_sent_at_once(tmp_path: Path) -> None:
    with served(tmp_path) as door, door.connect() as connection:
        connection.sendall(GET * 10)
        received = b""
        while received.count(b'{"status":"live"}') < 10:
            received += connection.recv(65_536)

        assert received.count(b"HTTP/1.1 200") == 10


@pytest.mark.parametrize(
    ("client", "peer"),
    [
        (("192.0.2.1", 1), "192.0.2.1"),
        (("::ffff:192.0.2.1", 1), "192.0.2.1"),
        (("2001:db8:1:2:3::4", 1), "2001:db8:1:2::/64"),
        (("fe80::1%eth0", 1), "fe80::/64"),
        (None, ""),
    ],
)
def test_a_peer_is_an_address_or_a_subscribers_network(client: tuple[str, int] | None, peer: str) -> None:
    assert peer_of(client) == peer


@pytest.mark.parametrize(("files", "connections"), [(256, 128), (1_024, 896), (65_536, 4_096)])
def test_connections_leave_files_to_the_rest_of_the_service(
    monkeypatch: pytest.MonkeyPatch, files: int, connections: int
) -> None:
    monkeypatch.setattr(resource, "getrlimit", lambda _: (files, files))

    bounds = Bounds.of(Settings(), largest_body=MIB)

    assert bounds.connections.most == connections
    assert bounds.followers.most == connections * 3 // 4
    with pytest.raises(ConfigurationError, match="CVPARSER_MAX_CONNECTIONS is 60000"):
        Bounds.of(Settings(max_connections=60_000), largest_body=MIB)
