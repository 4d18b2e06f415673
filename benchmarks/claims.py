"""Jobs that PostgreSQL claims and ends in a second: one a transaction, and those that wait at the same moment together.

usage: python -m benchmarks.claims [JOBS [ROUNDS]]

A hundred callers, each of which claims a job, ends it with the result of a CV of two pages, and takes the next; both
ways in turn, on a PostgreSQL of the benchmark's own that flushes. Everything shares the machine.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from uuid import uuid4

import psutil
import uvloop
from benchmarks.deployments import DURABLE, cpu_s
from benchmarks.two_pages import two_pages
from tests.servers.postgres import PostgresServer

from cvparser.adapters.job_repository.sqlalchemy import SqlAlchemyJobRepository
from cvparser.adapters.profile_parser.offline.parser import read_profile
from cvparser.application.process_job import MOST_TOGETHER
from cvparser.application.together import Together
from cvparser.domain.cv.document import CVDocument
from cvparser.domain.heartbeat import WorkerId
from cvparser.domain.job import Ending, Job, JobId, Success
from cvparser.domain.profile import ParsedCV, ParseMeta
from cvparser.testing.conformance.job_repository import new_job

CALLERS = 100
JOBS, ROUNDS = 1_000, 5
LEASE = timedelta(seconds=30)

#: Takes a job, and ends it.
Claim = Callable[[JobId], Awaitable[Job | None]]
End = Callable[[Ending], Awaitable[Job | None]]


def one_at_a_time(jobs: SqlAlchemyJobRepository, worker: WorkerId) -> tuple[Claim, End]:
    """Give steps of one job each."""

    async def end(ending: Ending) -> Job:
        return await jobs.finish(ending.job_id, fence=ending.fence, outcome=ending.outcome)

    return partial(jobs.claim_in_turn, lease=LEASE, worker=worker, beside=None), end


def together(jobs: SqlAlchemyJobRepository, worker: WorkerId) -> tuple[Claim, End]:
    """Give steps of those that wait, as `ProcessJob` makes them."""

    async def claim(job_ids: Sequence[JobId]) -> Sequence[Job | None]:
        return await jobs.claim_some_in_turn(job_ids, LEASE, worker=worker)

    return Together(claim, most=MOST_TOGETHER), Together(jobs.finish_some, most=MOST_TOGETHER)


@dataclass(frozen=True, slots=True)
class Found:
    """What a round found.

    Attributes:
        rate: Jobs claimed and ended in a second.
        own_ms: Milliseconds of the processor a job of this process, callers included.
        server_ms: Of PostgreSQL's.
    """

    rate: float
    own_ms: float
    server_ms: float


async def claimed_and_ended(
    jobs: SqlAlchemyJobRepository, claim: Claim, end: End, count: int, outcome: Success
) -> Found:
    """Give how so many jobs are claimed and ended."""
    sent = [(await each).id for each in [jobs.add(new_job(is_text=True)) for _ in range(count)]]
    waiting = iter(sent)

    async def call() -> None:
        for job_id in waiting:
            job = await claim(job_id)
            assert job is not None
            ended = await end(Ending(job_id=job.id, fence=job.fence, outcome=outcome))
            assert ended is not None

    started, own, server = time.perf_counter(), time.process_time(), _server_s()
    await asyncio.gather(*(call() for _ in range(CALLERS)))
    took, own, server = time.perf_counter() - started, time.process_time() - own, _server_s() - server
    return Found(rate=count / took, own_ms=own / count * 1000, server_ms=server / count * 1000)


def _server_s() -> float:
    """Give the seconds of the processor of the PostgreSQL that this process started."""
    servers = [child for child in psutil.Process().children() if "postgres" in child.name()]
    return sum(map(cpu_s, [each for server in servers for each in (server, *server.children(recursive=True))]))


async def measure(url: str, count: int, rounds: int) -> None:
    """Print the rates and their ratio."""
    profile = read_profile(CVDocument(text=two_pages())).profile
    outcome = Success(parsed=ParsedCV(profile=profile, cv_language="en", meta=ParseMeta(parser="Offline")))
    ways = {"one a transaction": one_at_a_time, "together": together}
    found: dict[str, list[Found]] = {name: [] for name in ways}
    async with SqlAlchemyJobRepository(url, clock=None) as jobs:
        for _ in range(rounds):
            for name, way in ways.items():
                steps = way(jobs, WorkerId(uuid4()))
                found[name].append(await claimed_and_ended(jobs, *steps, count, outcome))
    print(f"{count} jobs, {CALLERS} callers, {rounds} rounds in turn")
    medians = {name: _medians(each) for name, each in found.items()}
    for name, (rate, own_ms, server_ms) in medians.items():
        print(f"{name:18}{rate:6.0f} a second, processor {own_ms:.2f} ms a job and {server_ms:.2f} of PostgreSQL")
    print("ratios            " + " ".join(f"{b / a:6.2f}" for a, b in zip(*medians.values(), strict=True)))


def _medians(found: Sequence[Found]) -> list[float]:
    return [statistics.median(each) for each in zip(*((f.rate, f.own_ms, f.server_ms) for f in found), strict=True)]


def main() -> None:
    """Measure on a server of our own."""
    given = [int(each) for each in sys.argv[1:]]
    count, rounds = (given + [JOBS, ROUNDS][len(given) :])[:2]
    postgres = PostgresServer(**DURABLE)
    postgres.start()
    try:
        uvloop.run(measure(postgres.new_database(), count, rounds))
    finally:
        postgres.remove()


if __name__ == "__main__":
    main()
