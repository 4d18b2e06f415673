"""Start the service on a free port, send it two CVs as a client would, print what comes back.

Run it with `make demo`. It needs no key, no server, no Docker, and leaves nothing behind.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

CVS = Path(__file__).parent / "cvs"


@contextmanager
def service() -> Iterator[str]:
    """Give the address of a service of its own, with jobs and files in a temporary folder."""
    with tempfile.TemporaryDirectory(prefix="cvparser-demo-") as folder, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        environment = os.environ | {"XDG_DATA_HOME": folder, "CVPARSER_FILE_DIR": f"{folder}/files"}
        command = [sys.executable, "-m", "cvparser", "serve", "--port", str(port)]
        process = subprocess.Popen(command, env=environment)  # noqa: S603 - our own program
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=30)


def wait_until_ready(client: httpx.Client) -> None:
    """Wait until the service takes submissions, at most 30 seconds."""
    for _ in range(300):
        try:
            if client.get("/health/ready").is_success:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    sys.exit("The service did not start within 30 seconds.")


def submit(client: httpx.Client, path: Path) -> str:
    """Submit a CV and give the id of its job."""
    with path.open("rb") as file:
        answer = client.post(
            "/api/v1/parser/parse-file-async",
            files={"file": (path.name, file)},
            data={"user_id": "user123", "session_id": "session456", "parse_mode": "advanced"},
        )
    answer.raise_for_status()
    job_id: str = answer.json()["job_id"]
    return job_id


def poll(client: httpx.Client, job_id: str) -> str:
    """Poll with the recommended back-off (1 s, 2 s, 4 s, then every 5 s), showing each status, until the end."""
    for attempt in range(20):
        status: str = client.get(f"/api/v1/parser/job/{job_id}").json()["status"]
        print(f"  {status}")
        if status != "processing":
            return status
        time.sleep(min(2**attempt, 5))
    return "processing"


def show(result: dict[str, Any]) -> None:
    """Print the profile, then what was withheld: categories and counts, never values."""
    parsed = result["parsed_data"]
    print(json.dumps({key: parsed[key] for key in ("profile", "cv_language")}, ensure_ascii=False, indent=2))
    print("Personal data withheld:")
    for category, count in parsed["meta"]["withheld"].items():
        print(f"  {category:<20}{count:>3}")
    print(f"Parsed by {parsed['meta']['parser']} in {result['processing_time_seconds']} s\n")


def main() -> None:
    """Run the demonstration."""
    with service() as address, httpx.Client(base_url=address, timeout=10) as client:
        wait_until_ready(client)
        for path in (CVS / "ozgecmis.pdf", CVS / "resume.docx"):
            job_id = submit(client, path)
            print(f"\n{path.name}: job {job_id}")
            if poll(client, job_id) != "success":
                sys.exit(f"{path.name} was not parsed.")
            show(client.get(f"/api/v1/parser/result/{job_id}").json())


if __name__ == "__main__":
    main()
