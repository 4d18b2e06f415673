"""How long a submission takes: arriving steadily while jobs are parsed, and in a closed loop beside bare receivers.

usage: python -m benchmarks.submission [SECONDS]     SECONDS of the steady arrival, 60 by default

The load comes from this process, over keep-alive connections with a request that is built once. Loopback only.
"""

from __future__ import annotations

import asyncio
import sqlite3
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import uvloop

from benchmarks import service

CV = Path(__file__).parents[1] / "examples" / "cvs" / "ozgecmis.pdf"
#: Bytes of an upload.
SIZE = 120_000
RATE, ROUNDS, CLIENTS = 20, 5, (1, 50, 100, 500)
ACCEPTED = "202"
#: Seconds beyond its due time after which what of a round of load is not answered is given up.
PATIENCE_S = 60
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

    async def send(self, payload: bytes) -> str:
        """Send a request, read its answer, give its status, or the name of what broke the connection."""
        # A server closes what idles; whoever keeps connections looks before it sends.
        if self._streams is not None and self._streams[0].at_eof():
            self.close()
        try:
            if self._streams is None:
                self._streams = await asyncio.open_connection("127.0.0.1", self._port, limit=2**20)
            reader, writer = self._streams
            writer.write(payload)
            await writer.drain()
            head = await reader.readuntil(b"\r\n\r\n")
            length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
            await reader.readexactly(int(length.split(b":")[1]))
        except (OSError, asyncio.IncompleteReadError) as error:
            self.close()
            return type(error).__name__
        return head.split(b" ", 2)[1].decode()

    def close(self) -> None:
        """Close it; the next request opens it anew."""
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None


def percentile(times: Sequence[float], share: float) -> float:
    """Give a percentile in milliseconds."""
    return sorted(times)[min(int(len(times) * share), len(times) - 1)] * 1000


@dataclass
class Round:
    """What a round of load found: the seconds of each request, its answer, and how long all took."""

    times: list[float] = field(default_factory=list)
    answers: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    def took(self, since: float, answer: str) -> None:
        """Note a request that is over."""
        self.times.append(time.perf_counter() - since)
        self.answers[answer] += 1

    def give_up(self, expected: int, seconds: float) -> None:
        """Count what of `expected` requests is not over after `seconds` as an error that took so long."""
        missing = expected - len(self.times)
        self.times += [seconds] * missing
        self.answers[TimeoutError.__name__] += missing

    @property
    def errors(self) -> Counter[str]:
        """What was answered instead of 202, how often."""
        return Counter({answer: count for answer, count in self.answers.items() if answer != ACCEPTED})

    @property
    def rate(self) -> float:
        """Requests a second."""
        return len(self.times) / self.seconds


async def steadily(port: int, payload: bytes, seconds: int, *, rate: int = RATE) -> Round:
    """Send `rate` requests a second; time each from the moment at which it was due."""
    free = [Connection(port) for _ in range(64)]
    found = Round()
    start = time.perf_counter()

    async def arrive(number: int) -> None:
        due = start + number / rate
        await asyncio.sleep(max(due - time.perf_counter(), 0))
        connection = free.pop() if free else Connection(port)
        found.took(due, await connection.send(payload))
        free.append(connection)

    try:
        async with asyncio.timeout(seconds + PATIENCE_S):
            await asyncio.gather(*map(arrive, range(rate * seconds)))
    except TimeoutError:
        found.give_up(rate * seconds, PATIENCE_S)
    for connection in free:
        connection.close()
    found.seconds = time.perf_counter() - start
    return found


async def in_a_loop(port: int, payload: bytes, clients: int, *, requests: int | None = None) -> Round:
    """Have `clients` send one request after the other, `requests` together."""
    left = expected = requests or REQUESTS[clients]
    found = Round()

    async def client() -> None:
        nonlocal left
        connection = Connection(port)
        while left > 0:
            left -= 1
            started = time.perf_counter()
            found.took(started, await connection.send(payload))
        connection.close()

    started = time.perf_counter()
    try:
        async with asyncio.timeout(PATIENCE_S):
            await asyncio.gather(*(client() for _ in range(clients)))
    except TimeoutError:
        found.give_up(expected, PATIENCE_S)
    found.seconds = time.perf_counter() - started
    return found


def statuses(database: Path) -> str:
    """Give how many jobs have each status."""
    connection = sqlite3.connect(database)
    try:
        counts = connection.execute("SELECT status, count(*) FROM parsed_cv GROUP BY status").fetchall()
    finally:
        connection.close()
    return ", ".join(f"{status} {count}" for status, count in counts)


def steady_arrival(payload: bytes, seconds: int) -> None:
    """Print the figures of steady arrival while jobs are parsed."""
    with tempfile.TemporaryDirectory() as folder:
        server = service.cvparser(Path(folder))
        server.start()
        try:
            uvloop.run(steadily(server.port, payload, 3))
            found = uvloop.run(steadily(server.port, payload, seconds))
            jobs = statuses(Path(folder) / "cvparser" / "jobs.db")
        finally:
            server.stop()
    print(
        f"steady {RATE}/s for {seconds} s while jobs are parsed: p50 {percentile(found.times, 0.5):.1f} ms, "
        f"p99 {percentile(found.times, 0.99):.1f} ms, max {max(found.times) * 1000:.1f} ms, "
        f"errors {found.errors.total()} of {len(found.times)} {dict(found.errors) or ''}"
    )
    print(f"jobs when the last was submitted, warming up included: {jobs}", flush=True)


def closed_loop(payload: bytes) -> None:
    """Print the figures of the closed loop: ours and the bare receivers in turn."""
    with (
        tempfile.TemporaryDirectory() as ours,
        tempfile.TemporaryDirectory() as keeps,
        tempfile.TemporaryDirectory() as bare,
    ):
        servers = {
            "ours": service.cvparser(Path(ours), WORKERS="0"),
            "bare, keeps the file": service.bare(Path(keeps), keeps=True),
            "bare": service.bare(Path(bare)),
        }
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
    found: dict[str, list[Round]] = {name: [] for name in servers}
    for _ in range(ROUNDS):
        for name, server in servers.items():
            found[name].append(uvloop.run(in_a_loop(server.port, payload, clients)))
    medians = {name: medians_of(rounds) for name, rounds in found.items()}
    for name, (p50, p99, rate) in medians.items():
        errors = sum((each.errors for each in found[name]), Counter[str]())
        print(
            f"{clients:>4} clients  {name:20}  p50 {p50:8.1f} ms  p99 {p99:8.1f} ms  {rate:6.0f}/s  "
            f"errors {errors.total()} of {ROUNDS * REQUESTS[clients]} {dict(errors) or ''}"
        )
    for name in list(servers)[1:]:
        p50, p99, rate = (ours / other for ours, other in zip(medians["ours"], medians[name], strict=True))
        print(f"{clients:>4} clients  ours to {name}: p50 {p50:.2f}  p99 {p99:.2f}  rate {rate:.2f}", flush=True)


def medians_of(rounds: Sequence[Round]) -> tuple[float, float, float]:
    """Give the medians of p50, p99 and rate."""
    return (
        statistics.median(percentile(each.times, 0.5) for each in rounds),
        statistics.median(percentile(each.times, 0.99) for each in rounds),
        statistics.median(each.rate for each in rounds),
    )


if __name__ == "__main__":
    upload = request()
    steady_arrival(upload, int(sys.argv[1]) if len(sys.argv) > 1 else 60)
    closed_loop(upload)
