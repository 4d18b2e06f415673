"""Line 61 of the table of hostile inputs: who sends, or reads, too slowly."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from tests.http.forms import FORM, IDS, PDF, UPLOAD, field, form
from tests.http.served import Door, comes_true, served, status

from cvparser.entrypoints.http import connections

KIB = 1024
#: Seconds within which who drips is gone.
GONE_S = 10.0


def upload(size: int) -> bytes:
    body = form(*IDS, field("file", PDF.ljust(size, b"\n"), '; filename="cv.pdf"'))
    head = f"POST {UPLOAD} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {FORM}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def sent(door: Door, request: bytes, *, rate: int, at_once: int = 0) -> tuple[int, float]:
    """Send `at_once` bytes, then so many a second; give the status and the seconds from the first byte to the end."""
    with door.connect() as connection:
        started, position = time.monotonic(), at_once
        connection.sendall(request[:at_once])
        connection.settimeout(0.1)
        while True:
            with suppress(TimeoutError):
                return status(connection), time.monotonic() - started
            due = at_once + int((time.monotonic() - started) * rate)
            with suppress(ConnectionError):
                connection.sendall(request[position:due])
            position = max(position, min(due, len(request)))


def all_at_once(*calls: Callable[[], tuple[int, float]]) -> list[tuple[int, float]]:
    """Call in threads, and give what each gives."""
    found: dict[int, tuple[int, float]] = {}
    threads = [
        threading.Thread(target=lambda n=n, call=call: found.update({n: call()})) for n, call in enumerate(calls)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [found[number] for number in range(len(calls))]


def test_who_drips_is_cut_off_and_who_is_only_slow_is_served(tmp_path: Path) -> None:
    with served(tmp_path, least_body_rate=64 * KIB) as door:
        head, body, stall, slow, honest = all_at_once(
            lambda: sent(door, b"GET /health/live HTTP/1.1\r\nHost: localhost\r\nX: " + b"x" * 99, rate=2),
            lambda: sent(door, upload(KIB), rate=2, at_once=400),
            lambda: sent(door, upload(1024 * KIB), rate=0, at_once=900 * KIB),
            lambda: sent(door, upload(1024 * KIB), rate=16 * KIB),
            lambda: sent(door, upload(1536 * KIB), rate=96 * KIB),
        )

    assert head[0] in {0, 408}
    assert body[0] == 408
    assert stall[0] == 408
    assert max(head[1], body[1], stall[1]) < GONE_S
    assert slow[0] == 408
    assert honest[0] == 202


def test_a_body_has_its_time_however_fast_it_comes(tmp_path: Path) -> None:
    with served(tmp_path, body_timeout_s=1) as door:
        assert sent(door, upload(1024 * KIB), rate=200 * KIB)[0] == 408
        assert sent(door, upload(1024 * KIB), rate=4096 * KIB)[0] == 202


def test_who_does_not_read_is_cut_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "UNREAD_S", 0.2)
    monkeypatch.setattr(connections, "MAX_PIPELINED", 1_000)
    request = b"GET /openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n"
    with served(tmp_path) as door, door.connect() as connection:
        connection.sendall(request * 500)
        connection.recv(1)

        assert door.bounds.connections.total() == 1
        assert comes_true(lambda: door.bounds.connections.total() == 0)


def test_the_parts_of_a_form_may_come_one_by_one(tmp_path: Path) -> None:
    request = upload(KIB)
    with served(tmp_path) as door, door.connect() as connection:
        for part in (request[:100], request[100:300], request[300:]):
            connection.sendall(part)
            time.sleep(0.2)

        assert status(connection) == 202
