"""Titles beside their sections, tables below a head, labels of entries: read as they belong together."""

from __future__ import annotations

from tests.adapters.text_extractor.drawing import column, line, page, read

SECTIONS = (("Profile", 2), ("Work experience", 6), ("Education", 2), ("Languages", 2))


def rail(lower: float, *, gap: float = 14) -> str:
    """Return the text of a page whose titles stand so much lower than the first rows of their sections."""
    drawn, y = [line("Wilma Ackerby", 50, 780, size=20), line("Leeds, w.ackerby@post.example", 50, 760)], 730.0
    for title, rows in SECTIONS:
        drawn.append(line(title, 50, y - lower, size=13))
        for row in range(rows):
            drawn.append(line(f"{title.lower()} told in line {row}", 200, y))
            y -= 14
        y -= gap - 14
    return read(page(*drawn))


def test_a_title_that_stands_lower_than_the_first_row_of_its_section_is_read_above_it() -> None:
    wanted = [
        each
        for title, rows in SECTIONS
        for each in (title, *(f"{title.lower()} told in line {row}" for row in range(rows)))
    ]
    for lower, gap in ((0, 14), (2, 14), (7, 14), (0, 24), (7, 24), (10, 24)):
        assert [each for each in rail(lower, gap=gap).split("\n") if each][2:] == wanted, (lower, gap)


def test_a_title_of_two_lines_is_one() -> None:
    drawn = [line("Summary", 50, 734, size=13), line("Plans road freight.", 200, 738)]
    drawn += [line("Work", 50, 704, size=13), line("experience", 50, 688, size=13)]
    drawn += [*(line(f"Dispatcher, firm {row}", 200, 710 - 14 * row) for row in range(5))]
    drawn += [line("Education", 50, 612, size=13), line("Eastvale College", 200, 618)]

    text = read(page(*drawn))

    assert [each for each in text.split("\n") if each] == [
        "Summary",
        "Plans road freight.",
        "Work experience",
        *(f"Dispatcher, firm {row}" for row in range(5)),
        "Education",
        "Eastvale College",
    ]


def test_a_sidebar_with_titles_of_its_own_stays_a_sidebar() -> None:
    side = [line(title, 50, 700 - 90 * number, size=13) for number, title in enumerate(("Contact", "Skills", "Awards"))]
    side += [column(50, 682 - 90 * number, "one of them", "two of them", "three of them") for number in range(3)]
    main = column(220, 706, *(f"The main text goes on in line {row}" for row in range(18)))

    text = read(page(*side, main))

    assert text.index("three of them") < text.index("line 0") or text.index("line 17") < text.index("Contact")


def test_a_table_below_a_bold_head_stays_rows_and_has_whole_cells() -> None:
    head = [line(name, x, 700, is_bold=True) for name, x in (("Employer", 50), ("Period", 230), ("Position held", 400))]
    cells = (("Harbourlight", "2019 - 2023", "Coordinator"), ("Saltmarsh", "2015 - 2019", "Dispatcher"))
    rows = [
        line(cell, x, 672 - 28 * number)
        for number, row in enumerate((*cells, ("Brookfield", "2012 - 2015", "Driver"), ("Vellum", "2011", "Porter")))
        for cell, x in zip(row, (50, 230, 400), strict=True)
    ]
    wrapped = [line("of transport", 400, 660)]

    text = read(page(*head, *rows, *wrapped, line("Skills", 50, 540, size=13), line("Forecasting", 50, 520)))

    assert [each for each in text.split("\n") if each] == [
        "Employer\tPeriod\tPosition held",
        "Harbourlight\t2019 - 2023\tCoordinator of transport",
        "Saltmarsh\t2015 - 2019\tDispatcher",
        "Brookfield\t2012 - 2015\tDriver",
        "Vellum\t2011\tPorter",
        "Skills",
        "Forecasting",
    ]


def test_labels_that_come_again_with_each_entry_stay_beside_their_values() -> None:
    labels = ("Dates", "Position", "Employer", "Activities")
    entries = (
        ("2019 - 2023", "Coordinator", "Harbourlight", "• Planned departures"),
        (
            "2015 - 2019",
            "Dispatcher",
            "Saltmarsh",
            "• Scheduled drivers",
        ),
    )
    drawn = []
    for number, values in enumerate(entries):
        for row, (label, value) in enumerate(zip(labels, values, strict=True)):
            y = 700 - 70 * number - 14 * row
            drawn += [line(label, 50, y), line(value, 220, y, is_bold=row == 1)]

    assert "Position\tCoordinator\nEmployer\tHarbourlight" in read(page(*drawn))


def test_a_date_at_the_right_that_was_wrapped_is_whole() -> None:
    drawn = [line("Coordinator", 50, 700), line("November 2019 - May", 300, 700), line("2023", 300, 688)]
    drawn += [column(50, 674, "Harbourlight Logistics", "Planned weekly departures for three terminals")]

    lines = read(page(*drawn)).split("\n")

    assert lines[:2] == ["Coordinator\tNovember 2019 - May 2023", "Harbourlight Logistics"]


def test_a_bullet_before_a_capital_that_is_higher_than_the_rest_stays_one() -> None:
    high = line("• Ü", 50, 686)[:-1] + line("Ü", 60, 686, size=12) + line("bersee und Zoll geplant", 66, 686)
    drawn = [column(50, 700, "• Planung von Abfahrten"), high, column(50, 672, "• Verhandlung von Verträgen")]

    assert "• Übersee und Zoll geplant" in read(page(*drawn)).split("\n")
