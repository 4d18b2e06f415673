"""Places where single words are personal: the header, contact and personal details."""

from __future__ import annotations

import re
from itertools import takewhile

from cvparser.domain.cv.dates.notation import YEAR
from cvparser.domain.privacy.prepared_text import PreparedText, Span
from cvparser.domain.privacy.sections import Section

_MAX_HEADER_LINES = 12
_MAX_LINE = 160
#: Characters and parts of a header of one line.
_MAX_ROW, _MIN_ROW_PARTS = 320, 4
#: Lines beside an address that stands alone, perhaps behind a label, and their characters.
_BESIDE, _MAX_CONTACT = 2, 80
_ADDRESS = re.compile(
    r"\W{0,4}(?:[^\W\d_]{1,12}[ -]?[^\W\d_]{0,8}[ ]?[:=–-]{1,2}[ ]?)?[^\s@]{1,64}@[^\s@]{3,64}\s{0,3}"
)
_YEAR = re.compile(rf"(?<!\d){YEAR}(?!\d)")


def personal_places(prepared: PreparedText, parts: tuple[Section, ...]) -> list[Span]:
    """Return the lines in which a date, a street or a town alone is the candidate's."""
    places: list[Span] = []
    for part in parts:
        if part.kind == "header":
            lines = part.lines[:_MAX_HEADER_LINES] if len(parts) > 1 else part.lines[:8]
            places += [line for line in lines if line.end - line.start <= _MAX_LINE or _is_row(prepared, line)]
        elif part.kind in {"contact", "personal"}:
            places += part.lines[:_MAX_HEADER_LINES]
        elif part.kind == "other":
            places += _beside_address(prepared, part.lines)
    return sorted(places)


def _beside_address(prepared: PreparedText, lines: tuple[Span, ...]) -> list[Span]:
    """Return the short lines beside one that is an e-mail address alone: contacts below the main text, say.

    They end where a line has a year, or is long.
    """
    found: set[Span] = set()
    for index, line in enumerate(lines):
        if "@" not in prepared.folded[slice(*line)] or _ADDRESS.fullmatch(prepared.folded, *line) is None:
            continue
        for beside in (lines[max(0, index - _BESIDE) : index][::-1], lines[index + 1 : index + 1 + _BESIDE]):
            found.update(takewhile(lambda near: _may_be_contact(prepared, near), beside))
    return sorted(found)


def _may_be_contact(prepared: PreparedText, line: Span) -> bool:
    return line.end - line.start <= _MAX_CONTACT and _YEAR.search(prepared.folded, *line) is None


def _is_row(prepared: PreparedText, line: Span) -> bool:
    """Return whether a long line is a whole header: parts between bars and bullets, and no prose."""
    return line.end - line.start <= _MAX_ROW and len(prepared.segments(line)) >= _MIN_ROW_PARTS
