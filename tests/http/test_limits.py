from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from tests.http.keyed import API, FIELDS, TEXT, KeyedDoor, bearer, keyed, submitted
from tests.http.served import served
from tests.http.test_access import told

#: More than a test sends, so that its test alone is bounded by what it names.
MANY = 1_000_000


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KeyedDoor]:
    with keyed(tmp_path_factory.mktemp("limits")) as door:
        yield door


def test_beyond_its_requests_a_minute_a_key_is_refused_and_others_are_not(door: KeyedDoor) -> None:
    bounded, other = door.key(limits={"requests": 3})[1], door.key()[1]
    with door.client(bounded) as client, door.client(other) as colleague:
        answers = [client.get("/stats") for _ in range(5)]

        assert [answer.status_code for answer in answers] == [200, 200, 200, 429, 429]
        refused = answers[-1]
        assert refused.json()["code"] == "rate_limited"
        assert refused.headers["content-type"] == "application/problem+json"
        assert 1 <= int(refused.headers["retry-after"]) <= 60
        assert refused.headers["ratelimit"].startswith('"requests";r=0;t=')
        assert colleague.get("/stats").status_code == 200


def test_answers_say_what_the_bounds_are_and_what_is_left(door: KeyedDoor) -> None:
    limits = {"requests": 9, "submissions": 8, "bytes": 7_000}
    with door.client(door.key(limits=limits)[1]) as client:
        seen = client.get("/stats")
        sent = client.post(f"{API}/parse-text-async", json=FIELDS | {"text": TEXT})

    policy = '"requests";q=9;w=60, "submissions";q=8;w=60, "bytes";q=7000;w=60;qu="content-bytes"'
    assert {seen.headers["ratelimit-policy"], sent.headers["ratelimit-policy"]} == {policy}
    assert seen.headers["ratelimit"].startswith('"requests";r=8;t=')
    length = len(sent.request.content)
    left = [each.split(";t=")[0] for each in sent.headers["ratelimit"].split(", ")]
    assert left == ['"requests";r=7', '"submissions";r=7', f'"bytes";r={7_000 - length}']


def test_submissions_have_a_bound_of_their_own(door: KeyedDoor) -> None:
    with door.client(door.key(limits={"submissions": 2})[1]) as client:
        for _ in range(2):
            submitted(client)
        refused = client.post(f"{API}/parse-file-async", data=FIELDS, files={"file": ("cv.txt", TEXT.encode())})

        assert (refused.status_code, refused.json()["code"]) == (429, "rate_limited")
        assert client.get("/stats").status_code == 200


@pytest.mark.parametrize("is_announced", [True, False])
def test_bytes_are_counted_as_they_are_announced_or_else_as_they_came(door: KeyedDoor, *, is_announced: bool) -> None:
    body = httpx.Request("POST", "http://x", json=FIELDS | {"text": TEXT}).content
    sent: object = body if is_announced else iter([body])
    headers = {"content-type": "application/json"}
    with door.client(door.key(limits={"bytes": len(body) + 10})[1]) as client:
        path = f"{API}/parse-text-async"
        assert client.post(path, content=sent, headers=headers).status_code == 202  # type: ignore[arg-type]
        sent = body if is_announced else iter([body])
        refused = client.post(path, content=sent, headers=headers)

        assert (refused.status_code, refused.json()["code"]) == (429, "rate_limited")
        assert "bytes" in refused.json()["detail"]
        assert client.get("/stats").json()["unfinished_jobs"] >= 1


def test_an_owner_with_as_many_unfinished_jobs_as_it_may_submits_no_more(door: KeyedDoor) -> None:
    with (
        door.client(door.key(owner="full", limits={"unfinished_jobs": 2})[1]) as client,
        door.client(door.key(owner="empty", limits={"unfinished_jobs": 2})[1]) as other,
    ):
        for _ in range(2):
            submitted(client)
        refused = client.post(f"{API}/parse-text-async", json=FIELDS | {"text": TEXT})

        assert (refused.status_code, refused.json()["code"]) == (429, "rate_limited")
        assert refused.headers["retry-after"] == "5"
        assert submitted(other)


def test_who_may_not_do_it_is_counted_all_the_same(door: KeyedDoor) -> None:
    from cvparser.domain.access.scope import Scope

    with door.client(door.key(Scope.READ, limits={"requests": 1})[1]) as client:
        assert client.get("/stats").status_code == 403
        assert client.get("/stats").status_code == 429


def test_what_is_for_everybody_is_not_counted(door: KeyedDoor) -> None:
    with door.client(door.key(limits={"requests": 1})[1]) as client:
        for _ in range(3):
            answer = client.get("/health/live")
            assert answer.status_code == 200
            assert "ratelimit" not in answer.headers


def test_a_socket_beyond_the_bound_is_told_in_the_socket(door: KeyedDoor) -> None:
    key = door.key(limits={"requests": 1})[1]
    with door.client(key) as client:
        job = submitted(client)

    told_problem, closed = told(door.address, job, headers=bearer(key))

    assert closed == 4_429
    assert "rate_limited" in str(told_problem)


def test_a_ticket_is_counted_when_it_is_made_and_not_when_it_is_used(door: KeyedDoor) -> None:
    with door.client(door.key(limits={"requests": 2})[1]) as client, door.client() as browser:
        job = submitted(client)
        ticket = client.post(f"{API}/tickets").json()["ticket"]

        with browser.stream("GET", f"{API}/job/{job}/events", params={"ticket": ticket}) as events:
            assert events.status_code == 200


def test_0_is_no_bound_and_the_key_s_own_holds_in_the_place_of_the_service_s(tmp_path: Path) -> None:
    with keyed(tmp_path, limit_requests=1, limit_submissions=0, limit_bytes=0) as door:
        free, bound = door.key(limits={"requests": 0})[1], door.key()[1]
        with door.client(free) as client, door.client(bound) as other:
            assert [client.get("/stats").status_code for _ in range(4)] == [200] * 4
            assert "ratelimit" not in client.get("/stats").headers
            assert [other.get("/stats").status_code for _ in range(2)] == [200, 429]


@pytest.mark.parametrize("limits_addresses", [True, False])
def test_without_keys_addresses_are_counted_where_that_is_set(tmp_path: Path, *, limits_addresses: bool) -> None:
    with served(tmp_path, limit_requests=2, limit_addresses=limits_addresses) as door:
        answers = [httpx.get(f"{door.address}/stats").status_code for _ in range(3)]

    assert answers == [200, 200, 429 if limits_addresses else 200]


def test_many_refusals_leave_the_right_key_alone_and_name_no_key_in_the_log(
    door: KeyedDoor, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    bounded, other = door.key(limits={"requests": 1})[1], door.key()[1]
    with door.client(bounded) as client, door.client(other) as colleague:
        statuses = {client.get("/stats").status_code for _ in range(200)}

        assert statuses == {200, 429}
        assert colleague.get("/stats").status_code == 200
    assert bounded.split("_")[2] not in caplog.text
