"""Births, ages, licences, addresses and labelled values: what goes, to the character, and what stays."""

from __future__ import annotations

import pytest
from tests.unit.domain.privacy.findings import found, within

from cvparser.domain.privacy import redact


@pytest.mark.parametrize(
    ("line", "births"),
    [
        ("Born on 7 August 1990 in Leeds", ["7 August 1990 in Leeds"]),
        ("born 07.08.1990, Leeds", ["07.08.1990, Leeds"]),
        ("geboren am 3. Mai 1984", ["3. Mai 1984"]),
        ("Geb. 03.05.84 in Köln", ["03.05.84 in Köln"]),
        ("*03.05.1984 in Köln", ["03.05.1984 in Köln"]),
        ("* 3.5.1984", ["3.5.1984"]),
        ("née le 3 mai 1984 à Lyon", ["3 mai 1984 à Lyon"]),
        ("nacida el 3 de mayo de 1984 en Sevilla", ["3 de mayo de 1984 en Sevilla"]),
        ("born in 1984. Nurse since 2001.", ["1984"]),
        ("born in May 1984 and happy", ["May 1984"]),
        ("born '84 and happy", ["'84"]),
        ("born 1984-05-03 and happy", ["1984-05-03"]),
        ("born 19840503 and happy", ["19840503"]),
        ("born 05/1984 and happy", ["05/1984"]),
        ("born Feb 29, 1988 and happy", ["Feb 29, 1988"]),
        ("born 9/IX/1984 and happy", ["9/IX/1984"]),
        ("born 3 - 4 - 87 and happy", ["3 - 4 - 87"]),
        ("born 7th of August 1990 and happy", ["7th of August 1990"]),
        ("born 19 Mayıs 1995 and happy", ["19 Mayıs 1995"]),
        ("1990 yılının Şubat ayında Mardin'de doğdum.", ["1990 yılının Şubat ayında", "Mardin'de"]),
        ("1990 Ankara doğumluyum.", ["1990", "Ankara"]),
        ("Ankara doğumlu, hemşire", ["Ankara"]),
        ("3. Mayıs 1990 doğumluyum", ["3. Mayıs 1990"]),
        ("May 2001 ended. 1990 doğumluyum", ["1990"]),
        ("born in Ankara and happy", ["Ankara"]),
        ("born leader! 2018 was fine", []),
        ("stillborn care 07.08.1990", []),
        ("07.08.1990 ward opened", []),
    ],
)
def test_a_birth_goes_with_its_date_and_its_place(line: str, births: list[str]) -> None:
    assert within(line) == [("birth", birth) for birth in births]


@pytest.mark.parametrize(
    ("line", "age"),
    [
        ("I am 41 years old and happy", "41"),
        ("41 yaşındayım ve hemşireyim", "41"),
        ("35 Jahre alt und froh", "35"),
        ("41  years  old", "41"),
        ("41 years of experience", None),
        ("1.41 years old", None),
        ("141 years old", None),
        ("41% years old", None),
        ("ward 41, years old", None),
        ("41 years older", None),
        ("41 years olds", None),
    ],
)
def test_an_age_goes_and_other_years_stay(line: str, age: str | None) -> None:
    assert within(line) == ([("age", age)] if age else [])


def test_a_date_alone_is_a_birth_beside_the_name_and_none_elsewhere() -> None:
    for line in ("07.08.1990", "• 07.08.1990", "7 August 1990 | nurse"):
        date = line.removeprefix("• ").removesuffix(" | nurse")
        text = f"Anna Lind\nNurse\n{line}\n2001 Leeds\n\nEXPERIENCE\n{line}\n"

        assert found(text) == [("name", "Anna Lind"), ("birth", date)]
        assert text.endswith(redact(text).text[-len(line) - 1 :])


@pytest.mark.parametrize(("line", "is_birth"), [(2, True), (12, True), (13, False)])
@pytest.mark.parametrize("more", ["", "SKILLS\nwards\n"])
def test_a_date_alone_is_a_birth_in_the_first_twelve_lines(line: int, more: str, *, is_birth: bool) -> None:
    above = "Anna Lind\n" + "nurse of the wards of the town of Leeds\n" * (line - 2)

    text = f"{above}07.08.1990\n\nEXPERIENCE\nthe ward\n{more}"
    assert (("birth", "07.08.1990") in found(text)) is is_birth


@pytest.mark.parametrize(("line", "is_birth"), [(8, True), (9, False)])
def test_without_headings_a_date_alone_is_a_birth_in_the_first_eight_lines(line: int, *, is_birth: bool) -> None:
    text = "Anna Lind\n" + "nurse of the wards of the town of Leeds\n" * (line - 2) + "07.08.1990\n"

    assert (("birth", "07.08.1990") in found(text)) is is_birth


@pytest.mark.parametrize(
    ("line", "classes"),
    [
        ("Ehliyet B sınıfı ve C", ["B"]),
        ("ehliyetim: B, C1E", ["B, C1E"]),
        ("Driving licence (B, BE) since", ["B, BE"]),
        ("drivers license class B", ["B"]),
        ("B sınıfı ehliyet", ["B"]),
        ("Class B driving licence", ["B"]),
        ("Führerschein Klasse A1 und B", ["A1 und B"]),
        ("permis B, permis de conduire A1", ["B", "A1"]),
        ("carnet de conducir tipo B", ["B"]),
        ("driving licence held", []),
        ("driving licence B2 English", []),
        ("class B fire", []),
    ],
)
def test_the_class_of_a_licence_goes(line: str, classes: list[str]) -> None:
    assert within(f"I have {line}") == [("licence", each) for each in classes]


@pytest.mark.parametrize(
    "address",
    [
        "Canal Street 12, LS6 3QT Leeds",
        "Atatürk Mah. 1864. Cadde No: 7 Kat 3 06510 Çankaya / Ankara",
        "Atatürk Mah. 1864. Cad. No:7/3",
        "Lindenallee 27, 50667 Köln",
        "Lindenallee 27, D-50667 Köln",
        "Am Alten Markt 3a, 50667 Köln",
        "12 rue Lepic, 75018 Paris",
        "Calle Mayor 5, 2º B, 28013 Madrid",
        "C/Mayor 5, 28013 Madrid",
        "PO Box 12, Portland, OR 97205",
        "742 Evergreen Terrace, Apt 3, Portland, OR 97205-1234, USA",
        "10 Canal Street\nLeeds LS6 3QT",
        "Bahnhofstrasse 5, CH-8001 Zürich",
        "221B Baker Street, London NW1 6XE",
        "Toronto, 100 King Street West, ON M5V 1A4",
        "Keizersgracht 12, 1015 CX Amsterdam",
        "Canal Street 12, Flat 3",
        "12 Canal street, LS6 3QT Leeds",
    ],
)
def test_an_address_goes_as_a_whole(address: str) -> None:
    assert within(address) == [("address", address)]
    assert within(f"she wrote to {address}, then") == [("address", address)]
    assert within(f"• {address} | nurse") == [("address", address)]


@pytest.mark.parametrize(
    ("line", "address"),
    [
        ("Canal Street 12, LS6 3QT Leeds; Berg", "Canal Street 12, LS6 3QT Leeds"),
        ("Wardling. Canal Street 12, LS6 3QT Leeds", "Canal Street 12, LS6 3QT Leeds"),
        ("Canal Street 12, LS6 3QT Leeds Xyz: 5", "Canal Street 12, LS6 3QT Leeds"),
        ("Calle Mayor 5, 28013 Madrid de noche", "Calle Mayor 5, 28013 Madrid"),
        ("Canal Street 12, LS6 3QT Leeds  Berg", "Canal Street 12, LS6 3QT Leeds"),
        ("Canal Street 12, LS6 3QT Leeds\tBerg", "Canal Street 12, LS6 3QT Leeds"),
        ("Canal Street 12, LS6 3QT Leeds 2018-2020", "Canal Street 12, LS6 3QT Leeds"),
        ("Canal Street 12, LS6 3QT Leeds +90", "Canal Street 12, LS6 3QT Leeds"),
        ("Canal Street 12, LS6 3QT Leeds! Berg", "Canal Street 12, LS6 3QT Leeds!"),
        ("from Canal Street 12, LS6 3QT Leeds", "Canal Street 12, LS6 3QT Leeds"),
        ("Nurse Canal Street 12, LS6 3QT Leeds Nurse", "Canal Street 12, LS6 3QT Leeds"),
    ],
)
def test_an_address_ends_where_something_else_begins(line: str, address: str) -> None:
    assert within(line) == [("address", address)]


@pytest.mark.parametrize(
    "line",
    [
        "Canal Street 12",
        "50667 Köln",
        "worked in 2018 on Wall Street projects",
        "the budget of 34710 Euro was met",
        "Wards 3, 4 and 5 of St. James, Leeds",
        "5 floors, 12 flats",
        "Unit 3 tests, 12345 rows",
        "rows: 12345 Of them 3",
        "2015-2019 Altenpflegerin im Seniorenheim Haus am Deich, Emden",
        "2011–2014 Servicekraft im Gasthof an der Mühle, Ulm",
        "2016- Köchin im Hotel am Markt, Kassel",
    ],
)
def test_half_an_address_in_a_sentence_stays(line: str) -> None:
    assert within(line) == []


@pytest.mark.parametrize(
    "address", ["Canal Street 12", "Canal Street 12\nLeeds", "50667 Köln", "Lindenallee 27", "C/Mayor 5"]
)
def test_half_an_address_beside_the_name_is_one(address: str) -> None:
    assert found(f"Anna Lind\nNurse\n{address}\n\nEXPERIENCE\nWards\n") == [("name", "Anna Lind"), ("address", address)]


@pytest.mark.parametrize(
    ("line", "is_address"),
    [
        ("Canal Street", True),
        ("• Canal Street", True),
        ("Canal Street\tx", True),
        ("Canal Street   x", True),
        ("x | Canal Street", True),
        ("x Canal Street", False),
        ("Canal Street x", False),
        ("Canal Street, x", False),
    ],
)
def test_a_street_without_a_number_is_an_address_where_it_stands_alone(line: str, *, is_address: bool) -> None:
    for text in (f"Anna Lind\nNurse\n{line}\n\nEXPERIENCE\nWards\n", f"{line}\nName: Anna Lind\n\nEXPERIENCE\nWards\n"):
        assert (("address", "Canal Street") in found(text)) is is_address
    assert within(line) == []


@pytest.mark.parametrize("phrase", ["I live at", "wohnhaft in", "adresim"])
def test_half_an_address_after_a_word_for_living_is_one(phrase: str) -> None:
    assert ("address", "Canal Street 12") in [
        (category, text.removeprefix(f"{phrase.capitalize()} "))
        for category, text in within(f"{phrase} Canal Street 12")
    ]


@pytest.mark.parametrize(
    ("text", "personal"),
    [
        ("Marital status  Married    Nationality  British", ["Married", "British"]),
        ("Marital status | Married", ["Married"]),
        ("Askerlik    Tecilli", ["Tecilli"]),
        ("• Medeni Durum : Bekar ; Cinsiyet : Kadın", ["Bekar", "Kadın"]),
        ("Nationality: Welsh-Manx, Gender: female", ["Welsh-Manx", "female"]),
        ("1) Nationality: Welsh-Manx", ["Welsh-Manx"]),
        ("- Nationality (present): Welsh-Manx", ["Welsh-Manx"]),
        ("NATIONALITY:Welsh-Manx", ["Welsh-Manx"]),
        ("Nationality/Uyruk: Welsh-Manx", ["Welsh-Manx"]),
        ("and Nationality: Welsh-Manx", ["Welsh-Manx"]),
        ("nurseNationality: Welsh-Manx", ["Welsh-Manx"]),
        ("Nationality: Welsh-Manx - ", ["Welsh-Manx"]),
        ("Nationality:  Welsh-Manx   nurse in Leeds", ["Welsh-Manx"]),
        ("Nationality: | Welsh-Manx", ["Welsh-Manx"]),
        ("Nationality:\nWelsh-Manx", ["Welsh-Manx"]),
        ("Nationality Welsh-Manx", ["Welsh-Manx"]),
        ("Nationality:\nSummary: nurse", []),
        ("Nationality: --", []),
        ("x" * 50 + " Nationality: Welsh-Manx", ["Welsh-Manx"]),
        ("The nationality question: open", []),
        ("Gender:Nationality: Welsh-Manx", ["Welsh-Manx"]),
        ("Nationality\nWelsh-Manx", ["Welsh-Manx"]),
        ("E-mail\nto be asked", ["to be asked"]),
        ("Phone\nto be asked", ["to be asked"]),
        ("Religion\nto be asked", ["to be asked"]),
        ("Criminal record\nto be asked", ["to be asked"]),
        ("Tax number\nto be asked", []),
        ("x" * 80 + "\nPhone: to be asked", ["to be asked"]),
        ("Phone: " + "x" * 80, ["x" * 80]),
        ("Phone: " + "x" * 81, []),
    ],
)
def test_a_labelled_value_goes_to_its_end(text: str, personal: list[str]) -> None:
    assert [value for _, value in within(text)] == personal


def test_a_long_value_ends_with_its_sentence() -> None:
    value = "a member of the union of nurses and of its board in the north of the county"

    assert within(f"Union: {value}. Then I taught.") == [("membership", value)]
    assert within("Union: the nurses. Then I taught.") == [("membership", "the nurses. Then I taught.")]


@pytest.mark.parametrize("answer", ["yes", "Var", "none", "Yok.", "not yet", "full", "keine", "vorhanden", "-"])
def test_that_there_is_a_licence_or_none_stays(answer: str) -> None:
    assert within(f"Driving licence: {answer}") == []
    assert within(f"Driving licence: {answer} B12") != [] or answer == "not yet"


def test_the_cells_under_a_row_of_labels_go() -> None:
    rows = "Nationality | Gender\n--- | ---\nWelsh-Manx | female\nManx | male\n\nWelsh | x | y\nManx | z\n"

    assert found(f"PROFILE\n{rows}") == [
        ("nationality", "Welsh-Manx"),
        ("gender", "female"),
        ("nationality", "Manx"),
        ("gender", "male"),
    ]


def test_a_section_of_personal_details_goes_line_by_line() -> None:
    details = "7 August 1990\nMarried, two children\nlikes chess\nNurse in Leeds\n2001-2003 Ward\nx"
    text = f"PERSONAL DETAILS\n{details}\nSKILLS\nchess\n"

    assert found(text) == [
        ("birth", "7 August 1990"),
        ("marital_status", "Married, two children"),
        ("personal", "likes chess"),
    ]


@pytest.mark.parametrize(
    ("heading", "category"),
    [("REFERENCES", "references"), ("Emergency contact", "references"), ("MEMBERSHIPS", "membership")],
)
def test_a_section_that_is_personal_goes_up_to_the_next_heading(heading: str, category: str) -> None:
    text = f"PROFILE\nnurse\n{heading}\nthe ward\nand its head\nSKILLS\nwards\n"

    assert found(text) == [(category, "the ward\nand its head")]


def test_memberships_end_with_a_gap_or_years_and_references_do_not() -> None:
    rest = "the union\nits board\n\nA gap\n"

    assert found(f"MEMBERSHIPS\n{rest}")[-1] == ("membership", "the union\nits board")
    assert found("MEMBERSHIPS\nthe union\n2001-2003 Ward\n")[-1] == ("membership", "the union")
    assert found(f"REFERENCES\n{rest}")[-1] == ("references", rest.strip())


@pytest.mark.parametrize(
    ("heading", "is_heading"),
    [
        ("REFERENCES", True),
        ("~~ References ~~", True),
        ("References:", True),
        ("3. References", True),
        ("Referenzen / References", True),
        ("References: the ward", True),
        ("the references of the ward were read by all", False),
        ("References x", False),
    ],
)
def test_a_heading_is_a_line_of_its_own_or_begins_one(heading: str, *, is_heading: bool) -> None:
    text = f"PROFILE\nnurse\n{heading}\nthe ward\n"

    assert ("references" in {category for category, _ in found(text)}) == is_heading


BODY = "Anna Lindqvist\nNurse\n\nExperience\nNurse, Kestrel Clinic, 2018 - 2022\nEducation\nBSc, Leeds, 2010\n\n"


@pytest.mark.parametrize(
    ("lines", "gone"),
    [
        ("37 ans\nMarié, 2 enfants", "37"),
        ("Evli, 2 çocuk\n41 yaşında", "41"),
        ("married\n39 years old", "39"),
        ("Site personnel :\nhttp://www.lindqvistanna.example.org", "lindqvistanna"),
        ("Homepage:\nhttps://lindqvistanna.example.org/cv", "lindqvistanna"),
        ("Kişisel web sitesi:\nhttp://lindqvistanna.example.org", "lindqvistanna"),
    ],
)
def test_facts_and_pages_at_the_end_of_a_cv_go_line_by_line(lines: str, gone: str) -> None:
    assert gone not in redact(BODY + lines).text


@pytest.mark.parametrize("skill", ["Allemand", "Python", "Single Page Applications"])
def test_what_stands_below_a_fact_and_is_none_stays(skill: str) -> None:
    assert skill in redact(f"{BODY}Married\n{skill}").text
