"""Who is gone, who lives, and what cannot be known."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cvparser.domain.heartbeat import Heartbeat, Holder, heartbeat, holder
from cvparser.testing.conformance.job_repository import LEASE, START, WATCHER, WORKER


def heard(*seconds: float) -> Heartbeat:
    """Return the last of these moments at which a worker was heard."""
    last: Heartbeat | None = None
    for second in seconds:
        last = heartbeat(WATCHER, START + timedelta(seconds=second), LEASE, last=last)
    assert last is not None
    return last


def known(ran_out_s: float, now_s: float, *, own: Heartbeat | None = None, last: Heartbeat | None = None) -> Holder:
    return holder(START + timedelta(seconds=ran_out_s), START + timedelta(seconds=now_s), own=own, last=last)


def test_a_worker_that_was_silent_for_a_lease_in_which_another_was_heard_is_gone() -> None:
    assert known(30, 29.9, last=heard(0, 10, 20)) is Holder.UNKNOWN
    assert known(30, 30, last=heard(0, 10, 20)) is Holder.GONE


@pytest.mark.parametrize("break_s", [15, 30, 3_000])
def test_after_a_break_of_half_a_lease_a_whole_lease_passes_before_anybody_is_gone(break_s: float) -> None:
    back = 20 + break_s
    beats = [0, 10, 20, back, back + 10, back + 20]

    assert known(30, back + 29.9, last=heard(*beats)) is Holder.UNKNOWN
    assert known(30, back + 30, last=heard(*beats)) is Holder.GONE


def test_in_silence_nobody_is_gone() -> None:
    assert known(30, 30) is Holder.UNKNOWN
    assert known(30, 35, last=heard(0, 10, 20)) is Holder.UNKNOWN


def test_who_was_heard_after_its_lease_ran_out_lives_whatever_else_is_known() -> None:
    own = heartbeat(WORKER, START + timedelta(seconds=31), LEASE, last=None)

    assert known(30, 31, own=own) is Holder.LIVES
    assert known(31, 31, own=own) is Holder.UNKNOWN


@given(st.lists(st.floats(0, 14.9), max_size=20))
def test_while_somebody_is_heard_in_time_the_moment_of_judgement_stays(waits: list[float]) -> None:
    first = last = heartbeat(WATCHER, START, LEASE, last=None)
    now: datetime = START
    for wait in waits:
        now += timedelta(seconds=wait)
        last = heartbeat(WORKER, now, LEASE, last=last)

    assert last.judged_from == first.judged_from == START + LEASE
