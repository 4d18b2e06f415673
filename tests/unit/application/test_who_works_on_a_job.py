"""A job is worked on by its newest claim alone, until its deadline, and through outages."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import pytest
from tests.unit.application.house import House

from cvparser.application.together import Together
from cvparser.domain.errors import (
    StorageUnavailableError,
)
from cvparser.domain.heartbeat import WorkerId
from cvparser.domain.job import (
    MAX_CRASHES,
    Ending,
    Job,
    JobId,
    JobStatus,
    Outcome,
    most_suspects,
)
from cvparser.ports.profile_parser import ParserAnswer
from cvparser.testing.conformance.job_repository import LEASE, WATCHER, WORKER, watched


async def test_a_worker_that_was_replaced_throws_its_outcome_away(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    async def stands_still() -> ParserAnswer:
        await watched(house.jobs, house.clock.advance)
        await house.jobs.claim(job_id, LEASE, worker=WATCHER)
        return ParserAnswer(profile={"basics": {"profession": "Late"}})

    house.parser.answer = stands_still
    job_id = await house.submitted()

    await house.process(job_id)

    job = await house.read.status(job_id)
    assert (job.status, job.fence) == (JobStatus.PROCESSING, 2)
    assert "taken over" in caplog.text


async def test_a_job_that_somebody_works_on_is_left_alone(house: House) -> None:
    job_id = await house.submitted()
    await house.jobs.claim(job_id, LEASE, worker=WORKER)

    await house.process(job_id)

    assert house.parser.given == []


async def test_jobs_that_crashed_are_worked_on_beside_few_of_their_kind_and_make_nobody_wait(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    suspects = [await house.submitted() for _ in range(3)]
    for job_id in suspects:
        await house.crash(job_id, MAX_CRASHES - 1)
    running: set[str] = set()
    most = 0

    async def watch() -> ParserAnswer:
        nonlocal most
        task = asyncio.current_task()
        assert task is not None
        running.add(task.get_name())
        most = max(most, len(running))
        await asyncio.sleep(0)
        running.discard(task.get_name())
        return ParserAnswer(profile={})

    async def claim_slowly(
        wanted: JobId, lease: timedelta, *, worker: WorkerId, beside: Sequence[int] | None
    ) -> Job | None:
        await asyncio.sleep(0)
        return await claim(wanted, lease, worker=worker, beside=beside)

    claim = house.jobs.claim
    monkeypatch.setattr(house.jobs, "claim", claim_slowly)
    house.parser.answer = watch
    done = 0
    while done < len(suspects):
        await asyncio.gather(*map(house.process, suspects))
        statuses = [(await house.read.status(job_id)).status for job_id in suspects]
        done += 1
        assert statuses.count(JobStatus.SUCCESS) == done

    assert most == most_suspects(MAX_CRASHES - 1) == 1


class Never:
    """An answer that does not come, until its work is cancelled."""

    def __init__(self) -> None:
        self.working, self.stopped = asyncio.Event(), asyncio.Event()

    async def __call__(self) -> ParserAnswer:
        self.working.set()
        try:
            await asyncio.Event().wait()
        finally:
            self.stopped.set()
        raise AssertionError


async def test_a_job_that_is_lost_is_worked_on_no_more(house: House, caplog: pytest.LogCaptureFixture) -> None:
    never = Never()
    house.parser.answer = never
    job_id = await house.submitted()
    processing = asyncio.create_task(house.process(job_id))
    await never.working.wait()
    keeping = asyncio.create_task(house.renew_leases.forever())
    await house.erase(job_id)
    house.clock.advance(LEASE / 3)

    await asyncio.wait_for(processing, 5)
    keeping.cancel()

    assert never.stopped.is_set()
    assert caplog.text.count("Outcome thrown away") == 1
    assert house.metrics.counts["outcomes rejected"] == 1


async def test_work_ends_with_the_deadline_of_its_job_though_its_lease_is_renewed(house: House) -> None:
    never = Never()
    house.parser.answer = never
    job_id = await house.submitted()
    processing = asyncio.create_task(house.process(job_id))
    await never.working.wait()

    house.clock.advance(timedelta(minutes=15))
    await asyncio.wait_for(processing, 5)

    job = await house.read.status(job_id)
    assert never.stopped.is_set()
    assert (job.status, job.error_code) == (JobStatus.FAILED, "job_deadline")


@pytest.mark.parametrize("is_stored", [False, True], ids=["not stored", "stored, the answer lost"])
async def test_what_was_worked_out_outlives_an_outage_of_the_database(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, *, is_stored: bool
) -> None:
    job_id, finish, tries = await house.submitted(), house.jobs.finish, 0

    async def away(wanted: JobId, *, fence: int, outcome: Outcome) -> Job:
        nonlocal tries
        tries += 1
        if is_stored and tries == 1:
            await finish(wanted, fence=fence, outcome=outcome)
        if tries <= 3 and not (is_stored and tries == 3):
            raise StorageUnavailableError
        return await finish(wanted, fence=fence, outcome=outcome)

    monkeypatch.setattr(house.jobs, "finish", away)
    processing = asyncio.create_task(house.process(job_id))
    while not processing.done():
        await asyncio.sleep(0.001)
        if tries:
            house.clock.advance(timedelta(seconds=1))
    await processing

    job = await house.read.status(job_id)
    assert (job.status, job.fence, job.crashes) == (JobStatus.SUCCESS, 1, 0)
    assert len(house.parser.given) == 1
    assert house.metrics.counts["jobs ended success"] == 1
    assert "waits for the database" in caplog.text
    assert "thrown away" not in caplog.text


async def test_jobs_that_come_at_once_are_claimed_in_one_step_and_those_that_wait_for_an_end_end_in_one(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent, claims, ends = [await house.submitted() for _ in range(3)], list[int](), list[int]()
    claim, finish = house.jobs.claim_some_in_turn, house.jobs.finish_some

    async def claim_some(job_ids: Sequence[JobId], lease: timedelta, *, worker: WorkerId) -> Sequence[Job | None]:
        claims.append(len(job_ids))
        return await claim(job_ids, lease, worker=worker)

    async def finish_some(endings: Sequence[Ending]) -> Sequence[Job | None]:
        ends.append(len(endings))
        while sum(ends) + len(together._waiting) < len(sent):  # noqa: ASYNC110 - nothing tells that others wait
            await asyncio.sleep(0.001)
        return await finish(endings)

    together = Together(finish_some, most=64)
    monkeypatch.setattr(house.jobs, "claim_some_in_turn", claim_some)
    monkeypatch.setattr(house.process, "_endings", together)
    await asyncio.gather(*map(house.process, sent))

    assert [(await house.read.status(job_id)).status for job_id in sent] == [JobStatus.SUCCESS] * 3
    assert claims == [3]
    assert (sum(ends), len(ends) <= 2) == (3, True)


async def test_a_worker_that_stops_while_it_claims_hands_the_job_back(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    job_id, claim = await house.submitted(), house.jobs.claim_some_in_turn
    is_claimed, goes_on = asyncio.Event(), asyncio.Event()

    async def slowly(job_ids: Sequence[JobId], lease: timedelta, *, worker: WorkerId) -> Sequence[Job | None]:
        taken = await claim(job_ids, lease, worker=worker)
        is_claimed.set()
        await goes_on.wait()
        return taken

    monkeypatch.setattr(house.jobs, "claim_some_in_turn", slowly)
    processing = asyncio.create_task(house.process(job_id))
    await is_claimed.wait()
    processing.cancel()
    goes_on.set()
    await asyncio.gather(processing, return_exceptions=True)
    await asyncio.sleep(0)

    assert list(await house.jobs.claimable(1, untouched_for=timedelta(0))) == [job_id]
    assert house.parser.given == []


async def test_what_keeps_one_job_from_ending_keeps_none_of_those_beside_it(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = [await house.submitted() for _ in range(3)]

    async def break_together(endings: Sequence[Ending]) -> Sequence[Job | None]:
        raise UnicodeError

    async def refuse_one(job_id: JobId, *, fence: int, outcome: Outcome) -> Job:
        if job_id == sent[0]:
            raise UnicodeError
        return await finish(job_id, fence=fence, outcome=outcome)

    finish = house.jobs.finish
    monkeypatch.setattr(house.process, "_endings", Together(break_together, most=64))
    monkeypatch.setattr(house.jobs, "finish", refuse_one)
    told = await asyncio.gather(*map(house.process, sent), return_exceptions=True)

    assert [type(each) for each in told].count(UnicodeError) == 1
    statuses = [(await house.read.status(job_id)).status for job_id in sent]
    assert statuses == [JobStatus.PROCESSING, JobStatus.SUCCESS, JobStatus.SUCCESS]
