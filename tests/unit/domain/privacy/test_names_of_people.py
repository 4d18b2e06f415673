"""Whose name goes, where it begins and ends, and whose stays."""

from __future__ import annotations

import pytest

from cvparser.domain.privacy import DocumentHints, find, redact
from cvparser.domain.privacy.people.name_evidence import matches, spells
from cvparser.domain.privacy.people.name_forms import name_keys


def names(text: str, hints: DocumentHints | None = None) -> list[str]:
    return [text[each.start : each.end] for each in find(text, hints) if each.category.value == "name"]


def in_header(line: str) -> list[str]:
    return names(f"{line}\nNurse\n\nEXPERIENCE\nthe ward\n")


def within(line: str) -> list[str]:
    return names(f"EXPERIENCE\nthe ward\n{line}\nthe floor\n")


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Anna Lindqvist", "Anna Lindqvist"),
        ("ANNA LINDQVIST", "ANNA LINDQVIST"),
        ("Anna Maria Lindqvist Berg", "Anna Maria Lindqvist Berg"),
        ("Anna von Lindqvist", "Anna von Lindqvist"),
        ("Anna O'Lindqvist-Berg", "Anna O'Lindqvist-Berg"),
        ('Anna "Ann" Lindqvist', 'Anna "Ann" Lindqvist'),
        ("Anna Lindqvist, nurse", "Anna Lindqvist"),
        ("Anna Lindqvist - Nurse", "Anna Lindqvist"),
        ("Anna Lindqvist | Nurse | Leeds", "Anna Lindqvist"),
        ("Anna Lindqvist (nurse)", "Anna Lindqvist"),
        ("Anna Lindqvist Nurse", "Anna Lindqvist"),
        ("1. Anna Lindqvist", "Anna Lindqvist"),
        ("LINDQVIST, Anna Maria", "LINDQVIST, Anna Maria"),
        ("Resume of Anna Lindqvist", "Anna Lindqvist"),
        ("Lebenslauf von Anna Lindqvist", "Anna Lindqvist"),
        ("Curriculum vitae Anna Lindqvist", "Anna Lindqvist"),
        ("Anna von Lindqvist Jr.", "Anna von Lindqvist Jr."),
        ("Anna Lindqvist Jr", "Anna Lindqvist Jr"),
        ("Anna Lindqvist jr of Leeds", "Anna Lindqvist jr"),
        ("Anna LindqvistNurse", "Anna Lindqvist"),
        ("Anna DeLindqvist", "Anna DeLindqvist"),
        ("Anna LeLindqvist", "Anna LeLindqvist"),
        ("Anna LaLindqvist", "Anna LaLindqvist"),
        ("Anna McLindqvist", "Anna McLindqvist"),
        ("Anna MacLindqvist", "Anna MacLindqvist"),
        ("Anna VanLindqvist", "Anna VanLindqvist"),
        ("Anna FitzLindqvist", "Anna FitzLindqvist"),
        ("Anna Lindqvist | Ulla Berg", "Anna Lindqvist"),
    ],
)
def test_the_name_at_the_head_of_a_cv_goes_as_a_whole(line: str, name: str) -> None:
    assert in_header(line) == [name]
    assert names(f"Curriculum Vitae\n{line}\nNurse\n\nEXPERIENCE\nthe ward\n") == [name]


def test_a_line_of_places_is_less_likely_the_name() -> None:
    assert names("Leeds Ankara\nAnna Lindqvist\nNurse\n\nEXPERIENCE\nthe ward\n") == ["Anna Lindqvist"]


@pytest.mark.parametrize(("line", "is_head"), [(8, True), (9, False)])
def test_in_the_first_eight_lines_a_full_name_is_the_person(line: int, *, is_head: bool) -> None:
    text = "Name: Anna Lindqvist\n" + "the ward\n" * (line - 2) + "Anna Lindqvist University\n\nEXPERIENCE\nthe ward\n"

    assert names(text) == ["Anna Lindqvist"] * (2 if is_head else 1)


def test_a_name_in_two_lines_goes() -> None:
    assert names("Anna\nLindqvist\nNurse\n\nEXPERIENCE\nthe ward\n") == ["Anna", "Lindqvist"]


@pytest.mark.parametrize("line", ["Leeds", "Ward Nurse", "Senior Nurse of Wards", "English"])
def test_a_line_of_work_or_place_is_no_name(line: str) -> None:
    assert in_header(line) == []


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("My name is Anna Lindqvist and I nurse.", "Anna Lindqvist"),
        ("my name is: Anna.", "Anna"),
        ("I am Anna Lindqvist, a nurse", "Anna Lindqvist"),
        ("Adım Ayşe Yıldızcan, hemşireyim", "Ayşe Yıldızcan"),
        ("Name: Anna Lindqvist", "Anna Lindqvist"),
        ("Name: anna", "anna"),
        ("Name: Nurse Lindqvist", "Nurse Lindqvist"),
        ("Ad Soyad: Ayşe Yıldızcan", "Ayşe Yıldızcan"),
        ("I am Leeds born", None),
        ("I am English", None),
        ("I am happy", None),
    ],
)
def test_a_name_that_is_announced_goes(line: str, name: str | None) -> None:
    assert within(line) == ([name] if name else [])


@pytest.mark.parametrize("greeting", ["Yours sincerely,\nAnna Lindqvist", "Kind regards\n\nAnna Lindqvist\n"])
def test_a_name_below_a_greeting_goes(greeting: str) -> None:
    assert names(f"EXPERIENCE\nthe ward\n{greeting}") == ["Anna Lindqvist"]


def test_words_that_go_on_after_a_greeting_are_no_name() -> None:
    assert within("Kind regards to Anna and all") == []


@pytest.mark.parametrize(
    ("mention", "found"),
    [
        ("Anna Lindqvist", ["Anna Lindqvist"]),
        ("Lindqvist Anna", ["Lindqvist Anna"]),
        ("A. Lindqvist", ["A. Lindqvist"]),
        ("Lindqvist A.", ["Lindqvist A."]),
        ("Anna's", ["Anna"]),
        ("LINDQVIST", ["LINDQVIST"]),
        ("lindqvist", ["lindqvist"]),
        ("Lindqvist'in", ["Lindqvist"]),
        ("Lindqvistin", ["Lindqvistin"]),
        ("Anna-Lindqvist", ["Anna-Lindqvist"]),
        ("Anna and Lindqvist", ["Anna", "Lindqvist"]),
        ("Lind-\nqvist", ["Lind-\nqvist"]),
        ("Lind\nqvist", ["Lind\nqvist"]),
        ("Lindqvistberg", []),
        ("Ann", []),
        ("Annabel", []),
        ("Hanna", []),
        ("Lindqvist University", []),
        ("Lindqvist Holding", []),
        ("Lindqvist & Berg Holding", []),
    ],
)
def test_a_mention_of_the_candidate_goes_and_an_organisation_of_that_name_stays(mention: str, found: list[str]) -> None:
    text = f"Anna Lindqvist\nNurse\n\nEXPERIENCE\nthe ward with {mention} at work\n"

    assert names(text) == ["Anna Lindqvist", *found]


def test_a_name_that_is_a_trade_goes_with_an_ending_and_stays_without() -> None:
    text = "Will Cook\nwcook@example.com\n\nEXPERIENCE\nCook's ward, Cook of wards and cook\n"

    assert names(text) == ["Will Cook", "Cook"]


@pytest.mark.parametrize(
    ("name", "mention", "goes"),
    [
        ("Iris", "with Iris leading", True),
        ("Can", "with Can leading", False),
        ("Can", "with Can, leading", True),
        ("Can", "with Can'ın leading", True),
        ("Iris", "with iris leading", False),
        ("Mert", "in Mert-like wards", False),
    ],
)
def test_a_name_that_is_another_word_goes_where_it_is_the_name(name: str, mention: str, *, goes: bool) -> None:
    text = f"{name} Lindqvist\nNurse\n\nEXPERIENCE\nthe ward {mention} here\n"

    assert names(text) == [f"{name} Lindqvist", *([name] if goes else [])]


def test_the_pieces_of_the_name_are_told_to_gate_two() -> None:
    names = redact("Anna Lindqvist\nNurse\n\nEXPERIENCE\nLindqvist led\n").names

    assert names == {"anna", "lindqvist", "annalindqvist", "lindqvistanna"}


def test_a_particle_goes_with_its_name_and_stays_without_it() -> None:
    text = "Anna de la Cruz\nNurse\n\nEXPERIENCE\nwith de la Cruz, de facto, la mer\n"

    assert names(text) == ["Anna de la Cruz", "de la Cruz"]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("2015-2018 Lindqvist Vira, Leeds", []),
        ("2015-2018 Lindqvist Vira (Leeds)", []),
        ("2015-2018 Lindqvist Vira - Leeds", []),
        ("2015-2018 Anna Lindqvist Vira, Leeds", ["Anna Lindqvist"]),
        ("2015-2018 Lindqvist Vira Leeds", ["Lindqvist"]),
        ("2015-2018 Lindqvist-Vira, Leeds", []),
        ("2015-2018 with Lindqvist, Leeds", ["Lindqvist"]),
        ("the ward, Lindqvist Vira, Leeds", ["Lindqvist"]),
        ("nurse at Lindqvist Vira", []),
        ("nurse near Lindqvist Vira", ["Lindqvist"]),
        ("nurse at Lindqvist", ["Lindqvist"]),
        ("Hospital Lindqvist in Leeds", []),
        ("hospital Lindqvist in Leeds", ["Lindqvist"]),
        ("Hospital, Lindqvist in Leeds", ["Lindqvist"]),
        ("Berg & Lindqvist in Leeds", []),
        ("Lindqvist & Berg in Leeds", []),
        ("Lindqvist & berg in Leeds", ["Lindqvist"]),
        ("Lindqvist Vira Holding in Leeds", []),
        ("Lindqvist Vira Berg Holding in Leeds", []),
        ("Lindqvist Nurse Holding in Leeds", []),
        ("Lindqvist Nurse Vira in Leeds", ["Lindqvist"]),
    ],
)
def test_one_piece_of_the_name_is_an_employer_where_employers_stand(line: str, found: list[str]) -> None:
    assert names(f"Anna Lindqvist\nNurse\n\nEXPERIENCE\nthe ward\n{line}\nthe floor\n") == ["Anna Lindqvist", *found]


def test_what_is_an_organisation_once_is_one_everywhere() -> None:
    text = "Anna Lindqvist\nNurse\n\nEXPERIENCE\n2015 Lindqvist Vira, Leeds\nwith Lindqvist Vira and Lindqvist\n"

    assert names(text) == ["Anna Lindqvist", "Lindqvist"]


def test_an_employer_of_the_candidates_name_stays_where_employers_stand() -> None:
    text = "Defne Koç\nAnalist\n\nDENEYİM\n2015 Koç Danışmanlık, 2016\nKoç'un ekibi\n"

    assert names(text) == ["Defne Koç", "Koç"]


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("She reported to Ulla Berg and to Dr. Omar Diaz.", ["Ulla Berg", "Dr. Omar Diaz"]),
        ("reporting to: Ulla Berg", ["Ulla Berg"]),
        ("my supervisor Omar, happy", ["Omar"]),
        ("led by Prof. Dr. Ines Falk at work", ["Prof. Dr. Ines Falk"]),
        ("with Prof. Ines Falk Holding", []),
        ("Prof. Falk led it", ["Prof. Falk"]),
        ("Prof Falk led it", []),
        ("Dr Ines Falk led it", ["Dr Ines Falk"]),
        ("Ulla Hanım ve Ahmet Bey ile çalıştım", ["Ulla", "Ahmet"]),
        ("dr. of the ward", []),
        ("Dr. of the ward", []),
        ("Supervisor: Ulla Berg", ["Ulla Berg"]),
        ("Supervisors: Ulla Berg, Omar Diaz and Ines Falk", ["Ulla Berg", "Omar Diaz", "Ines Falk"]),
        ("Manager: Ulla, Dr. Diaz", ["Dr. Diaz"]),
        ("Nurse Hanım ile", []),
        ("reporting to Berg Holding", []),
        ("reporting to Berg", []),
        ("reporting to Ulla LinkBerg", []),
        ("reporting to the board", []),
        ("She reported to Ulla\nBerg, a nurse.", ["Ulla\nBerg"]),
        ("She reported to\nUlla Berg, a nurse.", ["Ulla Berg"]),
        ("She reported\nto Ulla Berg, a nurse.", ["Ulla Berg"]),
        ("reporting to\nUlla Berg 2018", []),
        ("reporting to\n- Ulla Berg.", []),
        ("reporting to Ulla\nBerg Diaz, happy", []),
        ("reporting to Ulla\nBerg", []),
        ("She worked with Dr.\nInes Falk.", ["Ines Falk"]),
        ("SHE WORKED WITH PROF. DR.\nINES FALK, TODAY", ["INES FALK"]),
        ("She worked with Dr.\nFalk.", []),
        ("Ulla\nBerg Hanım ile çalıştım", ["Ulla\nBerg"]),
        ("Ich arbeite mit Frau Prof.\nInes Falk.", ["Ines Falk"]),
        ("Ich arbeite mit Frau\nInes Falk und mehr", ["Ines Falk"]),
        ("Ulla Berg\nHanım ile çalıştım", ["Ulla Berg"]),
    ],
)
def test_other_people_go_after_what_announces_them(line: str, people: list[str]) -> None:
    assert within(line) == people


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("she reported to ulla vergberg, a nurse.", ["ulla vergberg"]),
        ("her advisor was prof. ulla vergberg. then more", ["ulla vergberg"]),
        ("the prof. vergberg prize", []),
        ("sonra. ulla vergberg hanım ile çalıştım", ["ulla vergberg"]),
        ("ve de ulla vergberg hanım ile çalıştım", []),
    ],
)
def test_other_people_go_from_a_text_without_capitals_by_two_words(line: str, people: list[str]) -> None:
    assert names(f"experience\nthe ward\n{line}\nthe floor\n") == people


def test_a_title_that_begins_the_text_announces_a_name_as_well() -> None:
    assert names("Prof. Ines Falk led the ward\n\nEXPERIENCE\nthe ward\n") == ["Prof. Ines Falk"]


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("Berg, U., Diaz, O. (2018). On wards.", ["Berg, U.", "Diaz, O."]),
        ("U. Berg and O. Diaz, 2018, On wards.", ["U. Berg", "O. Diaz"]),
        ("Berg, U. (2018). On wards.", ["Berg, U."]),
        ("Berg, U. van der, Diaz, O.-A. (2018). On wards.", ["Berg, U. van der", "Diaz, O.-A."]),
        ("U. Berg (2018). On wards.", []),
        ("On wards by Berg, U. (2018)", []),
        ("Berg, U., Diaz, O. On wards.", []),
    ],
)
def test_authors_of_a_dated_work_go(line: str, authors: list[str]) -> None:
    assert within(line) == authors


@pytest.mark.parametrize(
    ("hints", "text", "found"),
    [
        (DocumentHints(file_name="Anna_Lindqvist_CV.pdf"), "with Anna Lindqvist", ["Anna Lindqvist"]),
        (DocumentHints(file_name="lindqvist-cv-2020.docx"), "with Lindqvist", ["Lindqvist"]),
        (DocumentHints(author="Anna Lindqvist"), "with anna lindqvist", ["anna lindqvist"]),
        (DocumentHints(title="CV Anna Lindqvist"), "with Anna Lindqvist", ["Anna Lindqvist"]),
        (DocumentHints(file_name="lindqvist-cv.docx", author="Anna Berg"), "with Lindqvist", ["Lindqvist"]),
        (DocumentHints(author="Lindqvist"), "with lindqvist", []),
        (DocumentHints(author="Office Nurse"), "with Nurse", []),
        (DocumentHints(file_name="cv.pdf"), "with Resume", []),
        (DocumentHints(file_name="leeds.pdf"), "in Leeds", []),
        (DocumentHints(), "with Lindqvist", []),
    ],
)
def test_what_is_known_beside_the_text_points_to_the_name(hints: DocumentHints, text: str, found: list[str]) -> None:
    assert names(f"EXPERIENCE\nthe ward\n{text} at work\n", hints) == found


def test_a_mail_address_and_a_page_point_to_the_name() -> None:
    for clue in ("orsk.vurl@example.com", "ovurl@example.com", "linkedin.com/in/orsk-vurl/"):
        assert names(f"Nurse of wards\n{clue}\n\nEXPERIENCE\nOrsk Vurl\nthe ward\n") == ["Orsk Vurl"]
    assert names("Nurse of wards\nulla@example.com\n\nEXPERIENCE\nOrsk Vurl\nthe ward\n") == []
    assert names("Nurse of wards\nwcook@example.com\n\nEXPERIENCE\nCook Will\nthe ward\n") == ["Cook Will"]


@pytest.mark.parametrize(("others", "found"), [(1, ["Orsk Vurl"]), (2, [])])
def test_two_mail_addresses_are_looked_at_and_no_more(others: int, found: list[str]) -> None:
    addresses = [f"x{number}@example.com" for number in range(others)]
    text = "\n".join(["Nurse of wards", *addresses, "orsk.vurl@example.com", "", "EXPERIENCE", "Orsk Vurl", "the ward"])

    assert names(text) == found


@pytest.mark.parametrize(("start", "found"), [(199, ["Anna"]), (200, [])])
def test_one_word_after_i_am_is_a_name_near_the_beginning(start: int, found: list[str]) -> None:
    assert names("EXPERIENCE\n" + "x" * (start - 12) + "\nI am Anna, so it is.\n") == found


@pytest.mark.parametrize(
    ("words", "clue", "fits"),
    [
        (("Priyanka", "Venkataraman"), "pvenkat", True),
        (("Anna", "Lindqvist"), "lindqvist", True),
        (("Anna", "Lindqvist"), "xlindqvistx", True),
        (("Anna", "Lindqvist"), "lind", True),
        (("Anna", "Lindqvist"), "lin", False),
        (("Anna", "Lindqvist"), "alind", True),
        (("Anna", "Lindqvist"), "blind", False),
        (("Ada", "Lee"), "adalee", True),
        (("Ada", "Lee"), "ada", False),
        (("Ad", "Le"), "adle", False),
        (("Ada", "Lee"), "xadaleex", True),
        (("A", "Lee"), "alee", False),
    ],
)
def test_a_name_fits_a_clue_that_holds_its_pieces(words: tuple[str, ...], clue: str, *, fits: bool) -> None:
    assert matches(words, ["xyz", clue]) is fits
    assert matches(words, []) is False


@pytest.mark.parametrize(
    ("words", "clue", "spelt"),
    [
        (("Will", "Cook"), "wcook", True),
        (("Will", "Cook"), "willcook", True),
        (("Will", "Cook"), "cookwill", True),
        (("Will", "Cook"), "mycwill", False),
        (("Head", "Cook"), "cook", False),
        (("Cook", "Cook"), "ccook", False),
        (("W", "Cook"), "wcook", False),
    ],
)
def test_a_clue_spells_a_name_with_two_pieces_or_an_initial(words: tuple[str, ...], clue: str, *, spelt: bool) -> None:
    assert spells(words, ["xyz", clue]) is spelt


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        (("Anna", "Lindqvist"), {"anna", "lindqvist"}),
        (("Anne-Marie",), {"anne", "marie", "annemarie"}),
        (("O'Lind",), {"lind", "olind"}),
        (("Käsberg",), {"kasberg", "kaesberg"}),
        (("Kaesberg",), {"kasberg", "kaesberg"}),
        (("Weiß",), {"weiss", "weiß"}),
        (("von", "Lind"), {"lind", "~von"}),
        (("A.", "Lind"), {"lind"}),
    ],
)
def test_a_name_is_searched_in_all_its_spellings(words: tuple[str, ...], keys: set[str]) -> None:
    assert name_keys(words) == keys


HEAD = "xq zzt\nSoftware Engineer\n"


@pytest.mark.parametrize(
    ("head", "withheld"),
    [
        (HEAD, ["xq zzt"]),
        (f"{HEAD}x1@example.com\n", ["xq zzt"]),
        (f"xq, zzt\n{HEAD}", ["xq, zzt", "xq zzt"]),
        ("xq zzt 2018\nEngineer\n", []),
        ("one two three four five six seven\nEngineer\n", []),
        ("ward: xq\nEngineer\n", []),
        ("Curriculum Vitae\nxq\n", ["xq"]),
        ("this is a long sentence of more than ten small words\nxq\n", []),
        ("x" * 101 + "\nxq\n", []),
        ("x" * 100 + "\nxq\n", ["x" * 100, "xq"]),
        ("12\nxq\n", ["xq"]),
        ("", []),
    ],
)
def test_a_head_without_a_name_goes_but_for_the_profession(head: str, withheld: list[str]) -> None:
    redaction = redact(f"{head}\nEXPERIENCE\nthe ward\n")

    lines = [
        redaction.original[each.start : each.end] for each in redaction.findings if each.category.value == "header"
    ]
    assert lines == withheld
    assert bool(redaction.warnings) == bool(withheld)


def test_a_text_without_headings_is_withheld_only_beside_a_contact() -> None:
    assert [each.category.value for each in find(f"{HEAD}x1@example.com\n")] == ["header", "email"]
    assert find(HEAD) == ()


def test_ten_lines_of_a_head_are_withheld_and_no_more() -> None:
    text = "".join(f"xq{chr(97 + number)}\n" for number in range(12))

    assert len(find(f"{text}\nEXPERIENCE\nthe ward\n")) == 10


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        ("Name: Anna\nLindqvist", "Anna\nLindqvist"),
        ("Name: Anna\nLindqvist Berg Vira", "Anna"),
        ("Name: Anna\nNurse", "Anna"),
        ("Name: Anna\nLeeds", "Anna"),
        ("Name: Anna\nGender", "Anna"),
        ("Name: Anna\nSkills", "Anna"),
        ("Name: Anna Berg\nLindqvist", "Anna Berg"),
    ],
)
def test_a_labelled_name_of_one_word_goes_on_in_a_line_of_its_own(lines: str, name: str) -> None:
    text = f"{lines}\n\nEXPERIENCE\nwith Lindqvist at the ward\n"

    assert names(text)[0] == name
    assert (len(names(text)) > 1) is ("Lindqvist" in name)
