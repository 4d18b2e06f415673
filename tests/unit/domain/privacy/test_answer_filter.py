"""Examples for what the answer filter takes, mends and drops."""

from __future__ import annotations

import pytest

from cvparser.domain.privacy import DocumentHints, Redaction, filter_answer, redact
from cvparser.domain.profile import Fluency, WarningCode, YearMonth

NOTHING_FOUND = Redaction(text="", original="")


def test_what_is_computed_elsewhere_is_never_taken_from_an_answer() -> None:
    answer = {
        "profile": {
            "basics": {"total_experience_in_years": 40},
            "professional_experiences": [{"title": "Engineer", "duration_in_months": 999}],
        }
    }

    profile = filter_answer(answer, NOTHING_FOUND).profile

    assert profile.basics.total_experience_in_years is None
    assert profile.professional_experiences[0].duration_in_months is None


def test_values_of_a_near_type_are_mended() -> None:
    answer = {
        "profile": {
            "basics": {"skills": "Python", "has_driving_license": "true", "profession": "  Engineer "},
            "education": {
                "issuing_organization": "Kingsport College",
                "start_date": "2010-09",
                "end_date": {"year": "2014"},
            },
            "languages": [{"name": "German", "iso_code": "DE", "fluency": "c1"}],
            "awards": [{"title": "Best Paper", "year": "2019", "description": ""}],
        },
        "cv_language": "EN",
    }

    filtered = filter_answer(answer, NOTHING_FOUND)

    profile = filtered.profile
    assert profile.basics.skills == ("Python",)
    assert profile.basics.has_driving_license is True
    assert profile.basics.profession == "Engineer"
    assert profile.education[0].start_date == YearMonth(year=2010, month=9)
    assert profile.education[0].end_date == YearMonth(year=2014)
    assert (profile.languages[0].iso_code, profile.languages[0].fluency) == ("de", Fluency.C1)
    assert (profile.awards[0].year, profile.awards[0].description) == (2019, None)
    assert filtered.cv_language == "en"
    assert filtered.warnings == ()


@pytest.mark.parametrize("answer", [None, [], "text", 7, {"profile": []}, {"profile": {"email": "a@b.example"}}])
def test_what_the_allow_list_does_not_name_is_dropped_with_a_warning(answer: object) -> None:
    filtered = filter_answer(answer, NOTHING_FOUND)

    assert filtered.profile == type(filtered.profile)()
    assert filtered.warnings == (WarningCode.ANSWER_TRIMMED,)


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("Engineer [NAME]", "Engineer"),
        ("[NAME]", None),
        ("Led by anna@example.com", "Led by"),
        ("Call 0532 555 01 47 for Python", "Call for Python"),
        ("C++ and .NET", "C++ and .NET"),
    ],
)
def test_placeholders_and_new_identifiers_are_cut_out_of_strings(said: str, left: str | None) -> None:
    assert filter_answer({"profile": {"basics": {"summary": said}}}, NOTHING_FOUND).profile.basics.summary == left


def test_a_name_that_a_parser_restored_is_cut_out_and_the_employer_of_that_name_stays() -> None:
    redaction = redact("Defne Koç\nAnalist\n\nDENEYİM\n2015-2018 Koç Holding\n", DocumentHints())
    answer = {
        "profile": {"basics": {"summary": "Defne analyses."}, "professional_experiences": [{"company": "Koç Holding"}]}
    }

    profile = filter_answer(answer, redaction).profile

    assert profile.basics.summary == "analyses."
    assert profile.professional_experiences[0].company == "Koç Holding"


def test_long_strings_are_cut_to_their_limit() -> None:
    filtered = filter_answer({"profile": {"basics": {"profession": "word " * 200}}}, NOTHING_FOUND)

    assert len(filtered.profile.basics.profession or "") <= 300
    assert filtered.warnings == (WarningCode.ANSWER_TRIMMED,)


def test_what_gate_1_found_behind_an_article_is_cleaned_without_it() -> None:
    redaction = redact("Je souffre d'asthme.", DocumentHints())
    summary = "Asthme, Python et l'asthme"

    cleaned = filter_answer({"profile": {"basics": {"summary": summary}}}, redaction).profile.basics.summary

    assert cleaned == "Python et"
