"""A service of a benchmark's own: a process on a free port, with its jobs and files in a folder that goes away."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

#: Seconds within which a server must be ready.
READY_S = 30


class Server:
    """A server process; `start` waits until it is ready. Its errors go to `log`, or are shown."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        folder: Path,
        ready: str,
        settings: Mapping[str, str],
        python: str = sys.executable,
        log: Path | None = None,
    ) -> None:
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None
        self._command = [python, *(part.replace("PORT", str(self.port)) for part in command)]
        self._ready = ready
        self._log = log
        places = {
            "XDG_DATA_HOME": str(folder),
            "CVPARSER_FILE_DIR": str(folder / "files"),
            "CVPARSER_LOG_LEVEL": "ERROR",
        }
        self.environment = os.environ | places | dict(settings)

    def start(self) -> None:
        """Start the process and wait until it answers."""
        with ExitStack() as stack:
            log = None if self._log is None else stack.enter_context(self._log.open("wb"))
            self.process = subprocess.Popen(self._command, env=self.environment, stderr=log)
        until = time.monotonic() + READY_S
        while time.monotonic() < until:
            try:
                with urllib.request.urlopen(self.address + self._ready, timeout=1):  # noqa: S310 - loopback
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(0.05)
        self.stop(signal.SIGKILL)
        sys.exit("The server was not ready in time.")

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """End the process and wait for that."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(how)
            self.process.wait(timeout=60)


def cvparser(folder: Path, *, log: Path | None = None, **settings: str) -> Server:
    """Give the service, not started, with settings such as `WORKERS="0"`."""
    variables = {f"CVPARSER_{name}": value for name, value in settings.items()}
    command = ("-m", "cvparser", "serve", "--port", "PORT")
    return Server(command, folder=folder, ready="/health/ready", settings=variables, log=log)


def bare(folder: Path, *, keeps: bool = False) -> Server:
    """Give a Litestar endpoint that only receives an upload, or receives and keeps it, not started."""
    kept = (str(folder),) if keeps else ()
    command = (str(Path(__file__).with_name("bare_receiver.py")), "PORT", *kept)
    return Server(command, folder=folder, ready="/ready", settings={})


def free_port() -> int:
    """Give a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
