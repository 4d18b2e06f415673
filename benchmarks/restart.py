"""SIGKILL the service with 200 jobs in flight, start it again: every acknowledged job ends, none twice.

usage: python -m benchmarks.restart [COUNT]
"""

from __future__ import annotations

import signal
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

import httpx

from benchmarks import service

CV = Path(__file__).parents[1] / "examples" / "cvs" / "ozgecmis.pdf"
LEASE_S = 2
PATIENCE_S = 120
#: Seconds after the last end in which a second end would show: a lease, and a look of the recovery with room to spare.
SECOND_LOOK_S = LEASE_S + 6


class Row(NamedTuple):
    """What the database says of a job."""

    status: str
    updated_at: str
    fence: int


def submit(address: str, count: int) -> list[UUID]:
    """Submit `count` CVs and give the ids that were acknowledged."""
    fields = {"user_id": "user123", "session_id": "session456"}
    content = CV.read_bytes()
    with httpx.Client(base_url=address) as client:
        answers = [
            client.post("/api/v1/parser/parse-file-async", data=fields, files={"file": ("cv.pdf", content)})
            for _ in range(count)
        ]
    return [UUID(answer.raise_for_status().json()["job_id"]) for answer in answers]


def rows(database: Path) -> dict[UUID, Row]:
    """Give the row of every job.

    Raises:
        AssertionError: a job has more than one.
    """
    connection = sqlite3.connect(database)
    try:
        found = connection.execute("SELECT id, status, updated_at, fence FROM parsed_cv").fetchall()
    finally:
        connection.close()
    by_id = {UUID(job_id): Row(*values) for job_id, *values in found}
    assert len(by_id) == len(found), "a job has two rows"
    return by_id


def ended(jobs: dict[UUID, Row]) -> dict[UUID, Row]:
    """Give the rows of the jobs that have ended."""
    return {job_id: row for job_id, row in jobs.items() if row.status != "processing"}


def killed_with_jobs(folder: Path, database: Path, count: int) -> tuple[list[UUID], dict[UUID, Row]]:
    """Give the acknowledged ids, and the rows as SIGKILL left them."""
    server = service.cvparser(folder, LEASE_S=str(LEASE_S))
    try:
        server.start()
        acknowledged = submit(server.address, count)
    finally:
        server.stop(signal.SIGKILL)
    return acknowledged, rows(database)


def after_the_restart(folder: Path, database: Path) -> tuple[dict[UUID, Row], dict[UUID, Row], float]:
    """Give the rows once all jobs ended or patience did, the rows a while later, and the seconds from the start."""
    server = service.cvparser(folder, LEASE_S=str(LEASE_S))
    started = time.monotonic()
    try:
        server.start()
        found = rows(database)
        while len(ended(found)) < len(found) and time.monotonic() - started < PATIENCE_S:
            time.sleep(0.2)
            found = rows(database)
        took = time.monotonic() - started
        time.sleep(SECOND_LOOK_S)
        return found, rows(database), took
    finally:
        server.stop()


def main() -> None:
    """Print the figures; exit with 1 when a job is lost, stuck or ended twice."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        database = folder / "cvparser" / "jobs.db"
        acknowledged, before = killed_with_jobs(folder, database, count)
        after, later, took = after_the_restart(folder, database)

    statuses = Counter(row.status for row in after.values())
    lost = set(acknowledged) - set(after)
    # What ended before the kill takes precedence: a second end after the restart shows as well.
    final = ended(after) | ended(before)
    changed = [job_id for job_id, row in final.items() if later.get(job_id) != row]
    print(f"acknowledged {len(acknowledged)}, in flight at SIGKILL {len(before) - len(ended(before))}")
    print(
        f"after the restart: success {statuses['success']}, failed {statuses['failed']}, "
        f"stuck {statuses['processing']}, lost {len(lost)}; all ended within {took:.1f} s"
    )
    print(
        f"claimed again {sum(row.fence > 1 for row in after.values())}, "
        f"changed after their end {len(changed)} of {len(final)}"
    )
    if lost or statuses["processing"] or changed:
        sys.exit(1)


if __name__ == "__main__":
    main()
