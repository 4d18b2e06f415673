"""A model's answer is paid for once, whatever crashes."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import SystemRandom
from typing import Any, TypeVar
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, text
from tests.unit.application.house import steps_in

from cvparser.adapters.clock.frozen import FrozenClock
from cvparser.adapters.file_store.memory import MemoryFileStore
from cvparser.adapters.job_events.in_process import InProcessJobEvents
from cvparser.adapters.job_queue.memory import MemoryJobQueue
from cvparser.adapters.job_repository.memory import MemoryJobRepository
from cvparser.adapters.job_repository.sqlalchemy import SqlAlchemyJobRepository
from cvparser.adapters.metrics.memory import MemoryMetrics
from cvparser.adapters.profile_parser.openai.chat_model import ChatModel
from cvparser.adapters.profile_parser.openai.parser import OpenAIProfileParser
from cvparser.adapters.text_extractor.plain import PlainTextExtractor
from cvparser.adapters.tracer.memory import MemoryTracer
from cvparser.application.erase_job import EraseJob
from cvparser.application.job_model_responses import JobModelResponses
from cvparser.application.keep_files import KeepFiles
from cvparser.application.parse_cv import ParseCV
from cvparser.application.process_job import ProcessJob
from cvparser.application.purge_jobs import PurgeJobs
from cvparser.application.recover_jobs import RecoverJobs
from cvparser.application.redact_cv import RedactCV
from cvparser.application.renew_leases import RenewLeases
from cvparser.domain.document import DocumentType
from cvparser.domain.job import FileLocation, JobId, JobStatus, NewJob, ParseMode
from cvparser.ports.cpu_pool import CpuPool
from cvparser.testing.conformance.file_store import JOB
from cvparser.testing.conformance.job_repository import LEASE, START, WORKER, claimed, new_job, watched
from cvparser.testing.model_server import Fault, ModelServer

CV = (
    b"Ada Quill\nZoo Keeper\nExperience\nZoo Keeper, Marlowe Wildlife Park, Bath 03/2018 - Present\nSkills\nFirst aid\n"
)
T = TypeVar("T")


class StandingStill(CpuPool):
    """Does what it is given, and stands still before one step, as a process does that is about to be killed.

    Attributes:
        before: Which.
        passes: How often it does that step all the same, first.
    """

    def __init__(self) -> None:
        self.before: str | None = None
        self.passes = 0
        self.stands = asyncio.Event()
        self.goes_on = asyncio.Event()

    async def run(self, function: Callable[..., T], *arguments: object, first: bool = False) -> T:
        if self.before in steps_in(arguments):
            self.passes -= 1
            if self.passes < 0:
                self.stands.set()
                await self.goes_on.wait()
        return function(*arguments)


@dataclass
class Worker:
    """A worker process of its own, with what processes share: the database, the files, the model."""

    process: ProcessJob
    erase: EraseJob
    recover: RecoverJobs
    jobs: SqlAlchemyJobRepository
    cpu: StandingStill = field(default_factory=StandingStill)


@dataclass
class World:
    stack: AsyncExitStack
    server: ModelServer
    database: Path
    clock: FrozenClock = field(default_factory=lambda: FrozenClock(START))

    def __post_init__(self) -> None:
        self.files = MemoryFileStore()

    async def worker(self, *, answer_tokens: int = 8192) -> Worker:
        clock, files, cpu = self.clock, self.files, StandingStill()
        jobs = await self.stack.enter_async_context(SqlAlchemyJobRepository(f"sqlite:///{self.database}", clock=clock))
        keep_files = KeepFiles(notes=jobs, files=files)
        model = ChatModel(name="stub", api_key="k", base_url=self.server.base_url, answer_tokens=answer_tokens)
        parser = await self.stack.enter_async_context(OpenAIProfileParser(model, clock=clock, random=SystemRandom()))
        parse_cv = ParseCV(
            redact_cv=RedactCV(extractor=PlainTextExtractor(), cpu=cpu),
            parsers=dict.fromkeys(ParseMode, parser),
            cpu=cpu,
            clock=clock,
        )
        events, metrics = InProcessJobEvents(), MemoryMetrics()
        shared: dict[str, Any] = {"jobs": jobs, "files": files, "events": events}
        return Worker(
            process=ProcessJob(
                **shared,
                keep_files=keep_files,
                parse_cv=parse_cv,
                # Nobody runs it: a process that is gone renews nothing.
                renew_leases=RenewLeases(jobs=jobs, clock=clock, lease=LEASE, worker=WORKER),
                lease=LEASE,
                worker=WORKER,
                clock=clock,
                metrics=metrics,
                tracer=MemoryTracer(),
            ),
            erase=EraseJob(**shared, clock=clock),
            recover=RecoverJobs(
                **{name: each for name, each in shared.items() if name != "files"},
                queue=MemoryJobQueue(),
                clock=clock,
                interval=timedelta(seconds=5),
                metrics=metrics,
                keep_files=keep_files,
                purge_jobs=PurgeJobs(**shared, metrics=metrics),
            ),
            jobs=jobs,
            cpu=cpu,
        )

    async def submitted(self, worker: Worker) -> JobId:
        job_id = JobId(uuid4())
        location = await self.files.put(f"{job_id}.txt", CV, job_id=JOB)
        job = NewJob(
            id=job_id,
            user_id="user123",
            session_id="session456",
            parse_mode=ParseMode.ADVANCED,
            document_type=DocumentType.TEXT,
            location=FileLocation(location),
            file_name=None,
            deadline=timedelta(minutes=15),
        )
        await worker.jobs.add(job)
        return job_id

    def kept(self) -> list[str]:
        engine = create_engine(f"sqlite:///{self.database}")
        with engine.connect() as connection:
            found = [row.checkpoint for row in connection.execute(text("SELECT checkpoint FROM parsed_cv"))]
        engine.dispose()
        return [answer for kept in found if kept is not None for answer in json.loads(kept).values()]


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with AsyncExitStack() as stack:
        server = await stack.enter_async_context(ModelServer())
        yield World(stack, server, tmp_path / "jobs.db")


async def test_a_process_that_dies_after_the_call_does_not_make_the_next_one_pay(world: World) -> None:
    doomed, heir = await world.worker(), await world.worker()
    job_id = await world.submitted(doomed)
    doomed.cpu.before = "believed"
    dying = asyncio.create_task(doomed.process(job_id))
    await doomed.cpu.stands.wait()
    await watched(heir.jobs, world.clock.advance)

    await heir.process(job_id)

    job = await heir.jobs.get(job_id)
    assert (job.status, job.fence, job.crashes) == (JobStatus.SUCCESS, 2, 1)
    parsed = await heir.jobs.result(job_id)
    assert parsed is not None
    assert parsed.profile.basics.skills == ("First aid",)
    assert len(world.server.parses) == 1
    assert world.kept() == []
    dying.cancel()
    await asyncio.gather(dying, return_exceptions=True)


async def test_a_process_that_dies_after_it_asked_again_leaves_both_answers(world: World) -> None:
    doomed, heir = await world.worker(), await world.worker()
    job_id = await world.submitted(doomed)
    world.server.script(Fault(content=json.dumps({"profession": "Astronaut", "skills": ["Orbits"]})))
    doomed.cpu.before, doomed.cpu.passes = "believed", 1
    dying = asyncio.create_task(doomed.process(job_id))
    await doomed.cpu.stands.wait()
    assert len(world.kept()) == len(world.server.parses) == 2
    await watched(heir.jobs, world.clock.advance)

    await heir.process(job_id)

    assert (await heir.jobs.get(job_id)).status is JobStatus.SUCCESS
    assert len(world.server.parses) == 2
    dying.cancel()
    await asyncio.gather(dying, return_exceptions=True)


async def test_a_claim_keeps_on_what_it_asks_for_too_and_drops_what_answers_another_question() -> None:
    jobs = MemoryJobRepository(clock=FrozenClock(START))
    first = await claimed(jobs, new_job())
    answers = JobModelResponses(jobs, first)
    await answers.put("asked", "1")
    await answers.put("under other settings", "2")
    await jobs.release(first.id, fence=first.fence)
    second = await jobs.claim(first.id, LEASE, worker=WORKER)
    assert second is not None
    answers = JobModelResponses(jobs, second)

    assert await answers.get("asked") == "1"
    await answers.put("asked again", "3")
    await jobs.release(first.id, fence=second.fence)
    third = await jobs.claim(first.id, LEASE, worker=WORKER)

    assert third is not None
    assert third.checkpoint is not None
    assert json.loads(third.checkpoint) == {"asked": "1", "asked again": "3"}


async def test_what_is_kept_meanwhile_holds_facts_of_the_redacted_text(world: World) -> None:
    doomed = await world.worker()
    job_id = await world.submitted(doomed)
    doomed.cpu.before = "believed"
    dying = asyncio.create_task(doomed.process(job_id))
    await doomed.cpu.stands.wait()

    (kept,) = world.kept()

    assert json.loads(kept)["profession"] == "Zoo Keeper"
    dying.cancel()
    await asyncio.gather(dying, return_exceptions=True)


@pytest.mark.parametrize("fault", [None, Fault(content=json.dumps({"profession": "Astronaut", "skills": ["Orbits"]}))])
async def test_the_end_of_a_job_removes_what_was_kept(world: World, fault: Fault | None) -> None:
    worker = await world.worker()
    world.server.always(fault)

    await worker.process(await world.submitted(worker))

    assert world.kept() == []


async def test_each_job_pays_for_its_own(world: World) -> None:
    worker = await world.worker()

    for _ in range(2):
        await worker.process(await world.submitted(worker))

    assert len(world.server.parses) == 2


async def test_other_settings_are_another_question(world: World) -> None:
    doomed, heir = await world.worker(answer_tokens=4096), await world.worker(answer_tokens=8192)
    job_id = await world.submitted(doomed)
    doomed.cpu.before = "believed"
    dying = asyncio.create_task(doomed.process(job_id))
    await doomed.cpu.stands.wait()
    await watched(heir.jobs, world.clock.advance)

    await heir.process(job_id)

    assert len(world.server.parses) == 2
    assert world.kept() == []
    dying.cancel()
    await asyncio.gather(dying, return_exceptions=True)


async def test_erasing_a_job_that_is_worked_on_removes_what_was_kept_for_it(world: World) -> None:
    worker = await world.worker()
    under_way = await world.submitted(worker)
    worker.cpu.before = "filtered"
    working = asyncio.create_task(worker.process(under_way))
    await worker.cpu.stands.wait()
    assert len(world.kept()) == 1

    await worker.erase(under_way)
    assert world.kept() == []
    worker.cpu.goes_on.set()
    await working


async def test_an_answer_that_comes_after_the_job_was_erased_is_kept_nowhere(world: World) -> None:
    worker = await world.worker()
    job_id = await world.submitted(worker)
    worker.cpu.before = "given"
    working = asyncio.create_task(worker.process(job_id))
    await worker.cpu.stands.wait()

    await worker.erase(job_id)
    worker.cpu.goes_on.set()
    await working

    assert len(world.server.parses) == 1
    assert world.kept() == []


async def test_a_job_that_is_given_up_leaves_nothing_kept(world: World) -> None:
    doomed, other = await world.worker(), await world.worker()
    job_id = await world.submitted(doomed)
    doomed.cpu.before = "filtered"
    dying = asyncio.create_task(doomed.process(job_id))
    await doomed.cpu.stands.wait()
    assert len(world.kept()) == 1
    world.clock.advance(timedelta(minutes=15))

    await other.recover(timedelta(0))

    assert (await other.jobs.get(job_id)).error_code == "job_deadline"
    assert world.kept() == []
    dying.cancel()
    await asyncio.gather(dying, return_exceptions=True)


async def test_an_answer_that_cannot_be_kept_costs_no_job(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from cvparser.domain.errors import StorageUnavailableError

    async def away(*_: object, **__: object) -> None:
        raise StorageUnavailableError

    worker = await world.worker()
    job_id = await world.submitted(worker)
    monkeypatch.setattr(worker.jobs, "save_checkpoint", away)

    await worker.process(job_id)

    assert (await worker.jobs.get(job_id)).status is JobStatus.SUCCESS
    assert "Answers cannot be kept now" in caplog.text
