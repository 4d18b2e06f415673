"""Tables of which one column is dates, drawn by hand: how many lines a cell takes parts no row."""

from __future__ import annotations

import pytest
from tests.adapters.text_extractor.drawing import line, page, read

from cvparser.adapters.text_extractor.rows import Glyph

XS = (40, 160, 300, 420)
#: Rows of a table, each cell with its lines.
ROWS = (
    (("May 2018 –", "today"), ("Quill and Finch", "Nurseries Ltd"), ("Head", "Gardener"), ("Plans beds", "and hires")),
    (("2012 – 2018",), ("Croft Estate",), ("Gardener",), ()),
    (("March 2010", "– 2012"), ("Elm Parks",), ("Park", "Keeper"), ("Mows", "and plants", "trees")),
)
TOLD = [
    "May 2018 – today\tQuill and Finch Nurseries Ltd\tHead Gardener\tPlans beds and hires",
    "2012 – 2018\tCroft Estate\tGardener",
    "March 2010 – 2012\tElm Parks\tPark Keeper\tMows and plants trees",
]


def drawn(*rows: tuple[tuple[str, ...], ...], top: float = 700, gap: float = 4) -> list[Glyph]:
    """Return the glyphs of a table with so many points between its rows besides those between lines."""
    glyphs: list[Glyph] = []
    y = top
    for row in rows:
        for x, cell in zip(XS, row, strict=False):
            glyphs += page(*(line(text, x, y - 12 * number) for number, text in enumerate(cell)))
        y -= 12 * max(map(len, row)) + gap
    return glyphs


def told(glyphs: list[Glyph]) -> list[str]:
    return [text for text in read(glyphs).split("\n") if text]


@pytest.mark.parametrize("gap", [0.5, 4, 9])
def test_every_line_of_a_cell_stays_in_its_row(gap: float) -> None:
    assert told(drawn(*ROWS, gap=gap)) == TOLD


def test_without_room_between_rows_the_dates_part_them() -> None:
    assert told(drawn(*ROWS, gap=0)) == TOLD


def test_the_names_of_the_columns_may_be_centred() -> None:
    head = page(*(line(name, x + 20, 720) for x, name in zip(XS, ("When", "Where", "Role", "Tasks"), strict=True)))

    assert told(head + drawn(*ROWS)) == ["When\tWhere\tRole\tTasks", *TOLD]


def test_what_stands_below_a_table_is_none_of_it() -> None:
    below = page(line("Languages", 40, 560), line("German and French", 40, 540))

    assert told(drawn(*ROWS) + below) == [*TOLD, "Languages", "German and French"]


def test_a_long_cell_without_a_name_stands_below_its_row() -> None:
    long = ("Mows the lawns of the", "estate, looks after the", "orchard, orders seed", "and leads nine people")

    assert told(drawn((("2012 – 2018",), ("Croft Estate",), ("Gardener",), long), *ROWS[1:2]))[:2] == [
        "2012 – 2018\tCroft Estate\tGardener",
        " ".join(long),
    ]


def test_a_sidebar_beside_dated_entries_is_no_cell_of_them() -> None:
    side = page(*(line(text, 40, 700 - 17 * at) for at, text in enumerate(("SKILLS", "Python", "SQL", "Kafka", "Go"))))
    main = page(
        *(
            page(
                line(title, 200, 700 - 28 * at),
                line(year, 480, 700 - 28 * at),
                line("Built things", 200, 686 - 28 * at),
            )
            for at, (title, year) in enumerate((("Engineer", "2019"), ("Analyst", "2016"), ("Clerk", "2013")))
        )
    )

    assert "Python\tEngineer" not in read(side + main)
    assert "Engineer\t2019" in read(side + main)
