"""What the guard of hot paths says of two trees."""

from __future__ import annotations

from benchmarks.guard import least, slower, table


def test_more_than_a_tenth_slower_is_said_and_less_is_not() -> None:
    assert slower({"redact": 10.0, "ground": 10.0}, {"redact": 11.2, "ground": 10.9}) == ["redact"]


def test_a_path_that_the_other_tree_does_not_have_is_shown_and_not_compared() -> None:
    assert slower({}, {"redact": 10.0}) == []
    assert table({}, {"redact": 10.0}).splitlines()[1].split() == ["redact", "10.00", "new"]


def test_of_several_turns_the_least_counts() -> None:
    assert least([{"redact": 12.0}, {"redact": 10.0}, {"redact": 11.0}]) == {"redact": 10.0}
