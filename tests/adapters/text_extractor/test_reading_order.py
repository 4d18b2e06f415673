from __future__ import annotations

import pytest
from tests.adapters.text_extractor.drawing import column, flush_right, line, page, read

from cvparser.adapters.text_extractor.rows import Glyph


def test_a_sidebar_is_read_apart_from_the_main_text() -> None:
    side = column(40, 703, "Skills", "Python", "SQL", "Kafka", "Languages", "English", "German")
    main = column(
        250,
        700,
        "Experience",
        "Data Engineer",
        "Built a pipeline",
        "for orders",
        "Analyst",
        "Made reports",
        "Education",
    )

    text = read(side + main)

    assert text.index("German") < text.index("Experience") or text.index("Education") < text.index("Skills")


def test_the_column_with_the_name_is_read_first() -> None:
    side = column(40, 690, "Contact", "a@b.example", "Skills", "Python", "SQL", "Kafka", "Go")
    main = line("Ada Quill", 250, 720, size=24) + column(
        250, 683, "Profile", "An engineer", "who ships", "Work", "Engineer", "Analyst"
    )

    assert read(side + main).startswith("Ada Quill")


def test_a_date_at_the_right_stays_on_the_row_of_its_title() -> None:
    titles = column(40, 700, "Engineer", "Analyst", "Trainee", "Student", "Intern", "Helper", step=40)
    dates = column(
        450, 700, "2020 - 2024", "2018 - 2020", "2016 - 2018", "2015 - 2016", "2014 - 2015", "2013 - 2014", step=40
    )

    rows = [row for row in read(titles + dates).splitlines() if row]

    assert rows[0] == "Engineer\t2020 - 2024"
    assert rows[-1] == "Helper\t2013 - 2014"


def test_place_and_date_below_each_other_in_the_margin_belong_to_the_title() -> None:
    text = read(
        page(
            line("Engineer, Kestrel", 40, 700),
            line("Leeds", 450, 700),
            line("• Built a pipeline", 40, 686),
            line("2020 - 2024", 420, 686),
            line("• Ran it", 40, 672),
        )
    )

    assert text.splitlines() == ["Engineer, Kestrel\tLeeds\t2020 - 2024", "• Built a pipeline", "• Ran it"]


def test_a_gap_between_blocks_becomes_an_empty_line() -> None:
    text = read(column(40, 700, "Experience", "Engineer", "Built it") + column(40, 620, "Education", "Leeds"))

    assert text.splitlines() == ["Experience", "Engineer", "Built it", "", "Education", "Leeds"]


def test_letters_set_wide_are_one_word() -> None:
    assert read(line("EXPERIENCE", 40, 700, gap=4)) == "EXPERIENCE"


def test_words_are_parted_by_blanks_and_by_gaps() -> None:
    assert read(line("Data Engineer", 40, 700)) == "Data Engineer"
    assert read(line("Data", 40, 700) + line("Engineer", 64, 700)) == "Data Engineer"


def test_nothing_gives_nothing() -> None:
    assert read([]) == ""


MAIN = ("Experience", "Engineer", "Built a pipeline", "for orders", "Analyst", "Made reports", "Education", "Leeds")
SIDE = ("Skills", "Python", "SQL", "Kafka", "Languages", "English", "German", "Turkish")


def test_a_column_goes_on_on_the_next_page_before_the_sidebar_is_read() -> None:
    first = column(40, 700, *MAIN) + column(400, 703, *SIDE, step=15)
    second = column(40, 700, "Trainee", "Swept floors", "Made tea", "Wrote", "Read", "Listened", "Learnt", "Left")

    lines = [line for line in read(first, second).splitlines() if line]

    assert lines == [*MAIN, "Trainee", "Swept floors", "Made tea", "Wrote", "Read", "Listened", "Learnt", "Left", *SIDE]


def test_a_sidebar_ends_with_its_page_when_the_next_one_is_set_across() -> None:
    first = column(40, 703, *SIDE, step=15) + column(200, 700, *MAIN)
    second = column(40, 700, "Projects", "A long line that runs across the page, over where the gutter was")

    lines = [line for line in read(first, second).splitlines() if line]

    assert lines.index("Projects") == len(lines) - 2


def test_dates_at_the_left_stay_with_their_entries_beside_headings() -> None:
    dates = ("2020 – today", "Jan 2018 – Feb 2020", "03/2016 - 12/2017", "2014-2016", "09.2012 – 05.2014", "2012")
    entries = ("Engineer", "Analyst", "Trainee", "Tutor", "Student", "Pupil")
    glyphs = line("Work", 40, 714) + column(40, 700, *dates) + column(180, 700, *entries) + line("Skills", 40, 610)

    assert read(glyphs).splitlines()[1:-1] == [
        *(f"{date}\t{entry}" for date, entry in zip(dates, entries, strict=True)),
        "",
    ]


def test_a_date_that_is_wrapped_in_its_column_is_one_date() -> None:
    text = read(column(40, 700, "Sep 2012 – Dec", "2015") + column(130, 700, "Engineer, Kestrel", "• Built it"))

    assert text.splitlines() == ["Sep 2012 – Dec 2015\tEngineer, Kestrel", "• Built it"]


def test_a_date_beside_a_title_below_columns_stays_on_its_row() -> None:
    columns = column(40, 700, *MAIN[:6]) + column(300, 703, *SIDE[:6], step=15)
    below = line("Projects", 40, 600) + line("Harbour model", 40, 586) + line("2019 – 2020", 480, 586)
    across = line("• A line that runs across the page, over where the gutter was", 40, 572)

    assert read(columns + below + across).splitlines()[-3:] == [
        "Projects",
        "Harbour model\t2019 – 2020",
        "• A line that runs across the page, over where the gutter was",
    ]


def test_what_designs_put_before_an_item_becomes_a_bullet() -> None:
    for mark in "◆►➢✓■\uf0b7\uf0a7":
        assert read(line(f"{mark} Built it", 40, 700)) == "• Built it"
    for text in ("★★★★", "→→", "- Built it"):
        assert read(line(text, 40, 700)) == text


def test_short_columns_below_headings_on_one_row_are_read_one_by_one() -> None:
    above = column(40, 760, "A long line over all three columns, as wide as the page is at all")
    skills = line("Skills", 40, 700, size=14) + column(40, 684, "Python", "SQL", "Kafka", "Go")
    languages = line("Languages", 200, 700, size=14) + column(200, 684, "English", "German")
    courses = line("Courses", 360, 700, size=14) + column(360, 684, "First aid")

    lines = [line for line in read(above + skills + languages + courses).splitlines() if line]

    assert lines[1:] == [
        "Skills",
        "Python",
        "SQL",
        "Kafka",
        "Go",
        "Languages",
        "English",
        "German",
        "Courses",
        "First aid",
    ]


def test_title_and_place_on_one_row_head_no_columns() -> None:
    rows = [
        line("Kestrel Hospital", 40, 700, size=13) + line("Leeds", 450, 700, size=13),
        line("Staff Nurse", 40, 686) + line("2018 – 2020", 450, 686),
        line("A long line about the wards that runs over where the place stands, and on", 40, 672),
        line("and on", 40, 658),
    ]

    assert read(page(*rows)).splitlines()[:2] == ["Kestrel Hospital\tLeeds", "Staff Nurse\t2018 – 2020"]


def test_a_date_beside_a_degree_above_columns_stays_on_its_row() -> None:
    across = line("• A line that runs across the page, over where the gutter will be", 40, 728)
    above = line("Physics", 40, 714) + line("2009 – 2013", 480, 714)
    columns = column(40, 700, *MAIN[:6]) + column(300, 703, *SIDE[:6], step=15)

    assert read(across + above + columns).splitlines()[:2] == [
        "• A line that runs across the page, over where the gutter will be",
        "Physics\t2009 – 2013",
    ]


def test_cells_of_a_column_are_parted_even_where_the_gap_is_small() -> None:
    labels = column(40, 700, "SUMMARY OF ALL", "WORK", "STUDY", "SKILLS", step=20)
    cells = column(117, 700, "A nurse", "Kestrel Hospital", "Leeds", "Triage", step=20)

    assert read(labels + cells).splitlines()[0] == "SUMMARY OF ALL\tA nurse"


def test_dates_in_two_rows_beside_their_entries_are_no_column() -> None:
    dates = column(40, 700, "2021-01 –", "till now") + column(40, 640, "2018-12 –", "2020-12")
    dates += column(40, 580, "2014-08 –", "2018-11")
    entries = [
        glyph
        for top, title in ((700, "Engineer"), (640, "Analyst"), (580, "Trainee"))
        for glyph in column(140, top, title, "Kestrel", "• Built it")
    ]

    lines = [line for line in read(dates + entries + column(40, 520, "Skills", "Python", "SQL")).splitlines() if line]

    assert lines[:3] == ["2021-01 – till now\tEngineer", "Kestrel", "• Built it"]
    assert "2018-12 – 2020-12\tAnalyst" in lines


def test_the_end_of_a_wrapped_cell_stays_in_its_cell() -> None:
    row = line("04/2021", 40, 700) + line("Kestrel", 140, 700) + line("Teacher of", 260, 700) + line("Leeds", 400, 700)

    assert read(row + line("physics", 260, 688)) == "04/2021\tKestrel\tTeacher of physics\tLeeds"


def test_the_icon_of_a_heading_is_no_bullet() -> None:
    heading = line("★", 40, 700, size=14) + line("Awards", 60, 700, size=14)

    assert read(heading + column(40, 680, "• One", "• Two", "• Three")).splitlines()[0] == "Awards"


def test_labels_set_flush_right_beside_their_values_are_no_column() -> None:
    labels, values = ("Name", "Dates", "Position", "Employer", "Dates", "Position", "Employer", "Skills"), SIDE
    glyphs = [
        glyph
        for number, (label, value) in enumerate(zip(labels, values, strict=True))
        for glyph in page(line(label, 140 - 5 * len(label), 700 - 14 * number), line(value, 160, 700 - 14 * number))
    ]

    assert read(glyphs).splitlines() == [f"{label}\t{value}" for label, value in zip(labels, values, strict=True)]


def test_items_in_boxes_side_by_side_are_parted() -> None:
    boxes = line("Wound care", 40, 700) + line("Triage", 102, 700) + line("First aid", 144, 700)

    assert read(boxes) == "Wound care\tTriage\tFirst aid"


def test_a_range_with_a_word_in_it_may_be_wrapped() -> None:
    text = read(column(40, 700, "May 2017 to", "November 2020") + column(140, 700, "Engineer", "Kestrel"))

    assert text.splitlines() == ["May 2017 to November 2020\tEngineer", "Kestrel"]


LABELS = ("Birth date", "Birth place", "Status", "Service", "Nationality", "Number", "Gender", "Height", "Weight")
VALUES = ("14 June 1990", "Quillham", "single", "done", "none", "4711", "other", "short", "light")


@pytest.mark.parametrize("height", range(4, 10))
def test_a_table_of_labels_and_values_stays_rows_whatever_its_height(height: int) -> None:
    head = line("Ada Quill", 40, 760, size=18) + line("Personal", 40, 725, size=13)
    table = column(40, 700, *LABELS[:height]) + column(180, 700, *VALUES[:height])
    rest = line("Experience", 40, 540, size=13) + column(40, 520, "Engineer, Quill Ltd, 2019 - 2023", "Wrote reports.")

    text = read(head + table + rest)

    assert all(f"{label}\t{value}" in text for label, value in zip(LABELS[:height], VALUES[:height], strict=True))


def test_values_of_several_rows_stay_beside_their_labels() -> None:
    labels = ("Languages", "Code", "Cloud", "Tools", "Stores", "Methods")
    rows = [
        line(label, 40, 700 - 28 * at) + column(160, 700 - 28 * at, f"Some {label} of", "several kinds")
        for at, label in enumerate(labels)
    ]

    assert read(page(*rows)).startswith("Languages\tSome Languages of\nseveral kinds\nCode\tSome Code of")


def test_places_set_flush_right_stay_on_the_rows_of_their_entries() -> None:
    rows = []
    for number, place in enumerate(("Online", "Las Quillas", "Bonn", "Ulm", "Las Quillas", "Jena", "Kiel")):
        y = 700 - 14 * number
        rows.append(line(f"201{number}", 40, y) + line(f"Finalist of contest {number}", 100, y))
        rows.append(flush_right(place, 500, y))

    assert read(page(*rows)).split("\n")[1] == "2011\tFinalist of contest 1\tLas Quillas"


@pytest.mark.parametrize("labels", [("Spoken", "Tech Stack", "Cloud"), ("Dil", "Yazılım", "Bulut", "Veri")])
def test_bold_labels_set_flush_right_are_cells_beside_their_lists(labels: tuple[str, ...]) -> None:
    rows = []
    for number, label in enumerate(labels):
        y = 700 - 14 * number
        rows.append(
            line(label, 120 - 5 * len(label), y, is_bold=True) + line("Kafka", 126.5, y) + line("Redis", 160, y)
        )

    assert read(page(*rows)).split("\n")[0].startswith(f"{labels[0]}\tKafka")


def test_a_bold_word_before_a_blank_is_no_cell() -> None:
    rows = [
        line(word, 120 - 5 * len(word), 700 - 14 * number, is_bold=True) + line("orders", 123, 700 - 14 * number)
        for number, word in enumerate(("Shipped", "Took", "Wrote"))
    ]

    assert "\t" not in read(page(*rows))


@pytest.mark.parametrize(
    "chips",
    [
        [("Pastry", "Bread", "Chocolate"), ("Stock control", "HACCP"), ("Care", "Team spirit")],
        [("Dikkat", "Sabır"), ("Takım çalışması", "Drama")],
    ],
)
def test_chips_with_one_gap_between_them_stay_apart(chips: list[tuple[str, ...]]) -> None:
    rows = []
    for number, row in enumerate(chips):
        x = 40.0
        for chip in row:
            rows.append(line(chip, x, 700 - 14 * number))
            x += 5 * len(chip) + 12

    assert read(page(*rows)).split("\n") == ["\t".join(row) for row in chips]


def test_justified_lines_with_gaps_of_their_own_stay_sentences() -> None:
    rows = []
    for number, (words, gap) in enumerate(((("Keeps", "every", "promise"), 9), (("and", "never", "a", "secret"), 11))):
        x = 40.0
        for word in words:
            rows.append(line(word, x, 700 - 14 * number))
            x += 5 * len(word) + gap

    assert "\t" not in read(page(*rows))


def test_a_sidebar_with_headings_on_the_lines_of_the_text_beside_it_is_read_apart() -> None:
    side = line("Skills", 40, 700, is_bold=True) + column(40, 686, "Python", "SQL", "Kafka", "Go")
    side += line("Languages", 40, 630, is_bold=True) + column(40, 616, "English", "German", "French")
    main = column(200, 700, "Experience", "Data Engineer at Quill Ltd", *["Built a pipeline for orders"] * 8)

    assert "Python\nSQL" in read(side + main)


def test_what_stands_above_is_no_column_beside_what_stands_below() -> None:
    head = column(160, 760, "Ada Quill", "Engineer", "Quillham", "ada@quill.example")
    profiles = page(
        line("Profiles", 20, 700),
        *(line(name, x, 684) for x, name in ((20, "aquill"), (190, "ada"), (360, "adaq"))),
        *(line(site, x, 670) for x, site in ((20, "Here"), (190, "There"), (360, "Elsewhere"))),
        line("Summary", 20, 640),
        line("An engineer who has built pipelines for orders of all kinds for fifteen years", 20, 620),
    )

    assert read(head + profiles).split("\n")[-6:-2] == ["Profiles", "aquill\tada\tadaq", "Here\tThere\tElsewhere", ""]


def test_a_motto_at_the_foot_of_a_column_does_not_make_it_the_first() -> None:
    left = column(40, 700, *[f"Education {number}" for number in range(9)])
    right = column(300, 693, *[f"Interest {number}" for number in range(7)]) + line("Ambitious", 300, 560, size=20)

    assert read(left + right).startswith("Education 0")


def test_cards_side_by_side_are_read_one_by_one() -> None:
    def card(x: float, name: str) -> list[Glyph]:
        head, date = line(f"Quill {name}", x, 680, is_bold=True), line("2019 - 2021", x, 652, is_bold=True)
        return page(
            head, line("Senior Engineer", x, 666), date, column(x, 638, f"Built {name} for many people", "and more")
        )

    text = read(line("Experience", 200, 700) + card(40, "North") + card(300, "South"))

    assert text.index("Built North") < text.index("Quill South") < text.index("Built South")


def test_a_table_below_the_names_of_its_columns_stays_rows() -> None:
    names = line("Company", 40, 700, is_bold=True) + line("Title", 300, 700, is_bold=True)
    rows = column(40, 686, "Quill Ltd", "Alder Inc", "Finch AG", "Elm SA") + column(
        300, 686, "Engineer", "Analyst", "Trainee", "Intern"
    )

    assert "Alder Inc\tAnalyst" in read(names + rows)


def upwards(text: str, x: float, y: float, *, size: float = 12) -> list[Glyph]:
    """Return a line that runs upwards from a height."""
    step = size / 2
    return [
        Glyph(letter, x, x + size, y + at * step, step, angle=90)
        for at, letter in enumerate(text)
        if not letter.isspace()
    ]


@pytest.mark.parametrize("foot", [660, 630, 590])
def test_a_title_that_runs_upwards_stands_above_its_section(foot: float) -> None:
    head = column(60, 780, "Ada Quill", "Data Engineer")
    jobs = column(60, 730, "Engineer, Quill Ltd", "Built reports", step=14) + column(
        60,
        696,
        "Analyst, Alder Inc",
        "Counted things",
        "Trainee, Elm",
        "Learnt things",
        "Intern, Oak",
        "Made tea",
        step=14,
    )
    school = column(60, 590, "University of Quill", "BSc Physics")

    drawn = head + jobs + school + upwards("Work", 20, foot + 40) + upwards("Study", 20, 565)

    assert read(drawn).split("\n\n") == [
        "Ada Quill\nData Engineer",
        "Work\nEngineer, Quill Ltd\nBuilt reports",
        "Analyst, Alder Inc\nCounted things\nTrainee, Elm\nLearnt things\nIntern, Oak\nMade tea",
        "Study\nUniversity of Quill\nBSc Physics",
    ]


def test_a_title_in_larger_type_beside_its_section_stands_above_it() -> None:
    name, title = line("Ada Quill", 40, 740, size=24), line("Experience", 40, 700, size=14)
    jobs = column(160, 700, "Engineer, Quill Ltd", "2019 - 2023", "Built reports")

    assert read(name + title + jobs).split("\n")[2:] == [
        "Experience",
        "Engineer, Quill Ltd",
        "2019 - 2023",
        "Built reports",
    ]


def test_lines_beside_a_name_are_read_after_it() -> None:
    name = line("Ada Quill", 40, 700, size=24) + line("Data Engineer", 40, 680, size=13)
    contact = page(
        *(
            flush_right(text, 540, 712 - 14 * at)
            for at, text in enumerate(("ada@quill.example", "Elm Road 3", "Quillham", "quill.example"))
        )
    )
    text = line("Profile", 40, 640) + line(
        "An engineer who has built pipelines for orders of all kinds for years", 40, 626
    )

    assert read(name + contact + text).startswith(
        "Ada Quill\nData Engineer\n\nada@quill.example\nElm Road 3\nQuillham\nquill.example\n\nProfile"
    )


def test_sections_that_go_across_a_gutter_are_read_one_by_one() -> None:
    drawn = []
    for number, title in enumerate(("Experience", "Education", "Projects")):
        y = 700 - 120 * number
        drawn.append(line(title, 40, y, size=14))
        drawn.append(column(40, y - 20, f"Left {title}", "some words here", "and some more", "at the foot"))
        drawn.append(column(300, y - 20, f"Right {title}", "other words here", "and others", "below them"))

    text = read(page(*drawn))

    assert text.index("Right Experience") < text.index("Left Education") < text.index("Right Education")


def test_dates_and_labels_of_several_tables_stay_on_their_rows() -> None:
    tables = [line("Personal", 40, 720, size=13)]
    tables.append(column(40, 700, "Birth date", "Birth place", "Status") + column(180, 700, "14 June", "Ulm", "single"))
    tables.append(line("Work", 40, 640, size=13))
    for at, dates in enumerate(("2019 - 2023", "2015 - 2019", "2011 - 2015")):
        tables.append(line(dates, 40, 620 - 42 * at))
        tables.append(column(180, 620 - 42 * at, f"Engineer {at}", "Quill Ltd", "Built reports"))
    tables.append(line("Skills", 40, 480, size=13))
    tables.append(column(40, 460, "Languages", "Code") + column(180, 460, "German (native)", "Python"))

    text = read(page(*tables))

    assert "Status\tsingle" in text
    assert "2015 - 2019\tEngineer 1\nQuill Ltd" in text
    assert "Code\tPython" in text


def test_the_dots_of_a_timeline_are_no_part_of_its_dates() -> None:
    rows = page(
        line("2019 –", 40, 700) + line("●", 75, 700) + line("Data Engineer, Quill Ltd", 110, 700),
        line("2021", 40, 688) + line("Built the pipeline that orders go through", 110, 688),
    )

    assert read(rows).split("\n") == [
        "2019 – 2021\tData Engineer, Quill Ltd",
        "Built the pipeline that orders go through",
    ]


def test_a_name_that_ends_with_a_number_is_no_beginning_of_the_range_below() -> None:
    text = read(page(line("OSHA 30", 50, 700), line("March 2020 to March 2025", 50, 688)))

    assert text == "OSHA 30\nMarch 2020 to March 2025"
