"""What a client is asked by the people whose CVs it sent, over HTTP."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from tests.http.keyed import API, TEXT, KeyedDoor, bearer, keyed

from cvparser.application import erase_user, export_user
from cvparser.domain.access.scope import Scope
from cvparser.domain.errors import StorageUnavailableError

USERS = (
    "auth0|64f1c2",
    "ada+cv@mail.example",
    "https://id.example/users/7=~",
    "export",
    "a/export",
    "objection",
    "A" * 128,
)


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KeyedDoor]:
    with keyed(tmp_path_factory.mktemp("users")) as door:
        yield door


@pytest.fixture
def client(door: KeyedDoor, request: pytest.FixtureRequest) -> Iterator[httpx.Client]:
    """Give a client of an owner that no other test has."""
    name = "".join(each if each.isalnum() and each.isascii() else "-" for each in str(request.node.name))[:100]
    with door.client(door.key(owner=name)[1]) as client:
        yield client


def address(user_id: str, more: str = "") -> str:
    """Give the address of a user."""
    return f"{API}/users/{quote(user_id, safe='')}{more}"


def submit(client: httpx.Client, user_id: str, word: str = "", *, is_file: bool = False) -> httpx.Response:
    """Submit a CV for a user."""
    fields, text = {"user_id": user_id, "session_id": "session456"}, f"{TEXT}\n{word}"
    if is_file:
        return client.post(f"{API}/parse-file-async", data=fields, files={"file": ("cv.txt", text.encode())})
    return client.post(f"{API}/parse-text-async", json=fields | {"text": text})


def exported(client: httpx.Client, user_id: str) -> dict[str, bytes]:
    """Give the files of an export."""
    answer = client.get(address(user_id, "/export"))
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/zip")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("user_id", USERS)
def test_a_user_is_reached_by_every_id_that_a_submission_can_have(client: httpx.Client, user_id: str) -> None:
    job_id = submit(client, user_id, "Quillwort").json()["job_id"]
    submit(client, "somebody-else").raise_for_status()

    files = exported(client, user_id)
    assert set(files) == {f"jobs/{job_id}/job.json", f"jobs/{job_id}/document.txt", "export.json"}
    assert json.loads(files[f"jobs/{job_id}/job.json"])["user_id"] == user_id
    assert b"Quillwort" in files[f"jobs/{job_id}/document.txt"]
    assert json.loads(files["export.json"]) | {"began_at": 0, "ended_at": 0} == {
        "user_id": user_id,
        "jobs": 1,
        "objected_at": None,
        "began_at": 0,
        "ended_at": 0,
    }

    assert client.post(address(user_id, "/objection")).status_code == 200
    refused = submit(client, user_id)
    assert (refused.status_code, refused.json()["code"]) == (403, "processing_objected")
    assert client.delete(address(user_id, "/objection")).status_code == 204
    submit(client, user_id).raise_for_status()

    receipt = client.delete(address(user_id))
    assert (receipt.status_code, receipt.json()["status"], receipt.json()["jobs"]) == (200, "erased", 2)
    assert client.get(f"{API}/job/{job_id}").status_code == 410
    assert set(exported(client, user_id)) == {"export.json"}


@pytest.mark.parametrize("part", ["Ayşe%20Yılmaz", "ğ" * 128, "%FF", "a%20b", "x" * 129, "%252F", "a%00b", "%0D%0A"])
@pytest.mark.parametrize(("method", "more"), [("GET", "/export"), ("DELETE", ""), ("POST", "/objection")])
def test_what_no_submission_can_be_for_is_no_user(client: httpx.Client, part: str, method: str, more: str) -> None:
    answer = client.request(method, f"{API}/users/{part}{more}")

    assert (answer.status_code, answer.json()["code"]) == (422, "field_invalid")


@pytest.mark.parametrize(
    "path", ["https://id.example/users/7/export", "/export", "a//export", "user/nothing", "a/", "a/b"]
)
def test_an_id_that_is_not_encoded_leads_nowhere(client: httpx.Client, path: str) -> None:
    submit(client, "a").raise_for_status()

    for method in ("GET", "DELETE"):
        assert client.request(method, f"{API}/users/{path}").status_code == 404
    assert client.get(f"{API}/%75sers/a%2Fexport").status_code == 404
    assert json.loads(exported(client, "a")["export.json"])["jobs"] == 1


def test_a_receipt_counts_what_went_and_says_nothing_the_second_time(client: httpx.Client) -> None:
    for number in range(4):
        submit(client, "user", is_file=number == 0).raise_for_status()

    first, second = client.delete(address("user")).json(), client.delete(address("user")).json()

    assert {name: first[name] for name in ("status", "jobs", "files", "results", "checkpoints")} == {
        "status": "erased",
        "jobs": 4,
        "files": 4,
        "results": 0,
        "checkpoints": 0,
    }
    assert (second["status"], second["jobs"], second["files"]) == ("erased", 0, 0)


def test_an_erasure_that_takes_too_long_says_so_and_goes_on_when_asked_again(
    client: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(erase_user, "PAGE", 2)
    monkeypatch.setattr(erase_user, "PATIENCE", -erase_user.PATIENCE)
    for _ in range(5):
        submit(client, "user").raise_for_status()

    answers = [client.delete(address("user")) for _ in range(3)]

    assert [(each.status_code, each.json()["jobs"]) for each in answers] == [(202, 2), (202, 2), (200, 1)]
    assert answers[0].json()["status"] == "erasing"
    assert answers[0].headers["retry-after"] == "1"


def test_nothing_of_an_erased_user_is_left_in_any_file(tmp_path: Path) -> None:
    with keyed(tmp_path) as door, door.client(door.key()[1]) as client:
        for number in range(6):
            submit(client, "auth0|kuzgun-77", "Firtinaova", is_file=bool(number % 2)).raise_for_status()
        submit(client, "somebody-else", "Sisliyayla").raise_for_status()

        client.delete(address("auth0|kuzgun-77")).raise_for_status()
        client.post(address("auth0|kuzgun-77", "/objection")).raise_for_status()
        assert submit(client, "auth0|kuzgun-77", "Firtinaova", is_file=True).status_code == 403

    left = b"".join(path.name.encode() + path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"Sisliyayla" in left
    assert (left.count(b"Firtinaova"), left.count(b"kuzgun-77")) == (0, 0)


def test_another_owners_user_of_the_same_id_is_left_alone(door: KeyedDoor, client: httpx.Client) -> None:
    ours = submit(client, "user").json()["job_id"]
    with door.client(door.key(owner="other")[1]) as other:
        assert set(exported(other, "user")) == {"export.json"}
        other.post(address("user", "/objection")).raise_for_status()
        assert other.delete(address("user")).json()["jobs"] == 0

    submit(client, "user").raise_for_status()
    assert client.get(f"{API}/job/{ours}").status_code == 200


def test_an_export_needs_more_than_to_read(door: KeyedDoor) -> None:
    with door.client() as client:
        for scopes, status in (({Scope.READ}, 403), ({Scope.ERASE}, 403), ({Scope.READ, Scope.ERASE}, 200)):
            _, key = door.key(*scopes)
            assert client.get(address("user", "/export"), headers=bearer(key)).status_code == status


def test_an_export_breaks_off_where_something_is_away(
    client: httpx.Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(export_user, "PAGE", 1)
    for _ in range(3):
        submit(client, "user-kuzgun", "Firtinaova").raise_for_status()
    known, count = export_user._known, iter(range(10))

    def failing(job: object) -> object:
        if next(count) == 2:
            raise StorageUnavailableError
        return known(job)  # type: ignore[arg-type]

    monkeypatch.setattr(export_user, "_known", failing)
    received: list[bytes] = []
    with client.stream("GET", address("user-kuzgun", "/export")) as answer:
        assert answer.headers["transfer-encoding"] == "chunked"
        with pytest.raises(httpx.TransportError):
            received.extend(answer.iter_raw())

    assert not zipfile.is_zipfile(io.BytesIO(b"".join(received)))
    # Not what the client of the test says of its own requests.
    said = [record.getMessage() for record in caplog.records if record.name.startswith("cvparser.")]
    assert "storage_unavailable" in "\n".join(said)
    assert "kuzgun" not in "\n".join(said)


def test_what_cannot_be_read_before_the_export_begins_is_a_problem(
    client: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(_: object) -> object:
        raise StorageUnavailableError

    submit(client, "user").raise_for_status()
    monkeypatch.setattr(export_user, "_known", failing)

    answer = client.get(address("user", "/export"))

    assert (answer.status_code, answer.json()["code"]) == (503, "storage_unavailable")


def test_an_export_is_the_zip_that_it_is_for_who_takes_gzip_too(client: httpx.Client) -> None:
    for user in ("user", "auth0/user"):
        for _ in range(10):
            submit(client, user).raise_for_status()
        with client.stream("GET", address(user, "/export"), headers={"Accept-Encoding": "gzip"}) as answer:
            assert "content-encoding" not in answer.headers
            assert next(answer.iter_raw()).startswith(b"PK")


def test_the_head_of_an_export_is_asked_without_it(client: httpx.Client) -> None:
    answer = client.head(address("user", "/export"))

    assert (answer.status_code, answer.headers["content-type"], answer.content) == (200, "application/zip", b"")


def test_behind_a_prefix_ids_keep_their_slashes(tmp_path: Path) -> None:
    with keyed(tmp_path, path_prefix="/cv") as door, door.client(door.key()[1]) as client:
        submitted = client.post(f"/cv{API}/parse-text-async", json={"user_id": "a/b", "session_id": "s", "text": TEXT})
        submitted.raise_for_status()

        assert client.delete(f"/cv{address('a/b')}").json()["jobs"] == 1


def test_a_key_that_is_encoded_in_the_address_of_a_user_is_refused(door: KeyedDoor, client: httpx.Client) -> None:
    _, key = door.key()

    answer = client.delete(f"{API}/users/%63{key[1:]}")

    assert (answer.status_code, answer.json()["code"]) == (400, "key_in_url")
