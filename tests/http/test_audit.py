"""What is written down of who asked for what."""

from __future__ import annotations

import asyncio
import json
import logging
import subprocess
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from tests.cli.forked import cvparser
from tests.http.keyed import API, TEXT, KeyedDoor, bearer, keyed
from tests.http.served import comes_true
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection as WebSocket
from websockets.sync.client import connect

from cvparser.adapters.audit_log.sqlalchemy import SqlAlchemyAuditLog
from cvparser.domain.access.api_key import ApiKey
from cvparser.domain.access.scope import Scope
from cvparser.domain.access.secret_text import make_key
from cvparser.domain.audit import Action, Line
from cvparser.domain.errors import StorageUnavailableError
from cvparser.entrypoints.audit_command import ACTIONS
from cvparser.entrypoints.http import audit as http_audit
from cvparser.entrypoints.http import refusals as refused
from cvparser.service import auditing
from cvparser.settings import Settings

FIELDS = {"user_id": "auth0|kuzgun-77", "session_id": "sess-77ab1"}


@pytest.fixture
def door(tmp_path: Path) -> Iterator[KeyedDoor]:
    with keyed(tmp_path, audit_key="a secret") as door:
        yield door


@pytest.fixture
def key(door: KeyedDoor) -> tuple[ApiKey, str]:
    return door.key()


@pytest.fixture
def client(door: KeyedDoor, key: tuple[ApiKey, str]) -> Iterator[httpx.Client]:
    with door.client(key[1]) as client:
        yield client


def lines(door: KeyedDoor) -> list[Line]:
    """Give what is written by now."""

    async def read() -> list[Line]:
        async with auditing(door.settings) as read_audit:
            return [line async for line in read_audit.lines()]

    return asyncio.run(read())


def done(door: KeyedDoor) -> list[tuple[str, str]]:
    """Give what was done over HTTP, and what came of it."""
    return [(line.entry.action, line.entry.outcome) for line in lines(door) if line.entry.door == "http"]


def submitted(client: httpx.Client) -> str:
    answer = client.post(f"{API}/parse-text-async", json=FIELDS | {"text": TEXT})
    return str(answer.raise_for_status().json()["job_id"])


def test_whatever_is_done_with_a_job_or_a_user_is_written_down_with_its_outcome(
    door: KeyedDoor, client: httpx.Client, key: tuple[ApiKey, str]
) -> None:
    job_id, user = submitted(client), f"{API}/users/auth0%7Ckuzgun-77"
    client.post(f"{API}/parse-text-async", json=FIELDS)
    client.get(f"{API}/job/{job_id}")
    client.get(f"{API}/job/{uuid4()}")
    client.get(f"{API}/result/{job_id}")
    client.post(f"{API}/job/{job_id}/cancel")
    client.get(f"{API}/result/{job_id}")
    client.get(f"{API}/job/{job_id}/events")
    client.delete(f"{API}/job/{job_id}")
    client.get(f"{user}/export")
    client.post(f"{user}/objection")
    client.post(f"{API}/parse-text-async", json=FIELDS | {"text": TEXT})
    client.delete(f"{user}/objection")
    client.delete(user)

    assert comes_true(lambda: len(done(door)) == 14)
    assert sorted(done(door)) == sorted(
        [
            ("submit", "ok"),
            ("submit", "field_invalid"),
            ("read_status", "ok"),
            ("read_status", "job_unknown"),
            ("read_result", "ok"),
            ("cancel", "ok"),
            ("read_result", "job_failed"),
            ("read_status", "ok"),
            ("erase", "ok"),
            ("export_user", "ok"),
            ("object", "ok"),
            ("submit", "processing_objected"),
            ("lift_objection", "ok"),
            ("erase_user", "ok"),
        ]
    )
    of_job = [line.entry for line in lines(door) if str(line.entry.job_id) == job_id]
    assert {(entry.owner, entry.key_id, entry.address) for entry in of_job} == {("acme", key[0].id, "127.0.0.0/24")}
    assert len(of_job) == 7


def test_the_log_holds_neither_content_nor_a_users_id_nor_a_key(
    door: KeyedDoor, client: httpx.Client, key: tuple[ApiKey, str], tmp_path: Path
) -> None:
    client.get(f"{API}/result/{submitted(client)}")
    for method, more in (("GET", "/export"), ("POST", "/objection"), ("DELETE", "")):
        client.request(method, f"{API}/users/auth0%7Ckuzgun-77{more}").raise_for_status()

    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    users = {line.entry.user for line in lines(door)} - {None}
    assert len(users) == 1
    for text in ("kuzgun-77", "sess-77ab1", "Kestrel", key[1], "127.0.0.1"):
        assert text.encode() not in kept


def test_a_result_is_not_given_where_its_reading_cannot_be_written_down(
    client: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    job_id = submitted(client)

    async def away(*_: object) -> None:
        raise StorageUnavailableError

    monkeypatch.setattr(SqlAlchemyAuditLog, "append", away)
    paths = (f"result/{job_id}", "users/auth0%7Ckuzgun-77/export")
    answers = [client.get(f"{API}/{path}") for path in paths]

    assert [(each.status_code, each.json()["code"]) for each in answers] == [(503, "audit_unavailable")] * 2
    assert answers[0].headers["retry-after"] == "5"
    assert client.get(f"{API}/job/{job_id}").status_code == 200
    monkeypatch.undo()
    assert client.get(f"{API}/result/{job_id}").status_code == 202


def test_what_nobody_waits_for_is_written_once_the_log_is_there_again(
    door: KeyedDoor, client: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*_: object) -> None:
        raise StorageUnavailableError

    with monkeypatch.context() as patch:
        patch.setattr(SqlAlchemyAuditLog, "append", away)
        for _ in range(3):
            submitted(client)

    assert comes_true(lambda: done(door) == [("submit", "ok")] * 3)


def test_what_is_done_to_keys_is_written_down(door: KeyedDoor) -> None:
    key, _ = door.key()
    door.revoke(key)

    entries = [line.entry for line in lines(door)]

    assert [(e.action, e.door, e.owner, e.about_key) for e in entries] == [
        ("make_key", "command", "acme", key.id),
        ("revoke_key", "command", "acme", key.id),
    ]


def test_where_nobody_is_told_apart_nothing_is_written_unless_it_is_asked_for(tmp_path: Path) -> None:
    for audit, count in (("auto", 0), ("on", 1), ("off", 0)):
        folder = tmp_path / audit
        folder.mkdir()
        with keyed(folder, access="off", audit=audit, audit_addresses=False) as door, door.client() as client:
            submitted(client)
        found = [line.entry for line in lines(door)]
        assert [(e.action, e.owner, e.key_id, e.address) for e in found] == [("submit", "local", None, None)] * count


def ran(settings: Settings, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {
        "CVPARSER_DATABASE_URL": settings.database_url,
        "CVPARSER_FILE_DIR": str(settings.file_dir),
        "CVPARSER_AUDIT_KEY": "a secret",
        "CVPARSER_AUDIT": "on",
    }
    return cvparser(*arguments, environment=environment)


def test_an_operator_verifies_the_log_and_takes_it_out(door: KeyedDoor, client: httpx.Client) -> None:
    job_id = submitted(client)
    # What is written behind an answer would else come behind what the command writes.
    assert comes_true(lambda: done(door) == [("submit", "ok")])
    shown = ran(door.settings, "jobs", "show", job_id)
    assert json.loads(shown.stdout)["job_id"] == job_id
    erased = ran(door.settings, "jobs", "erase", job_id)
    assert erased.returncode == 0, erased.stderr
    client.post(f"{API}/users/auth0%7Ckuzgun-77/objection").raise_for_status()
    assert comes_true(lambda: len(lines(door)) == 5)

    checked = ran(door.settings, "audit", "verify")
    assert checked.returncode == 0, checked.stderr
    told = json.loads(checked.stdout)
    assert (told["lines"], told["is_whole"]) == (5, True)
    assert ran(door.settings, "audit", "verify", "--mark", told["mark"]).returncode == 0
    wrong = ran(door.settings, "audit", "verify", "--mark", f"9{told['mark']}")
    assert (wrong.returncode, json.loads(wrong.stdout)["fault"]["line"]) == (1, 6)

    of_job = ran(door.settings, "audit", "export", "--job", job_id, "--since", "1h")
    exported = [json.loads(line) for line in of_job.stdout.splitlines()]
    assert [(each["action"], each["door"], each["owner"]) for each in exported] == [
        ("submit", "http", "acme"),
        ("read_status", "command", "acme"),
        ("erase", "command", "acme"),
    ]
    of_user = ran(door.settings, "audit", "export", "--owner", "acme", "--user", "auth0|kuzgun-77")
    assert [json.loads(line)["action"] for line in of_user.stdout.splitlines()] == ["object"]


def refusals(door: KeyedDoor) -> list[tuple[str, str | None, str | None]]:
    """Give what was refused: why, whose key it was and which."""
    entries = [line.entry for line in lines(door)]
    return [(e.outcome, e.owner, e.key_id) for e in entries if e.action == "refuse"]


def test_who_is_not_let_in_leaves_a_line_without_the_key(door: KeyedDoor, tmp_path: Path) -> None:
    revoked, expired, reader = door.key(), door.key(days=1e-9), door.key(Scope.READ)
    door.revoke(revoked[0])
    invented = make_key(b"1" * 12, b"2" * 32)
    tries: list[tuple[str, str | None]] = [
        ("GET", None), ("GET", "cvp_nothing"), ("GET", invented.text), ("GET", revoked[1]), ("GET", expired[1]),
        ("DELETE", reader[1]),
    ]  # fmt: skip
    with door.client() as client:
        for method, key in tries * 2:
            client.request(method, f"{API}/job/{uuid4()}", headers=bearer(key) if key else {})
        client.get(f"{API}/job/{uuid4()}/events", params={"ticket": "cvt_nothing"})
        client.get("/stats", params={"key": reader[1]})
        with pytest.raises(ConnectionClosed), socket_of(door, bearer(invented.text)) as socket:
            list(iter(socket.recv, None))

    assert comes_true(lambda: len(refusals(door)) == 7)
    assert sorted(refusals(door), key=str) == sorted(
        [
            ("key_missing", None, None),
            ("key_wrong", None, None),
            ("key_revoked", "acme", revoked[0].id),
            ("key_expired", "acme", expired[0].id),
            ("scope_missing", "acme", reader[0].id),
            ("ticket_wrong", None, None),
            ("key_in_url", None, None),
        ],
        key=str,
    )
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    for text in (invented.id, invented.text, revoked[1], expired[1], reader[1], "cvp_nothing"):
        assert text.encode() not in kept


def socket_of(door: KeyedDoor, headers: dict[str, str]) -> WebSocket:
    return connect(f"{door.address.replace('http', 'ws')}{API}/job/{uuid4()}/ws", additional_headers=headers)


def test_a_key_that_asks_for_others_jobs_is_written_down_with_each_of_them_once_a_minute_and_so_many_at_most(
    door: KeyedDoor, client: httpx.Client, key: tuple[ApiKey, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http_audit, "MOST_OF_A_KEY", 3)
    with door.client(door.key(owner="other")[1]) as other:
        theirs = submitted(other)
    for _ in range(5):
        client.get(f"{API}/result/{theirs}")
    for _ in range(20):
        client.get(f"{API}/job/{uuid4()}")
    submitted(client)

    assert comes_true(lambda: ("submit", "ok") in done(door)[1:])
    found = [line.entry for line in lines(door) if line.entry.outcome == "job_unknown"]
    assert len(found) == 3
    assert (str(found[0].job_id), found[0].owner, found[0].key_id) == (theirs, "acme", key[0].id)


def test_a_flood_of_wrong_keys_is_a_few_lines_and_one_of_the_program(
    door: KeyedDoor, key: tuple[ApiKey, str], caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refused, "MOST_OF_A_NETWORK", 3)
    over = [door.key(days=1e-9)[1] for _ in range(5)]
    with door.client() as client, caplog.at_level(logging.WARNING):
        for text in [*over, *("cvp_nothing",) * 30]:
            client.get("/stats", headers=bearer(text))
        assert client.post(f"{API}/parse-text-async", json={}, headers=bearer(key[1])).status_code == 422

    assert comes_true(lambda: ("submit", "field_invalid") in done(door))
    assert len(refusals(door)) == 3
    assert caplog.text.count("More was refused in a minute") == 1


def test_a_refusal_is_written_again_after_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    moment = 0.0
    monkeypatch.setattr("cvparser.entrypoints.http.refusals.time.monotonic", lambda: moment)
    refusals = refused.Refusals()

    assert [refusals.take("203.0.113.0/24", "key_wrong", most=10) for _ in range(3)] == [True, False, False]
    moment = refused.WINDOW_S
    assert refusals.take("203.0.113.0/24", "key_wrong", most=10)
    told = [refusals.take(f"network {number}", "key_wrong", most=10) for number in range(2 * refused.MOST)]
    assert sum(told) == refused.MOST - 1


def test_a_list_and_a_job_that_is_tried_again_are_written_down(door: KeyedDoor, client: httpx.Client) -> None:
    job_id = submitted(client)
    client.get(f"{API}/jobs").raise_for_status()
    assert client.post(f"{API}/job/{job_id}/retry").status_code == 409

    assert comes_true(lambda: len(done(door)) == 3)
    assert sorted(done(door)[1:]) == [("read_status", "ok"), ("retry", "job_not_ended")]


def test_an_operator_can_ask_for_everything_that_is_written() -> None:
    assert set(ACTIONS) == {action.value for action in Action}


def test_each_job_of_a_batch_is_written_down_when_it_is_submitted_read_cancelled_and_erased(tmp_path: Path) -> None:
    with keyed(tmp_path, audit_key="a secret", workers=2) as door, door.client(door.key()[1]) as client:
        body = "\n".join(json.dumps(each) for each in (FIELDS | {"parse_mode": "basic"}, {"text": TEXT}, {"text": ""}))
        sent = {"content": body, "headers": {"Content-Type": "application/x-ndjson"}}
        where = client.post(f"{API}/parse-batch-async", **sent).headers["location"]  # type: ignore[arg-type]
        refused = client.post(f"{API}/parse-batch-async", content=b"{}", headers=sent["headers"])  # type: ignore[arg-type]
        (job_id,) = [each["job_id"] for each in client.get(where).json()["items"] if each["job_id"]]
        assert comes_true(lambda: client.get(where).json()["status"] == "done")
        client.get(f"{where}/results")
        client.head(f"{where}/results")
        read = [line.entry for line in lines(door) if line.entry.action == "read_result"]
        client.post(f"{where}/cancel")
        client.delete(where)
        of_job = [line.entry.action for line in lines(door) if str(line.entry.job_id) == job_id]

    assert refused.status_code == 422
    assert [(str(entry.job_id), entry.outcome) for entry in read] == [(job_id, "ok")]
    assert of_job == ["submit", "read_result", "erase"]
    assert [each for each in done(door) if each[0] == "submit"] == [("submit", "ok")] * 2 + [
        ("submit", "field_invalid")
    ]
