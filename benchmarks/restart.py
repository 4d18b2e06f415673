"""SIGKILL the service with 200 jobs in flight, start it again: every acknowledged job ends, none twice.

usage: python -m benchmarks.restart [COUNT]
"""

from __future__ import annotations

import signal
import sqlite3
import sys
import tempfile
import time
from pathlib import Path

import httpx

from benchmarks import service

CV = Path(__file__).parents[1] / "examples" / "cvs" / "ozgecmis.pdf"
PATIENCE_S = 120


def submit(address: str, count: int) -> list[str]:
    """Submit `count` CVs and give the ids that were acknowledged."""
    fields = {"user_id": "user123", "session_id": "session456"}
    content = CV.read_bytes()
    with httpx.Client(base_url=address) as client:
        answers = [
            client.post("/api/v1/parser/parse-file-async", data=fields, files={"file": ("cv.pdf", content)})
            for _ in range(count)
        ]
    return [answer.raise_for_status().json()["job_id"] for answer in answers]


def rows(database: Path) -> dict[str, tuple[str, str, int]]:
    """Give status, time of the last change and fence of every job."""
    connection = sqlite3.connect(database)
    try:
        found = connection.execute("SELECT id, status, updated_at, fence FROM parsed_cv").fetchall()
    finally:
        connection.close()
    return {job_id: (status, updated_at, fence) for job_id, status, updated_at, fence in found}


def main() -> None:
    """Print the figures."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        database = folder / "cvparser" / "jobs.db"
        first = service.cvparser(folder, LEASE_S="3")
        first.start()
        acknowledged = submit(first.address, count)
        first.stop(signal.SIGKILL)
        before = [status for status, _, _ in rows(database).values()]

        second = service.cvparser(folder, LEASE_S="3")
        started = time.monotonic()
        second.start()
        try:
            while any(status == "processing" for status, _, _ in rows(database).values()):
                assert time.monotonic() - started < PATIENCE_S, "jobs are stuck"
                time.sleep(0.2)
            took = time.monotonic() - started
            ended = rows(database)
            time.sleep(2 * 3)
            later = rows(database)
        finally:
            second.stop()
    done = [status for status, _, _ in ended.values()]
    assert sorted(ended) == sorted(job_id.replace("-", "") for job_id in acknowledged)
    print(f"acknowledged {count}, in flight at SIGKILL {before.count('processing')}")
    print(f"after the restart: success {done.count('success')}, failed {done.count('failed')}, all within {took:.1f} s")
    print(
        f"claimed again {sum(fence > 1 for _, _, fence in ended.values())}, changed after their end {ended != later:d}"
    )


if __name__ == "__main__":
    main()
