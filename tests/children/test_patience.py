from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cvparser.children.patience import OF_LATE, TIMES, Patience

SECONDS = st.floats(0, 1e6)


@given(st.lists(SECONDS))
def test_it_stays_within_its_bounds(took: list[float]) -> None:
    patience = Patience(0.5, 3.0)

    for seconds in took:
        patience.ended(seconds)

        assert 0.5 <= patience.seconds <= 3.0


@given(st.lists(SECONDS))
def test_with_one_bound_it_is_always_the_same(took: list[float]) -> None:
    patience = Patience(0.5)

    for seconds in took:
        patience.ended(seconds)

    assert patience.seconds == 0.5


def test_what_takes_long_every_time_is_not_slow_and_what_is_quick_again_is_soon_expected_to_be() -> None:
    patience = Patience(0.5, 30.0)

    for _ in range(5 * OF_LATE):
        patience.ended(1.0)
    assert patience.seconds > 0.9 * TIMES
    for _ in range(5 * OF_LATE):
        patience.ended(0.01)
    assert patience.seconds == 0.5


def test_one_that_hangs_for_an_hour_counts_as_one_that_was_slow() -> None:
    patience, other = Patience(0.5, 1000.0), Patience(0.5, 1000.0)

    patience.ended(3600.0)
    other.ended(0.5)

    assert patience.seconds == other.seconds
