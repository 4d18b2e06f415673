"""Which lines of a text differ from those of the round before: only there can most recognizers find anything new."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from cvparser.domain.privacy.prepared_text import Span

#: Lines beside a changed one that are looked at again: a label stands above its value, a number is wrapped.
_BESIDE = 2


def changed_lines(before: str, text: str) -> tuple[Span, ...]:
    r"""Return the lines of `text` that `before` has not, and two on each side; neighbours as one stretch.

    >>> changed_lines("a\nb\nc\nd\ne\nf", "a\nb\nc\nd\ne\nX")
    (Span(start=6, end=11),)
    """
    known, lines = set(before.split("\n")), text.split("\n")
    starts = [0, *accumulate(len(line) + 1 for line in lines)]
    last = len(lines) - 1
    found: list[Span] = []
    for index, line in enumerate(lines):
        if line in known:
            continue
        span = Span(starts[max(0, index - _BESIDE)], starts[min(last, index + _BESIDE) + 1] - 1)
        if found and span.start <= found[-1].end + 1:
            found[-1] = Span(found[-1].start, span.end)
        else:
            found.append(span)
    return tuple(found)


def is_within(places: Sequence[Span], at: int) -> bool:
    """Return whether one of the places, which are in order, holds what starts at `at`."""
    slot = bisect_right(places, at, key=lambda place: place.start)
    return slot > 0 and at <= places[slot - 1].end
