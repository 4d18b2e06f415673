"""Headings, and the parts of a CV that are personal as a whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cvparser.domain.cv.bullets import BETWEEN_ITEMS
from cvparser.domain.privacy.prepared_text import PreparedText, Span
from cvparser.domain.privacy.vocabulary import vocabulary
from cvparser.domain.text.document_cache import remembered

_DECORATION = f" \t:.-_=~*#{BETWEEN_ITEMS}>|+§&/,;()[]0123456789"
#: `\\section{...}` and `<h2>...</h2>`
_MARKUP = re.compile(r"\\(?:sub)*section\*?\{|\}|</?[a-z][^<>]{0,60}>")
#: In a heading whose blanks are single.
_PARTS = re.compile(r" ?[/|&,] ?| - ")
_WORD = re.compile(r"[^\W\d_]+")
_MAX_HEADING_LENGTH = 60
#: More digits than two years have.
_PHONE = re.compile(r"\d(?:[ ()./-]{0,2}\d){8}")
_MAX_HEADING_WORDS = 5


@dataclass(frozen=True, slots=True)
class Section:
    """What stands under one heading.

    Attributes:
        kind: As in `Vocabulary.headings`; `header` before the first.
        heading: The heading itself; empty for the header.
        lines: The lines under it; the first may be the rest of the heading's own line.
    """

    kind: str
    heading: Span
    lines: tuple[Span, ...]


@remembered
def heading_kind(folded: str) -> str | None:
    """Return the kind of heading that a folded line is, or None."""
    if len(folded) > _MAX_HEADING_LENGTH * 2 or not _may_be_heading(_MARKUP.sub("", folded)):
        return None
    words = vocabulary()
    bare = re.sub(r"\s+", " ", _MARKUP.sub("", folded).strip(_DECORATION))
    if not bare or len(bare) > _MAX_HEADING_LENGTH:
        return None
    kind = words.headings.get(bare) or _heading_of_parts(bare) or _heading_of_words(bare)
    return None if kind is not None and _holds_phone(folded) else kind


def _holds_phone(folded: str) -> bool:
    """Return whether a line holds a telephone number: `Software | 0312 555 01 47` is the rest of a header."""
    return _PHONE.search(folded) is not None


def _may_be_heading(folded: str) -> bool:
    """Tell by the first word, as for most lines it says no."""
    words = vocabulary()
    first = _WORD.search(folded)
    if first is None:
        return False
    token = first.group()
    return token in words.heading_starts or token in words.heading_words


def _heading_of_parts(bare: str) -> str | None:
    """Return the kind of `Publications / Yayınlar`."""
    parts = [part for part in _PARTS.split(bare) if part]
    kinds = [vocabulary().headings.get(part) for part in parts]
    return kinds[0] if len(parts) > 1 and all(kinds) else None


def _heading_of_words(bare: str) -> str | None:
    """Return the kind of a heading that no list has, such as `relevant academic projects`."""
    words = vocabulary()
    tokens = _WORD.findall(bare)
    is_heading = (
        len(tokens) <= _MAX_HEADING_WORDS
        and not any(map(str.isdigit, bare))
        and any(token in words.heading_words for token in tokens)
        and all(token in words.heading_words or token in words.heading_fillers for token in tokens)
    )
    return "other" if is_heading else None


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
        folded = prepared.folded[line.start : line.end]
        kind = heading_kind(folded)
        if kind is None:
            inline = _inline_heading(prepared, line)
            if inline is not None:
                yield (index, *inline)
            continue
        if kind != "document":
            yield index, kind, line, None


def _inline_heading(prepared: PreparedText, line: Span) -> tuple[str, Span, Span | None] | None:
    folded = prepared.folded
    colon = folded.find(":", line.start, min(line.end, line.start + _MAX_HEADING_LENGTH))
    if colon > 0:
        kind = heading_kind(folded[line.start : colon])
        if kind is not None and kind != "document":
            rest = _rest(prepared, colon + 1, line.end)
            return kind, Span(line.start, colon + 1), rest
    cells = prepared.cells(line)
    kinds = [heading_kind(folded[cell.start : cell.end]) for cell in cells] if 1 < len(cells) < 4 else []
    if (
        kinds
        and kinds[0] not in {None, "document"}
        and not (kinds[0] == "other" and _holds_phone(folded[slice(*line)]))
    ):
        if all(kinds):
            return "contact" if "contact" in kinds else "other", line, None
        return str(kinds[0]), cells[0], Span(cells[1].start, line.end)
    return None


def _rest(prepared: PreparedText, start: int, end: int) -> Span | None:
    while start < end and prepared.folded[start].isspace():
        start += 1
    return Span(start, end) if start < end else None
