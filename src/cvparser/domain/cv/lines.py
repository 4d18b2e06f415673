"""Text to lines and cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from cvparser.domain.cv.bullets import without_bullet
from cvparser.domain.cv.geometry import Box, Run

#: What parts the cells of a line: tabs, and blanks in a row.
_GAP = re.compile(r"[ \t]{2,}|\t")


class Stretch(NamedTuple):
    """Characters of a text, from `start` to before `end`."""

    start: int
    end: int


class Role(StrEnum):
    """What a line is for, where the document's own structure says it."""

    BODY = "body"
    #: Set as a heading: a style of DOCX, a mark of Markdown, larger type than the text around it.
    HEADING = "heading"
    #: Repeated at the top of pages.
    HEADER = "header"
    #: Repeated at the foot of pages.
    FOOTER = "footer"
    #: A row of a table, or a part of one.
    TABLE = "table"


class Setting(NamedTuple):
    """How a line is set, as far as the document tells; attributes as those of `Line`."""

    page: int = 0
    column: int = 0
    role: Role = Role.BODY
    size: float | None = None
    is_bold: bool = False
    indent: float | None = None
    runs: tuple[Run, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line that says something. What the document does not tell has its default.

    Attributes:
        start, end: Where it stands in the document's text, without the blanks around it.
        cells: Its parts, side by side; one where nothing parts it.
        follows_blank: Whether an empty line stands before it.
        is_bulleted: Whether it starts with a bullet.
        page: Where it stands, counted from 0.
        column: Which part of the document, read as one: columns are counted from 0 in reading order.
        role: What it is for.
        size: Height of its largest characters in points; of a PDF with what the font leaves above and below them.
        is_bold: Whether it begins in bold type.
        indent: How far right of its column it begins: in points, without a layout in blanks.
        runs: Where its characters stand on the page, one baseline each; none where there is no layout.
    """

    start: int
    end: int
    cells: tuple[Stretch, ...]
    follows_blank: bool
    is_bulleted: bool
    page: int
    column: int
    role: Role
    size: float | None
    is_bold: bool
    indent: float
    runs: tuple[Run, ...]

    @property
    def box(self) -> Box | None:
        """Where it stands on its page as the text runs there; None where there is no layout."""
        return Box.around(run.box(run.start, run.end) for run in self.runs if run.page == self.page)


class TextLine(NamedTuple):
    """Where a line stands that is not blank, without the blanks around it."""

    start: int
    end: int
    #: Blanks before it.
    indent: int
    follows_blank: bool


def text_lines(text: str) -> Iterator[TextLine]:
    """Yield where the lines of `text` stand that are not blank."""
    at, follows_blank = 0, False
    for whole in text.splitlines(keepends=True):
        bare = whole.strip()
        if bare:
            indent = len(whole) - len(whole.lstrip())
            yield TextLine(at + indent, at + indent + len(bare), indent, follows_blank)
        follows_blank = not bare
        at += len(whole)


def set_line(text: str, line: TextLine, setting: Setting) -> Line:
    """Return a line of `text` as it is set."""
    start, end, indent, follows_blank = line
    return Line(
        start=start,
        end=end,
        cells=_cells(text, start, end),
        follows_blank=follows_blank,
        is_bulleted=without_bullet(text[start:end])[1],
        page=setting.page,
        column=setting.column,
        role=setting.role,
        size=setting.size,
        is_bold=setting.is_bold,
        indent=float(indent) if setting.indent is None else setting.indent,
        runs=tuple(run._replace(start=run.start + start) for run in setting.runs),
    )


def _cells(text: str, start: int, end: int) -> tuple[Stretch, ...]:
    cells, at = [], start
    for gap in _GAP.finditer(text, start, end):
        cells.append(Stretch(at, gap.start()))
        at = gap.end()
    return (*cells, Stretch(at, end))
