"""The form of an answer may vary; what cannot be read costs its field, never the CV."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from cvparser.adapters.profile_parser.openai.completion import read_answer
from cvparser.domain.cv.document import CVDocument
from cvparser.domain.profile import WarningCode
from cvparser.testing.conformance.profile_parser import CV
from cvparser.testing.model_server import Fault, ModelServer

TODAY = date(2026, 1, 15)
BRIDGE = {"title": "Project Engineer", "company": "Larkfield Bridges Ltd"}


def profile(answer: object) -> Any:
    return read_answer(json.dumps(answer)).answer.to_profile()


def job(**members: object) -> Any:
    (entry,) = profile({"professional_experiences": [BRIDGE | members]})["professional_experiences"]
    return entry


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("March 2019", (2019, 3)),
        ("03/2019", (2019, 3)),
        ("2019/03", (2019, 3)),
        ("01.03.2019", (2019, 3)),
        ("Mart 2019", (2019, 3)),
        ("marzo de 2019", (2019, 3)),
        ("Mar '19", (2019, 3)),
        ("2019-03-01T00:00:00Z", (2019, 3)),
        (2019, (2019, None)),
        (2019.0, (2019, None)),
        (201903, (2019, 3)),
        ({"year": 2019, "month": 3}, (2019, 3)),
        ({"year": "2019", "month": "March"}, (2019, 3)),
        ({"year": 2019, "month": None}, (2019, None)),
        ({"value": "2019-03"}, (2019, 3)),
        (["2019-03"], (2019, 3)),
        ("N/A", None),
        ("soon", None),
        (True, None),
        ([], None),
    ],
    ids=str,
)
def test_a_date_in_any_notation_is_a_year_and_a_month(written: object, meant: tuple[int, int | None] | None) -> None:
    found = job(start_date=written)["start_date"]

    assert found == (None if meant is None else {"year": meant[0], "month": meant[1]})


@pytest.mark.parametrize(
    "written", ["Present", "heute", "günümüz", "current", ["present"], {"value": "Present"}], ids=str
)
def test_an_end_that_is_today_is_no_date_and_makes_the_job_current(written: object) -> None:
    entry = job(start_date="2019-03", end_date=written)

    assert (entry["end_date"], entry["is_current"]) == (None, True)


@pytest.mark.parametrize(
    "members",
    [
        {"start_date": "03/2018 - 05/2020"},
        {"dates": "March 2018 - May 2020"},
        {"period": {"start": "2018-03", "end": "2020-05"}},
        {"from": "2018-03", "to": "2020-05"},
        {"startDate": "2018-03", "endDate": "2020-05"},
    ],
    ids=str,
)
def test_a_period_in_one_member_or_under_other_names_is_a_start_and_an_end(members: dict[str, object]) -> None:
    entry = job(**members)

    assert entry["start_date"] == {"year": 2018, "month": 3}
    assert entry["end_date"] == {"year": 2020, "month": 5}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Fluent", "C1"),
        ("C1 (advanced)", "C1"),
        ("c1", "C1"),
        ("B2+", "B2"),
        ("Muttersprache", "native"),
        ("ana dil", "native"),
        ({"level": "B1"}, "B1"),
        ({"value": "B1", "label": "intermediate"}, "B1"),
        ("so-so", None),
        (4, None),
        ("N/A", None),
    ],
    ids=str,
)
def test_a_level_in_words_is_one_of_the_framework_or_left_out(written: object, meant: str | None) -> None:
    (spoken,) = profile({"languages": [{"name": "Spanish", "fluency": written}]})["languages"]

    assert (spoken["name"], spoken["fluency"]) == ("Spanish", meant)


@pytest.mark.parametrize(
    "written",
    [
        ["English (native)", "Spanish (B1)"],
        "English (native), Spanish (B1)",
        ["English: native", "Spanish - B1"],
        {"English": "native", "Spanish": "B1"},
        [{"language": "English", "level": "native"}, {"language": "Spanish", "proficiency": "B1"}],
        {"first": {"name": "English", "fluency": "native"}, "second": {"name": "Spanish", "fluency": "B1"}},
    ],
    ids=str,
)
def test_languages_are_read_from_lists_objects_and_strings(written: object) -> None:
    spoken = profile({"languages": written})["languages"]

    assert [(each["name"], each["fluency"]) for each in spoken] == [("English", "native"), ("Spanish", "B1")]


@pytest.mark.parametrize(
    "written",
    [
        "AutoCAD, Revit, Eurocode 2",
        "AutoCAD\nRevit\nEurocode 2",
        ["AutoCAD", {"name": "Revit", "level": "good"}, ["Eurocode 2"]],
        {"software": ["AutoCAD", "Revit"], "norms": ["Eurocode 2"]},
        {"software": "AutoCAD, Revit", "norms": "Eurocode 2"},
        {"AutoCAD": "advanced", "Revit": 4, "Eurocode 2": True},
        ["AutoCAD", None, "N/A", "Revit", "", "Eurocode 2"],
    ],
    ids=str,
)
def test_skills_are_read_from_lists_objects_and_strings(written: object) -> None:
    assert profile({"skills": written})["basics"]["skills"] == ["AutoCAD", "Revit", "Eurocode 2"]


@pytest.mark.parametrize(
    "written",
    [
        {"professional_experiences": [BRIDGE]},
        {"profile": {"professional_experiences": [BRIDGE]}},
        {"result": {"cv": {"professionalExperiences": [BRIDGE]}}},
        {"cv_language": "en", "profile": {"basics": {"profession": "x"}, "professional_experiences": [BRIDGE]}},
        {"type": "object", "properties": {"Professional Experiences": BRIDGE}},
        {
            "data": [
                {"work_experience": {"0": {"position": "Project Engineer", "employer": {"name": BRIDGE["company"]}}}}
            ]
        },
        [{"jobs": [{"jobTitle": "Project Engineer", "organization": "Larkfield Bridges Ltd"}]}],
    ],
    ids=str,
)
def test_an_answer_within_another_object_or_under_other_names_is_found(written: object) -> None:
    (entry,) = profile(written)["professional_experiences"]

    assert (entry["title"], entry["company"]) == ("Project Engineer", "Larkfield Bridges Ltd")


@pytest.mark.parametrize(
    ("members", "name", "meant"),
    [
        ({"description": ["Checked drawings.", "Led a team."]}, "description", "Checked drawings.\nLed a team."),
        ({"location": {"city": "Leeds"}}, "location", "Leeds"),
        ({"location": ["Leeds", "UK"]}, "location", "Leeds, UK"),
        ({"company": {"name": "Larkfield", "town": "Leeds"}}, "company", "Larkfield"),
        ({"company": 3}, "company", "3"),
        ({"location": "not specified"}, "location", None),
        ({"location": {"a": "x", "b": "y"}}, "location", None),
        ({"is_current": "yes"}, "is_current", True),
        ({"is_current": 0}, "is_current", False),
        ({"is_current": "perhaps"}, "is_current", None),
    ],
    ids=str,
)
def test_a_field_of_another_type_is_read_or_left_out(members: dict[str, object], name: str, meant: object) -> None:
    assert job(**members)[name] == meant


@pytest.mark.parametrize("written", [2021, "2021", 2021.0, "May 2021", {"year": 2021}, "2021-05"], ids=str)
def test_a_year_in_any_notation_is_a_year(written: object) -> None:
    answer = {"trainings_and_certifications": [{"description": "PRINCE2", "year": written}], "awards": ["Best Bridge"]}

    assert profile(answer)["trainings_and_certifications"][0]["year"] == 2021
    assert profile(answer)["awards"][0]["title"] == "Best Bridge"


@pytest.mark.parametrize(
    "answer",
    [
        {"profession": "Nurse", "age": 34},
        {"profession": "Nurse", "languages": [{"name": "Spanish", "fluency": "so-so"}]},
        {"profession": "Nurse", "awards": [{"title": "Prize", "year": "some day"}]},
        {"profession": "Nurse", "professional_experiences": "Nurse at Quayside, 2014, 2018"},
        {"profession": "Nurse", "skills": 7},
    ],
    ids=str,
)
def test_what_is_left_out_is_told(answer: object) -> None:
    read = read_answer(json.dumps(answer))

    assert read.answer.profession == "Nurse"
    assert read.is_trimmed


def test_what_only_stands_for_nothing_is_no_loss() -> None:
    read = read_answer('{"profession": "Nurse", "summary": "N/A", "awards": null, "name": null, "skills": ["-"]}')

    assert not read.is_trimmed
    assert read.answer.summary is None


ANSWER = '{"profession": "Civil Engineer", "skills": ["AutoCAD", "Revit"]}'
THOUGHT = 'A draft: {"profession": "Surgeon", "skills": ["AutoCAD", "Revit", "Eurocode 2", "Excel"]} - no, better:'
TEXT = {"type": "text"}
FINAL = f"<|channel|>analysis<|message|>{THOUGHT}<|channel|>final<|message|>{ANSWER}"
#: Server or model -> a message as it sends it.
MESSAGES: dict[str, dict[str, object]] = {
    "OpenAI": {"content": ANSWER, "refusal": None, "annotations": []},
    "Azure, refusal left empty": {"content": ANSWER, "refusal": ""},
    "Mistral, in parts": {"content": [{"type": "text", "text": ANSWER}]},
    "Mistral, thinking": {
        "content": [
            {"type": "thinking", "thinking": [{"type": "text", "text": THOUGHT}]},
            {"type": "text", "text": ANSWER},
        ]
    },
    "Gemini, in a fence": {"content": f"```json\n{ANSWER}\n```"},
    "Anthropic, with a word before": {"content": f"Here is the JSON:\n\n{ANSWER}\n\nLet me know if you need more."},
    "Ollama, with thoughts": {"content": f"<think>{THOUGHT}</think>\n{ANSWER}"},
    "Ollama, thoughts without their beginning": {"content": f"{THOUGHT}</think>\n\n{ANSWER}"},
    "Ollama, in its thoughts alone": {"content": "", "reasoning": ANSWER},
    "vLLM, in its thoughts alone": {"content": None, "reasoning_content": f"Let me see. {ANSWER}"},
    "vLLM, thoughts beside": {"content": ANSWER, "reasoning_content": THOUGHT},
    "vLLM, prose beside": {"content": "The profile stands above.", "reasoning_content": ANSWER},
    "llama.cpp, a comma too many": {"content": ANSWER.replace("]}", ",],}")},
    "llama.cpp, line breaks in strings": {"content": ANSWER.replace("Civil Engineer", "Civil\nEngineer")},
    "llama.cpp, Python's words": {"content": ANSWER.replace("{", '{"summary": None, "has_driving_license": False, ')},
    "LM Studio, gpt-oss channels": {
        "content": f"<|channel|>analysis<|message|>{THOUGHT}<|channel|>final<|message|>{ANSWER}"
    },
    "LiteLLM, as a call": {"content": None, "tool_calls": [{"type": "function", "function": {"arguments": ANSWER}}]},
    "LiteLLM, as an object": {"content": json.loads(ANSWER)},
    "a gateway, as JSON in JSON": {"content": json.dumps(ANSWER)},
}


@pytest.mark.parametrize("name", MESSAGES)
async def test_the_answer_is_found_wherever_a_server_puts_it(name: str, server: ModelServer, make_parser: Any) -> None:
    parser = await make_parser(server)
    server.script(Fault(message={"role": "assistant", **MESSAGES[name]}))

    answer = await parser.parse(CVDocument(text=CV), today=TODAY)

    assert answer.profile["basics"]["profession"].split() == ["Civil", "Engineer"]
    assert answer.profile["basics"]["skills"] == ["AutoCAD", "Revit"]
    assert parser.used.calls == 1


@pytest.mark.parametrize(
    "content_type", ["text/plain; charset=utf-8", "application/octet-stream", "application/problem+json"]
)
async def test_json_by_another_name_is_read(content_type: str, server: ModelServer, make_parser: Any) -> None:
    parser = await make_parser(server)
    server.script(Fault(headers={"content-type": content_type}))

    answer = await parser.parse(CVDocument(text=CV), today=TODAY)

    assert answer.profile["basics"]["skills"] == ["AutoCAD", "Revit", "Eurocode 2"]


async def test_a_field_that_cannot_be_read_is_a_warning_of_the_cv(server: ModelServer, make_parser: Any) -> None:
    parser = await make_parser(server)
    server.script(Fault(content='{"profession": "Civil Engineer", "skills": 7}'))

    answer = await parser.parse(CVDocument(text=CV), today=TODAY)

    assert answer.profile["basics"]["profession"] == "Civil Engineer"
    assert WarningCode.ANSWER_TRIMMED in answer.warnings


NOTHING = {"profession": None, "summary": "N/A", "skills": [], "professional_experiences": [{"title": None}]}


async def test_an_answer_that_says_nothing_of_a_full_document_is_asked_for_again(
    server: ModelServer, make_parser: Any
) -> None:
    parser = await make_parser(server)
    server.script(Fault(content=json.dumps(NOTHING)))

    answer = await parser.parse(CVDocument(text=CV), today=TODAY)

    assert answer.profile["basics"]["profession"] == "Civil Engineer"
    assert "or none of those that are" in server.parses[1].text


async def test_nothing_is_a_right_answer_about_a_few_words(server: ModelServer, make_parser: Any) -> None:
    parser = await make_parser(server)
    server.script(Fault(content=json.dumps(NOTHING)))

    answer = await parser.parse(CVDocument(text="To whom it may concern"), today=TODAY)

    assert answer.profile["basics"] == {"skills": []}
    assert parser.used.calls == 1


@pytest.mark.parametrize("opening", ['{"skills": ', '{"languages": [', '{"awards": {"a": '])
def test_bottomless_values_end_in_a_dropped_field(opening: str) -> None:
    closing = "".join({"{": "}", "[": "]"}[each] for each in reversed(opening) if each in "{[")

    read = read_answer(opening + "[" * 400 + '"x"' + "]" * 400 + closing)

    assert not read.answer.skills
