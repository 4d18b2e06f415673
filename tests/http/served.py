"""The HTTP door in this process, on a socket: its bounds can be set low, and looked at."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import uvicorn

from cvparser.entrypoints.http.app import create_app, server_of
from cvparser.entrypoints.http.bounds import Bounds
from cvparser.settings import Settings


@dataclass(frozen=True, kw_only=True)
class Door:
    """A service that takes submissions and works on none."""

    port: int
    bounds: Bounds

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def connect(self, *, peer: str = "127.0.0.1") -> socket.socket:
        """Give a connection of its own from `peer`, a loopback address."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=20, source_address=(peer, 0))


@contextmanager
def served(folder: Path, **chosen: object) -> Iterator[Door]:
    """Serve with the settings `chosen` for as long as the context lasts."""
    stores = {"database_url": f"sqlite:///{folder / 'jobs.db'}", "file_dir": folder / "files", "port": 0, "workers": 0}
    settings = Settings.model_validate(stores | chosen)
    app = create_app(settings)
    server = server_of(app, settings)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield Door(port=_port(server, thread), bounds=app.state.bounds)
    finally:
        server.should_exit = True
        thread.join()


def _port(server: uvicorn.Server, thread: threading.Thread) -> int:
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.01)
    listening: asyncio.Server = server.servers[0]
    port: int = listening.sockets[0].getsockname()[1]
    return port


def answer(connection: socket.socket) -> bytes:
    """Give what the server sends until it closes, or until the first answer is complete."""
    received = b""
    while chunk := connection.recv(65_536):
        received += chunk
        head, complete, body = received.partition(b"\r\n\r\n")
        length = next(
            (int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")), None
        )
        if complete and length is not None and len(body) >= length:
            return received
    return received


def status(connection: socket.socket) -> int:
    """Give the status of the next answer, or 0 where the server closes without one."""
    first = answer(connection).partition(b"\r\n")[0].split(b" ")
    return int(first[1]) if len(first) > 1 else 0


def comes_true(happens: Callable[[], bool]) -> bool:
    """Tell whether something happens within ten seconds."""
    for _ in range(200):
        if happens():
            return True
        time.sleep(0.05)
    return False
