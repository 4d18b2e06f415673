"""Lines of the rows of tables whose cells are known: of a DOCX, of a page of the web."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cvparser.adapters.text_extractor.assembly import RawLine
from cvparser.domain.cv.dates.alone import is_date
from cvparser.domain.cv.lines import Role

#: Characters of a first cell that is a date, a label or an icon beside what it belongs to.
MOST_LABEL = 40


def row_lines(cells: list[list[RawLine]]) -> Iterator[RawLine]:
    """Yield a row's lines: short cells side by side, a label beside the first line of its text, long cells in turn.

    Where one of three or more cells is a date, the long ones stand below the short ones.
    """
    if cells and all(map(_is_short, cells)):
        yield _of_table(cells[0][0], "\t".join(cell[0].text for cell in cells))
    elif len(cells) == 2 and len(cells[0]) == 1 and len(cells[0][0].text) <= MOST_LABEL:
        label, lines = cells[0][0], cells[1]
        if any(character.isdigit() for character in label.text):
            yield _of_table(label, f"{label.text}\t{lines[0].text}")
            yield from map(_of_table, lines[1:])
        else:
            yield RawLine()
            yield from map(_of_table, [label, *lines])
    elif len(cells) > 2 and (told := [cell[0] for cell in cells if _is_short(cell)]) and _hold_date(told):
        yield RawLine()
        yield _of_table(told[0], "\t".join(line.text for line in told))
        yield from (_of_table(line) for cell in cells if not _is_short(cell) for line in cell)
    else:
        for cell in cells:
            yield RawLine()
            yield from map(_of_table, cell)
        yield RawLine()


def _is_short(cell: list[RawLine]) -> bool:
    return len(cell) == 1 and len(cell[0].text) <= 2 * MOST_LABEL


def _hold_date(lines: list[RawLine]) -> bool:
    """Tell the cells of a row of a table, one of them a date, from columns of a page that a table sets."""
    return len(lines) > 1 and any(is_date(line.text) for line in lines)


def _of_table(line: RawLine, text: str | None = None) -> RawLine:
    """Return a line of a cell as one of a table, with the text of its row if there is one; headings stay headings."""
    role = Role.HEADING if line.role is Role.HEADING else Role.TABLE
    return replace(line, text=line.text if text is None else text, role=role)
