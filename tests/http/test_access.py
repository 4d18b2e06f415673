from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from uuid import uuid4

import httpx
import pytest
from tests.http.keyed import API, FIELDS, TEXT, KeyedDoor, bearer, keyed, shapes, submitted
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from cvparser.domain.access.api_key import ApiKey
from cvparser.domain.access.scope import Scope
from cvparser.domain.access.secret_text import make_key, make_ticket
from cvparser.domain.errors import ConfigurationError
from cvparser.entrypoints.http import wrong_keys
from cvparser.entrypoints.http.app import create_app
from cvparser.entrypoints.http.exposure import is_loopback
from cvparser.settings import Settings

#: The id of no job; the same in every process that collects these tests.
NO_JOB = "550e8400-e29b-41d4-a716-446655440000"


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KeyedDoor]:
    with keyed(tmp_path_factory.mktemp("access")) as door:
        yield door


@pytest.fixture(scope="module")
def key(door: KeyedDoor) -> tuple[ApiKey, str]:
    return door.key()


@pytest.fixture
def client(door: KeyedDoor, key: tuple[ApiKey, str]) -> Iterator[httpx.Client]:
    with door.client(key[1]) as client:
        yield client


@pytest.fixture
def stranger(door: KeyedDoor) -> Iterator[httpx.Client]:
    with door.client() as client:
        yield client


def test_a_key_is_taken_as_a_bearer_token_and_in_a_header_of_its_own(
    stranger: httpx.Client, key: tuple[ApiKey, str]
) -> None:
    for headers in (
        bearer(key[1]),
        {"authorization": f"bearer  {key[1]}"},
        {"X-API-Key": key[1]},
    ):
        assert stranger.get("/stats", headers=headers).status_code == 200


def test_who_sends_no_key_is_told_how_and_nothing_more(stranger: httpx.Client) -> None:
    answer = stranger.post(f"{API}/parse-text-async", json=FIELDS | {"text": TEXT})

    assert (answer.status_code, answer.json()["code"]) == (401, "key_missing")
    assert answer.headers["www-authenticate"] == 'Bearer realm="cvparser"'
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "authorization",
    ["Basic dXNlcjpwYXNz", "Bearer", "Token abc", "Bearer a b", "Bearer é", "", "Bearer " + "x" * 10_240],
)
def test_what_is_no_key_lets_nobody_in(stranger: httpx.Client, authorization: str) -> None:
    answer = stranger.get("/stats", headers=[(b"Authorization", authorization.encode("latin-1"))])

    assert (answer.status_code, answer.json()["code"]) == (401, "key_wrong")
    assert answer.headers["www-authenticate"] == 'Bearer realm="cvparser", error="invalid_token"'


def test_an_expired_and_a_revoked_key_say_so(door: KeyedDoor, stranger: httpx.Client) -> None:
    revoked, expired = door.key(), door.key(days=1e-9)
    door.revoke(revoked[0])

    for (_, text), code in ((revoked, "key_revoked"), (expired, "key_expired")):
        answer = stranger.get("/stats", headers=bearer(text))
        assert (answer.status_code, answer.json()["code"]) == (401, code)


def test_a_missing_scope_is_named(door: KeyedDoor, stranger: httpx.Client) -> None:
    _, reader = door.key(Scope.READ)

    answer = stranger.delete(f"{API}/job/{uuid4()}", headers=bearer(reader))

    assert (answer.status_code, answer.json()["code"]) == (403, "scope_missing")
    assert answer.headers["www-authenticate"] == 'Bearer realm="cvparser", error="insufficient_scope", scope="erase"'


def test_several_keys_in_one_request_are_refused(stranger: httpx.Client, key: tuple[ApiKey, str]) -> None:
    name, twice = "authorization", [("authorization", f"Bearer {key[1]}")] * 2
    for headers in (twice, [(name, f"Bearer {key[1]}"), ("x-api-key", key[1])], [("x-api-key", key[1])] * 2):
        answer = stranger.get("/stats", headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (400, "key_repeated")


@pytest.mark.parametrize("name", ["key", "api_key", "access_token", "X-API-Key", "anything"])
@pytest.mark.parametrize("path", ["/stats", "/openapi.json", f"{API}/job/{NO_JOB}", f"{API}/job/{NO_JOB}/events"])
def test_a_key_in_the_address_is_refused_with_what_to_do(
    client: httpx.Client, key: tuple[ApiKey, str], name: str, path: str
) -> None:
    answer = client.get(path, params={name: key[1]})

    assert (answer.status_code, answer.json()["code"]) == (400, "key_in_url")
    assert "rotated" in answer.json()["detail"]
    assert client.get(f"{API}/job/{key[1]}").json()["code"] == "key_in_url"


def test_another_owners_job_cannot_be_told_from_none(door: KeyedDoor, client: httpx.Client) -> None:
    with door.client(door.key(owner="other")[1]) as other:
        theirs, gone = submitted(other), submitted(other)
        other.delete(f"{API}/job/{gone}").raise_for_status()

        for method, path in (("GET", "job/{}"), ("GET", "result/{}"), ("GET", "job/{}/events"), ("DELETE", "job/{}")):
            jobs = (theirs, gone, uuid4(), "nothing")
            told = shapes(client.request(method, f"{API}/{path.format(job)}") for job in jobs)
            assert len(told) == 1
            assert next(iter(told))[0] == 404
        assert other.get(f"{API}/job/{theirs}").status_code == 200
        assert other.get(f"{API}/job/{gone}").status_code == 410


def test_figures_of_an_owner_tell_nothing_of_others(door: KeyedDoor, client: httpx.Client) -> None:
    with door.client(door.key(owner="newcomer")[1]) as newcomer:
        before = newcomer.get("/stats").json()
        submitted(client)

        assert newcomer.get("/stats").json() == before
        assert (before["unfinished_jobs"], before["queue_depth"]) == (0, None)


def ticket(client: httpx.Client) -> str:
    answer = client.post(f"{API}/tickets")
    assert answer.status_code == 201
    assert answer.headers["cache-control"] == "no-store"
    return str(answer.json()["ticket"])


def test_a_ticket_opens_one_event_stream(client: httpx.Client, stranger: httpx.Client) -> None:
    job = submitted(client)
    made = {"ticket": ticket(client)}

    with stranger.stream("GET", f"{API}/job/{job}/events", params=made) as stream:
        assert stream.status_code == 200
        assert any(line == "event: status" for line in stream.iter_lines())
    again = stranger.get(f"{API}/job/{job}/events", params=made)

    assert (again.status_code, again.json()["code"]) == (401, "ticket_wrong")


def test_a_ticket_opens_nothing_else(client: httpx.Client, stranger: httpx.Client) -> None:
    job = submitted(client)

    for path in (f"{API}/job/{job}", f"{API}/result/{job}", "/stats", "/metrics"):
        assert stranger.get(path, params={"ticket": ticket(client)}).status_code == 401
        assert stranger.get(path, headers=bearer(ticket(client))).status_code == 401


def test_a_ticket_is_of_the_owner_who_got_it(door: KeyedDoor, client: httpx.Client, stranger: httpx.Client) -> None:
    job = submitted(client)
    with door.client(door.key(owner="other")[1]) as other:
        answer = stranger.get(f"{API}/job/{job}/events", params={"ticket": ticket(other)})

    assert (answer.status_code, answer.json()["code"]) == (404, "job_unknown")


@pytest.mark.parametrize("text", ["", "x", "cvt_", make_ticket(b"7" * 32), "é" * 5_000])
def test_what_is_no_ticket_lets_nobody_in(stranger: httpx.Client, text: str) -> None:
    answer = stranger.get(f"{API}/job/{uuid4()}/events", params={"ticket": text})

    assert (answer.status_code, answer.json()["code"]) == (401, "ticket_wrong")


def told(address: str, job: object, *, headers: dict[str, str] | None = None, query: str = "") -> tuple[str, int]:
    """Give the code or the status of the first message, and what the socket was closed with, 0 while open."""
    url = f"{address.replace('http', 'ws')}{API}/job/{job}/ws{query}"
    with connect(url, additional_headers=headers) as socket:
        body = json.loads(socket.recv())
        if "code" not in body:
            return str(body["status"]), 0
        try:
            socket.recv()
        except ConnectionClosed as closed:
            return str(body["code"]), closed.rcvd.code if closed.rcvd else -1
    raise AssertionError


def test_a_websocket_takes_a_key_in_a_header_or_a_ticket_and_tells_others_in_the_socket(
    door: KeyedDoor, client: httpx.Client, key: tuple[ApiKey, str]
) -> None:
    job = submitted(client)
    _, eraser = door.key(Scope.ERASE)
    used = ticket(client)

    assert told(door.address, job, headers=bearer(key[1])) == ("processing", 0)
    assert told(door.address, job, query=f"?ticket={used}") == ("processing", 0)
    assert told(door.address, job, query=f"?ticket={used}") == ("ticket_wrong", 4401)
    assert told(door.address, job) == ("key_missing", 4401)
    assert told(door.address, job, headers=bearer(eraser)) == ("scope_missing", 4403)
    assert told(door.address, job, headers=bearer(door.key(owner="other")[1])) == ("job_unknown", 4404)
    assert told(door.address, job, query=f"?key={key[1]}") == ("key_in_url", 4400)


def test_many_wrong_keys_are_bounded_and_lock_nobody_out(
    door: KeyedDoor, client: httpx.Client, stranger: httpx.Client, caplog: pytest.LogCaptureFixture
) -> None:
    answers = []
    with caplog.at_level(logging.DEBUG):
        for number in range(200):
            wrong = make_key(number.to_bytes(12, "big"), number.to_bytes(32, "big")).text
            answers.append(stranger.get("/stats", headers=bearer(wrong)))
            assert client.get("/stats").status_code == 200

    codes = [(answer.status_code, answer.json()["code"]) for answer in answers]
    assert codes[-1] == (429, "too_many_wrong_keys")
    assert answers[-1].headers["retry-after"]
    assert codes.count((401, "key_wrong")) <= wrong_keys.MOST
    assert caplog.text.count("wrong keys a minute") == 1
    # A key that nobody has used yet is let in as well, from the same address.
    assert stranger.get("/stats", headers=bearer(door.key()[1])).status_code == 200


def test_no_key_and_no_ticket_is_logged(
    client: httpx.Client, stranger: httpx.Client, key: tuple[ApiKey, str], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        made = ticket(client)
        stranger.get(f"{API}/job/{uuid4()}/events", params={"ticket": made})
        stranger.get("/stats", headers=bearer(key[1][:-1] + "0"))
        stranger.get("/stats", params={"key": key[1]})
        client.get("/stats")

    # Not the client's own lines, nor those of uvicorn's requests, which are switched off but where pytest listens.
    ours = " ".join(record.getMessage() for record in caplog.records if record.name.startswith("cvparser"))
    assert key[1][:40] not in ours
    assert made not in ours


def test_openapi_says_how_to_send_a_key_and_what_each_operation_needs(stranger: httpx.Client) -> None:
    document = stranger.get("/openapi.json").json()

    schemes = document["components"]["securitySchemes"]
    assert schemes["bearer"]["scheme"] == "bearer"
    assert (schemes["key"]["name"], schemes["key"]["in"]) == ("X-API-Key", "header")
    assert document["paths"][f"{API}/job/{{job_id}}"]["delete"]["security"] == [
        {"bearer": ["erase"]},
        {"key": ["erase"]},
    ]
    assert document["paths"]["/health/live"]["get"]["security"] == [{}]
    for path, operations in document["paths"].items():
        for operation in operations.values():
            is_open = operation["security"] == [{}]
            assert is_open == path.startswith(("/health", "/version"))
            assert is_open or {"401", "403"} <= operation["responses"].keys()


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "cv.example", "::ffff:192.0.2.1"])  # noqa: S104 - is refused
def test_a_service_that_lets_everybody_in_does_not_start_where_others_reach_it(host: str) -> None:
    with pytest.raises(ConfigurationError, match=r"CVPARSER_ACCESS=keys.*CVPARSER_ACCESS=proxy"):
        create_app(Settings(host=host))

    for access in ("proxy", "keys"):
        assert create_app(Settings.model_validate({"host": host, "access": access})).routes


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.1", "::1", "localhost", "::ffff:127.0.0.1", "[::1]"])
def test_loopback_is_this_machine_alone(host: str) -> None:
    assert is_loopback(host)
    assert create_app(Settings(host=host)).routes
