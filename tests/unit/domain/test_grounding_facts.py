"""What each kind of fact needs in the text, and how facts are counted."""

from __future__ import annotations

from typing import Any

import pytest

from cvparser.domain.grounding import Grounded, Source, ground


def said(fields: dict[str, object], text: str) -> dict[str, Any]:
    """Give what is left of the fields of a job that the text names."""
    jobs: Any = ground({"professional_experiences": [{"title": "Nurse", **fields}]}, f"Nurse {text}").profile
    return {name: value for name, value in jobs["professional_experiences"][0].items() if name != "title"}


def counted(part: str, value: object, text: str) -> tuple[object, int, int]:
    grounded = ground({part: value}, text)
    return grounded.profile.get(part), grounded.checked, grounded.dropped


@pytest.mark.parametrize(
    ("part", "name"),
    [
        ("professional_experiences", "title"),
        ("professional_experiences", "company"),
        ("education", "issuing_organization"),
        ("education", "degree"),
        ("education", "field_of_study"),
        ("languages", "name"),
        ("trainings_and_certifications", "description"),
        ("awards", "title"),
        ("projects", "title"),
    ],
)
@pytest.mark.parametrize("kind", [list, tuple])
def test_an_entry_needs_what_names_it(part: str, name: str, kind: Any) -> None:
    named, nameless = {name: "Harbour"}, {"location": "Leeds", "iso_code": "en"}

    assert counted(part, kind([named, nameless]), "Harbour in Leeds") == ([named], 2, 0)
    assert counted(part, kind([named, nameless]), "Leeds") == ([], 2, 1)


@pytest.mark.parametrize(
    ("part", "value"),
    [("basics", ["x"]), ("education", {"degree": "BSc"}), ("hobbies", [{"title": "BSc"}]), ("education", "BSc")],
)
def test_what_has_not_the_form_of_a_profile_is_left_out_and_not_counted(part: str, value: object) -> None:
    assert ground({part: value}, "BSc") == Grounded(profile={}, checked=0, dropped=0)


def test_entries_that_are_no_objects_are_left_out() -> None:
    assert counted("education", ["BSc", None, {"degree": "BSc"}], "BSc") == ([{"degree": "BSc"}], 1, 0)


@pytest.mark.parametrize(
    "fields",
    [
        {"profession": 7},
        {"email": "a@b.example"},
        {"summary": ["x"]},
        {"start_date": "2018"},
        {"skills": "Python"},
        {"fluency": 3},
        {"title": True},
        {"year": True},
        {"year": "2018"},
        {"evidence": 3},
    ],
)
def test_a_field_of_another_kind_is_left_out_and_not_counted(fields: dict[str, object]) -> None:
    assert counted("basics", fields, "Python 2018 x 7 true a@b.example") == ({}, 0, 0)


@pytest.mark.parametrize("name", ["profession", "title", "company", "location", "degree", "field_of_study", "name"])
def test_a_name_is_said_or_left_out(name: str) -> None:
    assert counted("basics", {name: "Quay"}, "Quay") == ({name: "Quay"}, 1, 0)
    assert counted("basics", {name: "Quay"}, "Pier") == ({}, 1, 1)


def test_a_code_that_was_made_from_a_name_is_carried() -> None:
    assert counted("languages", [{"name": "German", "iso_code": "de"}], "German") == (
        [{"name": "German", "iso_code": "de"}],
        1,
        0,
    )


def test_each_skill_counts_for_itself() -> None:
    assert counted("basics", {"skills": ["Revit", 3, "Rust", "AutoCAD"]}, "AutoCAD, Revit") == (
        {"skills": ["Revit", "AutoCAD"]},
        3,
        1,
    )


def test_quotes_are_counted_and_left_out() -> None:
    assert counted("basics", {"evidence": "Nurse, Leeds"}, "Nurse, Leeds") == ({}, 1, 0)
    assert counted("basics", {"evidence": "Surgeon, Rome"}, "Nurse, Leeds") == ({}, 1, 1)


PROSE = "Cared for thirty patients daily. Trained colleagues."


@pytest.mark.parametrize(
    ("told", "left", "dropped"),
    [
        (PROSE, PROSE, 0),
        ("Trained colleagues.", "Trained colleagues.", 0),
        ("Trained colleagues. Conquered Rome entirely.", "Trained colleagues.", 1),
        ("Conquered Rome entirely.", None, 1),
        ("trained  COLLEAGUES", "trained  COLLEAGUES", 0),
        ("colleagues trained", "colleagues trained", 0),
        (f" {PROSE} ", f" {PROSE} ", 0),
    ],
)
@pytest.mark.parametrize("name", ["summary", "description"])
def test_of_prose_the_told_sentences_stay(name: str, told: str, left: str | None, dropped: int) -> None:
    assert counted("basics", {name: told}, PROSE) == ({} if left is None else {name: left}, 1, dropped)


@pytest.mark.parametrize(
    ("date", "left", "checked", "dropped"),
    [
        ({"year": 2018, "month": 3}, {"year": 2018, "month": 3}, 1, 0),
        ({"year": 2018, "month": None}, {"year": 2018, "month": None}, 1, 0),
        ({"year": 2018}, {"year": 2018, "month": None}, 1, 0),
        ({"year": 2018, "month": 4}, {"year": 2018, "month": None}, 2, 1),
        ({"year": 2018, "month": "March"}, {"year": 2018, "month": "March"}, 1, 0),
        ({"year": 2019, "month": 3}, None, 1, 1),
        ({"year": "2018", "month": 3}, None, 0, 0),
        ({"month": 3}, None, 0, 0),
        ({"year": True}, None, 0, 0),
        ({"year": 2018, "month": 13}, {"year": 2018, "month": None}, 2, 1),
    ],
)
@pytest.mark.parametrize("name", ["start_date", "end_date"])
def test_a_date_needs_its_year_and_its_month(
    name: str, date: dict[str, object], left: dict[str, object] | None, checked: int, dropped: int
) -> None:
    found = {} if left is None else {name: left}

    assert counted("basics", {name: date}, "March 2018, 13 2018") == (found, checked, dropped)


def test_all_that_was_looked_for_is_counted_together() -> None:
    fields = {"profession": "Pier", "summary": "Conquered Rome entirely.", "title": "Nurse", "description": PROSE}

    assert counted("basics", fields, f"Nurse\n{PROSE}") == ({"title": "Nurse", "description": PROSE}, 4, 2)


def test_a_year_alone_is_looked_up() -> None:
    assert counted("awards", [{"title": "Medal", "year": 2018}], "Medal 2018") == (
        [{"title": "Medal", "year": 2018}],
        2,
        0,
    )
    assert counted("awards", [{"title": "Medal", "year": 2019}], "Medal 2018") == ([{"title": "Medal"}], 2, 1)


@pytest.mark.parametrize("word", ["present", "halen", "heute", "aujourd'hui", "en curso", "seit 2018", "bu yana"])
def test_a_present_job_needs_a_word_for_it(word: str) -> None:
    assert counted("basics", {"is_current": True}, f"Nurse, {word}") == ({"is_current": True}, 1, 0)
    assert counted("basics", {"is_current": True}, f"Nurse, x{word}") == ({"is_current": False}, 1, 1)


@pytest.mark.parametrize(
    ("text", "current"),
    [
        ("2018 -", True),
        ("1999 – \nWards", True),
        ("2018 - )", True),
        ("2018 - ...", True),
        ("2018 - 2019", False),
        ("2018 - Leeds", False),
        ("1818 -", False),
    ],
)
def test_a_range_without_an_end_goes_on(text: str, *, current: bool) -> None:
    assert said({"is_current": True}, text) == {"is_current": current}


def test_that_a_job_is_over_needs_no_word() -> None:
    assert counted("basics", {"is_current": False}, "Nurse") == ({"is_current": False}, 0, 0)


@pytest.mark.parametrize("word", ["Ehliyet", "driving licence", "[LICENCE]", "Führerschein", "permis B", "conducir"])
@pytest.mark.parametrize("value", [True, False])
def test_a_licence_or_its_lack_needs_a_word_for_it(word: str, *, value: bool) -> None:
    assert counted("basics", {"has_driving_license": value}, word) == ({"has_driving_license": value}, 1, 0)
    assert counted("basics", {"has_driving_license": value}, "Nurse") == ({}, 1, 1)


@pytest.mark.parametrize(
    ("level", "text", "kept"),
    [
        ("C1", "English c1", True),
        ("C1", "English fluent", True),
        ("C1", "English", False),
        ("C1", "English, mother tongue", False),
        ("C1", "English BC1", False),
        ("native", "English native", True),
        ("native", "English, mother tongue", True),
        ("native", "English fluent", False),
        ("NATIVE", "English NATIVE", True),
    ],
)
def test_a_level_needs_its_name_or_a_word_of_its_kind(level: str, text: str, *, kept: bool) -> None:
    entry = {"name": "English", "fluency": level}

    assert counted("languages", [entry], text) == ([entry if kept else {"name": "English"}], 2, int(not kept))


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("1900", 1900),
        ("in 2199.", 2199),
        ("'44", 2044),
        ("'45", 1945),
        ("03/18", 2018),
        ("Mart 18", 2018),
        ("mar. 18", 2018),
        ("2017-18", 2018),
        ("2017/18", 2018),
        ("3.18", 2018),
        ("12-18", 2018),
    ],
)
def test_a_year_is_found_with_four_digits_and_with_two(text: str, year: int) -> None:
    assert counted("awards", [{"title": "Medal", "year": year}], f"Medal, {text}")[2] == 0
    assert counted("awards", [{"title": "Medal", "year": year}], f"{text} Medal")[2] == 0


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("12018", 2018),
        ("20181", 2018),
        ("2218", 2218),
        ("room 18", 2018),
        ("13/18", 2018),
        ("0/18", 2018),
        ("18", 2018),
        ("1.3.18.5", 2018),
        ("3/18/20", 2018),
        ("ma 18", 2018),
        ("'181", 2018),
    ],
)
def test_a_number_that_is_no_year_is_none(text: str, year: int) -> None:
    assert counted("awards", [{"title": "Medal", "year": year}], f"Medal, {text}")[2] == 1


MONTHS = [
    "January",
    "Şubat",
    "März",
    "avril",
    "mayo",
    "giugno",
    "Juli",
    "août",
    "Eylül",
    "ottobre",
    "Kasım",
    "Dezember",
]


@pytest.mark.parametrize(("month", "name"), [(1, "stycznia"), (9, "wrzesień"), (10, "paź"), (10, "ekm")])
def test_a_month_is_found_by_every_name_that_the_lexicon_has(month: int, name: str) -> None:
    date: dict[str, object] = {"start_date": {"year": 2018, "month": month}}

    assert said(date, f"{name} 2018") == date


@pytest.mark.parametrize(("month", "name"), list(enumerate(MONTHS, 1)))
@pytest.mark.parametrize("other", [False, True])
def test_a_month_is_found_by_its_name_its_number_and_its_roman_number(month: int, name: str, *, other: bool) -> None:
    roman = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"][month - 1]
    asked = month % 12 + 1 if other else month

    for text in (f"{name} 2018", f"{month}/2018", f"{month:02}.2018", f"2018-{month:02}", f"{roman} 2018"):
        found = said({"start_date": {"year": 2018, "month": asked}}, text)
        assert found == {"start_date": {"year": 2018, "month": None if other else month}}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("mar" + "_" * 29 + "2018", True),
        ("mar" + "_" * 30 + "2018", False),
        ("2018" + "_" * 9 + "mar", True),
        ("2018" + "_" * 10 + "mar", False),
        ("003 2018", False),
        ("13 2018", False),
        ("0 2018", False),
        ("3 2018", True),
        ("2018 mar", True),
        ("mar 2018 2019", True),
        ("mar 2017", False),
        ("2018, jun 2017, mar 2018", True),
    ],
)
def test_a_month_stands_near_its_year(text: str, *, found: bool) -> None:
    date = {"year": 2018, "month": 3}

    assert (said({"start_date": date}, text).get("start_date") == date) == found


@pytest.mark.parametrize(
    ("text", "name", "found"),
    [
        ("Leeds", "", False),
        ("Leeds", " ... ", False),
        ("one two three", "three one", True),
        ("one yy yy two", "two one", True),
        ("one yy yy yy yy two", "two one", True),
        ("one yy yy yy yy yy two", "two one", False),
        ("two yy yy yy yy one", "one two", True),
        ("two yy yy yy yy yy one", "one two", False),
        ("red blue green blue", "red blue", True),
        ("redblue green", "red blue", True),
        ("old red blue", "red", True),
        ("Kestrel", "Kestrels", True),
        ("Kestrelling", "Kestrel", True),
        ("Kestrel", "Kestrellers", True),
        ("Kestrel", "Kestrelliness", False),
        ("Nurses", "Nurse", False),
        ("painter", "painting", True),
        ("paints", "painter", True),
        ("paint", "painter", False),
        ("pa1nter", "pa1nting", False),
        ("東京大学工学部", "京大", True),
        ("東京大学工学部", "大京", False),
        ("Straße", "Strasse", True),
        ("C#", "C", False),
        ("C++", "C++", True),
        ("Java Script", "JavaScript", True),
        ("Java Scripts", "JavaScript", False),
        ("XJava Script Java Script", "JavaScript", True),
        ("Java Script xJavaScripty", "JavaScript", True),
        ("XJava Script, Java Script, JavaScripty", "JavaScript", True),
        ("xa a a", "aa", True),
        ("called [NAME] at work", "XX", False),
        ("Maß", "Mass", True),
        ("Doctors", "Doctor", True),
        ("Kestrel", "Kestrellings", True),
        ("one yy yy yy yy two", "one two", True),
        ("one yy yy yy yy yy two", "one two", False),
    ],
)
def test_a_name_is_said_when_its_words_stand_close_together(text: str, name: str, *, found: bool) -> None:
    assert Source(text).says(name) is found


def test_words_of_a_very_long_name_are_only_looked_for_in_their_order() -> None:
    words = [f"w{number}" for number in range(60)]
    text = " ".join(words)

    assert Source(text).says(" ".join(reversed(words)))
    assert not Source(f"{text} w60").says(" ".join(["w60", *reversed(words)]))
    assert Source(f"{text} w60").says(f"{text} w60")


@pytest.mark.parametrize(
    ("text", "sentence", "found"),
    [
        ("Led 30 nurses", "Led 30 nurses", True),
        ("Led 30 nurses", "Led 31 nurses", False),
        ("Led nurses through winter storms", "winter storms nurses snow", True),
        ("Led nurses through winter storms", "winter storms snow rain", False),
        ("Led nurses through winter storms", "through winter and his storms", True),
        ("He is on it", "is on", True),
        ("He is on it", "of to", False),
        ("Leeds 2018", "2018", True),
        ("Leeds 2018", "2019", False),
        ("nurse", "ward nurs", False),
        ("care home team lead", "lead team home care", True),
    ],
)
def test_a_sentence_is_told_when_its_numbers_and_most_of_its_words_are_there(
    text: str, sentence: str, *, found: bool
) -> None:
    assert Source(text).tells(sentence) is found


@pytest.mark.parametrize(
    ("prose", "told"),
    [
        ("Trained colleagues. Conquered Rome.", "Trained colleagues."),
        ("Conquered Rome. Trained colleagues!", "Trained colleagues!"),
        ("Conquered Rome\nTrained colleagues\n", "Trained colleagues"),
        ("Trained colleagues.\n-\nCared daily;  Cared.", "Trained colleagues.\n-\nCared daily;  Cared."),
        ("Conquered Rome.\n-\n", ""),
        ("-", ""),
        ("", ""),
        ("Trained colleagues", "Trained colleagues"),
        (" Trained colleagues ", " Trained colleagues "),
    ],
)
def test_of_prose_the_sentences_that_are_told_are_given(prose: str, told: str) -> None:
    assert Source(PROSE).told(prose) == told
