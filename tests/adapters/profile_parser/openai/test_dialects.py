"""Server x fault: what is kept of a CV, and what is said, over a real connection."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cvparser.domain.cv.document import CVDocument
from cvparser.domain.errors import CVParserError
from cvparser.testing.conformance.profile_parser import CV
from cvparser.testing.model_server import Fault, ModelServer, api_error

TODAY = date(2026, 1, 15)
SERVERS: Mapping[str, Mapping[str, Any]] = {
    each["name"]: each
    for each in tomllib.loads((Path(__file__).parent / "exchanges.toml").read_text(encoding="utf-8"))["server"]
}
FAULTS = [(name, each["code"]) for name, server in SERVERS.items() for each in server.get("faults", ())]
#: Sent to every server, so that it has the occasion to refuse them.
CHOSEN = {"temperature": 0.0, "seed": 7}


def speaking(name: str) -> ModelServer:
    described = SERVERS[name]

    def refuse(body: Mapping[str, Any]) -> Fault | None:
        fitting = (each for each in described.get("refusals", ()) if _is_met(each["when"], body))
        return next(map(_fault, fitting), None)

    return ModelServer(refuse=refuse, heeds_forms=not described.get("ignores_format", False))


def _is_met(when: Mapping[str, Any], body: Mapping[str, Any]) -> bool:
    form = body.get("response_format", {})
    limits = (body.get("max_tokens", 0), body.get("max_completion_tokens", 0))
    met: Mapping[str, Callable[[Any], bool]] = {
        "sends": lambda name: name in body,
        "role": lambda role: role in {each["role"] for each in body["messages"]},
        "format": lambda kind: form.get("type") == kind,
        "strict": lambda _: "strict" in form.get("json_schema", {}),
        "above": lambda number: max(limits) > number,
    }
    return all(met[name](value) for name, value in when.items())


def _fault(described: Mapping[str, Any]) -> Fault:
    return Fault(status=described["status"], headers=described.get("headers", {}), body=described["body"].encode())


@pytest.mark.parametrize("name", SERVERS)
async def test_each_server_is_asked_without_what_it_refuses(
    name: str, make_parser: Any, check_request: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    async with speaking(name) as server:
        parser = await make_parser(server, model=CHOSEN)
        asked_at_the_start = len(server.requests)
        answers = [await parser.parse(CVDocument(text=CV), today=TODAY) for _ in range(2)]

    assert [each.profile["basics"]["skills"] for each in answers] == [["AutoCAD", "Revit", "Eurocode 2"]] * 2
    assert [job["company"] for job in answers[1].profile["professional_experiences"]] == ["Larkfield Bridges Ltd"]
    assert f"answers as {SERVERS[name]['spoken']}" in caplog.text
    # What was found out is kept: one call a CV.
    assert len(server.requests) == asked_at_the_start + 2
    assert parser.used.calls == 1
    for request in server.requests:
        check_request(request.body)


@pytest.mark.parametrize(("name", "code"), FAULTS)
async def test_each_fault_of_each_server_ends_in_the_code_that_says_what_to_do(
    name: str, code: str, make_parser: Any
) -> None:
    fault = next(_fault(each) for each in SERVERS[name]["faults"] if each["code"] == code)
    async with speaking(name) as server:
        parser = await make_parser(server)
        server.script(fault)

        with pytest.raises(CVParserError) as caught:
            await parser.parse(CVDocument(text=CV), today=TODAY)

    assert caught.value.code == code


async def test_what_is_refused_only_with_a_cv_is_learnt_at_the_first_refusal(
    server: ModelServer, make_parser: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    parser = await make_parser(server)
    refusal = Fault(
        status=400, body=api_error(None, message="Invalid schema for response_format 'profile': too large.")
    )
    server.script(refusal)

    answer = await parser.parse(CVDocument(text=CV), today=TODAY)
    calls = parser.used.calls
    await parser.parse(CVDocument(text=CV), today=TODAY)

    assert answer.profile["basics"]["skills"] == ["AutoCAD", "Revit", "Eurocode 2"]
    assert [each.body["response_format"]["type"] for each in server.parses] == [
        "json_schema",
        "json_object",
        "json_object",
    ]
    assert (calls, parser.used.calls) == (2, 1)
    assert "from now on it is asked as json_object" in caplog.text


async def test_a_refusal_that_quotes_a_cv_makes_nobody_store_it(server: ModelServer, make_parser: Any) -> None:
    parser = await make_parser(server)
    server.script(Fault(status=400, body=api_error(None, message="cannot read 'store' in 'ran a store with `seed`'")))

    with pytest.raises(CVParserError) as caught:
        await parser.parse(CVDocument(text=CV), today=TODAY)
    await parser.parse(CVDocument(text=CV), today=TODAY)

    assert caught.value.code == "model_request_rejected"
    assert [each.body["store"] for each in server.parses] == [False, False]


async def test_a_server_that_refuses_everything_is_told_of_after_a_bounded_number_of_calls(make_parser: Any) -> None:
    async with ModelServer(
        refuse=lambda _: Fault(status=400, body=b"no", headers={"content-type": "text/plain"})
    ) as server:
        parser = await make_parser(server)
        with pytest.raises(CVParserError) as caught:
            await parser.parse(CVDocument(text=CV), today=TODAY)

    assert caught.value.code == "model_request_rejected"
    assert len(server.requests) <= 2 * 9


async def test_a_setting_that_no_server_refuses_is_sent(server: ModelServer, make_parser: Any) -> None:
    parser = await make_parser(server, model=CHOSEN)
    await parser.parse(CVDocument(text=CV), today=TODAY)

    assert {name: server.parses[0].body[name] for name in CHOSEN} == CHOSEN


async def test_what_was_not_chosen_is_not_sent(server: ModelServer, make_parser: Any) -> None:
    parser = await make_parser(server)
    await parser.parse(CVDocument(text=CV), today=TODAY)

    assert CHOSEN.keys() & server.parses[0].body.keys() == set()
