"""What is sent is what OpenAI's published OpenAPI document describes; so is every request that other tests record."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from jsonschema import ValidationError

from cvparser.adapters.profile_parser.openai.chat_model import ChatModel
from cvparser.adapters.profile_parser.openai.dialect import Dialect, first_dialect, trial_question
from cvparser.adapters.profile_parser.openai.prompt import AnswerForm
from cvparser.domain.cv.document import CVDocument
from cvparser.testing.conformance.profile_parser import CV
from cvparser.testing.model_server import ModelServer

TODAY = date(2026, 1, 15)
MODEL = ChatModel(name="stub", api_key="k", answer_tokens=512, temperature=0.0, seed=7)
DIALECTS = [first_dialect(), *first_dialect().sparing()]
REQUEST = trial_question(DIALECTS[0], MODEL)


@pytest.mark.parametrize("form", AnswerForm)
async def test_the_request_of_each_form_of_answer_is_a_published_one(
    form: AnswerForm, server: ModelServer, make_parser: Any, check_request: Any
) -> None:
    parser = await make_parser(server, model={"answer_form": form})

    await parser.parse(CVDocument(text=CV), today=TODAY)

    (request,) = server.parses
    check_request(request.body)


@pytest.mark.parametrize("dialect", DIALECTS, ids=str)
def test_the_trial_question_in_each_dialect_is_a_published_one(dialect: Dialect, check_request: Any) -> None:
    check_request(trial_question(dialect, MODEL))


@pytest.mark.parametrize(
    "change",
    [
        {"messages": []},
        {"messages": [{"role": "user"}]},
        {"messages": [{"role": "robot", "content": "Hello"}]},
        {"model": 7},
        {"store": "no"},
        {"max_completion_tokens": "many"},
        {"response_format": {"type": "yaml"}},
        {"response_format": {"type": "json_schema", "json_schema": {"strict": True}}},
        {"response_format": {"type": "json_schema", "json_schema": {"name": "a", "strict": "yes"}}},
        {"max_answer_tokens": 5},
    ],
    ids=str,
)
def test_a_request_that_is_not_published_would_be_noticed(change: Mapping[str, object], check_request: Any) -> None:
    with pytest.raises(ValidationError):
        check_request({**REQUEST, **change})
