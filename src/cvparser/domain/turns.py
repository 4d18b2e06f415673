"""Whose job is worked on next: owners take turns, by start-time fair queueing (Goyal, Vin, Cheng, 1996).

Each job is given its turn, a number, when it is stored: one step behind the last unfinished job of its owner, but never
before the turn that is reached. The lowest turn is taken first. So each owner's jobs stand in the order of their
coming, owners alternate, and how many jobs one of them has makes no other's wait longer. A step is shorter where an
owner has more weight: with three times the weight it has three jobs in a round.
"""

from __future__ import annotations

from typing import Final

#: Weight where nobody says otherwise, and the most there is.
WEIGHT: Final = 1
MAX_WEIGHT: Final = 1_000
#: The turn that is reached where no job is unfinished.
FIRST: Final = 0.0


def turn(*, reached: float, last_of_owner: float | None, weight: int = WEIGHT) -> float:
    """Return the turn of a job that is stored.

    >>> turn(reached=7.0, last_of_owner=None)
    7.0
    >>> turn(reached=7.0, last_of_owner=41.0), turn(reached=7.0, last_of_owner=41.0, weight=4)
    (42.0, 41.25)

    Args:
        reached: The lowest turn of those that wait; where none waits the highest of those under way, or `FIRST`.
        last_of_owner: The highest turn of the owner's unfinished jobs; None = it has none.
        weight: The owner's, 1 or more.
    """
    return reached if last_of_owner is None else max(reached, last_of_owner + 1 / weight)
