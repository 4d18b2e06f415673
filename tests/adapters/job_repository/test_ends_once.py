"""Jobs that are claimed and ended together, while workers stop and commits and rows are held back."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from random import Random
from uuid import UUID

import psycopg
from tests.servers.postgres import PostgresServer
from tests.servers.proxy import Proxy

from cvparser.adapters.clock.frozen import FrozenClock
from cvparser.adapters.job_repository.sqlalchemy import SqlAlchemyJobRepository
from cvparser.application.together import Together
from cvparser.domain.errors import FencedOutError, StorageUnavailableError
from cvparser.domain.heartbeat import WorkerId
from cvparser.domain.job import Ending, Failure, Job, JobId
from cvparser.testing.conformance.job_repository import LEASE, START, new_job

JOBS, WORKERS, MOST_ROUNDS = 8, 3, 500
#: Makes trouble for jobs that have not ended.
Disturb = Callable[[Random, Sequence[JobId]], Awaitable[None]]


class Worker:
    """Claims and ends jobs together with others of its process, and now and then does not."""

    def __init__(self, jobs: SqlAlchemyJobRepository, number: int, random: Random) -> None:
        self._jobs, self._random = jobs, random
        self._id = WorkerId(UUID(int=number))
        self._claims = Together(self._claim_some, most=64, unwanted=self._hand_back)
        self._endings = Together(jobs.finish_some, most=64)
        #: What was told to have ended each job.
        self.ended: defaultdict[JobId, list[str]] = defaultdict(list)

    async def work_on(self, sent: JobId) -> None:
        with suppress(StorageUnavailableError, FencedOutError):
            job = await self._claims(sent) or await self._jobs.claim_in_turn(sent, LEASE, worker=self._id)
            if job is None:
                return
            chance = self._random.random()
            if chance < 0.1:
                await self._jobs.release(job.id, fence=job.fence)
            elif chance < 0.2:
                # Forgotten, as by a process that ended.
                return
            elif chance < 0.3:
                await self._jobs.renew({job.id: job.fence}, lease=LEASE, worker=self._id)
                await self._jobs.save_checkpoint(job.id, fence=job.fence, checkpoint="{}")
                await self._end(job)
            else:
                await self._end(job)

    async def _end(self, job: Job) -> None:
        code = f"of_{self._id.int}_{job.fence}"
        outcome = Failure(code=code, message="Ended.")
        with suppress(StorageUnavailableError):
            ended = await self._endings(Ending(job_id=job.id, fence=job.fence, outcome=outcome))
            if ended is not None:
                self.ended[job.id].append(code)
            return
        await self._jobs.finish(job.id, fence=job.fence, outcome=outcome)
        self.ended[job.id].append(code)

    async def be_heard(self) -> None:
        with suppress(StorageUnavailableError):
            await self._jobs.renew({}, lease=LEASE, worker=self._id)

    async def _claim_some(self, job_ids: Sequence[JobId]) -> Sequence[Job | None]:
        return await self._jobs.claim_some_in_turn(job_ids, LEASE, worker=self._id)

    async def _hand_back(self, job: Job | None) -> None:
        if job is not None:
            await self._jobs.release(job.id, fence=job.fence)


async def ended_once(jobs: SqlAlchemyJobRepository, clock: FrozenClock, disturb: Disturb) -> None:
    random = Random(7)
    sent = [(await jobs.add(new_job(deadline=timedelta(days=1)))).id for _ in range(JOBS)]
    workers = [Worker(jobs, number, random) for number in range(1, WORKERS + 1)]
    for _ in range(MOST_ROUNDS):
        open_jobs = [each.id for each in [await got(jobs, job_id) for job_id in sent] if not each.is_final]
        if not open_jobs:
            break
        await disturb(random, open_jobs)
        tasks = [
            asyncio.create_task(worker.work_on(job_id))
            for worker in workers
            for job_id in random.sample(open_jobs, min(len(open_jobs), 5))
        ]
        await asyncio.sleep(random.random() * 0.01)
        for task in random.sample(tasks, len(tasks) // 5):
            task.cancel()
        for result in await asyncio.gather(*tasks, return_exceptions=True):
            assert result is None or isinstance(result, asyncio.CancelledError), result
        for worker in workers:
            await worker.be_heard()
        if random.random() < 0.3:
            clock.advance(LEASE / 3)
    for job_id in sent:
        job = await got(jobs, job_id)
        told = [code for worker in workers for code in worker.ended[job_id]]
        assert job.is_final
        assert told in ([], [job.error_code])


async def got(jobs: SqlAlchemyJobRepository, job_id: JobId) -> Job:
    while True:
        with suppress(StorageUnavailableError):
            return await jobs.get(job_id)


async def test_each_job_ends_once_by_its_own_fence_whoever_stops_in_between(tmp_path: Path) -> None:
    async def disturb(_: Random, __: Sequence[JobId]) -> None:
        """Leave the file alone: who writes has it."""

    clock = FrozenClock(START)
    async with SqlAlchemyJobRepository(f"sqlite:///{tmp_path}/jobs.db", clock=clock) as jobs:
        await ended_once(jobs, clock, disturb)


async def test_each_job_ends_once_also_where_answers_to_commits_are_lost_and_rows_are_held(
    postgres: PostgresServer,
) -> None:
    url = postgres.new_database()
    host, _, rest = url.partition("127.0.0.1:")
    port, _, name = rest.partition("/")
    clock = FrozenClock(START)
    async with Proxy(int(port)) as proxy, await psycopg.AsyncConnection.connect(url) as other:
        letting_go: list[asyncio.Task[None]] = []

        async def disturb(random: Random, open_jobs: Sequence[JobId]) -> None:
            await asyncio.gather(*letting_go)
            if random.random() < 0.5:
                proxy.cut_after = b"COMMIT"
            if random.random() < 0.3:
                # Until the next round: who waits for the row waits for no more than this.
                held = "SELECT 1 FROM parsed_cv WHERE id = %s FOR UPDATE SKIP LOCKED"
                await other.execute(held, [random.choice(open_jobs)])
                letting_go.append(asyncio.create_task(other.rollback()))

        async with SqlAlchemyJobRepository(f"{host}127.0.0.1:{proxy.port}/{name}", clock=clock) as jobs:
            await ended_once(jobs, clock, disturb)
        await asyncio.gather(*letting_go)
