from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import pytest
from litestar import Litestar, get
from litestar.datastructures import State
from litestar.params import PathParameter
from tests.http.served import _port, comes_true

from cvparser.entrypoints.http.app import server_of
from cvparser.entrypoints.http.bounds import Bounds
from cvparser.entrypoints.http.delivery import SentResponse
from cvparser.settings import Settings

#: Far more than buffers between two ends of a loopback connection hold.
LARGE = 32 * 2**20


@dataclass
class Answers:
    """A server of answers that note when they have arrived."""

    port: int = 0
    arrived: list[int] = field(default_factory=list)

    def ask(self, size: int, *headers: str, receives: int | None = None) -> socket.socket:
        connection = socket.socket()
        if receives is not None:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receives)
        connection.settimeout(20)
        connection.connect(("127.0.0.1", self.port))
        lines = [f"GET /{size} HTTP/1.1", f"Host: 127.0.0.1:{self.port}", *headers]
        connection.sendall("\r\n".join([*lines, "", ""]).encode())
        return connection


@pytest.fixture
def answers(tmp_path: Path) -> Iterator[Answers]:
    found = Answers()

    @get("/{size:int}", sync_to_thread=False)
    def answer(size: Annotated[int, PathParameter()]) -> SentResponse[str]:
        async def then() -> None:
            found.arrived.append(size)

        return SentResponse("x" * size, then=then)

    settings = Settings(port=0, database_url=f"sqlite:///{tmp_path}/jobs.db")
    state = State({"settings": settings, "bounds": Bounds.of(settings, largest_body=2**20)})
    server = server_of(Litestar([answer], state=state, logging_config=None), settings)
    thread = threading.Thread(target=server.run)
    thread.start()
    found.port = _port(server, thread)
    yield found
    server.should_exit = True
    thread.join()


def read(connection: socket.socket, size: int) -> None:
    """Read the head of an answer and so many bytes behind it: to close upon less would be to leave."""
    received = bytearray()
    while b"\r\n\r\n" not in received and (chunk := connection.recv(2**16)):
        received += chunk
    length = len(received.partition(b"\r\n\r\n")[2])
    while length < size and (chunk := connection.recv(2**20)):
        length += len(chunk)
    assert length >= size


@pytest.mark.parametrize("size", [10, LARGE])
@pytest.mark.parametrize("headers", [(), ("Connection: close",)], ids=["kept alive", "closed"])
def test_an_answer_that_was_read_has_arrived(answers: Answers, size: int, headers: tuple[str, ...]) -> None:
    with answers.ask(size, *headers) as connection:
        read(connection, size)

    assert comes_true(lambda: answers.arrived == [size])


def test_an_answer_arrives_while_its_reader_keeps_the_connection(answers: Answers) -> None:
    with answers.ask(10) as connection:
        read(connection, 10)

        assert comes_true(lambda: answers.arrived == [10])


def cut_off(connection: socket.socket) -> None:
    """Reset the connection, as the kernel does for a program that dies with bytes unread."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


@pytest.mark.parametrize("headers", [(), ("Connection: close",)], ids=["kept alive", "closed"])
@pytest.mark.parametrize("read_bytes", [0, 100_000])
def test_an_answer_whose_reader_left_has_not_arrived(
    answers: Answers, headers: tuple[str, ...], read_bytes: int
) -> None:
    leaving = answers.ask(LARGE, *headers, receives=4_096)
    if read_bytes:
        read(leaving, read_bytes)
    cut_off(leaving)

    # A later one has, by when it would be known of the first as well.
    for number in range(1, 4):
        with answers.ask(number, "Connection: close") as connection:
            read(connection, number)
        assert comes_true(lambda number=number: number in answers.arrived)  # type: ignore[misc]
    assert answers.arrived == [1, 2, 3]


def test_an_answer_that_its_reader_closes_upon_before_it_comes_has_not_arrived(answers: Answers) -> None:
    leaving = answers.ask(LARGE, receives=4_096)
    leaving.close()

    with answers.ask(7, "Connection: close") as connection:
        read(connection, 7)
    assert comes_true(lambda: 7 in answers.arrived)
    assert answers.arrived == [7]
