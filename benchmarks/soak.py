"""Does anything grow? Two set-ups beside each other under a modest load of honest and hostile submissions.

usage: python -m benchmarks.soak [MINUTES]
"""

from __future__ import annotations

import asyncio
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import psycopg
from benchmarks.deployments import Deployment
from benchmarks.service import cvparser
from benchmarks.soak_load import Load
from benchmarks.steadiness import Trend, trend
from tests.servers.postgres import PostgresServer
from tests.servers.redis import RedisServer

MINUTES = 20.0
SAMPLE_S = 10.0
#: Share of the time in which caches and pools fill; at least so many seconds.
WARM_UP, WARM_UP_S = 0.25, 60.0
#: Seconds within which a process that was told to stop must have ended.
STOP_S = 30
MIB = 2**20
#: What grows as it should: the rows of jobs, and the database that holds them.
SHOWN_ONLY = ("rows", "database MiB")


@dataclass(slots=True)
class Watched:
    """A set-up, and what was seen of it: seconds and figures of each sample."""

    deployment: Deployment
    folder: Path
    redis: RedisServer | None = None
    samples: list[tuple[float, Mapping[str, float]]] = field(default_factory=list)

    def take(self, at: float) -> None:
        """Add a sample."""
        processes = self.deployment.processes()
        rows, unfinished, size = self._database()
        figures = {
            "memory MiB": _sum(processes, lambda each: each.memory_info().rss) / MIB,
            "descriptors": _sum(processes, lambda each: each.num_fds()),
            "threads": _sum(processes, lambda each: each.num_threads()),
            "processes": float(len(processes)),
            "files": float(sum(1 for each in (self.folder / "files").rglob("*") if each.is_file())),
            "unfinished jobs": unfinished,
            "rows": rows,
            "database MiB": size / MIB,
        }
        if self.redis is not None:
            with self.redis.client() as client:
                figures["Redis keys"] = float(client.dbsize())
                figures["Redis MiB"] = float(client.info("memory")["used_memory"]) / MIB
        self.samples.append((at, figures))

    def _database(self) -> tuple[float, float, float]:
        counts = "SELECT count(*), count(*) FILTER (WHERE status = 'processing') FROM parsed_cv"
        if self.redis is not None:
            with psycopg.connect(self.deployment.database) as connection:
                rows, unfinished = connection.execute(counts).fetchall()[0]
                (size,) = connection.execute("SELECT pg_database_size(current_database())").fetchall()[0]
                return float(rows), float(unfinished), float(size)
        place = Path(self.deployment.database)
        with closing(sqlite3.connect(f"file:{place}?mode=ro", uri=True, timeout=30)) as connection:
            rows, unfinished = connection.execute(counts).fetchone()
        return float(rows), float(unfinished), float(sum(each.stat().st_size for each in place.parent.glob("jobs.db*")))


def main() -> None:
    """Run, print a table a set-up, and exit with 1 where something grows or does not stop."""
    minutes = float(sys.argv[1]) if len(sys.argv) > 1 else MINUTES
    # Told to stop in the middle, it takes along what it started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with _watched() as both:
        loads = asyncio.run(_run(both, minutes * 60))
        statuses = [_stopped(each.deployment) for each in both]
    is_flat = [_show(watched, load) for watched, load in zip(both, loads, strict=True)]
    print(f"exit statuses at SIGTERM: {statuses}")
    sys.exit(not all(is_flat) or any(status for each in statuses for status in each))


@contextmanager
def _watched() -> Iterator[Sequence[Watched]]:
    with ExitStack() as stack:
        postgres, redis = PostgresServer(autovacuum="on"), RedisServer()
        for each in (postgres, redis):
            stack.callback(each.remove)
            each.start()
        folders = [Path(stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True))) for _ in range(2)]
        both = [_embedded(folders[0]), _scaled(folders[1], postgres, redis)]
        for watched in both:
            stack.callback(watched.deployment.stop)
            watched.deployment.start()
        yield both


def _embedded(folder: Path) -> Watched:
    server = cvparser(folder, log=folder / "service.log")
    return Watched(Deployment("embedded", str(folder / "cvparser" / "jobs.db"), server), folder)


def _scaled(folder: Path, postgres: PostgresServer, redis: RedisServer) -> Watched:
    database = postgres.new_database()
    server = cvparser(folder, log=folder / "service.log", DATABASE_URL=database, REDIS_URL=redis.url)
    worker = [sys.executable, "-m", "cvparser", "worker", "--processes", "2"]
    deployment = Deployment("PostgreSQL, Redis, 2 workers", database, server, worker, server.environment)
    return Watched(deployment, folder, redis)


async def _run(both: Sequence[Watched], seconds: float) -> list[Load]:
    begun = time.monotonic()
    loads = [Load(each.deployment.server.address, seed=number) for number, each in enumerate(both)]
    working = [asyncio.create_task(load.run(until=begun + seconds)) for load in loads]
    while (at := time.monotonic() - begun) < seconds:
        for each in both:
            await asyncio.to_thread(each.take, at)
        if len(both[0].samples) % 6 == 1:
            _progress(both, at)
        await asyncio.sleep(max(begun + at + SAMPLE_S - time.monotonic(), 0))
    await asyncio.gather(*working)
    return loads


def _progress(both: Sequence[Watched], at: float) -> None:
    for each in both:
        figures = ", ".join(f"{name} {value:.0f}" for name, value in each.samples[-1][1].items())
        print(f"{at:5.0f} s  {each.deployment.name}: {figures}", flush=True)


def _show(watched: Watched, load: Load) -> bool:
    last_s = watched.samples[-1][0]
    warm_s = max(WARM_UP * last_s, WARM_UP_S)
    counted = [sample for sample in watched.samples if sample[0] >= warm_s]
    print(f"\n{watched.deployment.name}: {last_s / 60:.0f} minutes, {len(counted)} samples after {warm_s:.0f} s")
    print(f"  {load.told}")
    print(f"  {'':16} {'first':>9} {'median':>9} {'last':>9} {'rise':>9} {'noise':>9}")
    is_flat = True
    for name in watched.samples[-1][1]:
        values = [(at, figures[name]) for at, figures in counted]
        found = trend(values)
        verdict = "grows with the jobs" if name in SHOWN_ONLY else "flat" if found.is_flat else "GROWS"
        is_flat = is_flat and verdict != "GROWS"
        print(f"  {name:16} {_row(values[0][1], values[-1][1], found)}  {verdict}")
    return is_flat


def _row(first: float, last: float, found: Trend) -> str:
    return " ".join(f"{value:9.1f}" for value in (first, found.middle, last, found.rise, found.noise))


def _stopped(deployment: Deployment) -> list[int | None]:
    """Tell every process that was started to stop, and give how each ended: None where it did not in time."""
    started = [each for each in (deployment.server.process, deployment.worker) if each is not None]
    for process in started:
        process.terminate()
    return [_end_of(process) for process in started]


def _end_of(process: subprocess.Popen[bytes]) -> int | None:
    try:
        return process.wait(timeout=STOP_S)
    except subprocess.TimeoutExpired:
        return None


def _sum(processes: Sequence[psutil.Process], of: Callable[[psutil.Process], float]) -> float:
    total = 0.0
    for process in processes:
        with suppress(psutil.NoSuchProcess, psutil.AccessDenied):
            total += of(process)
    return total


if __name__ == "__main__":
    main()
