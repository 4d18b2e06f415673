"""Which seeds may be learned from, and which only measure."""

from __future__ import annotations

#: Seeds below are for training and fits.
TRAINED = 1000


def is_fresh(seed: int) -> bool:
    """Whether nothing may have been learned from this seed's documents."""
    return seed >= TRAINED
