"""Places where single words are personal: the header, contact and personal details."""

from __future__ import annotations

from cvparser.domain.privacy.prepared_text import PreparedText, Span
from cvparser.domain.privacy.sections import Section

_MAX_HEADER_LINES = 12
_MAX_LINE = 160
#: Characters and parts of a header of one line.
_MAX_ROW, _MIN_ROW_PARTS = 320, 4


def personal_places(prepared: PreparedText, parts: tuple[Section, ...]) -> list[Span]:
    """Return the lines in which a date, a street or a town alone is the candidate's."""
    places: list[Span] = []
    for part in parts:
        if part.kind == "header":
            lines = part.lines[:_MAX_HEADER_LINES] if len(parts) > 1 else part.lines[:8]
            places += [line for line in lines if line.end - line.start <= _MAX_LINE or _is_row(prepared, line)]
        elif part.kind in {"contact", "personal"}:
            places += part.lines[:_MAX_HEADER_LINES]
    return sorted(places)


def _is_row(prepared: PreparedText, line: Span) -> bool:
    """Return whether a long line is a whole header: parts between bars and bullets, and no prose."""
    return line.end - line.start <= _MAX_ROW and len(prepared.segments(line)) >= _MIN_ROW_PARTS
