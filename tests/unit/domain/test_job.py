from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cvparser.domain import job as rules
from cvparser.domain.errors import FencedOutError
from cvparser.domain.job import MAX_CRASHES, Failure, Job, JobStatus, Success
from cvparser.testing.conformance.job_repository import LEASE, PARSED, START, WORKER, stored_job

MOMENTS = st.timedeltas(timedelta(0), timedelta(hours=1)).map(lambda passed: START + passed)


TRANSITIONS: dict[str, Callable[[Job, datetime], Job | None]] = {
    "claim": lambda job, now: rules.claim(job, now, LEASE, worker=WORKER),
    "renew": lambda job, now: rules.renew(job, now, fence=job.fence, lease=LEASE),
    "release": lambda job, now: rules.release(job, now, fence=job.fence),
    "release for later": lambda job, now: rules.release(job, now, fence=job.fence, later=timedelta(minutes=5)),
    "finish": lambda job, now: rules.finish(job, now, fence=job.fence, outcome=Success(parsed=PARSED)),
    "fail": lambda job, now: rules.finish(job, now, fence=job.fence, outcome=Failure(code="x", message="X.")),
    "give_up": rules.give_up,
}
STEPS = st.lists(st.tuples(st.sampled_from(sorted(TRANSITIONS)), MOMENTS))


def after(job: Job, step: str, now: datetime) -> Job:
    """Give the job after a step by whoever holds it; unchanged where the rules refuse."""
    try:
        return TRANSITIONS[step](job, now) or job
    except FencedOutError:
        return job


@given(STEPS)
def test_whatever_happens_a_fence_never_falls_and_an_ended_job_never_changes(
    steps: list[tuple[str, datetime]],
) -> None:
    job = stored_job()
    for step, moment in sorted(steps, key=lambda each: each[1]):
        moved = after(job, step, moment)
        assert moved.fence >= job.fence
        assert moved.crashes >= job.crashes
        assert not job.is_final or moved == job
        job = moved


@given(STEPS)
def test_whatever_happens_a_job_says_why_it_failed_and_only_then(steps: list[tuple[str, datetime]]) -> None:
    job = stored_job()
    for step, moment in sorted(steps, key=lambda each: each[1]):
        job = after(job, step, moment)

    assert (job.status is JobStatus.FAILED) == (job.error_code is not None) == (job.error_message is not None)
    assert not job.is_final or job.lease_until is job.not_before is None
    assert job.crashes <= MAX_CRASHES


@given(STEPS)
def test_every_job_can_be_brought_to_an_end(steps: list[tuple[str, datetime]]) -> None:
    job = stored_job()
    for step, moment in sorted(steps, key=lambda each: each[1]):
        job = after(job, step, moment)

    assert job.is_final or rules.give_up(job, START + timedelta(days=1)) is not None


def test_a_worker_with_an_old_fence_is_refused_everything() -> None:
    held = rules.claim(stored_job(), START, LEASE, worker=WORKER)
    assert held is not None

    with pytest.raises(FencedOutError):
        rules.renew(held, START, fence=held.fence - 1, lease=LEASE)
    with pytest.raises(FencedOutError):
        rules.release(held, START, fence=held.fence - 1)
    with pytest.raises(FencedOutError):
        rules.finish(held, START, fence=held.fence - 1, outcome=Success(parsed=PARSED))


def test_a_released_job_cannot_be_ended_by_who_released_it() -> None:
    held = rules.claim(stored_job(), START, LEASE, worker=WORKER)
    assert held is not None
    released = rules.release(held, START, fence=held.fence)

    with pytest.raises(FencedOutError):
        rules.finish(released, START, fence=held.fence, outcome=Success(parsed=PARSED))


@given(st.timedeltas(timedelta(0), timedelta(days=2)), MOMENTS)
def test_a_job_handed_back_for_later_is_taken_no_sooner_and_fails_by_its_deadline(
    later: timedelta, moment: datetime
) -> None:
    held = rules.claim(stored_job(), START, LEASE, worker=WORKER)
    assert held is not None
    released = rules.release(held, START, fence=held.fence, later=later)

    taken, given_up = rules.claim(released, moment, LEASE, worker=WORKER), rules.give_up(released, moment)

    assert (taken is not None) == (START + later <= moment < held.deadline_at)
    assert (given_up is not None) == (moment >= held.deadline_at)
    assert taken is None or taken.not_before is None
