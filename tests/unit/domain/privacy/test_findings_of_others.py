"""What other detectors find, and what only looks like one of our placeholders, takes no protection away."""

from __future__ import annotations

import pytest

from cvparser.domain.privacy import Category, Finding, filter_answer, redact

CV = "Tran Quoc Bao\nData Engineer\n\nReferee: Ada Quill\n\nSkills\nPython, Kafka"
ALONE = redact(CV)


def finding(words: str, category: Category = Category.NAME, text: str = CV) -> Finding:
    start = text.index(words)
    return Finding(category=category, start=start, end=start + len(words), rule="mine")


@pytest.mark.parametrize(
    ("words", "category"),
    [
        ("Kafka", Category.NAME),
        ("Kafka", Category.HEADER),
        ("Kafka", Category.REGISTRATION),
        ("Kafka", Category.EMAIL),
        ("Ada Quill", Category.NAME),
        ("Quoc", Category.NAME),
        ("ran Quoc Ba", Category.NAME),
        ("Bao\nData Engineer", Category.ADDRESS),
        ("Python", Category.REFERENCES),
    ],
)
def test_a_finding_of_others_right_or_wrong_ends_no_search(words: str, category: Category) -> None:
    text = redact(CV, more=[finding(words, category)]).text

    assert [name for name in ("Tran", "Quoc", "Bao", "Quill") if name in text] == []
    assert words not in text


@pytest.mark.parametrize(
    "text",
    [
        f"[NAME]\n{CV}",
        f"[HEADER]\n{CV}",
        f"[NAME] {CV}",
        f"Name: [NAME]\n{CV}",
        f"Name: [NAME] {CV}",
        f"{CV}\n\nHiring manager: [NAME]",
        f"\uff3bNAME\uff3d {CV}",
        f"\ue000 {CV}",
        CV.replace("\n", ", tel: [PHONE]\n", 1),
        CV.replace("\n", " | [EMAIL]\n", 1),
        CV.replace("Tran", "[PHOTO]   Tran"),
    ],
)
def test_a_placeholder_in_the_text_ends_no_search(text: str) -> None:
    redaction = redact(text)

    assert [name for name in ("Tran", "Quoc", "Bao", "Quill") if name in redaction.text] == []
    assert redaction.withheld == ALONE.withheld
    assert redaction.original == text


def test_a_placeholder_in_the_text_counts_as_nothing() -> None:
    redaction = redact("Skills\nHandlebars: [NAME], [EMAIL], [LICENCE]\n")

    assert (redaction.withheld, redaction.findings) == ({}, ())
    assert redaction.text == redaction.original


def test_for_readers_only_our_own_placeholders_look_like_placeholders() -> None:
    redaction = redact(f"[LICENCE] \uff3bNAME\uff3d\n{CV}")

    assert redaction.defused().text.startswith("(LICENCE) (NAME)\n[NAME]\nData Engineer\n")
    assert redaction.defused().findings == redaction.findings


@pytest.mark.parametrize(
    ("start", "end", "gone"),
    [(-5, 4, "Tran"), (len(CV) - 5, len(CV) + 9, "Kafka"), (len(CV), len(CV) - 5, "Kafka"), (-9, 10**9, "Python")],
)
def test_positions_of_others_are_turned_and_clamped(start: int, end: int, gone: str) -> None:
    more = [Finding(category=Category.PERSONAL, start=start, end=end, rule="mine")]

    redaction = redact(CV, more=more)

    assert gone not in redaction.text
    assert all(0 <= each.start < each.end <= len(CV) for each in redaction.findings)


@pytest.mark.parametrize(("start", "end"), [(3, 3), (len(CV), len(CV) + 4), (-4, -1), (-4, 0)])
def test_a_finding_of_others_without_a_character_is_left_out(start: int, end: int) -> None:
    more = [Finding(category=Category.NAME, start=start, end=end, rule="mine")]

    assert redact(CV, more=more).findings == ALONE.findings


def test_an_unknown_category_of_others_is_personal() -> None:
    found = Finding(category="shoe_size", start=CV.index("Kafka"), end=len(CV), rule="mine")  # type: ignore[arg-type]

    assert redact(CV, more=[found]).text.endswith("Python, [PERSONAL]")


def test_of_findings_that_overlap_the_longest_names_the_whole() -> None:
    redaction = redact(CV, more=[finding("Bao\nData Engineer", Category.ADDRESS)])

    assert redaction.text.startswith("[ADDRESS]\n\nReferee: [NAME]")
    assert redact(CV, more=[finding("Bao\nData", Category.ADDRESS)]).text.startswith("[NAME] Engineer")


def test_a_wide_finding_of_others_hides_no_single_secret_from_the_second_gate() -> None:
    text = "Anna Lindqvist\nNurse\n\nPERSONAL DETAILS\nPassport: U98765432\nNationality: German\n\nLANGUAGES\nGerman\n"
    start, end = text.index("Passport"), text.index("\n\nLANGUAGES")
    wide = Finding(category=Category.PERSONAL, start=start, end=end, rule="mine")
    basics = {"skills": ["file 98-765-432"]}
    answer = {"profile": {"basics": basics, "languages": [{"name": "German", "iso_code": "de"}]}}

    for redaction in (redact(text), redact(text, more=[wide])):
        profile = filter_answer(answer, redaction).profile

        assert (profile.basics.skills, profile.languages[0].name) == (("file",), "de")


TOLD = """Senior planner for harbours.

Halden Group, 2019 - 2023
- Plans of the harbour that Zervanka Ombolik drew.
- Reported to Ottilia Orrefell, head of data.
- With Orrefell built the lake; OTTILIA ORREFELL signed it off. Orrefell GmbH supplied it.
- Cranes after Z. Ombolik and Zervanka's designs.
"""


def test_a_person_whom_others_found_once_goes_wherever_the_whole_name_or_a_sure_surname_stands() -> None:
    told = [finding(words, text=TOLD) for words in ("Zervanka Ombolik", "Ottilia Orrefell")]

    text = redact(TOLD, more=told).text

    assert text.lower().count("orrefell") == 1
    assert "Orrefell GmbH" in text


def test_the_candidate_whom_only_others_found_goes_in_pieces_and_is_searched_for_in_answers() -> None:
    answer = {"profile": {"basics": {"summary": "Ombolik planned harbours."}}, "cv_language": "en"}

    redaction = redact(TOLD, more=[finding("Zervanka Ombolik", text=TOLD)])

    assert redact(TOLD).names == frozenset()
    assert {"zervanka", "ombolik"} <= redaction.names
    assert [name for name in ("Zervanka", "Ombolik") if name in redaction.text] == []
    assert "mbolik" not in filter_answer(answer, redaction).profile.model_dump_json()


@pytest.mark.parametrize("word", ["Kafka", "Python"])
def test_a_tool_that_others_take_for_a_person_goes_where_they_found_it_and_nowhere_else(word: str) -> None:
    text = f"{CV}\n{word} for ten years"

    assert redact(text, more=[finding(word, text=text)]).text.endswith(f"{word} for ten years")


def test_names_that_others_found_given_back_change_nothing() -> None:
    told = [finding(words, text=TOLD) for words in ("Ottilia Orrefell", "Zervanka Ombolik")]
    once = redact(TOLD, more=told)

    assert redact(TOLD, more=once.findings).findings == once.findings
