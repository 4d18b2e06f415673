"""Rows of tables whose cells are known, as those of a DOCX."""

from __future__ import annotations

from cvparser.adapters.text_extractor.assembly import RawLine
from cvparser.adapters.text_extractor.table_rows import row_lines


def texts(*cells: tuple[str, ...]) -> list[str]:
    return [line.text for line in row_lines([[RawLine(text=text) for text in cell] for cell in cells]) if line.text]


def test_a_long_cell_stands_below_the_short_ones_of_its_dated_row() -> None:
    tasks = ("Leads a team of nine", "Plans the walled garden")

    assert texts(("2014 – 2019",), ("Croft Estate",), ("Gardener",), tasks) == [
        "2014 – 2019\tCroft Estate\tGardener",
        *tasks,
    ]


def test_columns_of_a_page_that_hold_no_date_are_read_in_turn() -> None:
    assert texts(("Skills",), ("Python", "SQL"), ("Languages",)) == ["Skills", "Python", "SQL", "Languages"]
