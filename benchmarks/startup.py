"""What cvparser costs before it does anything: the import, and an idle service.

usage: python -m benchmarks.startup
"""

from __future__ import annotations

import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

import psutil

ROUNDS = 11
STATEMENTS = {
    "python alone": "pass",
    "import cvparser": "import cvparser",
    "... and its profile": "import cvparser; cvparser.Profile",
    "... and its parser": "import cvparser; cvparser.CVParser",
}


def seconds(statement: str) -> float:
    """Give the wall time of a fresh interpreter that runs `statement`."""
    started = time.perf_counter()
    subprocess.run([sys.executable, "-I", "-c", statement], check=True)
    return time.perf_counter() - started


def imports() -> None:
    """Print the median of each statement, the statements taken in turn."""
    times: dict[str, list[float]] = {name: [] for name in STATEMENTS}
    for _ in range(ROUNDS):
        for name, statement in STATEMENTS.items():
            times[name].append(seconds(statement))
    bare = statistics.median(times["python alone"])
    for name, found in times.items():
        median = statistics.median(found)
        print(f"{name:24} {median * 1000:7.1f} ms   {(median - bare) * 1000:+7.1f} ms over python alone")


def idle_service() -> None:
    """Print the memory of a service that is ready and has done nothing."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"XDG_DATA_HOME": folder, "CVPARSER_FILE_DIR": f"{folder}/files"}
        command = [sys.executable, "-m", "cvparser", "serve", "--port", str(port)]
        started = time.perf_counter()
        service = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            while not is_ready(port):
                time.sleep(0.02)
            print(f"{'service ready after':24} {(time.perf_counter() - started) * 1000:7.0f} ms")
            process = psutil.Process(service.pid)
            family = [process, *process.children(recursive=True)]
            for each in family:
                role = "service" if each.pid == service.pid else "its child"
                print(f"{'idle memory, ' + role:24} {each.memory_full_info().uss / 2**20:7.1f} MiB of its own")
        finally:
            service.terminate()
            service.wait(timeout=40)


def is_ready(port: int) -> bool:
    """Tell whether the service answers that it is ready."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/ready", timeout=1) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


if __name__ == "__main__":
    imports()
    idle_service()
