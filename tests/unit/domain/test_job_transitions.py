"""What each move of a job changes, to the second, and that it changes nothing else."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cvparser.domain import job as rules
from cvparser.domain.errors import FencedOutError, JobCancelledError, JobCrashedError, JobDeadlineError
from cvparser.domain.heartbeat import Holder
from cvparser.domain.job import MAX_CRASHES, Failure, Job, JobStatus, most_suspects
from cvparser.testing.conformance.job_repository import FAILURE, LEASE, START, SUCCESS, WATCHER, WORKER, stored_job

SECOND = timedelta(seconds=1)
MOMENTS = st.timedeltas(timedelta(0), timedelta(minutes=14)).map(lambda passed: START + passed)
LEASES = st.timedeltas(SECOND, timedelta(hours=1))


def claimed(job: Job, now: datetime = START, lease: timedelta = LEASE) -> Job:
    held = rules.claim(job, now, lease, worker=WORKER)
    assert held is not None
    return held


def changed(before: Job, after: Job) -> dict[str, object]:
    """Give what differs, by field."""
    names = [each.name for each in fields(Job)]
    return {name: getattr(after, name) for name in names if getattr(after, name) != getattr(before, name)}


@given(MOMENTS, LEASES)
def test_a_first_claim_gives_fence_one_and_a_lease_and_starts_the_clock(now: datetime, lease: timedelta) -> None:
    job = stored_job(at=START - SECOND)

    assert changed(job, claimed(job, now, lease)) == {
        "fence": 1,
        "lease_until": min(now + lease, job.deadline_at),
        "worker": WORKER,
        "started_at": now,
        "updated_at": now,
    }


def test_a_claim_over_a_lease_that_ran_out_counts_a_crash_and_keeps_the_start() -> None:
    held = claimed(stored_job())
    ran_out = START + LEASE

    assert changed(held, claimed(held, ran_out)) == {
        "fence": 2,
        "lease_until": ran_out + LEASE,
        "crashes": 1,
        "updated_at": ran_out,
    }


def test_a_lease_holds_until_the_moment_it_names_and_not_at_it() -> None:
    held = claimed(stored_job())

    assert rules.claim(held, START + LEASE - SECOND, LEASE, worker=WORKER) is None
    assert not rules.is_claimable(held, START + LEASE - SECOND)
    assert rules.crashes(held, START + LEASE - SECOND) == 0
    assert rules.is_claimable(held, START + LEASE)
    assert rules.crashes(held, START + LEASE) == 1


@given(MOMENTS, LEASES)
def test_renewing_moves_the_end_of_the_lease_and_nothing_else(now: datetime, lease: timedelta) -> None:
    held = claimed(stored_job(at=START - SECOND), START - SECOND)

    renewed = rules.renew(held, now, fence=1, lease=lease)

    assert renewed == replace(held, lease_until=min(now + lease, held.deadline_at))


@given(MOMENTS)
def test_releasing_ends_the_lease_and_counts_no_crash(now: datetime) -> None:
    held = claimed(stored_job(at=START - SECOND), START - SECOND)

    released = rules.release(held, now, fence=1)

    assert released == replace(held, lease_until=None, worker=None, updated_at=now)
    assert claimed(released, now).crashes == 0


@given(MOMENTS)
def test_a_good_end_keeps_the_language_and_the_time_since_the_first_claim(now: datetime) -> None:
    held = claimed(stored_job(at=START - SECOND), START - SECOND)

    assert changed(held, rules.finish(held, now, fence=1, outcome=SUCCESS)) == {
        "status": JobStatus.SUCCESS,
        "lease_until": None,
        "worker": None,
        "updated_at": now,
        "processing_time": now - START + SECOND,
        "cv_language": "tr",
    }


def test_a_bad_end_keeps_the_code_and_the_message() -> None:
    held = claimed(stored_job())

    assert changed(held, rules.finish(held, START + SECOND, fence=1, outcome=FAILURE)) == {
        "status": JobStatus.FAILED,
        "lease_until": None,
        "worker": None,
        "updated_at": START + SECOND,
        "processing_time": SECOND,
        "error_code": "pdf_corrupt",
        "error_message": "The PDF file is damaged.",
    }


def test_cancelling_ends_a_job_whoever_holds_it_and_changes_no_ended_one() -> None:
    held = claimed(stored_job())

    cancelled = rules.cancel(held, START + SECOND)

    assert changed(held, cancelled) == {
        "status": JobStatus.FAILED,
        "lease_until": None,
        "worker": None,
        "updated_at": START + SECOND,
        "processing_time": SECOND,
        "error_code": "cancelled",
        "error_message": JobCancelledError.default_message,
    }
    assert rules.cancel(cancelled, START + 2 * SECOND) is cancelled
    with pytest.raises(FencedOutError):
        rules.finish(cancelled, START + SECOND, fence=1, outcome=SUCCESS)


def test_a_worker_whose_lease_just_ran_out_may_still_finish_when_nobody_took_over() -> None:
    held = claimed(stored_job())

    assert rules.finish(held, START + 2 * LEASE, fence=1, outcome=SUCCESS).status is JobStatus.SUCCESS


@pytest.mark.parametrize("fence", [0, 2])
def test_a_fence_that_is_not_the_newest_holds_nothing(fence: int) -> None:
    held = claimed(stored_job())

    with pytest.raises(FencedOutError):
        rules.renew(held, START, fence=fence, lease=LEASE)
    with pytest.raises(FencedOutError):
        rules.release(held, START, fence=fence)
    with pytest.raises(FencedOutError):
        rules.finish(held, START, fence=fence, outcome=SUCCESS)


def test_nobody_holds_a_job_that_was_never_claimed_or_has_ended() -> None:
    held = claimed(stored_job())
    ended = rules.finish(held, START, fence=1, outcome=SUCCESS)

    for job in (stored_job(), ended, replace(ended, lease_until=START + LEASE)):
        with pytest.raises(FencedOutError):
            rules.release(job, START, fence=job.fence)


def crashed(times: int) -> tuple[Job, datetime]:
    """Give a job whose last so many leases ran out, and the moment when the last did."""
    job, now = stored_job(), START
    for _ in range(times):
        job, now = claimed(job, now), now + LEASE
    return job, now


def test_the_eighth_crash_gives_the_job_up() -> None:
    last, later = crashed(MAX_CRASHES - 1)
    assert rules.is_claimable(last, later)
    assert rules.give_up(last, later) is None

    lost, now = crashed(MAX_CRASHES)
    assert MAX_CRASHES == 8
    assert not rules.is_claimable(lost, now)
    assert rules.give_up(lost, now - SECOND) is None
    assert changed(lost, rules.give_up(lost, now) or lost) == {
        "status": JobStatus.FAILED,
        "lease_until": None,
        "worker": None,
        "crashes": 8,
        "updated_at": now,
        "processing_time": 8 * LEASE,
        "error_code": JobCrashedError.code,
        "error_message": JobCrashedError.default_message,
    }


@pytest.mark.parametrize("holder", [Holder.LIVES, Holder.UNKNOWN])
def test_only_a_worker_that_is_gone_counts_as_a_crash(holder: Holder) -> None:
    lost, now = crashed(MAX_CRASHES)

    assert rules.crashes(lost, now, holder) == MAX_CRASHES - 1
    assert rules.give_up(lost, now, holder) is None


def test_a_lease_that_ran_out_is_over_unless_its_worker_may_come_back() -> None:
    held, now = claimed(stored_job()), START + LEASE

    assert rules.claim(held, now, LEASE, worker=WATCHER, holder=Holder.UNKNOWN) is None
    taken = rules.claim(held, now, LEASE, worker=WATCHER, holder=Holder.LIVES)
    assert taken is not None
    assert (taken.crashes, taken.worker, taken.fence) == (0, WATCHER, 2)


def test_the_more_often_a_job_crashed_the_fewer_others_that_did_it_is_beside() -> None:
    for times in range(1, MAX_CRASHES):
        job, now = crashed(times)
        fewer = [1] * (most_suspects(times) - 1)

        assert rules.claim(job, now, LEASE, worker=WORKER, beside=fewer) is not None
        assert rules.claim(job, now, LEASE, worker=WORKER, beside=[*fewer, 1]) is None
        assert rules.claim(job, now, LEASE, worker=WORKER, beside=None) is None


def test_nothing_that_crashed_joins_what_is_tried_alone_and_what_never_crashed_joins_anything() -> None:
    suspect, now = crashed(1)

    assert rules.claim(suspect, now, LEASE, worker=WORKER, beside=[MAX_CRASHES - 1]) is None
    assert rules.claim(stored_job(), now, LEASE, worker=WORKER, beside=[MAX_CRASHES - 1]) is not None
    assert rules.claim(stored_job(), now, LEASE, worker=WORKER, beside=None) is not None


def test_a_job_past_its_deadline_is_given_up_and_one_never_claimed_has_no_processing_time() -> None:
    job = stored_job()
    before, late = job.deadline_at - SECOND, job.deadline_at

    assert rules.is_claimable(job, before)
    assert rules.give_up(job, before) is None
    assert not rules.is_claimable(job, late)
    assert changed(job, rules.give_up(job, late) or job) == {
        "status": JobStatus.FAILED,
        "updated_at": late,
        "error_code": JobDeadlineError.code,
        "error_message": JobDeadlineError.default_message,
    }


@pytest.mark.parametrize("holder", list(Holder))
def test_the_deadline_ends_a_job_whoever_holds_it_and_counts_no_crash(holder: Holder) -> None:
    job = stored_job()
    held = claimed(job, job.deadline_at - SECOND)
    assert held.lease_until == job.deadline_at

    ended = rules.give_up(held, job.deadline_at, holder)

    assert ended is not None
    assert (ended.error_code, ended.crashes, ended.processing_time) == (JobDeadlineError.code, 0, SECOND)
    with pytest.raises(FencedOutError):
        rules.finish(ended, job.deadline_at, fence=1, outcome=SUCCESS)


def test_a_worker_that_is_a_little_late_ends_its_job_where_nobody_has() -> None:
    held = claimed(stored_job())

    assert rules.finish(held, held.deadline_at + SECOND, fence=1, outcome=SUCCESS).status is JobStatus.SUCCESS


def test_an_ended_job_is_not_given_up_again() -> None:
    ended = rules.finish(claimed(stored_job()), START, fence=1, outcome=SUCCESS)

    assert rules.give_up(ended, START + timedelta(days=1)) is None
    assert not rules.is_claimable(ended, START)


def test_a_failure_says_what_its_error_says() -> None:
    error = JobCrashedError("Given up.")

    assert Failure.of(error) == Failure(code="job_crashed", message="Given up.")
