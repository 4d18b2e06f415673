from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cvparser.domain import job as rules
from cvparser.domain.retention import FOR_GOOD, Retention, expires_at, is_expired, keeps_file
from cvparser.testing.conformance.job_repository import FAILURE, LEASE, START, WORKER, stored_job

TIMES = st.timedeltas(timedelta(0), timedelta(days=400))


def ended(*, is_text: bool = False) -> rules.Job:
    held = rules.claim(stored_job(is_text=is_text), START, LEASE, worker=WORKER)
    assert held is not None
    return rules.finish(held, START, fence=held.fence, outcome=FAILURE)


@pytest.mark.parametrize(("is_text", "ends", "kept"), [(False, True, True), (True, True, False), (True, False, True)])
def test_a_file_is_kept_and_a_text_until_its_job_ends(*, is_text: bool, ends: bool, kept: bool) -> None:
    job = ended(is_text=is_text) if ends else stored_job(is_text=is_text)

    assert keeps_file(job, START, kept_for=None) == kept


@given(TIMES, TIMES)
def test_a_file_goes_at_its_time_and_never_before_its_job_has_ended(kept_for: timedelta, passed: timedelta) -> None:
    assert keeps_file(ended(), START + passed, kept_for) == (passed < kept_for)
    assert keeps_file(stored_job(), START + passed, kept_for)


@given(st.none() | TIMES, st.none() | TIMES, TIMES)
def test_a_job_goes_when_its_submission_was_told_or_sooner_and_never_later(
    told: timedelta | None, bound: timedelta | None, passed: timedelta
) -> None:
    job = replace(stored_job(), expires_at=None if told is None else START + told)

    end = expires_at(job, Retention(results=bound))

    assert end == min((START + each for each in (told, bound) if each is not None), default=None)
    assert is_expired(job, START + passed, Retention(results=bound)) == (end is not None and START + passed >= end)


def test_what_was_there_before_anything_was_counted_is_counted_from_then() -> None:
    job = replace(stored_job(), kept_from=START + timedelta(days=300))

    assert expires_at(job, Retention(results=timedelta(days=30))) == START + timedelta(days=330)
    assert expires_at(job, FOR_GOOD) is None
