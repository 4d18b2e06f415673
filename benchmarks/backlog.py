"""What a step on jobs costs beside how many rows there are, on a PostgreSQL of the benchmark's own.

usage: python -m benchmarks.backlog [ROWS ...]

For each count a database is filled with so many jobs, once all of them ended and once all of them waiting, of twenty
owners, and each step is done some times. Milliseconds are the server's and this process's together, the least of
the tries: other programs share the machine.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from uuid import uuid4

import psycopg
from benchmarks.deployments import DURABLE
from tests.servers.postgres import PostgresServer

from cvparser.adapters.job_repository.sqlalchemy import SqlAlchemyJobRepository
from cvparser.domain.access.owner import Owner
from cvparser.domain.heartbeat import WorkerId
from cvparser.domain.job import Failure, Job, JobId, JobStatus
from cvparser.domain.retention import Retention
from cvparser.testing.conformance.job_repository import new_job

COUNTS = (10, 1_000, 100_000, 1_000_000)
TRIES = 5
OWNER = Owner("owner7")
LEASE = timedelta(seconds=30)
KEPT = Retention(results=timedelta(days=30))
WORKER = WorkerId(uuid4())

#: Rows as the service leaves them: a day's jobs. One in fifty failed, one in a thousand with a rare code.
_FILL = """
INSERT INTO parsed_cv (id, owner, user_id, session_id, parse_mode, document_type, stored_file_path, file_name, status,
    fence, turn, waits, crashes, created_at, updated_at, deadline_at, kept_from, delete_after_read,
    processing_time_seconds, started_at, parsed_data, error_code, error_message)
SELECT gen_random_uuid(), 'owner' || n % 20, 'user' || n % 5000, 'session', 'advanced', 'text', '/files/' || n, NULL,
    CASE WHEN {waiting} THEN 'processing' WHEN n % 50 = 0 THEN 'failed' ELSE 'success' END,
    CASE WHEN {waiting} THEN 0 ELSE 1 END, n / 20, {waiting}::int, 0, at, at, now() + interval '1 day', at, false,
    CASE WHEN {waiting} THEN NULL ELSE 2 + n % 7 END, CASE WHEN {waiting} THEN NULL ELSE at END,
    CASE WHEN {waiting} OR n % 50 = 0 THEN NULL ELSE '{{"profile": {{}}}}'::json END,
    CASE WHEN {waiting} OR n % 50 > 0 THEN NULL WHEN n % 1000 = 0 THEN 'pdf_encrypted' ELSE 'parsing_failed' END,
    CASE WHEN {waiting} OR n % 50 > 0 THEN NULL ELSE 'said' END
FROM (
    SELECT n, now() - interval '1 minute' - interval '1000 minutes' * (1 - n::float / {count}) AS at
    FROM generate_series(1, {count}) AS n
) AS filled
"""
_NOTE = """
INSERT INTO expected_file (job_id, location, noted_at, is_disowned, is_kept)
SELECT id, stored_file_path, created_at, false, {kept} FROM parsed_cv
"""


async def _once(jobs: SqlAlchemyJobRepository) -> Mapping[str, Callable[[], Awaitable[object]]]:
    """Give the steps that are measured."""
    some = (await jobs.newest(1))[0]
    hour = timedelta(hours=1)
    own = jobs.of(OWNER)

    async def submit() -> Job:
        return await own.add(new_job(is_text=True))

    async def claim_and_end() -> None:
        held = await jobs.claim_in_turn(JobId(uuid4()), LEASE, worker=WORKER)
        if held is not None:
            await jobs.finish(held.id, fence=held.fence, outcome=Failure(code="internal_error", message="said"))

    return {
        "submit": submit,
        "claim and end": claim_and_end,
        "status": lambda: jobs.get(some.id),
        "backlog": jobs.backlog,
        "backlog of an owner": own.backlog,
        "statistics of an hour": lambda: jobs.statistics(window=hour),
        "trends of an hour": lambda: jobs.trends(window=hour, steps=24),
        "newest": lambda: own.newest(50),
        "newest that failed": lambda: jobs.newest(50, status=JobStatus.FAILED),
        "newest with a rare code": lambda: jobs.newest(50, code="pdf_encrypted"),
        "newest of an owner, a code it has not": lambda: own.newest(50, code="docx_corrupt"),
        "recovery: give up": lambda: jobs.give_up(500),
        "recovery: notify": lambda: jobs.claimable(500, untouched_for=timedelta(seconds=5)),
        "recovery: notify, later pages": lambda: _last_page(jobs, some),
        "recovery: expired": lambda: jobs.expired(500, retention=KEPT),
        "recovery: files": lambda: jobs.overdue_files(500, age=hour, kept_for=timedelta(days=30)),
    }


async def _last_page(jobs: SqlAlchemyJobRepository, after: Job) -> object:
    return await jobs.claimable(500, untouched_for=timedelta(seconds=5), after=after.id)


async def measured(url: str) -> Mapping[str, float]:
    """Give the milliseconds of each step."""
    async with SqlAlchemyJobRepository(url, clock=None) as jobs:
        await jobs.renew({}, lease=LEASE, worker=WORKER)
        return {name: await _least(step) for name, step in (await _once(jobs)).items()}


async def _least(step: Callable[[], Awaitable[object]]) -> float:
    took = []
    for _ in range(TRIES):
        started = time.perf_counter()
        await step()
        took.append(time.perf_counter() - started)
        if sum(took) > 20:  # seconds: a step that slow is not asked again
            break
    return min(took) * 1000


async def filled(url: str, count: int, *, waiting: bool) -> None:
    """Make the schema, and so many rows."""
    async with SqlAlchemyJobRepository(url, clock=None):
        pass
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SET cvparser.owner = '*'")
        connection.execute(_FILL.format(count=count, waiting=str(waiting).lower()))
        connection.execute(_NOTE.format(kept="false" if waiting else "true"))
        connection.execute("VACUUM ANALYZE")


def main() -> None:
    """Print a table of milliseconds for each kind of rows."""
    counts = [int(each) for each in sys.argv[1:]] or COUNTS
    postgres = PostgresServer(**DURABLE)
    postgres.start()
    try:
        for waiting in (False, True):
            found = {}
            for count in counts:
                url = postgres.new_database()
                asyncio.run(filled(url, count, waiting=waiting))
                found[count] = asyncio.run(measured(url))
            print(
                f"\n| {'all wait' if waiting else 'all ended'} | " + " | ".join(f"{count:,}" for count in counts) + " |"
            )
            print("| --- |" + " --: |" * len(counts))
            for name in next(iter(found.values())):
                print(f"| {name} | " + " | ".join(f"{found[count][name]:.1f}" for count in counts) + " |", flush=True)
    finally:
        postgres.remove()


if __name__ == "__main__":
    main()
