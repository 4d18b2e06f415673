"""Whatever the server does, a parse ends in an answer or in exactly one named error, and nobody quotes the CV."""

from __future__ import annotations

import gzip
import json
import logging
import traceback
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from cvparser.domain.cv.document import CVDocument
from cvparser.domain.errors import CVParserError, UnavailableError
from cvparser.ports.model_errors import ModelAwayError
from cvparser.testing.model_server import Fault, ModelServer, api_error

TODAY = date(2026, 1, 15)
CANARY = "quokka sanctuary"
CV = f"""\
[NAME]
Zoo Keeper
Experience
Zoo Keeper, Marlowe Wildlife Park, Bath 03/2018 - Present
- Built the {CANARY} and trained four keepers.
Skills
Animal care, First aid
"""
HTML = f"<!doctype html><html><body>Please log in: {CANARY}</body></html>".encode()
#: Error bodies of real servers quote what they were sent.
QUOTING = f"could not process: {CANARY}"


def failed(status: int, code: str | None = None, *, kind: str = "invalid_request_error", **headers: str) -> Fault:
    body = api_error(code, kind=kind, message=QUOTING)
    return Fault(status=status, body=body, headers={name.replace("_", "-"): value for name, value in headers.items()})


def web_page(status: int) -> Fault:
    return Fault(status=status, body=HTML, headers={"content-type": "text/html"})


def said(content: object) -> Fault:
    return Fault(content=content if isinstance(content, str) else json.dumps(content))


def answered(body: Any, content_type: str = "application/json") -> Fault:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Fault(body=content, headers={"content-type": content_type})


@dataclass(frozen=True, slots=True)
class Case:
    code: str
    fault: Fault
    #: Calls that a parse makes before it gives up, of 3 at most.
    calls: int
    retry_after_s: float | None = None
    attempt_s: float = 20.0


INVENTED = {"profession": "Astronaut", "skills": ["Rockets", "Orbits", CANARY.upper() + " piloting"]}
CASES = {
    "rate limit without a hint": Case("model_rate_limited", failed(429, "rate_limit_exceeded"), 3),
    "rate limit beyond the budget": Case("model_rate_limited", failed(429, retry_after="600"), 1, 600),
    "rate limit in milliseconds": Case("model_rate_limited", failed(429, retry_after_ms="90500"), 1, 90.5),
    "rate limit until far away": Case(
        "model_rate_limited", failed(429, retry_after="Fri, 31 Dec 2100 23:59:59 GMT"), 1, 86_400
    ),
    "rate limit with an unreadable hint": Case("model_rate_limited", failed(429, retry_after="soon"), 3),
    "rate limit that resets late": Case(
        "model_rate_limited",
        failed(429, x_ratelimit_remaining_tokens="0", x_ratelimit_reset_tokens="6m0s"),
        1,
        360,
    ),
    "no credit": Case("model_quota_exhausted", failed(429, "insufficient_quota", kind="insufficient_quota"), 1),
    "no credit, by status": Case("model_quota_exhausted", failed(402), 1),
    "wrong key": Case("model_key_rejected", failed(401, "invalid_api_key"), 1),
    "key without rights": Case("model_access_denied", failed(403, "unsupported_country_region_territory"), 1),
    "unknown model": Case("model_unknown", failed(404, "model_not_found"), 1),
    "unknown model, as vLLM says it": Case("model_unknown", failed(404, None, kind="NotFoundError"), 1),
    "unknown deployment of Azure": Case("model_unknown", failed(404, "DeploymentNotFound"), 1),
    "no such address": Case("model_endpoint_unknown", failed(404), 1),
    "no such page": Case("model_endpoint_unknown", web_page(404), 1),
    "moved": Case("model_endpoint_unknown", Fault(status=307, headers={"location": "http://127.0.0.1:9/v1"}), 1),
    "too long for the model": Case("model_context_exceeded", failed(400, "context_length_exceeded"), 1),
    "too long for llama.cpp": Case("model_context_exceeded", failed(400, kind="exceed_context_size_error"), 1),
    "too long for the server": Case("model_context_exceeded", web_page(413), 1),
    "filtered prompt": Case("answer_filtered", failed(400, "content_filter"), 1),
    "request that is not accepted": Case("model_request_rejected", failed(400, "unsupported_value"), 1),
    "unprocessable request": Case("model_request_rejected", failed(422), 1),
    "failure": Case("model_failing", failed(500, kind="server_error"), 3),
    "failure of a gateway": Case("model_failing", web_page(502), 3),
    "overload with a hint": Case("model_failing", failed(503, retry_after="120"), 1, 120),
    "overload": Case("model_failing", failed(529), 3),
    "conflict": Case("model_failing", failed(409), 3),
    "failure with status 200": Case("model_failing", answered(api_error("upstream_error", message=QUOTING)), 3),
    "timeout of the server": Case("model_timeout", failed(408), 3),
    "no answer": Case("model_timeout", Fault(never=True), 3, attempt_s=0.1),
    "slow drip": Case("model_timeout", Fault(drip_s=0.02), 3, attempt_s=0.1),
    "hang-up before the answer": Case("model_unreachable", Fault(cut_before=True), 3),
    "hang-up within the answer": Case("model_unreachable", Fault(cut_body_at=60), 3),
    "truncation": Case("answer_truncated", Fault(finish_reason="length"), 1),
    "refusal": Case("answer_refused", Fault(refusal=f"I will not read of a {CANARY}."), 1),
    "filtered answer": Case("answer_filtered", Fault(finish_reason="content_filter"), 1),
    "empty answer": Case("answer_empty", said(""), 2),
    "blank answer": Case("answer_empty", said(" \n\t"), 2),
    "no content": Case("answer_empty", Fault(message={"role": "assistant", "content": None}), 2),
    "prose": Case("answer_not_json", said(f"The {CANARY} is lovely."), 2),
    "JSON that breaks off": Case("answer_not_json", said('{"profession": "Zoo Keeper", "skills": ["Animal ca'), 2),
    "JSON that breaks off after a part": Case(
        "answer_not_json", said('{"professional_experiences": [{"title": "Zoo Keeper"}, {"title": "Zo'), 2
    ),
    "bottomless JSON": Case("answer_not_json", said('{"a":' * 20_000), 2),
    "a list": Case("answer_not_json", said(["Zoo Keeper"]), 2),
    "another form": Case("answer_schema", said({"name": CANARY}), 2),
    "nothing": Case("answer_says_nothing", said({"profession": None, "skills": []}), 2),
    "nothing, in words": Case("answer_says_nothing", said({"profession": "N/A", "skills": ["none"], "awards": {}}), 2),
    "web page": Case("answer_foreign", web_page(200), 2),
    "event stream": Case("answer_foreign", answered(b"data: {}\n\n", "text/event-stream"), 2),
    "body that is no JSON": Case("answer_foreign", answered(b"{" * 100_000), 2),
    "body that is a list": Case("answer_foreign", answered([CANARY]), 2),
    "body of another API": Case("answer_foreign", answered({"models": [CANARY]}), 2),
    "no choices": Case("answer_foreign", answered({"choices": []}), 2),
    "content that is no text": Case("answer_foreign", Fault(message={"role": "assistant", "content": 7}), 2),
    "compressed body": Case(
        "answer_foreign", Fault(body=gzip.compress(b"0" * 2**20), headers={"content-encoding": "gzip"}), 2
    ),
    "huge answer": Case("answer_too_large", Fault(pad_bytes=5 * 2**20), 1),
    "invention": Case("answer_ungrounded", said(INVENTED), 2),
    "prompt that the server cut": Case(
        "model_context_exceeded", Fault(usage={"prompt_tokens": 512, "completion_tokens": 9}), 1
    ),
}
LONG = {"prompt that the server cut": CV + "\n" + "- Fed the wombats every morning.\n" * 500}


@pytest.mark.parametrize("name", CASES)
async def test_each_fault_ends_in_one_named_code_that_quotes_nothing(
    name: str, server: ModelServer, make_parser: Any, caplog: pytest.LogCaptureFixture
) -> None:
    case = CASES[name]
    parser = await make_parser(server, policy={"attempt_s": case.attempt_s})
    server.always(case.fault)
    before = len(server.requests)

    with caplog.at_level(logging.DEBUG), pytest.raises(CVParserError) as caught:
        await parser.parse(CVDocument(text=LONG.get(name, CV)), today=TODAY)

    assert caught.value.code == case.code
    assert type(caught.value).code == case.code
    assert parser.used.calls == case.calls
    # On a busy machine a short attempt is over before its request has come.
    fewest = case.calls if case.attempt_s > 1 else 0
    assert fewest <= len(server.requests) - before <= case.calls
    assert _quotes(caught.value, caplog) == []
    if case.retry_after_s is not None:
        assert isinstance(caught.value, ModelAwayError)
        assert caught.value.retry_after_s == pytest.approx(case.retry_after_s, abs=1)


def _quotes(error: BaseException, caplog: pytest.LogCaptureFixture) -> list[str]:
    told = ["".join(traceback.format_exception(error)), repr(error.__cause__)]
    told += [f"{record.getMessage()} {record.__dict__} {record.exc_text}" for record in caplog.records]
    return [each for each in told if CANARY in each.lower() or "marlowe" in each.lower() or "sk-invented" in each]


def test_there_are_faults_of_every_kind_that_has_a_code() -> None:
    kinds = {kind.code for root in (CVParserError,) for kind in _leaves(root)}
    about_models = {code for code in kinds if code.startswith(("answer_", "model_"))}

    assert about_models - {case.code for case in CASES.values()} == {"model_busy", "model_calls_spent"}


def _leaves(kind: type[CVParserError]) -> list[type[CVParserError]]:
    below = kind.__subclasses__()
    return [leaf for each in below for leaf in _leaves(each)] if below else [kind]


@pytest.mark.parametrize("name", sorted(name for name, case in CASES.items() if case.calls > 1 and case.attempt_s > 1))
async def test_a_fault_that_passes_is_survived(name: str, server: ModelServer, make_parser: Any) -> None:
    parser = await make_parser(server)
    server.script(CASES[name].fault)

    answer = await parser.parse(CVDocument(text=CV), today=TODAY)

    assert answer.profile["basics"]["profession"] == "Zoo Keeper"
    assert parser.used.calls == 2


async def test_nobody_listening_is_an_error_of_its_own(make_parser: Any, server: ModelServer) -> None:
    address = server.base_url
    await server.__aexit__(None, None, None)
    parser = await make_parser(address)

    with pytest.raises(UnavailableError) as caught:
        await parser.parse(CVDocument(text=CV), today=TODAY)

    assert caught.value.code == "model_unreachable"


async def test_a_server_that_was_away_at_the_start_is_asked_later(server: ModelServer, make_parser: Any) -> None:
    server.always(failed(503))
    parser = await make_parser(server)
    server.always(None)

    answer = await parser.parse(CVDocument(text=CV), today=TODAY)

    assert answer.profile["basics"]["profession"] == "Zoo Keeper"


async def test_a_server_that_says_nothing_does_not_hold_up_the_start(
    server: ModelServer, make_parser: Any, caplog: pytest.LogCaptureFixture
) -> None:
    server.always(Fault(never=True))
    parser = await make_parser(server, policy={"start_s": 0.1})
    server.always(None)

    answer = await parser.parse(CVDocument(text=CV), today=TODAY)

    assert "cannot be asked yet: model_timeout" in caplog.text
    assert answer.profile["basics"]["profession"] == "Zoo Keeper"


@pytest.mark.parametrize("name", ["wrong key", "no credit", "unknown model", "no such page", "key without rights"])
async def test_a_refused_deployment_is_not_asked_again_until_it_cooled_down(
    name: str, server: ModelServer, make_parser: Any, clock: Any
) -> None:
    from datetime import timedelta

    parser = await make_parser(server, policy={"cool_down_s": 30})
    server.script(CASES[name].fault)
    with pytest.raises(CVParserError) as first:
        await parser.parse(CVDocument(text=CV), today=TODAY)
    asked = len(server.requests)

    with pytest.raises(CVParserError) as second:
        await parser.parse(CVDocument(text=CV), today=TODAY)

    assert second.value.code == first.value.code
    assert len(server.requests) == asked
    await clock.sleep(timedelta(seconds=31))
    assert (await parser.parse(CVDocument(text=CV), today=TODAY)).profile["basics"]["profession"] == "Zoo Keeper"


async def test_waits_are_random_and_grow_up_to_the_longest(server: ModelServer, make_parser: Any, clock: Any) -> None:
    policy = {"calls": 8, "budget_s": 600, "backoff_s": 1, "max_backoff_s": 10}
    parser = await make_parser(server, policy=policy)
    server.always(failed(500))

    with pytest.raises(ModelAwayError):
        await parser.parse(CVDocument(text=CV), today=TODAY)

    ceilings = [1, 2, 4, 8, 10, 10, 10]
    assert len(clock.waits) == len(ceilings)
    assert all(0 <= wait <= ceiling for wait, ceiling in zip(clock.waits, ceilings, strict=True))
    assert len(set(clock.waits)) == len(ceilings)


async def test_what_the_server_says_about_waiting_wins_over_our_own(
    server: ModelServer, make_parser: Any, clock: Any
) -> None:
    parser = await make_parser(server)
    server.script(failed(429, retry_after="17"))

    await parser.parse(CVDocument(text=CV), today=TODAY)

    assert sum(clock.waits) == pytest.approx(17, abs=0.5)


async def test_a_pause_that_the_server_asked_for_holds_for_every_text(server: ModelServer, make_parser: Any) -> None:
    parser = await make_parser(server)
    server.script(failed(429, retry_after="600"))
    with pytest.raises(ModelAwayError):
        await parser.parse(CVDocument(text=CV), today=TODAY)
    asked = len(server.requests)

    with pytest.raises(ModelAwayError) as caught:
        await parser.parse(CVDocument(text=CV), today=TODAY)

    assert caught.value.code == "model_rate_limited"
    assert caught.value.retry_after_s == pytest.approx(600, abs=5)
    assert len(server.requests) == asked


async def test_failed_calls_are_paid_for_and_counted(server: ModelServer, make_parser: Any) -> None:
    parser = await make_parser(server)
    before = parser.spent
    server.script(said(INVENTED))

    answer = await parser.parse(CVDocument(text=CV), today=TODAY)

    assert answer.profile
    assert parser.used.calls == 2
    assert parser.used.prompt > 500
    assert parser.spent == before + parser.used
