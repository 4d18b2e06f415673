"""Lines of a description to one string."""

from __future__ import annotations

from collections.abc import Iterable

from cvparser.adapters.profile_parser.offline.lines import Line

#: Characters that a paragraph of a profile may have.
_LONGEST = 5_000


def paragraph(lines: Iterable[Line]) -> str | None:
    """Return the lines as one string, a line each, None where there is nothing.

    Where it would get longer than a profile takes, whole lines are left out at its end.
    """
    kept: list[str] = []
    length = 0
    for line in lines:
        length += len(line.text) + 1
        if length > _LONGEST:
            break
        if line.text:
            kept.append(line.text)
    return "\n".join(kept) or None
