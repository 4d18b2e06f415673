"""Whether work takes longer in proportion: processor time against that of less of it, in the same run."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

_TRIES = 3


def cost_s(work: Callable[[], object]) -> float:
    """Return the processor time that work takes in this process, in seconds."""
    # What other work left behind is not to be gone over at the cost of this.
    gc.collect()
    gc.disable()
    started = time.process_time()
    try:
        work()
        return time.process_time() - started
    finally:
        gc.enable()


def grows_at_most(times: float, work: Callable[[int], object], short: int, long: int, *, slack_s: float) -> bool:
    """Return whether `work(long)` takes at most `times` as long as `work(short)`, and `slack_s` seconds.

    It is measured again before that is denied: a machine that is busy slows now one, now the other.
    """
    return any(cost_s(lambda: work(long)) <= times * cost_s(lambda: work(short)) + slack_s for _ in range(_TRIES))
