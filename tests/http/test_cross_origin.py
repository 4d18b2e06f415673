"""Web pages of other origins, and what stands on every answer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from tests.e2e.deployment import Deployment, deployed
from tests.http.forms import API
from tests.http.served import Door, served

PAGE = "https://jobs.example"
TEXT = {"user_id": "user123", "session_id": "session456", "text": "Data Engineer"}
SUBMIT = f"{API}/parse-text-async"
UNKNOWN = f"{API}/job/550e8400-e29b-41d4-a716-446655440000"
CALLER = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    with served(tmp_path_factory.mktemp("named"), allowed_origins=f"{PAGE}, http://localhost:3000") as door:
        yield door


@pytest.fixture(scope="module")
def default(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    with served(tmp_path_factory.mktemp("default")) as door:
        yield door


def ask(door: Door, origin: str, method: str = "POST", path: str = SUBMIT) -> httpx.Response:
    headers = {"Origin": origin, "Access-Control-Request-Method": method}
    return httpx.options(f"{door.address}{path}", headers=headers)


def listed(response: httpx.Response, header: str) -> set[str]:
    return {each.strip().lower() for each in response.headers.get(header, "").split(",")} - {""}


def test_a_page_that_is_allowed_is_told_what_it_may_send(door: Door) -> None:
    response = ask(door, PAGE)

    assert response.status_code == 204
    assert response.headers["access-control-allow-origin"] == PAGE
    assert listed(response, "access-control-allow-methods") == {"get", "head", "post", "delete"}
    assert listed(response, "access-control-allow-headers") >= {
        "authorization",
        "content-type",
        "idempotency-key",
        "x-request-id",
        "traceparent",
    }
    assert "access-control-allow-credentials" not in response.headers
    assert "origin" in listed(response, "vary")


@pytest.mark.parametrize("path", [SUBMIT, UNKNOWN, "/nowhere", "/health/live"])
def test_another_page_is_told_nothing(door: Door, default: Door, path: str) -> None:
    for refusing in (door, default):
        response = ask(refusing, "https://evil.example", path=path)

        assert (response.status_code, response.json()["code"]) == (403, "origin_not_allowed")
        assert not {name for name in response.headers if name.startswith("access-control-")}


def test_answers_and_problems_are_shown_to_a_page_that_is_allowed_and_to_no_other(door: Door) -> None:
    for response in (
        httpx.post(f"{door.address}{SUBMIT}", json=TEXT, headers={"Origin": PAGE}),
        httpx.post(f"{door.address}{SUBMIT}", json={}, headers={"Origin": PAGE}),
        httpx.get(f"{door.address}{UNKNOWN}/events", headers={"Origin": PAGE}),
    ):
        assert response.headers["access-control-allow-origin"] == PAGE
        assert listed(response, "access-control-expose-headers") >= {"location", "retry-after", "x-request-id"}
    for origin in ({}, {"Origin": "https://evil.example"}):
        response = httpx.get(f"{door.address}/health/live", headers=origin)

        assert response.status_code == 200
        assert "access-control-allow-origin" not in response.headers
        # Nor does a cache show it one.
        assert "origin" in listed(response, "vary")


def test_without_origins_nothing_is_said_of_any(default: Door) -> None:
    response = httpx.get(f"{default.address}/health/live", headers={"Origin": PAGE})

    assert not {name for name in response.headers if name.startswith("access-control-") or name == "vary"}


def test_all_pages_may_read_where_all_may_submit(tmp_path: Path) -> None:
    with served(tmp_path, allowed_origins="*") as door:
        assert ask(door, PAGE).headers["access-control-allow-origin"] == "*"
        submission = httpx.post(f"{door.address}{SUBMIT}", json=TEXT, headers={"Origin": "null"})
        assert (submission.status_code, submission.headers["access-control-allow-origin"]) == (202, "*")


def test_what_is_no_preflight_is_answered_as_before(default: Door) -> None:
    response = httpx.options(f"{default.address}{SUBMIT}")

    assert response.status_code == 204
    assert "POST" in response.headers["allow"]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/health/live"),
        ("HEAD", "/health/live"),
        ("GET", "/docs"),
        ("GET", "/docs/page.js"),
        ("GET", "/openapi.json"),
        ("GET", "/nowhere"),
        ("GET", UNKNOWN),
        ("POST", SUBMIT),
        ("OPTIONS", SUBMIT),
        ("PATCH", SUBMIT),
        ("DELETE", UNKNOWN),
    ],
)
def test_every_answer_is_safe_to_open(default: Door, method: str, path: str) -> None:
    headers = httpx.request(method, f"{default.address}{path}").headers

    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert len(headers.get_list("content-security-policy")) == 1
    assert "strict-transport-security" not in headers


def test_refusals_of_the_door_are_safe_as_well(default: Door) -> None:
    response = httpx.get(f"{default.address}/docs", headers={"Host": "evil.example"})

    assert response.status_code == 421
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["x-request-id"]


@pytest.mark.parametrize("chosen", ["a", "2f1c-9", "Root=1-67891233-abcdef012345678912345678", "x" * 128])
def test_a_request_keeps_the_id_that_its_caller_chose(default: Door, chosen: str) -> None:
    response = httpx.get(f"{default.address}/nowhere", headers={"X-Request-ID": chosen})

    assert response.headers["x-request-id"] == chosen


@pytest.mark.parametrize("chosen", ["", "x" * 129, "a b", "Ada Quill", "a\tb", "a,b", "<script>", "ada@quill.example"])
def test_an_id_that_is_none_is_replaced(default: Door, chosen: str) -> None:
    ids = {
        httpx.get(f"{default.address}/nowhere", headers={"X-Request-ID": chosen}).headers["x-request-id"]
        for _ in range(2)
    }

    assert len(ids) == 2
    assert not {chosen} & ids


def test_one_of_two_ids_is_not_chosen(default: Door) -> None:
    twice = [("X-Request-ID", "a"), ("X-Request-ID", "b")]

    assert httpx.get(f"{default.address}/nowhere", headers=twice).headers["x-request-id"] not in {"a", "b"}


@pytest.mark.parametrize(
    ("sent", "given_back"),
    [
        (CALLER, CALLER),
        (f"cc{CALLER[2:]}-more", CALLER),
        (f"{CALLER}-more", None),
        (f"ff{CALLER[2:]}", None),
        (CALLER.upper(), None),
        (f"00-{'0' * 32}-00f067aa0ba902b7-01", None),
        (f"00-4bf92f3577b34da6a3ce929d0e0e4736-{'0' * 16}-01", None),
        ("x", None),
    ],
)
def test_a_callers_trace_is_given_back_where_it_is_one(default: Door, sent: str, given_back: str | None) -> None:
    response = httpx.get(f"{default.address}/health/live", headers={"traceparent": sent})

    assert response.headers.get("traceparent") == given_back


def test_a_request_is_found_in_the_log_with_its_job_and_its_trace(tmp_path: Path) -> None:
    deployment = Deployment(folder=tmp_path, settings={"CVPARSER_LOG_FORMAT": "json", "CVPARSER_LOG_LEVEL": "INFO"})
    with deployed(deployment):
        headers = {"X-Request-ID": "order-7", "traceparent": CALLER}
        job_id = httpx.post(f"{deployment.address}{SUBMIT}", json=TEXT, headers=headers).json()["job_id"]
        list(httpx.get(f"{deployment.address}{API}/job/{job_id}/events", timeout=30).iter_lines())

    lines = [json.loads(line) for line in deployment.log.read_text(encoding="utf-8").splitlines()]
    taken = [line for line in lines if line.get("request_id") == "order-7"]
    assert [line["job_id"] for line in taken] == [job_id]
    assert {line["trace_id"] for line in taken} == {CALLER[3:35]}
    # What goes on beside it belongs to no request.
    assert all("request_id" not in line for line in lines if "[BACKGROUND]" in line["message"])
