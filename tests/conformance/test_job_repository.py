from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import timedelta
from tempfile import TemporaryDirectory
from typing import TypeVar
from uuid import UUID

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from tests.conformance.test_key_management import local

from cvparser.adapters.clock.frozen import FrozenClock
from cvparser.adapters.job_repository.memory import MemoryJobRepository
from cvparser.adapters.job_repository.sqlalchemy import SqlAlchemyJobRepository
from cvparser.domain.access.owner import Owner
from cvparser.domain.errors import CVParserError
from cvparser.domain.heartbeat import WorkerId
from cvparser.domain.job import MAX_CRASHES, Ending, JobId, Outcome
from cvparser.domain.retention import Retention
from cvparser.domain.usage import TokenUsage
from cvparser.ports.job_repository import JobRepository
from cvparser.testing.conformance.job_repository import (
    FAILURE,
    LEASE,
    OTHER,
    OWNER,
    START,
    SUCCESS,
    WATCHER,
    WORKER,
    Advance,
    JobRepositoryConformance,
    Reopened,
    new_job,
)

T = TypeVar("T")


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock(START)


class TestMemoryJobRepository(JobRepositoryConformance):
    @pytest.fixture
    def advance(self, clock: FrozenClock) -> Advance:
        return clock.advance

    @pytest.fixture
    def step(self, clock: FrozenClock) -> Advance:
        return clock.step

    @pytest.fixture
    async def jobs(self, clock: FrozenClock) -> AsyncIterator[MemoryJobRepository]:
        async with MemoryJobRepository(clock=clock) as jobs:
            yield jobs


class TestSqlAlchemyJobRepositoryOnSqlite(JobRepositoryConformance):
    @pytest.fixture
    def advance(self, clock: FrozenClock) -> Advance:
        return clock.advance

    @pytest.fixture
    def step(self, clock: FrozenClock) -> Advance:
        return clock.step

    @pytest.fixture
    async def jobs(self, clock: FrozenClock, sqlite_url: str) -> AsyncIterator[SqlAlchemyJobRepository]:
        async with SqlAlchemyJobRepository(sqlite_url, clock=clock) as jobs:
            yield jobs

    @pytest.fixture
    async def reopened(self, clock: FrozenClock, sqlite_url: str) -> AsyncIterator[Reopened]:
        async with AsyncExitStack() as stack:

            async def reopened() -> JobRepository:
                return await stack.enter_async_context(SqlAlchemyJobRepository(sqlite_url, clock=clock))

            yield reopened


class TestSqlAlchemyJobRepositoryOnPostgres(JobRepositoryConformance):
    @pytest.fixture
    def advance(self, clock: FrozenClock) -> Advance:
        return clock.advance

    @pytest.fixture
    def step(self, clock: FrozenClock) -> Advance:
        return clock.step

    @pytest.fixture
    async def jobs(self, clock: FrozenClock, postgres_url: str) -> AsyncIterator[SqlAlchemyJobRepository]:
        # Not as a superuser, whom no policy holds.
        async with SqlAlchemyJobRepository(postgres_url, clock=clock) as jobs:
            yield jobs

    @pytest.fixture
    async def reopened(self, clock: FrozenClock, postgres_url: str) -> AsyncIterator[Reopened]:
        async with AsyncExitStack() as stack:

            async def reopened() -> JobRepository:
                return await stack.enter_async_context(SqlAlchemyJobRepository(postgres_url, clock=clock))

            yield reopened


class TestSqlAlchemyJobRepositorySealed(JobRepositoryConformance):
    @pytest.fixture
    def advance(self, clock: FrozenClock) -> Advance:
        return clock.advance

    @pytest.fixture
    def step(self, clock: FrozenClock) -> Advance:
        return clock.step

    @pytest.fixture
    async def jobs(self, clock: FrozenClock, sqlite_url: str) -> AsyncIterator[SqlAlchemyJobRepository]:
        async with SqlAlchemyJobRepository(sqlite_url, clock=clock, keys=local("a"), seals=True) as jobs:
            yield jobs

    @pytest.fixture
    async def reopened(self, clock: FrozenClock, sqlite_url: str) -> AsyncIterator[Reopened]:
        async with AsyncExitStack() as stack:

            async def reopened() -> JobRepository:
                jobs = SqlAlchemyJobRepository(sqlite_url, clock=clock, keys=local("a"), seals=True)
                return await stack.enter_async_context(jobs)

            yield reopened


IDS = st.integers(0, 3).map(lambda number: JobId(UUID(int=number)))
FENCES = st.integers(0, 4)
WORKERS = st.sampled_from([WORKER, WATCHER])
KEPT_FOR = st.sampled_from([None, LEASE, timedelta(0)])
RETENTION = Retention(results=timedelta(seconds=400))
#: What a worker has in hand: nothing that crashed or as much as is allowed of some kind; or it takes none such.
BESIDE = st.none() | st.lists(st.integers(1, MAX_CRASHES - 1), max_size=6)


class SameAsMemory(RuleBasedStateMachine):
    """Whatever is done to both, SQLite answers what the memory adapter answers, which applies the rules as written."""

    def __init__(self) -> None:
        super().__init__()
        self._runner = asyncio.Runner()
        self._stack = AsyncExitStack()
        self._clock = FrozenClock(START)
        self._folder = TemporaryDirectory()
        url = f"sqlite:///{self._folder.name}/jobs.db"
        self._memory = MemoryJobRepository(clock=self._clock)
        self._sqlite = self._run(self._stack.enter_async_context(SqlAlchemyJobRepository(url, clock=self._clock)))

    def teardown(self) -> None:
        self._run(self._stack.aclose())
        self._runner.close()
        self._folder.cleanup()

    @rule(
        job_id=IDS,
        is_text=st.booleans(),
        is_noted=st.booleans(),
        expires_in=st.sampled_from([None, LEASE]),
        owner=st.sampled_from([OWNER, OTHER]),
    )
    def add(self, job_id: JobId, *, is_text: bool, is_noted: bool, expires_in: timedelta | None, owner: Owner) -> None:
        job = replace(new_job(job_id=job_id, is_text=is_text), expires_in=expires_in, owner=owner)
        if is_noted:
            self._same(lambda jobs: jobs.expect_file(job.id, job.location))
        self._same(lambda jobs: jobs.add(job))

    @rule(job_ids=st.lists(IDS, unique=True), kept_for=KEPT_FOR)
    def disown_files(self, job_ids: list[JobId], kept_for: timedelta | None) -> None:
        self._same(lambda jobs: jobs.disown_files(job_ids, kept_for=kept_for))

    @rule(job_ids=st.lists(IDS, unique=True))
    def forget_files(self, job_ids: list[JobId]) -> None:
        self._same(lambda jobs: jobs.forget_files(job_ids))

    @rule(job_id=IDS, worker=WORKERS, beside=BESIDE)
    def claim(self, job_id: JobId, worker: WorkerId, beside: list[int] | None) -> None:
        async def claim(jobs: JobRepository) -> object:
            job = await jobs.claim(job_id, LEASE, worker=worker, beside=beside)
            return job, job and job.checkpoint

        self._same(claim)

    @rule(job_id=IDS, worker=WORKERS, beside=BESIDE)
    def claim_in_turn(self, job_id: JobId, worker: WorkerId, beside: list[int] | None) -> None:
        async def claim(jobs: JobRepository) -> object:
            job = await jobs.claim_in_turn(job_id, LEASE, worker=worker, beside=beside)
            return job, job and job.checkpoint

        self._same(claim)

    @rule(job_ids=st.lists(IDS, unique=True), worker=WORKERS)
    def claim_some_in_turn(self, job_ids: list[JobId], worker: WorkerId) -> None:
        async def claim(jobs: JobRepository) -> object:
            taken = await jobs.claim_some_in_turn(job_ids, LEASE, worker=worker)
            return [(job, job and job.checkpoint) for job in taken]

        self._same(claim)

    @rule(job_id=IDS, fence=FENCES, checkpoint=st.sampled_from(["a", "b"]))
    def save_checkpoint(self, job_id: JobId, fence: int, checkpoint: str) -> None:
        self._same(lambda jobs: jobs.save_checkpoint(job_id, fence=fence, checkpoint=checkpoint))

    @rule(fences=st.dictionaries(IDS, FENCES), worker=WORKERS)
    def renew(self, fences: dict[JobId, int], worker: WorkerId) -> None:
        self._same(lambda jobs: jobs.renew(fences, lease=LEASE, worker=worker))

    @rule(job_id=IDS, worker=WORKERS)
    def die(self, job_id: JobId, worker: WorkerId) -> None:
        """Claim and be silent, while the other worker is heard for a lease."""
        self._same(lambda jobs: jobs.claim(job_id, LEASE, worker=worker))
        other = WATCHER if worker == WORKER else WORKER
        for _ in range(4):
            self._same(lambda jobs: jobs.renew({}, lease=LEASE, worker=other))
            self._clock.advance(LEASE / 3)
        self._same(lambda jobs: jobs.renew({}, lease=LEASE, worker=other))

    @rule(job_id=IDS, fence=FENCES, seconds=st.sampled_from([0, 30, 2_000]), calls=st.integers(0, 2))
    def release(self, job_id: JobId, fence: int, seconds: int, calls: int) -> None:
        later, usage = timedelta(seconds=seconds), TokenUsage(calls=calls)
        self._same(lambda jobs: jobs.release(job_id, fence=fence, later=later, usage=usage))

    @rule(job_id=IDS, fence=FENCES, outcome=st.sampled_from([SUCCESS, FAILURE]))
    def finish(self, job_id: JobId, fence: int, outcome: Outcome) -> None:
        self._same(lambda jobs: jobs.finish(job_id, fence=fence, outcome=outcome))

    @rule(fences=st.dictionaries(IDS, FENCES), outcome=st.sampled_from([SUCCESS, FAILURE]))
    def finish_some(self, fences: dict[JobId, int], outcome: Outcome) -> None:
        endings = [Ending(job_id=job_id, fence=fence, outcome=outcome) for job_id, fence in fences.items()]

        async def finish(jobs: JobRepository) -> object:
            return list(await jobs.finish_some(endings))

        self._same(finish)

    @rule(job_id=IDS)
    def cancel(self, job_id: JobId) -> None:
        self._same(lambda jobs: jobs.cancel(job_id))

    @rule(limit=st.integers(1, 3))
    def give_up(self, limit: int) -> None:
        self._same(lambda jobs: jobs.give_up(limit))

    @rule(job_id=IDS)
    def erase(self, job_id: JobId) -> None:
        self._same(lambda jobs: jobs.erase(job_id))

    @rule(job_ids=st.lists(IDS, unique=True))
    def purge(self, job_ids: list[JobId]) -> None:
        self._same(lambda jobs: jobs.purge(job_ids, retention=RETENTION))

    @rule(seconds=st.sampled_from([1, 29, 30, 31, 400]))
    def wait(self, seconds: int) -> None:
        self._clock.advance(timedelta(seconds=seconds))

    @rule(minutes=st.sampled_from([-20, -1, 1, 20]))
    def set_the_clock(self, minutes: int) -> None:
        self._clock.step(timedelta(minutes=minutes))

    @invariant()
    def both_hold_the_same(self) -> None:
        self._same(lambda jobs: jobs.newest(10))
        self._same(lambda jobs: jobs.backlog())
        self._same(lambda jobs: jobs.claimable(10, untouched_for=timedelta(0)))
        self._same(lambda jobs: jobs.claimable(2, untouched_for=timedelta(seconds=30)))
        self._same(lambda jobs: jobs.claimable(2, untouched_for=timedelta(0), after=JobId(UUID(int=1))))
        self._same(lambda jobs: jobs.expired(2, retention=RETENTION, after=JobId(UUID(int=0))))
        self._same(lambda jobs: jobs.overdue_files(3, age=LEASE, kept_for=LEASE))

    def _same(self, ask: object) -> None:
        answers = []
        for jobs in (self._memory, self._sqlite):
            try:
                answers.append(self._run(ask(jobs)))  # type: ignore[operator]
            except CVParserError as error:
                answers.append(type(error))
        assert answers[0] == answers[1]

    def _run(self, awaitable: Awaitable[T]) -> T:
        async def awaited() -> T:
            return await awaitable

        return self._runner.run(awaited())


TestSameAsMemory = SameAsMemory.TestCase
TestSameAsMemory.settings = settings(max_examples=6, stateful_step_count=20, deadline=None)


def test_the_suite_cannot_be_switched_off() -> None:
    with pytest.raises(TypeError, match="test_an_ended_job_never_changes"):
        type("Cheat", (JobRepositoryConformance,), {"test_an_ended_job_never_changes": lambda self: None})


def test_a_port_refuses_an_adapter_with_a_forgotten_method() -> None:
    class Forgetful(JobRepository):
        """Has none of the port's methods."""

    with pytest.raises(TypeError, match="abstract"):
        Forgetful()  # type: ignore[abstract]
