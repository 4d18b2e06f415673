"""Which lines of a text differ from those of the round before: only there can most recognizers find anything new."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate

from cvparser.domain.privacy.prepared_text import Span

_DIGIT = re.compile(r"\d")
#: Five digits of which at most one blank, dot or hyphen parts two.
_FIVE_DIGITS = re.compile(r"\d(?:[ .-]?\d){4}")
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


def lines_with_digits(text: str, places: Iterable[Span]) -> tuple[Span, ...]:
    r"""Return the lines at `places` that hold a digit; neighbours as one stretch.

    >>> lines_with_digits("a\nb1\nc2\nd\n5", (Span(0, 11),))
    (Span(start=2, end=7), Span(start=10, end=11))
    """
    return _lines_with(_DIGIT, text, places)


def lines_with_five_digits(text: str, places: Iterable[Span]) -> tuple[Span, ...]:
    r"""Return the lines at `places` with five digits of which at most one blank, dot or hyphen parts two.

    >>> lines_with_five_digits("2019 - 2023\n2019-23\n5", (Span(0, 21),))
    (Span(start=12, end=19),)
    """
    return _lines_with(_FIVE_DIGITS, text, places)


def _lines_with(pattern: re.Pattern[str], text: str, places: Iterable[Span]) -> tuple[Span, ...]:
    """Return the lines at `places` that hold what a pattern without line ends finds; neighbours as one stretch."""
    found: list[Span] = []
    for place in places:
        at = place.start
        while (match := pattern.search(text, at, place.end)) is not None:
            start = max(place.start, text.rfind("\n", place.start, match.start()) + 1)
            end = text.find("\n", match.end(), place.end)
            at = end if end >= 0 else place.end
            if found and start <= found[-1].end + 1:
                found[-1] = Span(found[-1].start, at)
            else:
                found.append(Span(start, at))
    return tuple(found)


def those_within(places: Iterable[Span], spans: Sequence[Span]) -> list[Span]:
    """Return the spans that start at one of the places; both are in order.

    >>> those_within((Span(0, 3), Span(8, 9)), [Span(2, 5), Span(5, 6), Span(9, 12)])
    [Span(start=2, end=5), Span(start=9, end=12)]
    """
    places = list(places)
    if len(places) == 1 and spans and places[0].start <= spans[0].start and spans[-1].start <= places[0].end:
        return list(spans)
    starts = [span.start for span in spans]
    slots = (slice(bisect_left(starts, place.start), bisect_right(starts, place.end)) for place in places)
    return [span for slot in slots for span in spans[slot]]
