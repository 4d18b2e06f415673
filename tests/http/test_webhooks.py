from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import jsonschema
import pytest
from standardwebhooks import Webhook, WebhookVerificationError
from tests.http.keyed import API, FIELDS, TEXT, KeyedDoor, keyed, submitted
from tests.http.served import comes_true, served

from cvparser.domain.access.owner import Owner
from cvparser.domain.audit import Action
from cvparser.entrypoints.audit_command import ACTIONS
from cvparser.entrypoints.http.app import create_app
from cvparser.entrypoints.http.openapi_document import finished
from cvparser.entrypoints.http.webhook_bodies import WebhookMessageBody
from cvparser.service import auditing
from cvparser.settings import Settings

HOOKS = f"{API}/webhooks"
URL = "https://hr.example/hooks/cv"


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KeyedDoor]:
    with keyed(tmp_path_factory.mktemp("webhooks")) as door:
        yield door


@pytest.fixture
def client(door: KeyedDoor, request: pytest.FixtureRequest) -> Iterator[httpx.Client]:
    """Give a client of an owner of the test's own."""
    with door.client(door.key(owner=f"of {request.node.name}"[:60])[1]) as client:
        yield client


def made(client: httpx.Client, **fields: object) -> dict[str, Any]:
    answer = client.post(HOOKS, json={"url": URL} | fields)
    assert answer.status_code == 201, answer.text
    body: dict[str, Any] = answer.json()
    return body


def test_a_webhook_is_made_with_a_secret_that_is_shown_once(client: httpx.Client) -> None:
    answer = client.post(HOOKS, json={"url": URL, "events": ["job.failed", "job.completed"]})
    body = answer.json()

    assert answer.headers["location"] == f"{HOOKS}/{body['id']}"
    assert body["secret"].startswith("whsec_")
    assert (body["url"], body["events"], body["ended_at"]) == (URL, ["job.completed", "job.failed"], None)
    shown = client.get(answer.headers["location"]).json()
    assert shown == {name: value for name, value in body.items() if name != "secret"}
    assert client.get(HOOKS).json() == {"webhooks": [shown]}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "url"),
        ({"url": "https://127.0.0.1/"}, "url"),
        ({"url": "http://hr.example/"}, "url"),
        ({"url": ["https://hr.example/"]}, "url"),
        ({"url": URL, "events": []}, "events"),
        ({"url": URL, "events": ["job.started"]}, "events"),
        ({"url": URL, "events": "job.failed"}, "events"),
    ],
)
def test_what_is_no_webhook_is_refused_with_the_field(client: httpx.Client, body: object, field: str) -> None:
    answer = client.post(HOOKS, json=body)

    assert answer.status_code == 422
    assert [each["field"] for each in answer.json()["errors"]] == [field]
    assert client.get(HOOKS).json() == {"webhooks": []}


def test_a_deleted_webhook_is_gone_and_another_owners_was_never_there(door: KeyedDoor, client: httpx.Client) -> None:
    name = made(client)["id"]
    with door.client(door.key(owner="somebody else")[1]) as other:
        for method, path in (("GET", ""), ("DELETE", ""), ("POST", "/rotate"), ("GET", "/deliveries")):
            answer = other.request(method, f"{HOOKS}/{name}{path}")
            assert (answer.status_code, answer.json()["code"]) == (404, "webhook_unknown")

    assert client.delete(f"{HOOKS}/{name}").status_code == 204
    assert client.get(f"{HOOKS}/{name}").status_code == 404
    assert client.get(f"{HOOKS}/not-a-uuid").status_code == 404


def test_a_new_secret_is_shown_once_and_the_one_of_callbacks_so_at_first(client: httpx.Client) -> None:
    first = made(client)
    second = client.post(f"{HOOKS}/{first['id']}/rotate", params={"overlap": 60}).json()
    callbacks = client.post(f"{HOOKS}/callbacks/rotate").json()

    assert len({each["secret"] for each in (first, second, callbacks)}) == 3
    assert (callbacks["id"], callbacks["url"]) == ("callbacks", None)
    assert [each["id"] for each in client.get(HOOKS).json()["webhooks"]] == [first["id"], "callbacks"]


def test_no_more_are_made_than_twenty(client: httpx.Client) -> None:
    for _ in range(20):
        made(client)

    answer = client.post(HOOKS, json={"url": URL})
    assert (answer.status_code, answer.json()["code"]) == (409, "too_many_webhooks")


@pytest.mark.parametrize("url", ["https://10.0.0.1/", "http://hr.example/", "nonsense", "https://u:p@hr.example/"])
def test_a_callback_that_may_not_be_called_is_refused_before_anything_is_stored(client: httpx.Client, url: str) -> None:
    fields = FIELDS | {"callback_url": url}
    text = client.post(f"{API}/parse-text-async", json=fields | {"text": TEXT})
    file = client.post(f"{API}/parse-file-async", data=fields, files={"file": ("cv.txt", TEXT.encode())})

    for answer in (text, file):
        assert answer.status_code == 422
        assert [each["code"] for each in answer.json()["errors"]] == ["webhook_url_invalid"]
    assert client.get(f"{API}/jobs").json() == {"jobs": []}


def test_what_is_to_be_told_of_a_job_that_is_cancelled_is_listed_and_goes_with_the_job(client: httpx.Client) -> None:
    name = made(client)["id"]
    answer = client.post(
        f"{API}/parse-file-async",
        data=FIELDS | {"callback_url": f"{URL}/1"},
        files={"file": ("cv.txt", TEXT.encode())},
    )
    job_id = answer.json()["job_id"]
    other = submitted(client)
    for each in (job_id, other):
        client.post(f"{API}/job/{each}/cancel")

    (first, second) = client.get(f"{HOOKS}/{name}/deliveries").json()["deliveries"]
    page = client.get(f"{HOOKS}/{name}/deliveries", params={"limit": 1, "state": "pending"}).json()
    (callback,) = client.get(f"{HOOKS}/callbacks/deliveries").json()["deliveries"]

    assert {first["job_id"], second["job_id"]} == {job_id, other}
    assert (first["type"], first["state"], first["tries"], first["outcome"]) == ("job.cancelled", "pending", 0, None)
    assert page["next"] == page["deliveries"][0]["id"]
    rest = client.get(f"{HOOKS}/{name}/deliveries", params={"after": page["next"]}).json()
    assert len(rest["deliveries"]) == 1
    assert rest["next"] is None
    assert callback["job_id"] == job_id
    replayed = client.post(f"{HOOKS}/callbacks/deliveries/{callback['id']}/replay").json()
    assert (replayed["id"], replayed["state"]) == (callback["id"], "pending")
    assert client.post(f"{HOOKS}/{name}/replay").json() == {"replayed": 0}
    assert client.post(f"{HOOKS}/{name}/deliveries/msg_1/replay").json()["code"] == "webhook_delivery_unknown"

    client.delete(f"{API}/users/{FIELDS['user_id']}")
    assert client.get(f"{HOOKS}/{name}/deliveries").json()["deliveries"] == []
    assert client.get(f"{HOOKS}/callbacks/deliveries").json()["deliveries"] == []


def test_what_is_written_down_can_be_looked_for_by_its_action() -> None:
    assert set(ACTIONS) == {action.value for action in Action}


def test_who_made_and_deleted_a_webhook_is_written_down(door: KeyedDoor) -> None:
    with door.client(door.key(owner="watched")[1]) as client:
        name = made(client)["id"]
        client.post(f"{HOOKS}/{name}/rotate")
        client.delete(f"{HOOKS}/{name}")

    async def lines() -> list[tuple[str, str | None]]:
        async with auditing(door.settings) as read_audit:
            return [
                (line.entry.action.value, line.entry.about_key)
                async for line in read_audit.lines()
                if line.entry.owner == Owner("watched") and line.entry.action.value.endswith("_webhook")
            ]

    assert asyncio.run(lines()) == [("make_webhook", name), ("rotate_webhook", name), ("delete_webhook", name)]


def test_the_document_says_what_is_sent_and_its_examples_are_what_it_says() -> None:
    document = finished(create_app(Settings()).openapi_schema.to_schema())
    (told,) = document["webhooks"].values()
    media = told["post"]["requestBody"]["content"]["application/json"]
    schema = media["schema"] | {"components": document["components"]}

    assert set(media["examples"]) == {"job.completed", "job.failed", "job.cancelled"}
    for example in media["examples"].values():
        jsonschema.validate(example["value"], schema)
        said = WebhookMessageBody.model_validate(example["value"])
        assert said.model_dump(mode="json", exclude_none=True) == example["value"]


def test_where_webhooks_are_left_out_there_is_no_address_for_them_and_no_callback(tmp_path: Path) -> None:
    with served(tmp_path, max_webhooks=0) as door, httpx.Client(base_url=door.address) as client:
        fields = FIELDS | {"text": TEXT, "callback_url": URL}
        assert client.get(HOOKS).status_code == 404
        answer = client.post(f"{API}/parse-text-async", json=fields)
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "callback_url")


class Heard:
    """A receiver on loopback that fails at first."""

    def __init__(self) -> None:
        self.calls: list[tuple[dict[str, str], bytes]] = []
        heard = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                heard.calls.append((dict(self.headers), body))
                self.send_response(204)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook"


@pytest.fixture
def heard() -> Iterator[Heard]:
    heard = Heard()
    yield heard
    heard.server.shutdown()
    heard.server.server_close()


def test_a_service_calls_a_webhook_and_a_callback_when_a_job_has_ended_signed_and_without_anything_personal(
    tmp_path: Path, heard: Heard
) -> None:
    allowed = {"webhook_allow_private": True, "webhook_allow_http": True}
    with served(tmp_path, workers=2, **allowed) as door, httpx.Client(base_url=door.address, timeout=30) as client:
        hook = made(client, url=heard.url)
        callbacks = client.post(f"{HOOKS}/callbacks/rotate").json()
        answer = client.post(
            f"{API}/parse-text-async", json=FIELDS | {"text": TEXT, "callback_url": f"{heard.url}/callback"}
        )
        job_id = answer.json()["job_id"]

        assert comes_true(lambda: len(heard.calls) == 2)
        assert comes_true(
            lambda: client.get(f"{HOOKS}/{hook['id']}/deliveries").json()["deliveries"][0]["state"] == "delivered"
        )

        verified = 0
        for headers, body in heard.calls:
            said = body.decode()
            assert not any(word in said for word in (*FIELDS.values(), "Kestrel", "Engineer", "Python"))
            for secret in (hook["secret"], callbacks["secret"]):
                try:
                    event = Webhook(secret).verify(body, headers)
                except WebhookVerificationError:
                    continue
                verified += 1
                assert (event["type"], event["data"]["job_id"]) == ("job.completed", job_id)
                assert client.get(event["data"]["links"]["result"]).status_code == 200
        assert verified == 2
