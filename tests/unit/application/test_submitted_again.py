from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import uuid4

import pytest

from cvparser.adapters.clock.frozen import FrozenClock
from cvparser.adapters.document_inspector.in_process import InProcessDocumentInspector
from cvparser.adapters.file_store.memory import MemoryFileStore
from cvparser.adapters.job_queue.memory import MemoryJobQueue
from cvparser.adapters.job_repository.memory import MemoryJobRepository
from cvparser.application.admission_control import AdmissionControl
from cvparser.application.keep_files import KeepFiles
from cvparser.application.submit_job import SubmitJob, Terms
from cvparser.domain.access.owner import LOCAL
from cvparser.domain.idempotency import IdempotencyKeyReusedError
from cvparser.domain.job import Job, JobId, ParseMode
from cvparser.domain.submission import Submitter
from cvparser.testing.conformance.job_repository import START

WHO = Submitter(user_id="user123", session_id="session456")
KEPT = timedelta(hours=1)


class Crash(BaseException):
    """The process ends."""


class Crashing(MemoryJobQueue):
    """Ends the process at the first notification: the job is stored, and nobody was answered."""

    has_crashed = False

    async def notify(self, job_ids: Sequence[JobId], *, first: bool = False) -> int:
        if not self.has_crashed:
            self.has_crashed = True
            raise Crash
        return await super().notify(job_ids, first=first)


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock(START)


@pytest.fixture
def jobs(clock: FrozenClock) -> MemoryJobRepository:
    return MemoryJobRepository(clock=clock)


@pytest.fixture
def submit(jobs: MemoryJobRepository, clock: FrozenClock) -> SubmitJob:
    return SubmitJob(
        inspector=InProcessDocumentInspector(),
        jobs=jobs.of(LOCAL),
        keep_files=KeepFiles(notes=jobs, files=MemoryFileStore()),
        queue=Crashing(),
        clock=clock,
        new_id=uuid4,
        deadline=timedelta(minutes=15),
        admission_control=AdmissionControl(jobs=jobs, clock=clock, max_jobs=2, max_wait=timedelta(days=1)),
        answers_kept=KEPT,
    )


async def sent(submit: SubmitJob, key: str | None, text: str = "Data Engineer") -> Job:
    return await submit.text(text, submitter=WHO, mode=ParseMode.BASIC, terms=Terms(idempotency_key=key))


async def test_after_a_crash_between_the_insert_and_the_answer_the_same_is_the_job_that_is_there(
    submit: SubmitJob, jobs: MemoryJobRepository
) -> None:
    with pytest.raises(Crash):
        await sent(submit, "key")
    (stored,) = await jobs.newest(10)

    assert (await sent(submit, "key")).id == stored.id
    assert len(await jobs.newest(10)) == 1
    with pytest.raises(IdempotencyKeyReusedError):
        await sent(submit, "key", "Somebody else")


async def test_who_is_answered_as_before_is_told_so_and_nothing_is_stored(
    submit: SubmitJob, jobs: MemoryJobRepository
) -> None:
    told = []
    terms = Terms(idempotency_key="key", on_replay=lambda: told.append("again"))
    with pytest.raises(Crash):
        await submit.file(b"Data Engineer", "cv.txt", submitter=WHO, mode=ParseMode.BASIC, terms=terms)
    assert told == []

    await submit.file(b"Data Engineer", "cv.txt", submitter=WHO, mode=ParseMode.BASIC, terms=terms)

    assert told == ["again"]
    assert len(await jobs.newest(10)) == 1


async def test_a_key_whose_time_is_over_is_a_new_one(
    submit: SubmitJob, jobs: MemoryJobRepository, clock: FrozenClock
) -> None:
    with pytest.raises(Crash):
        await sent(submit, "key")
    clock.advance(KEPT)

    await sent(submit, "key", "Somebody else")

    assert len(await jobs.newest(10)) == 2
