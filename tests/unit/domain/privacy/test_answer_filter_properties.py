from __future__ import annotations

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.effort import examples

from cvparser.domain.privacy import DocumentHints, Redaction, filter_answer, redact
from cvparser.domain.privacy.vocabulary import vocabulary
from cvparser.domain.profile import Profile, WarningCode
from cvparser.domain.text.folding import fold
from cvparser.testing.strategies import Curriculum, curricula

NO_HINTS = DocumentHints()
NOTHING_FOUND = Redaction(text="", original="")
thorough = settings(max_examples=examples(20, fuzzed=40), deadline=None, suppress_health_check=[HealthCheck.too_slow])
quick = settings(max_examples=examples(60, fuzzed=150), deadline=None, suppress_health_check=[HealthCheck.too_slow])

#: Keys of the allow-list, keys of people's data, and any others.
keys = st.one_of(
    st.sampled_from(
        [
            "profile",
            "basics",
            "cv_language",
            "profession",
            "summary",
            "skills",
            "professional_experiences",
            "title",
            "company",
            "start_date",
            "year",
            "month",
            "education",
            "languages",
            "name",
            "iso_code",
            "fluency",
            "awards",
            "projects",
            "description",
            "has_driving_license",
            "total_experience_in_years",
            "duration_in_months",
            "email",
            "ad_soyad",
            "Е-mail",
            "is_current",
        ]
    ),
    st.text(max_size=8),
)
leaves = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=30),
    st.sampled_from(
        ["", " ", "2019", "2019-05", "C1", "native", "Elif Karahan", "elif@example.com", "0532 555 01 47", "[NAME]"]
    ),
)
json_like = st.recursive(
    leaves,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(keys, inner, max_size=6)),
    max_leaves=40,
)


def _full_of(text: str) -> dict[str, object]:
    """Give the answer of a hostile parser: the text in every field there is."""
    dates = {"start_date": {"year": text, "month": text}, "end_date": text}
    return {
        "profile": {
            "basics": {"profession": text, "summary": text, "skills": [text, *text.splitlines()], "email": text},
            "professional_experiences": [
                {"title": text, "company": text, "location": text, "description": text, **dates}
            ],
            "education": [
                {"issuing_organization": line, "degree": text, "field_of_study": line} for line in text.splitlines()
            ],
            "languages": [{"name": text, "iso_code": text, "fluency": text}],
            "trainings_and_certifications": [{"year": text, "issuing_organization": text, "description": text}],
            "awards": [{"year": text, "title": text, "description": text}],
            "projects": [{"title": text, "description": text, **dates}],
            text: text,
        },
        "cv_language": text,
    }


def _strings(profile: Profile) -> list[str]:
    def walk(value: object) -> list[str]:
        match value:
            case str():
                return [value]
            case dict():
                return [string for item in value.values() for string in walk(item)]
            case list() | tuple():
                return [string for item in value for string in walk(item)]
            case _:
                return []

    return walk(profile.model_dump())


@given(answer=json_like)
@example(answer={"profile": {"basics": {"summary": "\ud800 a"}}})
@example(answer={"profile": {"languages": [{"name": "English", "iso_code": "eng"}]}})
@quick
def test_any_answer_gives_a_profile_of_the_allow_list(answer: object) -> None:
    filtered = filter_answer(answer, NOTHING_FOUND)

    assert Profile.model_validate(filtered.profile.model_dump()) == filtered.profile


@given(profile=json_like)
@quick
def test_admitting_twice_changes_nothing(profile: object) -> None:
    once = filter_answer({"profile": profile}, NOTHING_FOUND)
    twice = filter_answer({"profile": once.profile.model_dump(), "cv_language": once.cv_language}, NOTHING_FOUND)

    assert twice.profile == once.profile


@given(curriculum=curricula())
@thorough
def test_a_hostile_parser_that_returns_the_cv_in_every_field_leads_to_a_clean_result(curriculum: Curriculum) -> None:
    redaction = redact(curriculum.text, NO_HINTS)

    filtered = filter_answer(_full_of(curriculum.text), redaction)

    assert curriculum.survivors("\n\n".join(_strings(filtered.profile))) == []
    assert WarningCode.ANSWER_TRIMMED in filtered.warnings


@given(curriculum=curricula(), data=st.data())
@thorough
def test_a_single_personal_string_is_cleaned_out_of_any_field(curriculum: Curriculum, data: st.DataObject) -> None:
    redaction = redact(curriculum.text, NO_HINTS)
    # A language stays among other words, also where its name is the candidate's nationality; two digits are an age
    # only beside words that say so.
    secrets = [each for each in curriculum.personal if len(each) > 2 and fold(each) not in vocabulary().languages]
    secret = data.draw(st.sampled_from(secrets))

    filtered = filter_answer(_full_of(f"Python {secret} C++"), redaction)

    assert secret not in "\n".join(_strings(filtered.profile))


@given(curriculum=curricula())
@thorough
def test_professional_facts_are_admitted_as_they_are(curriculum: Curriculum) -> None:
    redaction = redact(curriculum.text, NO_HINTS)
    skills = list(curriculum.professional)

    filtered = filter_answer({"profile": {"basics": {"skills": skills}}}, redaction)

    assert list(filtered.profile.basics.skills) == skills
    assert filtered.warnings == ()


@given(curriculum=curricula())
@thorough
def test_admitting_the_result_of_a_hostile_parser_again_changes_nothing(curriculum: Curriculum) -> None:
    redaction = redact(curriculum.text, NO_HINTS)
    once = filter_answer(_full_of(curriculum.text), redaction)

    twice = filter_answer({"profile": once.profile.model_dump(), "cv_language": once.cv_language}, redaction)

    assert twice.profile == once.profile
