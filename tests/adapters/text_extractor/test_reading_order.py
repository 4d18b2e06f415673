from __future__ import annotations

from cvparser.adapters.text_extractor.reading_order import Glyph, read


def line(text: str, x: float, y: float, *, size: float = 10, gap: float = 0) -> list[Glyph]:
    """Give the glyphs of a line whose letters are half as wide as high."""
    step = size / 2 + gap
    return [
        Glyph(character, x + number * step, x + number * step + size / 2, y, size)
        for number, character in enumerate(text)
    ]


def page(*lines: list[Glyph]) -> list[Glyph]:
    return [glyph for each in lines for glyph in each]


def column(x: float, top: float, *texts: str, step: float = 14) -> list[Glyph]:
    return page(*(line(text, x, top - number * step) for number, text in enumerate(texts)))


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
