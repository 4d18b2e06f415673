"""How long a submission takes: arriving steadily while jobs are parsed, and in a closed loop beside a bare receiver.

usage: python -m benchmarks.submission [SECONDS]     SECONDS of the steady arrival, 60 by default

The load comes from this process, over keep-alive connections with a request that is built once. Loopback only.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import uvloop

from benchmarks import service

CV = Path(__file__).parents[1] / "examples" / "cvs" / "ozgecmis.pdf"
#: Bytes of an upload.
SIZE = 120_000
RATE, ROUNDS, CLIENTS = 20, 5, (1, 50, 100, 500)
#: Requests of a round: enough for a p99, bounded in time.
REQUESTS = {1: 200, 50: 1000, 100: 1000, 500: 1500}


def request() -> bytes:
    """Give the bytes of an upload of 120 KB: a CV, and a comment that fills it up."""
    cv = CV.read_bytes()
    content = cv + b"\n%" + b"x" * (SIZE - len(cv) - 2)
    fields = {"user_id": "user123", "session_id": "session456", "parse_mode": "advanced"}
    parts = [
        f'--bound\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    head = b'--bound\r\nContent-Disposition: form-data; name="file"; filename="cv.pdf"\r\n'
    parts.append(head + b"Content-Type: application/pdf\r\n\r\n" + content + b"\r\n")
    body = b"".join(parts) + b"--bound--\r\n"
    lines = (
        "POST /api/v1/parser/parse-file-async HTTP/1.1",
        "Host: 127.0.0.1",
        "Content-Type: multipart/form-data; boundary=bound",
        f"Content-Length: {len(body)}",
    )
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


class Connection:
    """One keep-alive connection."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def send(self, payload: bytes) -> bool:
        """Send a request, read its answer, tell whether it was 202."""
        try:
            if self._streams is None:
                self._streams = await asyncio.open_connection("127.0.0.1", self._port, limit=2**20)
            reader, writer = self._streams
            writer.write(payload)
            await writer.drain()
            head = await reader.readuntil(b"\r\n\r\n")
            length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
            await reader.readexactly(int(length.split(b":")[1]))
        except (OSError, asyncio.IncompleteReadError):
            self.close()
            return False
        return head.startswith(b"HTTP/1.1 202")

    def close(self) -> None:
        """Close it; the next request opens it anew."""
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None


def percentile(times: Sequence[float], share: float) -> float:
    """Give a percentile in milliseconds."""
    return sorted(times)[min(int(len(times) * share), len(times) - 1)] * 1000


async def steadily(port: int, payload: bytes, seconds: int) -> tuple[list[float], int]:
    """Send RATE requests a second; time each from the moment at which it was due."""
    free = [Connection(port) for _ in range(64)]
    times: list[float] = []
    errors = 0
    start = time.perf_counter()

    async def arrive(number: int) -> None:
        nonlocal errors
        due = start + number / RATE
        await asyncio.sleep(max(due - time.perf_counter(), 0))
        connection = free.pop() if free else Connection(port)
        accepted = await connection.send(payload)
        errors += not accepted
        times.append(time.perf_counter() - due)
        free.append(connection)

    await asyncio.gather(*map(arrive, range(RATE * seconds)))
    for connection in free:
        connection.close()
    return times, errors


async def in_a_loop(port: int, payload: bytes, clients: int) -> tuple[list[float], int, float]:
    """Have `clients` send one request after the other; give times, errors and requests a second."""
    left = REQUESTS[clients]
    times: list[float] = []
    errors = 0

    async def client() -> None:
        nonlocal left, errors
        connection = Connection(port)
        while left > 0:
            left -= 1
            started = time.perf_counter()
            accepted = await connection.send(payload)
            errors += not accepted
            times.append(time.perf_counter() - started)
        connection.close()

    started = time.perf_counter()
    await asyncio.gather(*(client() for _ in range(clients)))
    return times, errors, len(times) / (time.perf_counter() - started)


def steady_arrival(payload: bytes, seconds: int) -> None:
    """Print the figures of steady arrival while jobs are parsed."""
    with tempfile.TemporaryDirectory() as folder:
        server = service.cvparser(Path(folder))
        server.start()
        try:
            uvloop.run(steadily(server.port, payload, 3))
            times, errors = uvloop.run(steadily(server.port, payload, seconds))
        finally:
            server.stop()
    print(
        f"steady {RATE}/s for {seconds} s while jobs are parsed: p50 {percentile(times, 0.5):.1f} ms, "
        f"p99 {percentile(times, 0.99):.1f} ms, max {max(times) * 1000:.1f} ms, errors {errors} of {len(times)}"
    )


def closed_loop(payload: bytes) -> None:
    """Print the figures of the closed loop, ours and bare in turn."""
    with tempfile.TemporaryDirectory() as ours_folder, tempfile.TemporaryDirectory() as bare_folder:
        servers = {"ours": service.cvparser(Path(ours_folder), WORKERS="0"), "bare": service.bare(Path(bare_folder))}
        try:
            for server in servers.values():
                server.start()
                uvloop.run(in_a_loop(server.port, payload, 50))
            for clients in CLIENTS:
                compare(servers, payload, clients)
        finally:
            for server in servers.values():
                server.stop()


def compare(servers: dict[str, service.Server], payload: bytes, clients: int) -> None:
    """Print the medians over the rounds for one number of clients."""
    found: dict[str, list[tuple[float, float, int, float]]] = {name: [] for name in servers}
    for _ in range(ROUNDS):
        for name, server in servers.items():
            times, errors, rate = uvloop.run(in_a_loop(server.port, payload, clients))
            found[name].append((percentile(times, 0.5), percentile(times, 0.99), errors, rate))
    medians = {
        name: [statistics.median(column) for column in zip(*rounds, strict=True)] for name, rounds in found.items()
    }
    for name, (p50, p99, errors, rate) in medians.items():
        print(f"{clients:>4} clients  {name}  p50 {p50:8.1f} ms  p99 {p99:8.1f} ms  errors {errors:.0f}  {rate:6.0f}/s")
    ratios = [ours / bare for ours, bare in zip(medians["ours"][:2], medians["bare"][:2], strict=True)]
    print(f"{clients:>4} clients  ratio p50 {ratios[0]:.2f}      p99 {ratios[1]:.2f}")


if __name__ == "__main__":
    upload = request()
    steady_arrival(upload, int(sys.argv[1]) if len(sys.argv) > 1 else 60)
    closed_loop(upload)
