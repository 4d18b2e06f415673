from __future__ import annotations

import pytest

from cvparser.domain.access.limits import Limits, limits_of
from cvparser.domain.errors import FieldError


def test_limits_are_read_as_they_are_written() -> None:
    assert limits_of(["requests=600", "weight=3", "bytes=0"]) == {"requests": 600, "weight": 3, "bytes": 0}
    assert limits_of([]) == {}


@pytest.mark.parametrize(
    "text",
    ["requests", "requests=", "requests=-1", "requests=1.5", "requests=١", "speed=1", "=1", "weight=0", "weight=1001",
     f"bytes={2**53 + 1}", "requests=" + "9" * 5_000],
)  # fmt: skip
def test_what_is_no_limit_is_refused(text: str) -> None:
    with pytest.raises(FieldError):
        limits_of([text])


def test_a_limit_that_comes_twice_is_refused() -> None:
    with pytest.raises(FieldError):
        limits_of(["requests=1", "requests=2"])


def test_a_key_s_own_limits_stand_in_the_places_of_the_others_and_0_is_none() -> None:
    limits = Limits(requests=10, submissions=5, unfinished_jobs=9)

    own = limits.with_own({"requests": 0, "bytes": 7, "weight": 2, "of a later version": 1})

    assert own == Limits(requests=None, submissions=5, bytes=7, unfinished_jobs=9, weight=2)
