"""What keys, limits and the audit log cost a submission: without them, and with one more of them each, in turn.

usage: python -m benchmarks.access [ROUNDS] [REDIS_URL]     5 rounds by default, some seconds each

The limits are so high that they refuse nothing: what is measured is that requests are counted, in memory, or in the
Redis of REDIS_URL as where several servers count together.
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

#: A minute: more than anybody sends.
HIGH = dict.fromkeys(("LIMIT_REQUESTS", "LIMIT_SUBMISSIONS", "LIMIT_BYTES", "LIMIT_UNFINISHED_JOBS"), str(10**12))
NONE = dict.fromkeys(HIGH, "0")
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
        print(f"{clients:>4} clients  {name:6}  p50 {p50:6.2f} ms  {rate:5.0f}/s  processor {busy:.2f} ms a submission")
    for more, less in (("keys", "off"), ("limits", "keys"), ("audit", "limits"), ("audit", "off")):
        one, other = figures[more], figures[less]
        print(
            f"{clients:>4} clients  {more} to {less}: p50 {one[0] - other[0]:+.2f} ms, rate {one[1] / other[1]:.2f}, "
            f"processor {one[2] - other[2]:+.2f} ms",
            flush=True,
        )


def main(rounds: int, redis_url: str | None) -> None:
    """Start all, and measure them in turn."""
    more = {"WORKERS": "0", "MAX_BACKLOG_JOBS": "1000000"} | ({"REDIS_URL": redis_url} if redis_url else {})
    chosen = {
        "off": {},
        "keys": NONE | {"ACCESS": "keys", "AUDIT": "off"},
        "limits": HIGH | {"ACCESS": "keys", "AUDIT": "off"},
        "audit": HIGH | {"ACCESS": "keys", "AUDIT_KEY": "a secret"},
    }
    with tempfile.TemporaryDirectory() as folder:
        servers = {
            name: service.cvparser(Path(folder) / name, log=None, **more, **settings)
            for name, settings in chosen.items()
        }
        try:
            for server in servers.values():
                server.start()
            asked = {name: (each, request(None if name == "off" else key_of(each))) for name, each in servers.items()}
            for server, payload in asked.values():
                uvloop.run(in_a_loop(server.port, payload, 50, requests=500))
            for clients in CLIENTS:
                measure(asked, clients, rounds)
        finally:
            for server in servers.values():
                server.stop()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5, sys.argv[2] if len(sys.argv) > 2 else None)
