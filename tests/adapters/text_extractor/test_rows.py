"""Which glyphs are one row, and what of a row are words."""

from __future__ import annotations

from tests.adapters.text_extractor.drawing import column, flush_right, line, page, read


def test_raised_letters_belong_to_their_word() -> None:
    drawn = page(line("2014 1", 40, 700), line("st", 70, 704, size=5), line("of 50", 80, 700))

    assert read(drawn) == "2014 1st of 50"


def test_lowered_letters_belong_to_their_word() -> None:
    assert read(page(line("H", 40, 700), line("2", 45, 696, size=6), line("O", 48, 700))) == "H2O"


def test_raised_letters_of_two_words_of_one_height_belong_to_each() -> None:
    raised = page(line("st", 45, 704, size=5), line("nd", 145, 704, size=5))

    assert read(page(line("1", 40, 700), line("2", 140, 700), raised)) == "1st\t2nd"


def test_a_line_drawn_over_a_larger_one_is_a_line_of_its_own() -> None:
    assert read(page(line("Ada Quill", 40, 700, size=30), line("Data Engineer", 45, 691))) == "Ada Quill\nData Engineer"


def test_lines_that_happen_to_overlap_are_not_raised_letters_of_each_other() -> None:
    assert read(page(line("3 Elm Road", 40, 706), line("ada@quill.example", 42, 700))).split("\n") == [
        "3 Elm Road",
        "ada@quill.example",
    ]


def test_dates_set_flush_right_with_wide_blanks_are_no_cells() -> None:
    rows = []
    for number, (year, title) in enumerate((("2006", "Lead"), ("2003", "Tutor"), ("2000", "Clerk"), ("1997", "Aide"))):
        y = 700 - 30 * number
        parts = (line(year, 40, y), line("-", 66.5, y), line("2010", 78, y))
        rows.append(page(*parts, line(f"{title} of Studies", 130, y), line("Quill School", 130, y - 14)))

    assert read(page(*rows)).startswith("2006 - 2010\tLead of Studies\nQuill School")


def test_a_range_that_is_wrapped_in_a_column_set_flush_right_is_one_date() -> None:
    drawn = page(
        flush_right("June 2015 –", 120, 700),
        line("Data Engineer, Quill Ltd", 140, 700),
        flush_right("May 2020", 120, 686),
        line("Built the pipeline that orders go through", 140, 686),
    )

    assert read(drawn).split("\n") == [
        "June 2015 – May 2020\tData Engineer, Quill Ltd",
        "Built the pipeline that orders go through",
    ]


def test_a_word_that_is_broken_in_a_cell_is_whole() -> None:
    cells = [("2016", "Quill", "Lead", "Bonn"), ("2017", "Alder", "Clerk", "Ulm"), ("2018", "Finch", "Aide", "Jena")]
    xs = (40, 100, 200, 300)
    rows = [line(text, x, 700 - 40 * at) for at, row in enumerate(cells) for x, text in zip(xs, row, strict=True)]
    wrapped = page(line("Ma\u00ad", 200, 580), line("2019", 40, 580), line("Elm", 100, 580), line("Kiel", 300, 580))

    assert "Mathematics" in read(page(*rows, wrapped, line("thematics", 200, 568)))


def test_a_bullet_makes_no_table() -> None:
    items = page(*(page(line("•", 40, y), line(f"Item of {y}", 53, y)) for y in (700, 686, 672, 658)))

    assert read(items).split("\n")[0] == "• Item of 700"
    assert read(column(40, 640, "Text") + items).count("\t") == 0


def test_a_heading_set_wide_does_not_close_up_the_words_beside_it() -> None:
    drawn = page(line("+49 421 555", 40, 700), line("EXPERIENCE", 200, 700, gap=4))

    assert read(drawn) == "+49 421 555\tEXPERIENCE"
