"""Export and erase a user of many jobs, over HTTP: seconds, memory of the service, and bytes that are left.

usage: python -m benchmarks.data_subject [JOBS] [scaled]     1,000 by default, half a minute

With `scaled` on a PostgreSQL and a Redis of its own; PostgreSQL's files are counted before and after the policy of
docs/how-to/deploy.md, which removes what its vacuum leaves.
"""

from __future__ import annotations

import asyncio
import io
import sys
import tempfile
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import httpx
import psutil
import psycopg
from psycopg import sql
from tests.servers.postgres import PostgresServer
from tests.servers.redis import RedisServer

from benchmarks import service
from cvparser.composition import Composition
from cvparser.domain.job import JobId, Success
from cvparser.domain.profile import Basics, ParsedCV, ParseMeta, Profile
from cvparser.settings import Settings
from cvparser.testing.conformance.job_repository import LEASE, WORKER, new_job

#: Stands in each document, result and file's name, and in the user's id.
WORD = "Kestrelworks"
DOCUMENT_BYTES = 100_000
EXPECTED_S = 30


async def fill(settings: Settings, jobs: int, user_id: str) -> None:
    """Store jobs that ended well, each with a document."""
    core = Composition(settings)
    profile = Profile(basics=Basics(profession=WORD, summary=f"{WORD} " * 200))
    outcome = Success(parsed=ParsedCV(profile=profile, cv_language="en", meta=ParseMeta(parser="Offline")))
    content = (WORD.encode() + bytes(range(256))) * (DOCUMENT_BYTES // 268)

    async def one() -> None:
        job_id = JobId(uuid4())
        location = await core.keep_files.put(job_id, f"{job_id}.pdf", content)
        new = replace(new_job(job_id=job_id), location=location, file_name=f"{WORD}.pdf", user_id=user_id)
        await core.jobs.add(new)
        held = await core.jobs.claim(job_id, LEASE, worker=WORKER)
        assert held is not None
        await core.jobs.finish(job_id, fence=held.fence, outcome=outcome)

    async with core.opening(core.jobs), core.opening(core.stored_files):
        for _ in range(0, jobs, 50):
            await asyncio.gather(*(one() for _ in range(50)))


@contextmanager
def peak_of(process: psutil.Process) -> Iterator[list[float]]:
    """Give a list that holds, at the end, by how many MiB the memory of a process was larger than at the beginning."""
    before, peak, is_over, told = process.memory_info().rss, [0], threading.Event(), list[float]()

    def watch() -> None:
        while not is_over.wait(0.01):
            peak[0] = max(peak[0], process.memory_info().rss)

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield told
    finally:
        is_over.set()
        thread.join()
        told.append(max(peak[0] - before, 0) / 2**20)


def left_in(folder: Path) -> int:
    """Count the word in whatever the service keeps."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return sum((path.name.encode() + path.read_bytes()).count(WORD.encode()) for path in files)


def measure(client: httpx.Client, process: psutil.Process, user_id: str, jobs: int) -> None:
    """Export and erase one user, and print both."""
    address, received, began = f"/api/v1/parser/users/{user_id}", io.BytesIO(), time.monotonic()
    with peak_of(process) as export_mib, client.stream("GET", f"{address}/export") as answer:
        for part in answer.raise_for_status().iter_raw():
            received.write(part)
    export_s = time.monotonic() - began
    with zipfile.ZipFile(received) as archive:
        assert archive.testzip() is None
        assert len(archive.namelist()) == 3 * jobs + 1
    began = time.monotonic()
    with peak_of(process) as erase_mib:
        receipt = client.delete(address).raise_for_status().json()
    erase_s = time.monotonic() - began
    assert (receipt["status"], receipt["jobs"]) == ("erased", jobs), receipt
    size = received.tell() / 2**20
    print(
        f"{jobs:>6} jobs  export {export_s:5.2f} s, {size:6.1f} MiB, memory +{export_mib[0]:4.1f} MiB  "
        f"erase {erase_s:5.2f} s, memory +{erase_mib[0]:4.1f} MiB",
        flush=True,
    )
    assert export_s + erase_s < EXPECTED_S


def stored_in(database: str) -> int:
    """Count the word in all rows of a PostgreSQL."""
    with psycopg.connect(database, autocommit=True, options="-c cvparser.owner=*") as connection:
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        rows = [
            connection.execute(sql.SQL("SELECT t::text FROM {} t").format(sql.Identifier(table))).fetchall()
            for (table,) in tables
        ]
    return repr(rows).count(WORD)


def kept_in(redis: RedisServer) -> int:
    """Count the word in all that a Redis has."""
    with redis.client() as client:
        return sum((key + (client.dump(key) or b"")).count(WORD.encode()) for key in client.scan_iter("*"))


def clean(postgres: PostgresServer, database: str) -> None:
    """Follow the policy of docs/how-to/deploy.md, and have the journal's segments reused."""
    with psycopg.connect(database, autocommit=True) as connection:
        for table in ("parsed_cv", "expected_file", "data_key"):
            connection.execute(sql.SQL("VACUUM (FULL, ANALYZE) {}").format(sql.Identifier(table)))
    with psycopg.connect(postgres.url("postgres"), autocommit=True) as connection:
        connection.execute("CHECKPOINT")


def scaled(jobs: int) -> None:
    """Measure as `main`, on a PostgreSQL and a Redis, and count what is left in each."""
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder, postgres, redis = Path(name), PostgresServer(), RedisServer()
        for each in (postgres, redis):
            stack.callback(each.remove)
            each.start()
        database = postgres.new_database_of_its_own_role()
        server = service.cvparser(
            folder, DATABASE_URL=database, REDIS_URL=redis.url, WORKERS="0", AUDIT="on", AUDIT_KEY="a secret"
        )
        run(server, Settings(database_url=database, file_dir=folder / "files"), jobs)
        tables = postgres.tables
        assert tables is not None
        before = left_in(tables)
        clean(postgres, database)
        print(
            f"left: {left_in(folder / 'files')} in files, {stored_in(database)} in rows, {kept_in(redis)} in Redis; in "
            f"PostgreSQL's own files {before} before the policy and {left_in(tables)} after it, "
            f"{left_in(tables.parent / 'pg_wal')} in segments of its journal that are not reused yet"
        )


def main(jobs: int) -> None:
    """Measure a user of a tenth of the jobs, and one of all, on SQLite."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        server = service.cvparser(folder, WORKERS="0", AUDIT="on", AUDIT_KEY="a secret")
        settings = Settings(database_url=f"sqlite:///{folder}/cvparser/jobs.db", file_dir=folder / "files")
        run(server, settings, jobs, lambda: print(f"left in files, database and journal: {left_in(folder)}"))


def run(server: service.Server, settings: Settings, jobs: int, then: Callable[[], None] = lambda: None) -> None:
    """Store jobs of two users, export and erase both, and call `then` while the service still runs."""
    users = (("some", jobs // 10), ("all", jobs))
    for user, count in users:
        asyncio.run(fill(settings, count, f"{WORD}-{user}"))
    server.start()
    try:
        assert server.process is not None
        with httpx.Client(base_url=server.address, timeout=120) as client:
            for user, count in users:
                measure(client, psutil.Process(server.process.pid), f"{WORD}-{user}", count)
        then()
    finally:
        server.stop()


if __name__ == "__main__":
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    (scaled if "scaled" in sys.argv[2:] else main)(wanted)
