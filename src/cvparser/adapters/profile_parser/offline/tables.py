"""Tables to labelled lines: `Dates | Employer` over `2019 - 2021 | Acme Ltd` says what `Dates: 2019 - 2021` says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from cvparser.adapters.profile_parser.offline.labels import label_named
from cvparser.adapters.profile_parser.offline.lines import Line
from cvparser.domain.cv.bullets import without_bullet
from cvparser.domain.cv.dates.periods import find_periods
from cvparser.domain.cv.headings import heading_of
from cvparser.domain.cv.lines import Role
from cvparser.domain.lexicon import words
from cvparser.domain.text.phrases import Phrases, phrase_set

_CELLS = re.compile(r"\s{0,100}\|\s{0,100}|\t+")
#: Between a label and what it says; blanks set them apart in text that is aligned.
_APART = re.compile(r"\t+| {3,}")
_BLANKS = re.compile(r" {2,100}")
#: Between the names of a column: `College/University`.
_NAMES = re.compile(r"\s{0,100}[/&]\s{0,100}")
#: What a column of a table of jobs or schools can hold.
_COLUMNS = frozenset({"title", "company", "place", "dates", "institution", "degree", "field"})

#: What a row of its own can say besides.
_ROWS = _COLUMNS | {"description", "profession"}
#: What a column says of an entry besides, and may leave empty.
_BESIDES = frozenset({"description", "grade"})


def with_labels(lines: Sequence[Line]) -> Iterator[Line]:
    """Return the lines; those of a table below a row of labels cell by cell, each behind its label and a colon.

    The head row of any other table, such as `Language | Reading | Writing`, is left out.
    """
    header: list[str] = []
    for line in lines:
        cells = [] if line.is_bulleted else _cells(line.text)
        if len(cells) > 1 and all(map(_is_head, cells)):
            header = cells if sum(_column(cell) in _COLUMNS for cell in cells) > 1 and _has_labels(cells) else []
        elif header and (labels := _labels_of(header, cells)):
            yield from _row(line, labels, cells)
        elif (row := _labelled(line.text)) is not None:
            yield replace(line, text=row)
        else:
            is_text = line.role is Role.TABLE and not heading_of(line.text)
            header = header if len(cells) > 1 or is_text else []
            yield line


def _labels_of(header: Sequence[str], cells: Sequence[str]) -> Sequence[str]:
    """Return the labels of the cells of a row; a column at the end that says something besides may have none."""
    last = len(header) - 1
    if len(cells) == last > 1 and _column(header[last]) in _BESIDES and find_periods("\t".join(cells)):
        return header[:last]
    return header if len(cells) == len(header) else ()


def _labelled(text: str) -> str | None:
    """Return a row of a label and what it says, which a tab or blanks part, with a colon; None where it is none."""
    gap = _APART.search(text)
    label = text[: gap.start()] if gap else ""
    if gap is None or label_named(label) not in _ROWS:
        return None
    value, is_bulleted = without_bullet(text[gap.end() :].strip())
    if is_bulleted and label_named(label) != "description":
        return None
    return None if _CELLS.search(value) else f"{label}: {value}"


def _cells(text: str) -> list[str]:
    """Return the cells of a line; in a table drawn with blanks, two of them part the cells of three or more."""
    cells = [cell for cell in _CELLS.split(text) if cell]
    drawn = _BLANKS.split(text.strip()) if len(cells) == 1 else []
    return drawn if len(drawn) > 2 else cells


def _row(line: Line, header: Sequence[str], cells: Sequence[str]) -> Iterator[Line]:
    told = [(_column(label), cell) for label, cell in zip(header, cells, strict=True)]
    labels = [_label(label) for label in header]
    numbers: Sequence[int] = range(len(cells))
    if any(column in {"institution", "degree"} for column, _ in told):
        numbers = sorted(numbers, key=lambda number: _rank(told[number][0]))
    texts: dict[str, str] = {}
    for number in numbers:
        column = told[number][0]
        if column is not None:
            before = texts.get(column)
            sign = "|" if column != "dates" else "-"
            cell = cells[number]
            if before and column == "dates" and not cell.strip(" .…–-"):
                # An end that is not there yet.
                cell = ""
            texts[column] = f"{before} {sign} {cell}" if before else f"{labels[number]}: {cell}"
    if "description" in texts:
        texts["description"] = texts.pop("description")
    for place, text in enumerate(texts.values()):
        yield replace(line, text=text, follows_blank=not place, holds_name=line.holds_name and not place)


def _rank(column: str | None) -> int:
    """Return the place of a column of a table of schools in the order in which a school is told best."""
    order = ("degree", "institution", "field", "dates", "place", "grade")
    return order.index(column) if column in order else len(order)


def _is_head(cell: str) -> bool:
    return _column(cell) is not None or _heads().whole(cell) is not None or _numbers().whole(cell) is not None


def _has_labels(cells: Sequence[str]) -> bool:
    """Tell a table of jobs or schools from one of certificates, skills or languages, and from `Title | Degree`."""
    columns = [_column(cell) for cell in cells]
    return (len(cells) > 2 or columns[0] != columns[-1]) and all(
        _column(cell) is not None or _numbers().whole(cell) is not None for cell in cells
    )


def _column(cell: str) -> str | None:
    """Return what a column holds by its name, or by one of its names."""
    label = label_named(_label(cell))
    return label if label in _COLUMNS | _BESIDES else None


def _label(cell: str) -> str:
    if _ends_of_periods().whole(cell):
        return words("labels", "dates")[0]
    if label_named(cell):
        return cell
    names = _NAMES.split(cell)
    return next((name for name in names if label_named(name) in _COLUMNS | _BESIDES), cell)


@cache
def _ends_of_periods() -> Phrases[bool]:
    """Return the heads of two columns of dates: `Start` and `End`, `Giriş` and `Çıkış`."""
    return phrase_set(words("tables", "dates"))


@cache
def _heads() -> Phrases[bool]:
    return phrase_set((*words("tables", "heads"), *words("languages", "columns")))


@cache
def _numbers() -> Phrases[bool]:
    return phrase_set(words("tables", "numbers"))
