from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.effort import examples

from cvparser.adapters.profile_parser.offline.parser import read_profile
from cvparser.domain.cv.document import CVDocument
from cvparser.domain.grounding import Source, ground
from cvparser.domain.lexicon import named_words
from cvparser.domain.privacy import redact
from cvparser.domain.profile import Profile
from cvparser.testing.strategies import Curriculum, curricula

WORDS = st.text("abcdefghijklmnopqrstuvwxyzçğıöşüäéñ", min_size=3, max_size=12)
NAMES = st.lists(WORDS, min_size=1, max_size=5).map(" ".join)


@given(before=NAMES, name=NAMES, after=NAMES, separator=st.sampled_from([" ", "\n", " – ", ", ", "-\n", " / "]))
def test_a_name_is_found_whatever_its_case_and_separators(before: str, name: str, after: str, separator: str) -> None:
    shown = separator.join(name.upper().split() if "ß" not in name else name.split())

    assert Source(f"{before}. {shown}; {after}").says(name)


@given(text=NAMES, name=WORDS)
def test_a_name_of_which_the_text_has_no_word_is_not_found(text: str, name: str) -> None:
    assume(not any(word[:4] == name[:4] for word in text.split()))
    assume(name not in text.replace(" ", ""))

    assert not Source(text).says(name) or name in text


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("IŞIK ÜNİVERSİTESİ'nde okudum", "Işık Üniversitesi"),
        ("Yazılım Mühendisliği yaptım", "Yazılım Mühendisi"),
        ("Leitung der Soft-\nwareentwicklung", "Softwareentwicklung"),
        ("BEng (Hons) in Civil Engineering", "BEng Civil Engineering"),
        ("ﬁnance oﬃcer", "Finance Officer"),
        ("Straße und Brücke GmbH", "STRASSE UND BRÜCKE GmbH"),
        ("back-end, PostgreSQL15", "backend"),
        ("東京大学工学部卒業", "東京大学"),
        ("C++, C#", "C++"),
    ],
)
def test_notations_and_endings_do_not_count(text: str, name: str) -> None:
    assert Source(text).says(name)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Director of Studies", "CTO"),
        ("Contractor", "Actor"),
        ("JavaScript", "Java"),
        ("scalable systems", "Scala"),
        ("C, Objective-C", "C++"),
        ("Sales in Leeds. " + "word " * 30 + "Manager", "Sales Manager"),
        ("called [NAME] by [PHONE]", "NAME"),
        ("anything", "---"),
    ],
)
def test_parts_of_words_far_words_and_placeholders_are_no_evidence(text: str, name: str) -> None:
    assert not Source(text).says(name)


def dated(text: str, **dates: Any) -> Any:
    jobs: Any = ground({"professional_experiences": [{"title": "Nurse", **dates}]}, text).profile
    return jobs["professional_experiences"][0]


@pytest.mark.parametrize(
    "text",
    [
        "Nurse 03/2018",
        "Nurse 3.2018",
        "Nurse 2018-03",
        "Nurse, March 2018",
        "Nurse, Mart 2018",
        "Nurse März '18",
        "Nurse 03/18",
        "Nurse, March to June 2018",
        "Nurse III 2018",
        "Nurse 15.03.2018",
        "Nurse mars 2018",
    ],
)
def test_a_month_is_found_in_every_notation(text: str) -> None:
    assert dated(text, start_date={"year": 2018, "month": 3})["start_date"] == {"year": 2018, "month": 3}


@pytest.mark.parametrize(("name", "number"), [each for each in named_words("dates", "months") if len(each[0]) > 2])
def test_a_month_is_found_by_its_name_in_every_language_of_the_lexicon(name: str, number: str) -> None:
    date = {"year": 2018, "month": int(number)}

    assert dated(f"Nurse, {name} 2018", start_date=date)["start_date"] == date


def test_a_month_that_the_text_does_not_give_is_left_out_and_its_year_stays() -> None:
    assert dated("Nurse 2018", start_date={"year": 2018, "month": 3})["start_date"] == {"year": 2018, "month": None}


def test_a_year_that_the_text_does_not_give_is_left_out() -> None:
    assert "start_date" not in dated("Nurse 2018, room 20", start_date={"year": 2020, "month": None})


@pytest.mark.parametrize(
    ("text", "current"),
    [
        ("Nurse 2018 - present", True),
        ("Nurse 2018 -", True),
        ("Nurse, 2018'den beri", True),
        ("Nurse 2018 - 2019", False),
    ],
)
def test_a_job_is_current_only_where_the_text_has_a_word_for_it(text: str, current: bool) -> None:
    assert dated(text, is_current=True)["is_current"] is current


def test_a_licence_and_a_level_need_words_that_could_mean_them() -> None:
    said = {"basics": {"has_driving_license": True}, "languages": [{"name": "English", "fluency": "C2"}]}

    bare = ground(said, "English").profile
    full = ground(said, "English C2. Ehliyet: [LICENCE]").profile

    assert bare == {"basics": {}, "languages": [{"name": "English"}]}
    assert full == said


def test_sentences_that_the_text_does_not_tell_are_left_out_of_a_description() -> None:
    text = "Nurse\nCared for thirty patients on two wards. Trained new colleagues."
    told = "Cared for thirty patients on two wards. Won the Nobel Prize for medicine. Trained colleagues."

    assert dated(text, description=told)["description"] == "Cared for thirty patients on two wards. Trained colleagues."
    assert "description" not in dated(text, description="Cared for 900 patients on two wards.")


def test_quotes_count_and_are_not_kept() -> None:
    said = [{"title": "Nurse", "evidence": "Nurse, Leeds"}, {"title": "Nurse", "evidence": "surgeon general of Rome"}]

    grounded = ground({"professional_experiences": said}, "Nurse, Leeds 2018")

    assert grounded.profile == {"professional_experiences": [{"title": "Nurse"}, {"title": "Nurse"}]}
    assert (grounded.checked, grounded.dropped) == (4, 1)


def test_an_entry_of_which_nothing_is_left_is_left_out() -> None:
    grounded = ground({"education": [{"degree": "PhD", "issuing_organization": "Oxford"}, {"degree": "BSc"}]}, "BSc")

    assert grounded.profile == {"education": [{"degree": "BSc"}]}
    assert (grounded.checked, grounded.dropped) == (3, 2)


@settings(max_examples=examples(40), deadline=None)
@given(curriculum=curricula())
def test_of_a_true_answer_nothing_is_left_out(curriculum: Curriculum) -> None:
    text = redact(curriculum.text).text
    answer = read_profile(CVDocument(text=text)).profile

    assert ground(answer, text).dropped == 0


@settings(max_examples=examples(25), deadline=None)
@given(curriculum=curricula(), other=curricula())
def test_grounding_again_changes_nothing(curriculum: Curriculum, other: Curriculum) -> None:
    text = redact(curriculum.text).text
    once = ground(read_profile(CVDocument(text=redact(other.text).text)).profile, text)

    again = ground(once.profile, text)

    assert again.profile == once.profile
    assert again.dropped == 0


@settings(max_examples=examples(25), deadline=None)
@given(curriculum=curricula(), other=curricula())
def test_what_is_left_of_an_answer_to_another_cv_is_in_this_one(curriculum: Curriculum, other: Curriculum) -> None:
    text = redact(curriculum.text).text
    source = Source(text)
    profile: Any = ground(read_profile(CVDocument(text=redact(other.text).text)).profile, text).profile

    assert all(source.says(skill) for skill in profile["basics"].get("skills", ()))
    for job in profile["professional_experiences"]:
        assert all(source.says(job[name]) for name in ("title", "company", "location") if name in job)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from([*Profile.model_fields, "title", "skills", "start_date", "year", "fluency", "other"]), inner
        )
    ),
)


@settings(max_examples=examples(60), deadline=None)
@given(profile=st.dictionaries(st.sampled_from(list(Profile.model_fields)), JSON), text=st.text(max_size=80))
def test_any_answer_is_read_and_nothing_is_added(profile: dict[str, object], text: str) -> None:
    grounded = ground(profile, text)

    assert grounded.dropped <= grounded.checked
    assert set(json.dumps(grounded.profile, default=str)) <= set(json.dumps(profile, default=str)) | set('{}[]": ,null')
