"""Titles of sections in a rail of a plain text, set with blanks beside their sections: read above them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from cvparser.domain.cv.headings import heading_of, is_listed_heading

#: Fewer titles than this are no rail.
LEAST_TITLES = 3
#: Share of titles that are known as headings: labels of values are none.
_LEAST_KNOWN = 0.6
#: What stands at the left of a line, and the blanks behind it.
_TITLED = re.compile(r"^\S++(?: \S++)*+ {2,}(?=\S)")


def with_titles_above(lines: Sequence[str]) -> Sequence[str]:
    """Return lines with the titles of a rail above what stands beside them; as they are where there is none."""
    edges = Counter(match.end() for line in lines if (match := _TITLED.match(line)))
    edge, times = edges.most_common(1)[0] if edges else (0, 0)
    if times < LEAST_TITLES:
        return lines
    first = next(at for at, line in enumerate(lines) if (match := _TITLED.match(line)) and match.end() == edge)
    last = next((at for at in range(first, len(lines)) if not _is_beside(lines[at], edge)), len(lines))
    inside = [(line[:edge].strip(), line[edge:].rstrip()) for line in lines[first:last]]
    titles = list(_titles([name for name, _ in inside]))
    known = sum(heading_of(title) is not None for _, title in titles)
    if len(titles) < LEAST_TITLES or known < _LEAST_KNOWN * len(titles):
        return lines
    above = dict(titles)
    told = list(lines[:first])
    for at, (_, rest) in enumerate(inside):
        told += ["", above[at]] if at in above else []
        told += [rest] if rest or at not in above else []
    return [*told, *lines[last:]]


def _is_beside(line: str, edge: int) -> bool:
    """Return whether nothing of a line stands where the rail and what is beside it meet."""
    return not line[edge - 2 : edge].strip()


def _titles(names: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield the titles, those of several lines joined, each with the place of its first."""
    start, title = 0, ""
    for at, name in enumerate(names):
        if title and (not name or not _goes_on(title, name)):
            yield start, title
            title = ""
        if name:
            start, title = (start, f"{title} {name}") if title else (at, name)
    if title:
        yield start, title


def _goes_on(title: str, name: str) -> bool:
    """Return whether the line below one of a title is its next one, and no title of its own."""
    return is_listed_heading(f"{title} {name}") or heading_of(name) is None
