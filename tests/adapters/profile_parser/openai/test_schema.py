from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cvparser.adapters.profile_parser.openai.completion import read_answer
from cvparser.adapters.profile_parser.openai.schema import ModelAnswer, answer_schema
from cvparser.domain.profile import Profile
from cvparser.ports.model_errors import AnswerError

#: What OpenAI's strict mode takes.
KEYWORDS = {"type", "properties", "required", "additionalProperties", "items", "enum"}


def objects(schema: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    if "properties" in schema:
        yield schema
        for each in schema["properties"].values():
            yield from objects(each)
    if "items" in schema:
        yield from objects(schema["items"])


def depth(schema: Mapping[str, Any]) -> int:
    below = [*schema.get("properties", {}).values(), *([schema["items"]] if "items" in schema else [])]
    return ("properties" in schema) + max(map(depth, below), default=0)


def test_every_object_is_closed_and_requires_all_its_fields() -> None:
    for each in objects(answer_schema()):
        assert each["additionalProperties"] is False
        assert each["required"] == list(each["properties"])


def test_every_field_may_be_null() -> None:
    for each in objects(answer_schema()):
        for field in each["properties"].values():
            assert "null" in field["type"]
            assert None in field.get("enum", [None])


def test_it_has_at_most_five_levels_and_a_hundred_fields() -> None:
    assert depth(answer_schema()) <= 5
    assert sum(len(each["properties"]) for each in objects(answer_schema())) <= 100


def test_it_uses_only_the_keywords_of_strict_mode() -> None:
    for each in objects(answer_schema()):
        for field in each["properties"].values():
            assert field.keys() <= KEYWORDS


def test_it_asks_for_everything_that_a_profile_holds_but_what_is_computed() -> None:
    asked = answer_schema()["properties"]
    # Fields of a deployment's own are asked for where some are declared.
    wanted = {name: field for name, field in Profile.model_fields.items() if name != "own_fields"}
    basics = set(wanted.pop("basics").default.model_dump()) - {"total_experience_in_years"}

    assert asked.keys() == basics | wanted.keys() | {"cv_language"}
    for part, field in wanted.items():
        model = field.annotation.__args__[0]  # type: ignore[union-attr]
        computed = {"duration_in_months"}
        assert asked[part]["items"]["properties"].keys() - {"evidence"} == model.model_fields.keys() - computed


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("2018-03", {"year": 2018, "month": 3}),
        ("2018", {"year": 2018, "month": None}),
        ("2018-03-01", {"year": 2018, "month": 3}),
        ("2018-17", {"year": 2018, "month": None}),
        ("spring", None),
        ("", None),
        (None, None),
    ],
)
def test_dates_become_years_and_months(said: str | None, meant: object) -> None:
    answer = ModelAnswer.model_validate({"projects": [{"title": "Bridge", "start_date": said}]})

    projects: Any = answer.to_profile()["projects"]

    assert projects[0]["start_date"] == meant


def test_the_object_is_found_within_prose_thoughts_and_fences() -> None:
    words = 'Let me think {about it} ...\n```json\n{"profession": "Nurse", "skills": ["IV {central}"]}\n```\nDone. {}'

    assert read_answer(words).answer.profession == "Nurse"


KEYS = st.sampled_from(["skills", "languages", "awards", "name", "year"])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(KEYS, inner)
)


@given(value=JSON)
def test_any_json_gives_a_profile_or_a_named_error(value: object) -> None:
    try:
        profile = read_answer(json.dumps(value)).answer.to_profile()
    except AnswerError:
        profile = {}

    assert not profile or profile.keys() == Profile.model_fields.keys() - {"own_fields"}
