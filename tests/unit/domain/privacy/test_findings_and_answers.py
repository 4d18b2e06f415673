"""Findings that meet, offsets there and back, and what the answer filter makes of each kind of value."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cvparser.domain.privacy import Category, Finding, Redaction, filter_answer, redact
from cvparser.domain.privacy.finding import unite
from cvparser.domain.privacy.redaction import render
from cvparser.domain.profile import Basics, Fluency, Profile, WarningCode, YearMonth

NOTHING_FOUND = Redaction(text="", original="")
TRIMMED = (WarningCode.ANSWER_TRIMMED,)


def finding(start: int, end: int, category: Category = Category.NAME, rule: str = "a") -> Finding:
    return Finding(category=category, start=start, end=end, rule=rule)


FINDINGS = st.builds(
    lambda start, length, category: finding(start, start + length, category, category.value),
    st.integers(0, 20),
    st.integers(1, 6),
    st.sampled_from([Category.NAME, Category.EMAIL, Category.AGE]),
)


@given(st.lists(FINDINGS))
def test_united_findings_cover_the_same_characters_and_do_not_meet(findings: list[Finding]) -> None:
    united = unite(findings)

    def covered(each: Finding) -> set[int]:
        return set(range(each.start, each.end))

    assert set().union(*map(covered, united)) == set().union(*map(covered, findings))
    assert all(left.end <= right.start for left, right in pairwise(united))
    assert unite(united) == united


@pytest.mark.parametrize(
    ("findings", "united"),
    [
        ([finding(3, 5), finding(0, 2)], [finding(0, 2), finding(3, 5)]),
        ([finding(0, 2), finding(2, 4)], [finding(0, 2), finding(2, 4)]),
        ([finding(0, 3), finding(2, 8, Category.AGE, "b")], [finding(0, 8, Category.AGE, "b")]),
        ([finding(0, 6), finding(5, 8, Category.AGE, "b")], [finding(0, 8)]),
        ([finding(0, 4), finding(2, 6, Category.AGE, "b")], [finding(0, 6, Category.AGE, "b")]),
        ([finding(0, 9), finding(2, 3, Category.AGE, "b")], [finding(0, 9)]),
        (
            [finding(0, 5), finding(4, 6, Category.AGE, "b"), finding(5, 9, Category.EMAIL, "c")],
            [finding(0, 9)],
        ),
        ([finding(0, 2), finding(0, 4, Category.AGE, "b")], [finding(0, 4, Category.AGE, "b")]),
    ],
)
def test_of_findings_that_overlap_the_longest_names_the_whole(findings: list[Finding], united: list[Finding]) -> None:
    assert list(unite(findings)) == united


def test_a_placeholder_stands_for_each_finding() -> None:
    findings = [finding(0, 3), finding(5, 6, Category.AGE)]

    assert render("Bob, 4", findings) == "[NAME], [AGE]"
    assert render("Bob, 4!", findings) == "[NAME], [AGE]!"
    assert render("Bob", []) == "Bob"


REDACTION = Redaction(
    text="[NAME] and [AGE]!", original="Bob and 41!", findings=(finding(0, 3), finding(8, 10, Category.AGE))
)


def test_offsets_lead_there_and_back() -> None:
    there = [REDACTION.to_original(offset) for offset in range(len(REDACTION.text))]
    back = [REDACTION.to_redacted(offset) for offset in range(len(REDACTION.original))]

    assert there == [0] * 6 + [3, 4, 5, 6, 7] + [8] * 5 + [10]
    assert back == [0, 0, 0, 6, 7, 8, 9, 10, 11, 11, 16]
    assert (NOTHING_FOUND.to_original(3), NOTHING_FOUND.to_redacted(3)) == (3, 3)
    assert dict(REDACTION.withheld) == {"name": 1, "age": 1}


def test_what_other_detectors_found_is_taken_out_as_well_and_joined_with_what_rules_find() -> None:
    text = "PROFILE\nBo wrote to anna@example.com today, on ward Xq.\n"
    more = [finding(8, 10), finding(text.index("Xq"), text.index("Xq") + 2, Category.HEALTH, "model")]

    redaction = redact(text, more=more)

    assert redaction.text == "PROFILE\n[NAME] wrote to [EMAIL] today, on ward [HEALTH].\n"
    assert [(text[each.start : each.end], each.category.value) for each in redaction.findings] == [
        ("Bo", "name"),
        ("anna@example.com", "email"),
        ("Xq", "health"),
    ]
    assert redact(text, more=[finding(9, 12), finding(8, 10)]).text.startswith("PROFILE\n[NAME]rote")


def filtered(part: str, value: object) -> Any:
    return getattr(filter_answer({"profile": {part: value}}, NOTHING_FOUND).profile, part)


def warned(part: str, value: object) -> bool:
    return filter_answer({"profile": {part: value}}, NOTHING_FOUND).warnings == TRIMMED


@pytest.mark.parametrize(
    ("said", "kept", "is_trimmed"),
    [
        (True, True, False),
        (False, False, False),
        ("true", True, False),
        (" Yes ", True, False),
        ("1", True, False),
        ("false", False, False),
        ("NO", False, False),
        ("0", False, False),
        (None, None, False),
        ("", None, False),
        ("perhaps", None, True),
        (1, None, True),
        ([], None, False),
        ({}, None, False),
    ],
)
def test_a_flag_is_read_in_words(said: object, *, kept: bool | None, is_trimmed: bool) -> None:
    assert filtered("basics", {"has_driving_license": said}).has_driving_license is kept
    assert warned("basics", {"has_driving_license": said}) is is_trimmed


@pytest.mark.parametrize(
    ("said", "year"),
    [
        (2018, 2018),
        (2018.0, 2018),
        ("2018", 2018),
        (" 2018 ", 2018),
        ("in 2018", 2018),
        ("05/2018", 2018),
        (2018.5, None),
        (10_000, None),
        (-10_000, None),
        (1e9, None),
        (math.inf, None),
        (True, None),
        ("x", None),
        ("12018", None),
        ("20180", None),
        ("0018", None),
        ([2018], None),
        (1899, None),
        (2201, None),
        (" " * 50 + "2018", 2018),
        ("x" * 40 + "2018", None),
        ("x" * 35 + " 2018", 2018),
        ("x" * 36 + " 2018", None),
    ],
)
def test_a_year_is_read_in_every_notation(said: object, year: int | None) -> None:
    assert [each.year for each in filtered("awards", [{"title": "Medal", "year": said}])] == [year] or year is None
    assert all(each.year in (year, None) for each in filtered("awards", [{"title": "Medal", "year": said}]))


@pytest.mark.parametrize(
    ("said", "date"),
    [
        ({"year": 2018, "month": 3}, YearMonth(year=2018, month=3)),
        ({"year": "2018", "month": "03"}, YearMonth(year=2018, month=3)),
        ("2018-03", YearMonth(year=2018, month=3)),
        ("2018-03-15", YearMonth(year=2018, month=3)),
        ("1999-12", YearMonth(year=1999, month=12)),
        ("2018", YearMonth(year=2018)),
        (2018, YearMonth(year=2018)),
        ("March 2018", YearMonth(year=2018)),
        ("2018-13", None),
        ({"year": 2018, "month": 13}, None),
        ({"month": 3}, None),
        ("never", None),
        ([2018], None),
    ],
)
def test_a_date_is_read_in_every_notation(said: object, date: YearMonth | None) -> None:
    fields = {"title": "Ward", "start_date": said}

    assert filtered("projects", [fields])[0].start_date == date
    assert warned("projects", [fields]) is (date is None)


@pytest.mark.parametrize(
    ("said", "level"),
    [
        ("C1", Fluency.C1),
        (" b2 ", Fluency.B2),
        ("Native", Fluency.NATIVE),
        ("native", Fluency.NATIVE),
        ("fluent", None),
        ("D1", None),
        (1, None),
    ],
)
def test_a_level_is_read_in_any_case(said: object, level: Fluency | None) -> None:
    assert filtered("languages", [{"name": "English", "fluency": said}])[0].fluency is level


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("EN", "en"),
        (" en ", "en"),
        ("en-GB", "en"),
        ("en_gb", "en"),
        ("eng", None),
        ("engl", None),
        ("e1", None),
        ("", None),
        (7, None),
        ("é1", None),
    ],
)
def test_a_language_is_its_code_of_two_letters(said: object, code: str | None) -> None:
    found = filter_answer({"profile": {}, "cv_language": said}, NOTHING_FOUND)

    assert found.cv_language == code
    assert found.warnings == (TRIMMED if code is None else ())
    assert filtered("languages", [{"name": "English", "iso_code": said}])[0].iso_code == code


@pytest.mark.parametrize(
    ("answer", "warnings"),
    [
        ({"profile": {}}, ()),
        ({"profile": {}, "cv_language": None}, ()),
        ({}, ()),
        ({"profile": None}, ()),
        ({"profile": {}, "more": 1}, TRIMMED),
        ({"profile": 3}, TRIMMED),
        ("x", TRIMMED),
        ({"profile": {"basics": {}, "age": 3}}, TRIMMED),
        ({"profile": {"basics": {"age": 3}}}, TRIMMED),
        ({"profile": {"basics": "x"}}, TRIMMED),
        ({"profile": {"basics": {"total_experience_in_years": 3}}}, ()),
        ({"profile": {"basics": {"skills": []}}}, ()),
        ({"profile": {"basics": {"skills": ["Python", None]}}}, TRIMMED),
        ({"profile": {"basics": {"skills": 3}}}, TRIMMED),
        ({"profile": {"basics": {"skills": [True]}}}, TRIMMED),
        ({"profile": {"awards": [{"year": 2018}]}}, TRIMMED),
    ],
)
def test_a_warning_tells_that_something_was_left_out(answer: object, warnings: tuple[WarningCode, ...]) -> None:
    assert filter_answer(answer, NOTHING_FOUND).warnings == warnings


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("  Nurse  ", "Nurse"),
        (3.5, "3.5"),
        (42, "42"),
        (True, None),
        (["Nurse"], None),
        ("Nu\x00rse\ud800", "Nurse"),
        ("---", None),
        ("Nurse, [NAME], (), wards", "Nurse, wards"),
        ("Nurse ([NAME])", "Nurse"),
        ("• Nurse - [NAME]", "Nurse"),
        ("Nurse  \t of [NAME]  wards .", "Nurse of wards."),
        ("led [NAME], [NAME] and ( [PHONE] ) wards", "led, and wards"),
        ("a\n\n[NAME]\n\nb", "a\n\nb"),
        ('"[NAME]" nurse “[NAME]”', "nurse"),
        ("[NAME] ( nurse ) !", "(nurse)!"),
        ("[NAME]; | nurse / • wards", "nurse / wards"),
        ("C++ and  .NET ( ) !", "C++ and  .NET ( ) !"),
    ],
)
def test_a_string_is_tidied_where_something_was_cut_out(said: object, kept: str | None) -> None:
    assert filtered("basics", {"summary": said}).summary == kept


def test_strings_and_lists_have_limits() -> None:
    skills = [f"Skill {number}" for number in range(201)]

    assert filtered("basics", {"skills": skills[:200]}).skills == tuple(skills[:200])
    assert not warned("basics", {"skills": skills[:200]})
    assert filtered("basics", {"skills": skills}).skills == tuple(skills[:200])
    assert warned("basics", {"skills": skills})
    for name, limit in (("profession", 300), ("summary", 5000)):
        assert getattr(filtered("basics", {name: "x" * limit}), name) == "x" * limit
        assert not warned("basics", {name: "x" * limit})
        assert getattr(filtered("basics", {name: "x" * (limit + 1)}), name) == "x" * limit
        assert warned("basics", {name: "x" * (limit + 1)})
    assert filtered("basics", {"skills": ["x" * 301]}).skills == ("x" * 300,)
    assert warned("basics", {"skills": ["x" * 301]})


def test_one_where_a_list_is_wanted_is_a_list() -> None:
    assert filtered("basics", {"skills": "Python"}).skills == ("Python",)
    assert [each.title for each in filtered("awards", {"title": "Medal"})] == ["Medal"]
    assert filtered("awards", "Medal") == ()


CV = """Anna Lindqvist
Nurse
anna.lindqvist@example.com | +90 532 555 01 47 | +90 232 555 01 47

PERSONAL DETAILS
Nationality: German
Religion: Quaker teacher of the old way
Passport No: U98765432

EXPERIENCE
Ward of the old town in Leeds, 2018 - 2020

LANGUAGES
German, English
"""


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("Lindqvist led", "led"),
        ("Quaker led", "led"),
        ("a Quaker's ward", "a ward"),
        ("QUAKER’S ward", "ward"),
        ("the old town is long", "the old town is long"),
        ("no. U 98 765 432 there", "no. U there"),
        ("5325550147 there", "there"),
        ("2325550147 there", "there"),
        ("a teacher led", "a teacher led"),
        ("code 98-765-432-1 there", "code -1 there"),
        ("Ward of the old town", "Ward of the old town"),
        ("quakers led", "quakers led"),
        ("nurse@ward.example led", "led"),
    ],
)
def test_what_gate_one_found_is_cut_out_of_every_string(said: str, left: str) -> None:
    redaction = redact(CV)

    assert filter_answer({"profile": {"basics": {"summary": said}}}, redaction).profile.basics.summary == left


def test_a_language_that_is_the_nationality_is_named_by_its_code() -> None:
    languages = [{"name": "German", "iso_code": "de"}, {"name": "English", "iso_code": "en"}, {"name": "german"}]

    found = filter_answer({"profile": {"languages": languages}}, redact(CV)).profile.languages
    free = filter_answer({"profile": {"languages": languages}}, NOTHING_FOUND).profile.languages

    assert [each.name for each in found] == ["de", "English"]
    assert [each.name for each in free] == ["German", "English", "german"]


def test_a_language_that_is_the_nationality_stays_among_other_words() -> None:
    basics = {"summary": "a teacher of German and Quaker", "skills": ["German for nurses"]}

    found = filter_answer({"profile": {"basics": basics}}, redact(CV.replace("German, English", "English")))

    assert found.profile.basics.summary == "a teacher of German and"
    assert found.profile.basics.skills == ("German for nurses",)


def test_short_and_common_words_of_a_finding_are_secret_together() -> None:
    redaction = redact(
        "Nurse of wards\nanna@example.com\n\nPERSONAL DETAILS\nReligion: old way of wards\n\nSKILLS\nold wards\n"
    )

    def left(said: str) -> str | None:
        return filter_answer({"profile": {"basics": {"summary": said}}}, redaction).profile.basics.summary

    assert left("an Old Way of Wards here") == "an here"
    assert left("old wards here") == "old wards here"


def test_two_words_of_a_finding_are_secret_together_where_the_cv_has_them_apart() -> None:
    redaction = redact("Nurse\nanna@example.com\n\nPERSONAL DETAILS\nReligion: old wards\n\nSKILLS\nwards, old\n")

    def left(said: str) -> str | None:
        return filter_answer({"profile": {"basics": {"summary": said}}}, redaction).profile.basics.summary

    assert left("an Old Wards here") == "an here"
    assert left("wards old here") == "wards old here"


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("Name: Ulla Berg", "Name"),
        ("Gender: female", "Gender"),
        ("Nurse born 07.08.1990 happy", "Nurse born happy"),
        ("born 07.08.1990 happy", "born"),
        ("at Canal Street 12, LS6 3QT Leeds happy", "at happy"),
        ("driving licence B happy", "driving licence happy"),
        ("I am married now", "now"),
        ("with Dr. Omar Diaz happy", "with happy"),
        ("10000000146 happy", "happy"),
        ("github.com/anna happy", "happy"),
        ("Manager: the head of wards", "Manager: the head of wards"),
    ],
)
def test_what_is_personal_and_new_in_an_answer_is_cut_out(said: str, left: str) -> None:
    assert filtered("basics", {"summary": said}).summary == left


def test_an_answer_that_is_clean_is_admitted_as_it_is() -> None:
    profile = Profile(basics=Basics(profession="Nurse", skills=("Python", "C++"), has_driving_license=False))

    found = filter_answer({"profile": profile.model_dump(mode="json")}, redact(CV))

    assert (found.profile, found.warnings, found.cv_language) == (profile, (), None)
