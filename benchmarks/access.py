"""What asking for keys, and writing down who did what, costs a submission: with neither, one and both, in turn.

usage: python -m benchmarks.access [ROUNDS]     5 by default, some seconds each
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import psutil
import uvloop
from benchmarks.submission import Round, in_a_loop, percentile

from benchmarks import service

CLIENTS, REQUESTS = (1, 50), {1: 200, 50: 1_000}


def request(key: str | None) -> bytes:
    """Give the bytes of the submission of a short text, with a key or without."""
    fields = {
        "user_id": "user123",
        "session_id": "session456",
        "text": "Data Engineer at Kestrel Analytics since 2019.",
    }
    body = json.dumps(fields).encode()
    lines = [
        "POST /api/v1/parser/parse-text-async HTTP/1.1",
        "Host: 127.0.0.1",
        "Content-Type: application/json",
        *([f"Authorization: Bearer {key}"] if key else []),
        f"Content-Length: {len(body)}",
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def key_of(server: service.Server) -> str:
    """Make a key on a server's database."""
    command = [sys.executable, "-m", "cvparser", "keys", "create", "--name", "benchmark", "--scope", "submit"]
    done = subprocess.run(command, env=server.environment, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def busy_s(server: service.Server) -> float:
    """Give the processor's seconds that a server's own process has had."""
    assert server.process is not None
    times = psutil.Process(server.process.pid).cpu_times()
    return times.user + times.system


def measure(servers: dict[str, tuple[service.Server, bytes]], clients: int, rounds: int) -> None:
    """Print the medians over the rounds for one number of clients."""
    found: dict[str, list[tuple[Round, float]]] = {name: [] for name in servers}
    for _ in range(rounds):
        for name, (server, payload) in servers.items():
            before = busy_s(server)
            done = uvloop.run(in_a_loop(server.port, payload, clients, requests=REQUESTS[clients]))
            assert not done.errors, done.errors
            found[name].append((done, (busy_s(server) - before) / len(done.times) * 1_000))
    figures = {
        name: tuple(
            statistics.median(each)
            for each in (
                [percentile(done.times, 0.5) for done, _ in rounds_of],
                [done.rate for done, _ in rounds_of],
                [busy for _, busy in rounds_of],
            )
        )
        for name, rounds_of in found.items()
    }
    for name, (p50, rate, busy) in figures.items():
        print(f"{clients:>4} clients  {name:5}  p50 {p50:6.2f} ms  {rate:5.0f}/s  processor {busy:.2f} ms a submission")
    for more, less in (("keys", "off"), ("audit", "keys"), ("audit", "off")):
        one, other = figures[more], figures[less]
        print(
            f"{clients:>4} clients  {more} to {less}: p50 {one[0] - other[0]:+.2f} ms, rate {one[1] / other[1]:.2f}, "
            f"processor {one[2] - other[2]:+.2f} ms",
            flush=True,
        )


def main(rounds: int) -> None:
    """Start all, and measure them in turn."""
    with tempfile.TemporaryDirectory() as folder:
        off = service.cvparser(Path(folder) / "off", WORKERS="0")
        keys = service.cvparser(Path(folder) / "keys", WORKERS="0", ACCESS="keys", AUDIT="off")
        audit = service.cvparser(Path(folder) / "audit", WORKERS="0", ACCESS="keys", AUDIT_KEY="a secret")
        try:
            for server in (off, keys, audit):
                server.start()
            servers = {
                "off": (off, request(None)),
                "keys": (keys, request(key_of(keys))),
                "audit": (audit, request(key_of(audit))),
            }
            for server, payload in servers.values():
                uvloop.run(in_a_loop(server.port, payload, 50, requests=500))
            for clients in CLIENTS:
                measure(servers, clients, rounds)
        finally:
            for server in (off, keys, audit):
                server.stop()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
