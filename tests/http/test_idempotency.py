from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from tests.http.keyed import API, FIELDS, TEXT, KeyedDoor, keyed

TEXTS, FILES = f"{API}/parse-text-async", f"{API}/parse-file-async"
KEY = {"Idempotency-Key": "8e03978e-40d5-43dd-bc93-6894a57f9324"}


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KeyedDoor]:
    with keyed(tmp_path_factory.mktemp("idempotency")) as door:
        yield door


@pytest.fixture
def client(door: KeyedDoor, request: pytest.FixtureRequest) -> Iterator[httpx.Client]:
    """Give a client of an owner that no other test has."""
    name = str(request.node.nodeid).rpartition("::")[2]
    owner = "".join(each if each.isalnum() else "-" for each in name)[:100]
    with door.client(door.key(owner=owner)[1]) as client:
        yield client


Send = Callable[..., httpx.Response]


def send_text(client: httpx.Client, headers: dict[str, str], **fields: object) -> httpx.Response:
    return client.post(TEXTS, json=FIELDS | {"text": TEXT} | fields, headers=headers)


def send_file(client: httpx.Client, headers: dict[str, str], **fields: str) -> httpx.Response:
    content = (fields.pop("name", "cv.txt"), fields.pop("content", TEXT).encode())
    return client.post(FILES, data=FIELDS | fields, files={"file": content}, headers=headers)


SENDS = pytest.mark.parametrize("send", [send_text, send_file])


def jobs_of(client: httpx.Client) -> int:
    return int(client.get("/stats").json()["unfinished_jobs"])


@SENDS
def test_the_same_sent_again_under_its_key_is_the_job_of_before(client: httpx.Client, send: Send) -> None:
    first, again = send(client, KEY), send(client, KEY)

    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert again.status_code == 202
    assert again.headers["location"] == first.headers["location"]
    assert again.headers["idempotent-replayed"] == "true"
    assert "idempotent-replayed" not in first.headers
    assert jobs_of(client) == 1


@SENDS
@pytest.mark.parametrize(
    "other", [{"user_id": "user124"}, {"session_id": "s"}, {"parse_mode": "basic"}, {"expires_in": "60"}]
)
def test_something_else_under_a_key_is_refused(client: httpx.Client, send: Send, other: dict[str, str]) -> None:
    send(client, KEY)

    fields: dict[str, object] = dict(other)
    if send is send_text and "expires_in" in fields:
        fields["expires_in"] = 60
    refused = send(client, KEY, **fields)

    assert (refused.status_code, refused.json()["code"]) == (422, "idempotency_key_reused")
    assert jobs_of(client) == 1


@pytest.mark.parametrize("other", [{"name": "other.txt"}, {"content": f"{TEXT}."}])
def test_another_file_under_a_key_is_refused(client: httpx.Client, other: dict[str, str]) -> None:
    send_file(client, KEY)

    refused = send_file(client, KEY, **other)

    assert (refused.status_code, refused.json()["code"]) == (422, "idempotency_key_reused")


def test_a_file_is_no_text_of_the_same_words(client: httpx.Client) -> None:
    assert send_file(client, KEY).status_code == 202
    assert send_text(client, KEY).json()["code"] == "idempotency_key_reused"


def test_a_key_is_its_owner_s_own(door: KeyedDoor, client: httpx.Client) -> None:
    first = send_text(client, KEY).json()["job_id"]
    with door.client(door.key(owner="stranger")[1]) as stranger:
        other = send_text(stranger, KEY, text="Something else entirely\n2019 - Present")

    assert other.status_code == 202
    assert other.json()["job_id"] != first


def test_another_key_of_the_same_owner_sends_it_again(door: KeyedDoor, client: httpx.Client) -> None:
    owner = "two-keys"
    with door.client(door.key(owner=owner)[1]) as first, door.client(door.key(owner=owner)[1]) as second:
        assert send_text(first, KEY).json() == send_text(second, KEY).json()


def test_a_key_with_quotes_is_the_same_without_them(client: httpx.Client) -> None:
    bare, quoted = send_text(client, {"Idempotency-Key": "a-b"}), send_text(client, {"Idempotency-Key": '"a-b"'})

    assert bare.json() == quoted.json()


@pytest.mark.parametrize(
    "value",
    ["", '""', '"open', 'in"side', "a, b", "two words", "k" * 256, "k" * 10_240, "caf\xe9", '"a"; p=1', "\\"],
)
@SENDS
def test_a_key_of_no_form_that_is_taken_is_refused_and_not_repeated(
    client: httpx.Client, send: Send, value: str
) -> None:
    refused = send(client, {"Idempotency-Key": value.encode("latin-1")})

    assert (refused.status_code, refused.json()["code"]) == (422, "idempotency_key_invalid")
    assert [each["field"] for each in refused.json()["errors"]] == ["Idempotency-Key"]
    assert len(refused.content) < 1_000
    assert jobs_of(client) == 0


def test_a_key_that_comes_twice_is_refused(client: httpx.Client) -> None:
    headers = [("Idempotency-Key", "a"), ("Idempotency-Key", "a"), ("content-type", "application/json")]

    refused = client.post(TEXTS, content=b"{}", headers=headers)

    assert (refused.status_code, refused.json()["code"]) == (422, "idempotency_key_invalid")


def test_a_key_whose_submission_is_under_way_is_in_use(door: KeyedDoor) -> None:
    secret = door.key(owner="slow")[1]
    host, port = door.address.removeprefix("http://").split(":")
    body = httpx.Request("POST", "http://x", json=FIELDS | {"text": TEXT}).content
    head = (
        f"POST {TEXTS} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {secret}\r\nIdempotency-Key: slow\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\nExpect: 100-continue\r\n\r\n"
    )
    with door.client(secret) as client, socket.create_connection((host, int(port)), timeout=30) as first:
        first.sendall(head.encode())
        # The server asks for the body: it has begun.
        assert b"100" in first.recv(100)

        refused = send_text(client, {"Idempotency-Key": "slow"})
        assert (refused.status_code, refused.json()["code"]) == (409, "idempotency_key_in_use")
        assert "retry-after" in refused.headers
        assert send_text(client, {"Idempotency-Key": "other"}).status_code == 202

        first.sendall(body)
        assert b" 202 " in first.recv(1_000)
        assert send_text(client, {"Idempotency-Key": "slow"}).headers["idempotent-replayed"] == "true"


def test_what_was_refused_takes_no_key(client: httpx.Client) -> None:
    assert send_text(client, KEY, user_id="no id").status_code == 422
    assert send_text(client, KEY, text="").status_code == 422

    assert send_text(client, KEY).status_code == 202


def test_what_is_sent_again_is_answered_also_where_no_more_is_taken(door: KeyedDoor) -> None:
    with door.client(door.key(owner="at-the-bound", limits={"unfinished_jobs": 1})[1]) as client:
        first = send_text(client, KEY)

        assert send_text(client, {"Idempotency-Key": "new"}).status_code == 429
        assert send_text(client, KEY).json() == first.json()


def test_a_job_that_was_erased_since_is_not_submitted_anew(client: httpx.Client) -> None:
    job_id = send_text(client, KEY).json()["job_id"]
    client.delete(f"{API}/job/{job_id}").raise_for_status()

    again = send_text(client, KEY)

    assert (again.status_code, again.json()["code"]) == (410, "job_erased")
    assert jobs_of(client) == 0


def test_a_key_holds_when_the_service_was_started_anew(tmp_path: Path) -> None:
    answers = []
    with keyed(tmp_path) as door:
        secret = door.key()[1]
    for _ in range(2):
        with keyed(tmp_path) as door, door.client(secret) as client:
            answers.append(send_file(client, KEY).json())

    assert answers[0] == answers[1]


def test_without_a_key_the_same_is_another_job(client: httpx.Client) -> None:
    assert send_text(client, {}).json() != send_text(client, {}).json()
