from __future__ import annotations

import pytest
from pydantic import ValidationError

from cvparser.domain.profile import Basics, Experience, LanguageSkill, Profile, YearMonth


@pytest.mark.parametrize("part", [Profile, Basics, Experience, YearMonth], ids=lambda part: part.__name__)
def test_a_key_that_the_allow_list_does_not_name_is_refused(part: type[Profile]) -> None:
    with pytest.raises(ValidationError, match="extra"):
        part.model_validate({"year": 2020, "first_name": "Ada"})


def test_a_refusal_does_not_repeat_what_it_refused() -> None:
    with pytest.raises(ValidationError) as caught:
        Basics.model_validate({"profession": ["Ada Quill"]})

    assert "Ada" not in str(caught.value)


def test_an_empty_string_is_refused() -> None:
    with pytest.raises(ValidationError):
        Basics(profession="  ")


def test_a_part_cannot_be_changed() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Basics().profession = "Data Engineer"  # type: ignore[misc]


@pytest.mark.parametrize("code", ["EN", "eng", "e", "en-GB"])
def test_a_language_code_is_two_small_letters(code: str) -> None:
    with pytest.raises(ValidationError):
        LanguageSkill(name="English", iso_code=code)


def test_the_json_of_an_empty_profile_names_everything() -> None:
    assert Profile().model_dump(mode="json") == {
        "basics": {
            "profession": None,
            "total_experience_in_years": None,
            "summary": None,
            "has_driving_license": None,
            "skills": [],
        },
        "professional_experiences": [],
        "education": [],
        "languages": [],
        "trainings_and_certifications": [],
        "awards": [],
        "projects": [],
    }
