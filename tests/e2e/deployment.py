"""A service in processes of its own, and every place into which it writes."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import psycopg
import redis
from psycopg import sql


@dataclass(kw_only=True)
class Deployment:
    """The embedded default: one process, SQLite, a local folder. Another set of adapters subclasses this."""

    #: A folder of its own, for everything that the service writes.
    folder: Path
    #: Settings beside those that point into the folder.
    settings: Mapping[str, str] = field(default_factory=dict)
    #: What answers once the service has started.
    probe: str = "/health/ready"
    port: int = field(default_factory=lambda: free_port())  # noqa: PLW0108 - defined below
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Where the service listens."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def originals(self) -> Path:
        """The folder of the stored documents: the only place that may hold personal data."""
        return self.folder / "files"

    @property
    def log(self) -> Path:
        """What the service printed."""
        return self.folder / "service.log"

    def environment(self) -> dict[str, str]:
        """Give the environment of the service: nothing of ours but what a process needs."""
        (self.folder / "tmp").mkdir(exist_ok=True)
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "TMPDIR": str(self.folder / "tmp"),
            "XDG_DATA_HOME": str(self.folder / "data"),
            "CVPARSER_FILE_DIR": str(self.originals),
            "CVPARSER_LOG_LEVEL": "DEBUG",
            **self.settings,
        }

    def start(self) -> None:
        """Start the service and wait until it is ready, at most 90 seconds: a busy machine takes long."""
        command = [sys.executable, "-m", "cvparser", "serve", "--port", str(self.port)]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(command, env=self.environment(), stdout=log, stderr=log)
        for _ in range(900):
            try:
                if httpx.get(f"{self.address}{self.probe}", timeout=5).is_success:
                    return
            except httpx.TransportError:
                if self.process.poll() is not None:
                    break
                time.sleep(0.1)
        self.process.kill()
        self.process.wait()
        message = f"The service did not start: {self.log.read_text(encoding='utf-8')}"
        raise RuntimeError(message)

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        """End the service and give its exit status."""
        assert self.process is not None
        self.process.send_signal(how)
        return self.process.wait(timeout=40)

    def written(self) -> Iterator[tuple[str, bytes]]:
        """Give every file that the service wrote, stored documents apart, with its bytes."""
        for path in self.folder.rglob("*"):
            if path.is_file() and self.originals not in path.parents:
                yield str(path.relative_to(self.folder)), path.read_bytes()


@dataclass(kw_only=True)
class PostgresDeployment(Deployment):
    """One process with its jobs in PostgreSQL."""

    #: Address of a database of its own.
    database: str

    def environment(self) -> dict[str, str]:
        return super().environment() | {"CVPARSER_DATABASE_URL": self.database}

    def written(self) -> Iterator[tuple[str, bytes]]:
        yield from super().written()
        with psycopg.connect(self.database) as connection:
            tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
            for (table,) in tables:
                rows = connection.execute(sql.SQL("SELECT t::text FROM {} t").format(sql.Identifier(table))).fetchall()
                yield table, "\n".join(row for (row,) in rows).encode()


class Monitor:
    """Hears every command that a Redis is given, what is kept there and what is only passed on.

    Attributes:
        heard: The commands so far, each with its arguments.
    """

    def __init__(self, url: str) -> None:
        self.heard: list[str] = []
        self._is_closing = False
        self._redis = redis.Redis.from_url(url, socket_timeout=None)
        self._monitor = self._redis.monitor()  # type: ignore[no-untyped-call]  # the library types its other methods
        self._monitor.__enter__()
        self._thread = threading.Thread(target=self._hear, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Hear no more."""
        self._is_closing = True
        self._redis.ping()
        self._thread.join(timeout=10)
        self._monitor.__exit__(None, None, None)
        self._redis.close()

    def _hear(self) -> None:
        for command in self._monitor.listen():
            self.heard.append(command["command"])
            if self._is_closing:
                return


@dataclass(kw_only=True)
class ScaledDeployment(PostgresDeployment):
    """A process that takes submissions, and workers in processes of their own, notified through Redis."""

    #: Address of a Redis of its own.
    redis_url: str
    #: Worker processes.
    workers: int = 2
    worker: subprocess.Popen[bytes] | None = None
    redis: Monitor = field(init=False)

    def environment(self) -> dict[str, str]:
        return super().environment() | {"CVPARSER_REDIS_URL": self.redis_url}

    def start(self) -> None:
        self.redis = Monitor(self.redis_url)
        self.start_workers()
        super().start()

    def start_workers(self) -> None:
        """Start the workers, in a session of their own that no signal of ours reaches by chance."""
        command = [sys.executable, "-m", "cvparser", "worker", "--processes", str(self.workers)]
        with (self.folder / "worker.log").open("ab") as log:
            self.worker = subprocess.Popen(command, env=self.environment(), stdout=log, stderr=log)

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        assert self.worker is not None
        self.worker.send_signal(how)
        try:
            return super().stop(how) or self.worker.wait(timeout=40)
        finally:
            self.redis.close()

    def written(self) -> Iterator[tuple[str, bytes]]:
        yield from super().written()
        yield "redis", "\n".join(self.redis.heard).encode()


@contextmanager
def deployed(deployment: Deployment) -> Iterator[Deployment]:
    """Run the service for as long as the context lasts."""
    deployment.start()
    try:
        yield deployment
    finally:
        assert deployment.process is not None
        if deployment.process.poll() is None:
            deployment.stop()


def free_port() -> int:
    """Give a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
