"""Headings, and the parts of a CV that are personal as a whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from cvparser.domain.cv.headings import DECORATION, OWN_HEADINGS, has_only_heading_words, heading_of
from cvparser.domain.privacy.categories import is_category
from cvparser.domain.privacy.prepared_text import ATOM, PreparedText, Span, cells_of
from cvparser.domain.text.document_cache import remembered

_MAX_HEADING_LENGTH = 60
#: More digits than two years have.
_PHONE = re.compile(r"\d(?:[ ()./-]{0,2}\d){8}")
#: Kinds of headings under which something personal stands, or nothing professional. The rest is `other` here.
_PERSONAL_HEADINGS = ("document", "references", "emergency", "membership", "contact", "personal")
#: Headings that are labels here.
_NO_HEADINGS = frozenset({"military"})
#: Headings side by side with nothing but a gap between them: each heads a column of its own.
_COLUMN = re.compile(r"[^\s/|&,-](?:\t| {2})\s{0,100}(?![\s/|&,-])")
#: A page or years beside it.
_AROUND = f"{DECORATION}()0123456789"


@dataclass(frozen=True, slots=True)
class Section:
    """What stands under one heading.

    Attributes:
        kind: document, references, emergency, personal, membership, contact, other; `header` before the first; of
            sections that a deployment has withheld, the list of their headings.
        heading: The heading itself; empty for the header.
        lines: The lines under it; the first may be the rest of the heading's own line.
    """

    kind: str
    heading: Span
    lines: tuple[Span, ...]


@remembered
def heading_kind(folded: str) -> str | None:
    """Return the kind of heading that a folded line is, or None.

    Here a heading is what a list has as it is, or is made of words of headings: everything else may be a name.
    """
    bare = folded.strip(_AROUND)
    heading = heading_of(bare)
    if heading is None or _NO_HEADINGS.issuperset(heading.kinds or ("other",)) or _holds_phone(folded):
        return None
    is_value = ATOM in bare or '"' in bare
    are_columns = len(heading.parts) > 1 and _COLUMN.search(bare) is not None
    if heading.parts and not is_value and not are_columns:
        dropped = next(filter(is_dropped, heading.parts[0]), None)
        return dropped or next((kind for kind in _PERSONAL_HEADINGS if kind in heading.parts[0]), "other")
    return "other" if has_only_heading_words(bare) else None


def is_dropped(kind: str) -> bool:
    """Return whether a deployment has sections of this kind withheld as a whole."""
    return kind.startswith(OWN_HEADINGS) and is_category(kind.removeprefix(OWN_HEADINGS))


def _holds_phone(folded: str) -> bool:
    """Return whether a line holds a telephone number: `Software | 0312 555 01 47` is the rest of a header."""
    return _PHONE.search(folded) is not None


def sections(prepared: PreparedText) -> tuple[Section, ...]:
    """Cut a text into its sections, in order."""
    marks = list(_headings(prepared))
    found = []
    first = marks[0][0] if marks else len(prepared.lines)
    found.append(Section("header", Span(0, 0), prepared.lines[:first]))
    ends = [*(index for index, _, _, _ in marks[1:]), len(prepared.lines)][: len(marks)]
    for (index, kind, heading, rest), end in zip(marks, ends, strict=True):
        lines = prepared.lines[index + 1 : end]
        found.append(Section(kind, heading, (rest, *lines) if rest is not None else lines))
    return tuple(found)


def _headings(prepared: PreparedText) -> Iterator[tuple[int, str, Span, Span | None]]:
    """Return line number, kind, place and the rest of the line of each heading."""
    for index, line in enumerate(prepared.lines):
        found = _heading_in(prepared.folded[line.start : line.end])
        if found is not None:
            rest = Span(line.start + found.rest, line.end) if found.rest is not None else None
            yield index, found.kind, Span(line.start, line.start + found.end), rest


class _HeadingInLine(NamedTuple):
    """The heading that a line begins with: its kind, its end, and where the rest of the line starts, if it has one."""

    kind: str
    end: int
    rest: int | None


@remembered
def _heading_in(folded: str) -> _HeadingInLine | None:
    """Return the heading that a folded line is or begins with; None for none, and for the title of a document."""
    kind = heading_kind(folded)
    if kind is not None:
        return _HeadingInLine(kind, len(folded), None) if kind != "document" else None
    colon = folded.find(":", 0, _MAX_HEADING_LENGTH)
    if colon > 0:
        kind = heading_kind(folded[:colon])
        if kind is not None and kind != "document":
            rest = _rest(folded, colon + 1)
            return _HeadingInLine(kind, colon + 1, rest)
    cells = cells_of(folded)
    kinds = [heading_kind(folded[cell.start : cell.end]) for cell in cells] if 1 < len(cells) < 4 else []
    if not kinds or kinds[0] in {None, "document"} or (kinds[0] == "other" and _holds_phone(folded)):
        return None
    if all(kinds):
        return _HeadingInLine("contact" if "contact" in kinds else "other", len(folded), None)
    return _HeadingInLine(str(kinds[0]), cells[0].end, cells[1].start)


def _rest(folded: str, start: int) -> int | None:
    """Return where what follows `start` begins, behind blanks; None where nothing does."""
    while start < len(folded) and folded[start].isspace():
        start += 1
    return start if start < len(folded) else None
