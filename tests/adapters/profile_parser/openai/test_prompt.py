from __future__ import annotations

from datetime import date
from random import SystemRandom
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from cvparser.adapters.clock.system import SystemClock
from cvparser.adapters.cpu_pool.threads import ThreadCpuPool
from cvparser.adapters.profile_parser.openai.chat_model import ChatModel
from cvparser.adapters.profile_parser.openai.parser import OpenAIProfileParser
from cvparser.adapters.profile_parser.openai.prompt import AnswerForm, as_text, messages
from cvparser.adapters.profile_parser.openai.schema import answer_schema
from cvparser.adapters.profile_parser.openai.tokens import estimate_tokens
from cvparser.adapters.text_extractor.plain import PlainTextExtractor
from cvparser.application.parse_cv import ParseCV
from cvparser.application.redact_cv import RedactCV
from cvparser.domain.cv.document import CVDocument
from cvparser.domain.document import Document, DocumentType
from cvparser.domain.job import ParseMode
from cvparser.domain.privacy import redact
from cvparser.testing.conformance.profile_parser import CV
from cvparser.testing.model_server import ModelServer
from cvparser.testing.strategies import Curriculum, curricula

TODAY = date(2026, 1, 15)


async def test_the_model_reads_the_redacted_text_between_two_random_markers(
    server: ModelServer, make_parser: Any
) -> None:
    parser = await make_parser(server)
    await parser.parse(CVDocument(text=CV), today=TODAY)
    await parser.parse(CVDocument(text=CV), today=TODAY)

    spoken = [request.body["messages"][-1]["content"] for request in server.parses]
    markers = [each.partition("\n")[0] for each in spoken]

    assert [each.strip("=") for each in markers if len(each) < 20] == []
    assert markers[0] != markers[1]
    assert spoken[0] == f"{markers[0]}\n{CV}\n{markers[0]}"
    rules = [request.body["messages"][0]["content"] for request in server.parses]
    assert all(marker in each for marker, each in zip(markers, rules, strict=True))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(curriculum=curricula())
async def test_no_personal_string_reaches_the_server(curriculum: Curriculum) -> None:
    clock = SystemClock()
    async with ModelServer() as server:
        model = ChatModel(name="stub", api_key="k", base_url=server.base_url)
        async with OpenAIProfileParser(model, clock=clock, random=SystemRandom()) as parser:
            parse_cv = ParseCV(
                redact_cv=RedactCV(extractor=PlainTextExtractor(), cpu=ThreadCpuPool()),
                parsers=dict.fromkeys(ParseMode, parser),
                cpu=ThreadCpuPool(),
                clock=clock,
            )
            await parse_cv(Document(content=curriculum.text.encode(), type=DocumentType.TEXT))

    assert len(server.parses) >= 1
    for request in server.requests:
        assert curriculum.survivors(request.text) == curriculum.survivors(redact(curriculum.text).text) == []
        assert curriculum.survivors(str(request.headers)) == []


async def test_nothing_is_stored_and_the_schema_is_strict(server: ModelServer, make_parser: Any) -> None:
    parser = await make_parser(server)
    await parser.parse(CVDocument(text=CV), today=TODAY)

    for request in server.requests:
        assert request.body["store"] is False
        assert request.body["response_format"]["json_schema"]["strict"] is True
    assert server.parses[0].body["response_format"]["json_schema"]["schema"] == answer_schema()
    assert server.parses[0].headers["authorization"] == "Bearer sk-invented"


@pytest.mark.parametrize(
    ("forms", "form"),
    [
        ({"json_schema", "json_object"}, "json_schema"),
        ({"json_object"}, "json_object"),
        (set(), None),
    ],
)
async def test_a_server_is_asked_in_the_best_form_that_it_can_give(
    forms: set[str], form: str | None, make_parser: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    async with ModelServer(forms=frozenset(forms)) as server:
        parser = await make_parser(server)
        answer = await parser.parse(CVDocument(text=CV), today=TODAY)

        asked = server.parses[0].body.get("response_format", {}).get("type")

    assert asked == form
    assert answer.profile["basics"]["skills"] == ["AutoCAD", "Revit", "Eurocode 2"]
    assert f"answers as {form or 'text'}" in caplog.text


async def test_a_form_that_is_set_is_the_only_one_tried(server: ModelServer, make_parser: Any) -> None:
    parser = await make_parser(server, model={"answer_form": AnswerForm.TEXT})
    await parser.parse(CVDocument(text=CV), today=TODAY)

    assert not any("response_format" in request.body for request in server.requests)
    assert '"additionalProperties":false' in server.parses[0].text


@pytest.mark.parametrize("form", AnswerForm)
def test_rules_and_schema_cost_at_most_1500_tokens(form: AnswerForm) -> None:
    schema = str(answer_schema()) if form is AnswerForm.JSON_SCHEMA else ""
    spoken = as_text(messages("", marker="==0123456789abcdef01234567==", form=form, again=True))

    assert estimate_tokens(spoken + schema) <= 1500


class Numbers(SystemRandom):
    def __init__(self, *numbers: int) -> None:
        self._numbers = iter(numbers)

    def getrandbits(self, k: int, /) -> int:
        return next(self._numbers)


async def test_a_marker_that_stands_in_the_cv_is_not_used(server: ModelServer) -> None:
    model = ChatModel(name="stub", api_key="k", base_url=server.base_url)
    async with OpenAIProfileParser(model, clock=SystemClock(), random=Numbers(1, 2)) as parser:
        await parser.parse(CVDocument(text=f"{CV}\n=={1:024x}=="), today=TODAY)

    assert server.parses[0].text.endswith(f"\n=={2:024x}==")
