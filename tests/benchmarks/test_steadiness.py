from __future__ import annotations

import random

import pytest
from benchmarks.steadiness import trend


def swinging(seed: int, *, leak: float) -> list[tuple[float, float]]:
    """A figure around 1,000 that swings by 20, with a peak now and then, and leaks so much a sample."""
    chance = random.Random(seed)
    return [
        (10.0 * n, 1000 + chance.gauss(0, 20) + leak * n + (500 if chance.random() < 0.05 else 0)) for n in range(90)
    ]


@pytest.mark.parametrize("seed", range(10))
def test_what_swings_and_has_peaks_is_flat_and_what_leaks_is_not(seed: int) -> None:
    assert trend(swinging(seed, leak=0)).is_flat
    assert not trend(swinging(seed, leak=1)).is_flat


def test_what_falls_is_flat() -> None:
    assert trend(swinging(1, leak=-3)).is_flat


def test_a_count_that_grows_without_swinging_is_not_flat() -> None:
    assert not trend([(float(n), 40.0 + n // 10) for n in range(90)]).is_flat
    assert trend([(float(n), 40.0 + n // 45) for n in range(90)]).is_flat
