"""Whether work grows faster than its text: processor time against a linear twin in the same run.

What is linear takes a constant number of times as long as the twin, whatever the length. So work is slow if it takes
many times as long as it should by the twin's measure on a long text, and in proportion far longer than on a short one;
and only if it does so again and again: a busy machine slows both.
"""

from __future__ import annotations

import gc
import re
import signal
import time
from collections.abc import Callable
from types import FrameType

_TWIN = re.compile("[^\\W_]|[\\W_]")
_TRIES = 3
_FASTEST_GROWTH = 2.5
"""Times that the ratio to the twin may grow while the text grows fourfold; the square of the length makes it four."""
_LEAST_RATIO = 8.0
"""Times the twin's own time below which nothing is slow; the twin takes about 100 ns a character."""
_LEAST_SECONDS = 0.15
"""Below this a clock of processor time, which may tick a hundred times a second, tells nothing of growth."""
_LONGEST = 20.0
"""Seconds of processor time after which work is slow without more ado."""


class _TooLongError(Exception):
    pass


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise _TooLongError


def seconds(work: Callable[[str], object], text: str) -> float:
    """Return the processor time that work takes, at most `_LONGEST` seconds."""
    before = signal.signal(signal.SIGVTALRM, _stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, _LONGEST)
    # What other tests left in memory is not to be gone over at the cost of this work.
    gc.disable()
    start = time.process_time()
    try:
        work(text)
    except _TooLongError:
        return _LONGEST
    finally:
        gc.enable()
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
    return time.process_time() - start


def twin(text: str) -> None:
    """Go over a text once, a step a character."""
    for _ in _TWIN.finditer(text):
        pass


def _twin_seconds(length: int) -> float:
    """Return what the twin takes for a text of a length, measured on one so long that the clock can tell."""
    return max(seconds(twin, "a " * 500_000), 0.01) * length / 1_000_000


def is_slow(work: Callable[[str], object], text_of: Callable[[int], str], length: int) -> bool:
    """Return whether work on `text_of(length)` takes out of proportion longer than on a quarter of it."""
    return all(_looks_slow(work, text_of, length) for _ in range(_TRIES))


def _looks_slow(work: Callable[[str], object], text_of: Callable[[int], str], length: int) -> bool:
    short, long = text_of(length // 4), text_of(length)
    taken = seconds(work, long)
    if taken >= _LONGEST:
        return True
    if taken < _LEAST_SECONDS:
        return False
    alike = _twin_seconds(len(long))
    ratio = taken / alike
    # A tick of the clock more or less must not look like growth.
    return ratio > _LEAST_RATIO and ratio > _FASTEST_GROWTH * (seconds(work, short) + 0.01) / (alike / 4)
