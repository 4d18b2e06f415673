"""An answer that gives numbers of lines in the place of sentences."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from cvparser.adapters.profile_parser.openai.compact import compact_schema, numbered
from cvparser.adapters.profile_parser.openai.completion import read_answer
from cvparser.adapters.profile_parser.openai.prompt import AnswerForm, AnswerShape
from cvparser.domain.cv.document import CVDocument
from cvparser.testing.conformance.profile_parser import CV
from cvparser.testing.model_server import Fault, ModelServer

TODAY = date(2026, 1, 15)
TEXT = """\
Nurse
I care for people.

Experience
Senior Nurse, Fernhill Hospital, 2018 - present
- Led a team of 12 on two wards
- Trained [NAME] and others
Staff Nurse, Quayside Nursing Home, 2014 - 2018
- Dressed wounds
"""
LED, TRAINED, STAFF, WOUNDS = (
    "Led a team of 12 on two wards",
    "Trained  and others",
    "Staff Nurse, Quayside Nursing Home, 2014 - 2018",
    "Dressed wounds",
)


def without_false(value: Any) -> Any:
    """Give `value` without what is false, which an answer may leave out."""
    if isinstance(value, Mapping):
        return {name: without_false(each) for name, each in value.items() if each is not False}
    return [without_false(each) for each in value] if isinstance(value, list) else value


def described(lines: object, **others: object) -> str | None:
    """Give the description of a job whose lines are said to be `lines`."""
    read = read_answer(json.dumps({"jobs": [{"title": "Senior Nurse", "lines": lines}], **others}), lines_of=TEXT)
    jobs: Any = read.answer.to_profile()["professional_experiences"]
    told: str | None = jobs[0]["description"]
    return told


@pytest.mark.parametrize(
    "lines",
    [
        [5, 6],
        "5-6",
        "5 \u2013 6",
        "L5-L6",
        "lines 5 to 6",
        "5..6",
        ["5-6"],
        [[5, 6]],
        {"first": 5, "last": 6},
        ["5", "6"],
    ],
)
def test_a_range_is_read_in_any_notation(lines: object) -> None:
    assert described(lines) == f"{LED}\n{TRAINED}"


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (5, LED),
        ("5", LED),
        ([5], LED),
        ([5.0, 5.0], LED),
        ([6, 5], f"{LED}\n{TRAINED}"),
        ([5, 5, 6], f"{LED}\n{TRAINED}"),
        ([[5, 6], [6, 6]], f"{LED}\n{TRAINED}"),
        ("5, 8", f"{LED}\n{WOUNDS}"),
        ([8, 900], WOUNDS),
        ([-4, 0], None),
        ([900, 999], None),
        ([], None),
        (None, None),
        ("none", None),
    ],
)
def test_a_range_that_is_wrong_costs_what_is_wrong_of_it(lines: object, told: str | None) -> None:
    assert described(lines) == told


def test_a_line_that_two_entries_claim_goes_to_the_one_that_claims_fewer() -> None:
    jobs = [{"title": "Senior Nurse", "lines": [5, 8]}, {"title": "Staff Nurse", "lines": [8, 8]}]

    read = read_answer(json.dumps({"jobs": jobs}), lines_of=TEXT)

    told: Any = read.answer.to_profile()["professional_experiences"]
    assert [job["description"] for job in told] == [f"{LED}\n{TRAINED}\n{STAFF}", WOUNDS]


def test_sentences_in_the_place_of_numbers_are_kept() -> None:
    assert described(None, summary="I care for people.") is None
    answer = {"summary": "I care for people.", "jobs": [{"title": "Nurse", "description": "Dressed wounds"}]}

    read = read_answer(json.dumps({"profile": answer}), lines_of=TEXT)

    profile: Any = read.answer.to_profile()
    assert profile["basics"]["summary"] == "I care for people."
    assert profile["professional_experiences"][0]["description"] == "Dressed wounds"


def test_a_range_beyond_the_text_is_said_to_be_trimmed() -> None:
    read = read_answer(json.dumps({"jobs": [{"title": "Nurse", "lines": [8, 900]}]}), lines_of=TEXT)

    assert read.is_trimmed
    assert not read_answer(json.dumps({"jobs": [{"title": "Nurse", "lines": [8, 8]}]}), lines_of=TEXT).is_trimmed


def test_a_year_is_no_line() -> None:
    answer = {"jobs": [{"title": "Nurse", "from": "2014", "to": "present"}], "certificates": [{"name": "A", "year": 3}]}

    profile: Any = read_answer(json.dumps(answer), lines_of=TEXT).answer.to_profile()

    assert profile["professional_experiences"][0]["start_date"] == {"year": 2014, "month": None}
    assert profile["professional_experiences"][0]["is_current"] is True


def test_lines_that_are_not_empty_have_numbers() -> None:
    assert numbered("a\n\n b") == "1 a\n\n2  b"


@pytest.mark.parametrize("form", AnswerForm)
async def test_a_model_is_asked_for_lines_in_every_form(form: AnswerForm, make_parser: Any) -> None:
    async with ModelServer() as server:
        full = await (await make_parser(server, model={"answer_form": form})).parse(CVDocument(text=CV), today=TODAY)
        model = {"answer_form": form, "answer_shape": AnswerShape.COMPACT}
        parser = await make_parser(server, model=model)
        compact = await parser.parse(CVDocument(text=CV), today=TODAY)

    assert without_false(compact.profile) == without_false(full.profile)
    assert compact.usage.answer < full.usage.answer
    spoken = server.parses[-1].text
    assert "\n1 " in spoken
    assert "is_current" not in spoken


async def test_a_compact_answer_keeps_to_its_schema(make_parser: Any) -> None:
    seen: list[Mapping[str, Any]] = []
    async with ModelServer(refuse=seen.append) as server:
        parser = await make_parser(server, model={"answer_shape": AnswerShape.COMPACT})
        await parser.parse(CVDocument(text=CV), today=TODAY)

    schema = seen[-1]["response_format"]["json_schema"]["schema"]
    Draft202012Validator.check_schema(schema)
    assert schema == compact_schema()
    assert set(schema["required"]) == set(schema["properties"])


async def test_a_compact_answer_that_is_no_json_is_asked_for_again(make_parser: Any) -> None:
    async with ModelServer() as server:
        parser = await make_parser(server, model={"answer_shape": AnswerShape.COMPACT})
        server.script(Fault(content="I could not."))
        answer = await parser.parse(CVDocument(text=CV), today=TODAY)

    assert answer.profile["professional_experiences"]
    assert answer.usage.calls > 1
