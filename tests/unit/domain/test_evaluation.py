from __future__ import annotations

from typing import Any

import pytest

from cvparser.domain.evaluation.labels import Label, read_label
from cvparser.domain.evaluation.scoring import Count, count_fields, personal_in

JOB = {
    "title": "Project Engineer",
    "company": "Larkfield Bridges Ltd",
    "start_date": {"year": 2018, "month": 3},
    "end_date": None,
    "is_current": True,
}


def count(part: str, wanted: Any, found: Any) -> dict[str, tuple[int, int, int]]:
    counts = count_fields(Label(profile={part: wanted}), {part: found}, None)
    return {name: (each.right, each.labelled, each.found) for name, each in counts.items()}


def test_strings_are_one_without_case_diacritics_and_punctuation() -> None:
    label = Label(profile={"basics": {"profession": "Ingénieur, civil", "skills": ["C++", "Öl-Farbe"]}})

    counts = count_fields(label, {"basics": {"profession": "INGENIEUR CIVIL", "skills": ["ol farbe"]}}, None)

    assert counts == {
        "profession": Count(right=1, labelled=1, found=1),
        "skills": Count(right=1, labelled=2, found=1),
    }


def test_dates_count_apart_and_only_those_of_right_jobs() -> None:
    late = JOB | {"start_date": {"year": 2019, "month": 3}}

    assert count("professional_experiences", [JOB], [JOB]) == {"jobs": (1, 1, 1), "dates of jobs": (1, 1, 1)}
    assert count("professional_experiences", [JOB], [late]) == {"jobs": (1, 1, 1), "dates of jobs": (0, 1, 1)}
    assert count("professional_experiences", [JOB], [late | {"company": "Other"}])["jobs"] == (0, 1, 1)


def test_a_month_that_the_label_does_not_know_is_right_and_one_that_it_knows_is_wanted() -> None:
    year = JOB | {"start_date": {"year": 2018, "month": None}}

    assert count("professional_experiences", [year], [JOB])["dates of jobs"] == (1, 1, 1)
    assert count("professional_experiences", [JOB], [year])["dates of jobs"] == (0, 1, 1)


def test_languages_are_one_by_code_and_their_levels_count_apart() -> None:
    wanted = [{"name": "English", "iso_code": "en", "fluency": "C1"}, {"name": "Welsh", "fluency": None}]
    found = [{"name": "Englisch", "iso_code": "en", "fluency": "B2"}, {"name": "welsh"}]

    assert count("languages", wanted, found) == {"languages": (2, 2, 2), "levels of languages": (0, 1, 1)}


def test_what_a_label_leaves_out_is_not_scored() -> None:
    label = Label(profile={"awards": []})

    assert count_fields(label, {"awards": [], "projects": [{"title": "x"}]}, "en") == {"awards": Count()}
    assert Count().f1 == 1.0


@pytest.mark.parametrize(("said", "count"), [("Mira Quill", 1), ("MIRA  quill", 1), ("Mirador", 0), ("mira@quill", 1)])
def test_personal_strings_are_found_as_whole_words(said: str, count: int) -> None:
    label = Label(profile={}, personal=("Mira Quill",))

    assert personal_in(label, {"profile": {"basics": {"summary": said}}}) == count


def test_the_short_form_is_a_label_of_the_form_of_a_result() -> None:
    label = read_label('jobs = [["Nurse", "", "2018", "present"]]\nlicence = true', "a.toml")

    assert label.profile == {
        "basics": {"has_driving_license": True},
        "professional_experiences": [
            {
                "title": "Nurse",
                "company": None,
                "start_date": {"year": 2018, "month": None},
                "end_date": None,
                "is_current": True,
            }
        ],
    }
