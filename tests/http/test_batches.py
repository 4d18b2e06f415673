"""Batches over HTTP: at a door that works on no job, and at one that does."""

from __future__ import annotations

import io
import json
import socket
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import httpx
import pytest
from tests.e2e.deployment import Deployment
from tests.http.keyed import API, FIELDS, TEXT, KeyedDoor, keyed
from tests.http.served import comes_true

from cvparser.application import submit_batch

URL = f"{API}/parse-batch-async"
LINES = {"Content-Type": "application/x-ndjson"}
KEY = {"Idempotency-Key": "2f6f9a34-0d39-4f0c-9f6c-3f0a9d0b6f11"}
Part = tuple[str, tuple[str | None, bytes] | tuple[str | None, bytes, str]]


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KeyedDoor]:
    with keyed(
        tmp_path_factory.mktemp("batches"), max_batch_items=20, max_file_bytes=20_000, max_batch_bytes=1_000_000
    ) as door:
        yield door


@pytest.fixture
def owner(door: KeyedDoor, request: pytest.FixtureRequest) -> Iterator[httpx.Client]:
    """Give a client of an owner that no other test has."""
    name = "".join(each if each.isalnum() else "-" for each in str(request.node.name))[:100]
    with door.client(door.key(owner=name)[1]) as client:
        yield client


def fields() -> list[Part]:
    return [(name, (None, value.encode())) for name, value in FIELDS.items()]


def text(number: int) -> bytes:
    return f"{TEXT}\nEmployee of the month {number} times".encode()


def file(number: int, name: str = "cv.txt") -> Part:
    return ("files", (name, text(number)))


def lines(*objects: Mapping[str, object]) -> bytes:
    return b"".join(json.dumps(each).encode() + b"\n" for each in objects)


def texts(count: int) -> bytes:
    return lines(FIELDS, *({"text": text(number).decode(), "item": f"n-{number}"} for number in range(count)))


def zipped(members: Iterable[tuple[str, bytes]], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", compression) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return held.getvalue()


def send(client: httpx.Client, parts: list[Part], headers: dict[str, str] | None = None) -> httpx.Response:
    return client.post(URL, files=parts, headers=headers or {})


def batch(client: httpx.Client, answer: httpx.Response, **query: int) -> dict[str, Any]:
    assert answer.status_code == 202, answer.text
    found: dict[str, Any] = client.get(answer.headers["location"], params=query).json()
    return found


def refusals(told: dict[str, Any]) -> dict[int, str]:
    return {each["position"]: each["error_code"] for each in told["items"] if each["status"] == "refused"}


def test_files_become_jobs_in_their_order_each_with_its_own_name(owner: httpx.Client) -> None:
    label: Part = ("item", (None, b"application-17"))
    answer = send(owner, [*fields(), file(0), label, file(1, "ada.md"), file(2)])
    told = batch(owner, answer)

    assert (answer.json()["accepted"], answer.json()["refused"], answer.json()["refusals"]) == (3, 0, [])
    assert answer.headers["location"] == f"{API}/batch/{answer.json()['batch_id']}"
    assert (told["status"], told["is_whole"], told["total"], told["processing"]) == ("processing", True, 3, 3)
    assert [(each["position"], each["item"], each["file_name"]) for each in told["items"]] == [
        (0, None, "cv.txt"), (1, "application-17", "cv.md"), (2, None, "cv.txt"),
    ]  # fmt: skip
    for each in told["items"]:
        job = owner.get(f"{API}/job/{each['job_id']}").json()
        assert (job["status"], job["user_id"]) == ("processing", "user123")


def test_an_item_that_cannot_be_used_is_refused_alone(owner: httpx.Client) -> None:
    bad: Part = ("item", (None, b"two words"))
    parts: list[Part] = [
        *fields(), file(0), ("files", ("cv.txt", b"")), ("files", ("cv.exe", b"MZ")), file(1),
        ("files", ("cv.txt", b"a" * 30_000)), bad, file(2), file(3),
    ]  # fmt: skip
    answer = send(owner, parts)
    told = batch(owner, answer)

    wrong = {1: "file_empty", 2: "type_not_allowed", 4: "file_too_large", 5: "field_invalid"}
    assert refusals(told) == wrong
    assert [(each["position"], each["code"]) for each in answer.json()["refusals"]] == list(wrong.items())
    assert (told["processing"], told["refused"], told["total"]) == (3, 4, 7)


def test_lines_of_json_become_jobs_and_a_wrong_line_is_refused_alone(owner: httpx.Client) -> None:
    body = texts(2) + b"\r\n  \n{no json\n" + lines(
        {"text": "  "}, {"item": "x"}, {"text": TEXT, "user_id": "another"}, FIELDS | {"text": TEXT}
    )  # fmt: skip
    told = batch(owner, owner.post(URL, content=body.rstrip(b"\n"), headers=LINES))

    assert refusals(told) == {2: "json_invalid", 3: "text_empty", 4: "field_invalid", 5: "field_invalid"}
    assert [each["item"] for each in told["items"]] == ["n-0", "n-1", None, None, "x", None, None]
    assert (told["processing"], told["total"]) == (3, 7)


def test_the_first_line_may_have_a_text_of_its_own(owner: httpx.Client) -> None:
    told = batch(owner, owner.post(URL, content=lines(FIELDS | {"text": TEXT, "item": "first"}), headers=LINES))

    assert [(each["item"], each["status"]) for each in told["items"]] == [("first", "processing")]


def test_the_files_of_a_zip_become_jobs_whatever_their_folders(owner: httpx.Client) -> None:
    content = zipped([
        ("all/", b""), ("all/cv.txt", text(0)), ("../../etc/cv.txt", text(1)), ("__MACOSX/all/._cv.txt", b"\0"),
        ("all/.DS_Store", b"\0"), ("C:\\cvs\\cv.md", text(2)), ("deep.zip", zipped([("cv.txt", text(3))])),
        ("empty.txt", b""), ("bomb.txt", b"a" * 19_000), ("large.txt", b"a" * 21_000),
    ])  # fmt: skip
    told = batch(owner, send(owner, [*fields(), ("files", ("cvs.zip", content)), file(4)]))

    assert refusals(told) == {3: "archive_not_supported", 4: "file_empty", 6: "file_too_large"}
    assert [each["file_name"] for each in told["items"] if each["job_id"]] == [
        "cv.txt", "cv.txt", "cv.md", "cv.txt", "cv.txt",
    ]  # fmt: skip


def test_linkedins_export_is_one_cv_not_an_archive_of_some(owner: httpx.Client) -> None:
    export = zipped([("Profile.csv", b"First Name,Headline\nMira,Nurse\n"), ("Positions.csv", b"Company Name,Title\n")])
    parts = [*fields(), ("item", (None, b"export")), ("files", ("Basic_Export.ZIP", export)), file(1)]

    told = batch(owner, send(owner, parts))

    assert [(each["item"], bool(each["job_id"])) for each in told["items"]] == [("export", True), (None, True)]


def broken(content: bytes) -> bytes:
    """Let the first member's bytes differ from their checksum."""
    at = content.index(b"cv.txt") + 10
    return content[:at] + bytes([content[at] ^ 0xFF]) + content[at + 1 :]


def test_a_damaged_member_is_refused_alone(owner: httpx.Client) -> None:
    content = broken(zipped([("cv.txt", text(0)), ("other.txt", text(1))]))

    told = batch(owner, send(owner, [*fields(), ("files", ("cvs.zip", content))]))

    assert refusals(told) == {0: "batch_archive_invalid"}
    assert told["processing"] == 1


def encrypted() -> bytes:
    content = bytearray(zipped([("cv.txt", text(0))], zipfile.ZIP_STORED))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(signature) + offset] |= 1
    return bytes(content)


def overlapping() -> bytes:
    """Give a ZIP whose directory names one member twice."""
    content = zipped([("cv.txt", text(0)), ("cw.txt", text(0))])
    second = content.index(b"PK\x01\x02", content.index(b"PK\x01\x02") + 1)
    return content[: second + 42] + bytes(4) + content[second + 46 :]


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (overlapping(), 422, "batch_archive_invalid"),
        (b"PK\x03\x04 nothing", 422, "batch_archive_invalid"),
        (encrypted(), 422, "batch_archive_invalid"),
        (zipped([("cv.txt", text(0))])[:-30], 422, "batch_archive_invalid"),
        (zipped([(f"{number}.txt", b"") for number in range(21)]), 413, "batch_too_large"),
        (zipped([("n" * 3_000 + ".txt", b"a")]), 422, "batch_archive_invalid"),
    ],
)
def test_a_zip_that_cannot_be_used_ends_the_batch(owner: httpx.Client, content: bytes, status: int, code: str) -> None:
    answer = send(owner, [*fields(), file(0), ("files", ("cvs.zip", content))])

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    told = owner.get(answer.headers["location"]).json()
    assert (told["is_whole"], told["processing"]) == (False, 1)


@pytest.mark.parametrize(
    ("sent", "status", "code"),
    [
        ({"files": fields()}, 400, "batch_empty"),
        ({"content": b"", "headers": LINES}, 422, "field_invalid"),
        ({"content": lines(FIELDS), "headers": LINES}, 400, "batch_empty"),
        ({"content": b"{}\n", "headers": LINES}, 422, "field_invalid"),
        ({"content": b"[\n", "headers": LINES}, 400, "json_invalid"),
        ({"files": [file(0)]}, 422, "field_invalid"),
        ({"json": FIELDS}, 400, "file_missing"),
        ({"files": [*fields(), ("expires_in", (None, b"5")), file(0)]}, 422, "field_invalid"),
        ({"content": b"a" * 1_000_001, "headers": LINES}, 413, "file_too_large"),
        ({"files": [("user_id", (None, b"u", "text/plain; charset=utf-7")), file(0)]}, 400, "field_encoding"),
    ],
)
def test_a_batch_that_cannot_begin_is_a_problem_and_leaves_nothing(
    owner: httpx.Client, sent: dict[str, Any], status: int, code: str
) -> None:
    answer = owner.post(URL, **sent)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert "location" not in answer.headers
    assert owner.get(f"{API}/jobs").json()["jobs"] == []


def test_more_items_than_a_batch_may_have_end_it_and_those_before_stay(owner: httpx.Client) -> None:
    answer = owner.post(URL, content=texts(21), headers=LINES)

    assert (answer.status_code, answer.json()["code"]) == (413, "batch_too_large")
    told = owner.get(answer.headers["location"]).json()
    assert (told["is_whole"], told["processing"]) == (False, 20)


def test_fields_behind_a_file_are_refused(owner: httpx.Client) -> None:
    answer = send(owner, [*fields(), file(0), ("parse_mode", (None, b"basic")), file(1)])

    assert (answer.status_code, answer.json()["code"]) == (422, "field_invalid")
    assert "before" in answer.json()["detail"]


def test_items_come_page_by_page(owner: httpx.Client) -> None:
    answer = owner.post(URL, content=texts(7), headers=LINES)
    pages, after = [], None
    while True:
        page = batch(owner, answer, limit=3, **({} if after is None else {"after": after}))
        pages.append([each["position"] for each in page["items"]])
        after = page["next"]
        if after is None:
            break

    assert pages == [[0, 1, 2], [3, 4, 5], [6]]
    assert batch(owner, answer, limit=0)["items"] == []


def test_a_batch_sent_again_under_its_key_is_the_one_of_before(owner: httpx.Client) -> None:
    parts = [*fields(), file(0), ("files", ("cv.txt", b"")), file(1)]
    first, again = (send(owner, parts, KEY) for _ in range(2))

    assert again.content == first.content
    assert again.headers["idempotent-replayed"] == "true"
    assert "idempotent-replayed" not in first.headers
    assert len(owner.get(f"{API}/jobs").json()["jobs"]) == 2


@pytest.mark.parametrize(
    "other",
    [
        [*fields(), file(0)],
        [*fields(), file(0), file(2)],
        [*fields(), file(0), file(1), file(2)],
        [*fields(), file(0), ("item", (None, b"a")), file(1)],
        [*fields(), ("parse_mode", (None, b"basic")), file(0), file(1)],
    ],
)
def test_something_else_under_the_key_of_a_batch_is_refused(owner: httpx.Client, other: list[Part]) -> None:
    answer = send(owner, [*fields(), file(0), file(1)], KEY)

    refused = send(owner, other, KEY)

    assert (refused.status_code, refused.json()["code"]) == (422, "idempotency_key_reused")
    assert batch(owner, answer)["total"] == 2


def test_a_batch_that_broke_off_goes_on_under_its_key(door: KeyedDoor) -> None:
    secret = door.key(owner="broken-off")[1]
    body = texts(6)
    host, port = door.address.removeprefix("http://").split(":")
    head = (
        f"POST {URL} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {secret}\r\nIdempotency-Key: broken\r\n"
        f"Content-Type: application/x-ndjson\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    with door.client(secret) as client:
        with socket.create_connection((host, int(port)), timeout=30) as first:
            first.sendall(head.encode() + body[: len(body) * 2 // 3])
            while len(client.get(f"{API}/jobs").json()["jobs"]) < 3:
                pass
        headers = LINES | {"Idempotency-Key": "broken"}
        while (answer := client.post(URL, content=body, headers=headers)).status_code == 409:
            pass

        told = batch(client, answer)
        assert answer.headers["idempotent-replayed"] == "true"
        assert (told["is_whole"], told["processing"], told["total"]) == (True, 6, 6)
        assert len(client.get(f"{API}/jobs").json()["jobs"]) == 6


def test_items_count_as_submissions_and_those_too_many_are_taken_in_later(door: KeyedDoor) -> None:
    with door.client(door.key(owner="bounded", limits={"unfinished_jobs": 3})[1]) as client:
        first = client.post(URL, content=texts(5), headers=LINES | KEY)
        told = batch(client, first)
        assert (told["processing"], told["refused"], set(refusals(told).values())) == (3, 2, {"rate_limited"})

        client.post(f"{first.headers['location']}/cancel").raise_for_status()

        def again() -> bool:
            told = batch(client, client.post(URL, content=texts(5), headers=LINES | KEY))
            return (told["failed"], told["processing"], told["refused"]) == (3, 2, 0)

        assert comes_true(again)
    with door.client(door.key(owner="slow", limits={"submissions": 3})[1]) as client:
        told = batch(client, client.post(URL, content=texts(5), headers=LINES))
        assert (told["processing"], told["refused"]) == (3, 2)


def test_what_a_zip_unpacks_to_counts_as_bytes_of_its_key(door: KeyedDoor) -> None:
    content = zipped((f"{number}.txt", TEXT.encode() + b"\nPython " * 2_000) for number in range(5))
    assert len(content) < 5_000
    with door.client(door.key(owner="packed", limits={"bytes": 40_000})[1]) as client:
        told = batch(client, send(client, [*fields(), ("files", ("cvs.zip", content))]))

    assert (told["processing"], set(refusals(told).values())) == (2, {"rate_limited"})


def test_a_cancelled_batch_is_done(owner: httpx.Client) -> None:
    answer = owner.post(URL, content=texts(3), headers=LINES)

    stands = owner.post(f"{answer.headers['location']}/cancel").json()

    assert (stands["status"], stands["failed"], stands["processing"]) == ("done", 3, 0)
    assert {each["error_code"] for each in batch(owner, answer)["items"]} == {"cancelled"}


def test_an_erased_batch_is_gone_with_its_jobs_and_files(owner: httpx.Client, door: KeyedDoor) -> None:
    answer = send(owner, [*fields(), file(0), file(1), ("files", ("cv.txt", b""))], KEY)
    jobs = [each["job_id"] for each in batch(owner, answer)["items"] if each["job_id"]]
    where = answer.headers["location"]

    assert [owner.delete(where).status_code for _ in range(2)] == [204, 204]

    gone = [owner.get(f"{API}/job/{each}") for each in jobs]
    assert {(each.status_code, each.json()["code"]) for each in gone} == {(410, "job_erased")}
    for refused in (
        owner.get(where), owner.get(f"{where}/results"), owner.get(f"{where}/events"), owner.post(f"{where}/cancel"),
        send(owner, [*fields(), file(0), file(1), ("files", ("cv.txt", b""))], KEY),
    ):  # fmt: skip
        assert (refused.status_code, refused.json()["code"]) == (410, "batch_erased")
    assert not [each for each in jobs if list(door.settings.file_dir.glob(f"*_{each[:8]}*"))]


def test_a_deleted_job_leaves_its_place_without_its_name(owner: httpx.Client) -> None:
    answer = owner.post(URL, content=texts(2), headers=LINES)
    job_id = batch(owner, answer)["items"][0]["job_id"]
    owner.delete(f"{API}/job/{job_id}").raise_for_status()

    told = batch(owner, answer)

    assert (told["total"], told["erased"], told["processing"]) == (2, 1, 1)
    assert [(each["item"], each["status"]) for each in told["items"]] == [(None, "erased"), ("n-1", "processing")]


@pytest.mark.parametrize("path", ["not-a-uuid", "550e8400-e29b-41d4-a716-446655440000"])
def test_an_unknown_batch_is_not_found(owner: httpx.Client, path: str) -> None:
    for method, end in (("GET", ""), ("GET", "/events"), ("GET", "/results"), ("POST", "/cancel"), ("DELETE", "")):
        answer = owner.request(method, f"{API}/batch/{path}{end}")
        assert (answer.status_code, answer.json()["code"]) == (404, "batch_unknown")


def test_what_is_held_of_a_batch_does_not_grow_with_it(
    door: KeyedDoor, owner: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    held, totals = door.door.bounds.held, list[int]()
    grow = held.grow

    def noted(peer: str, count: int) -> None:
        grow(peer, count)
        totals.append(held.total())

    monkeypatch.setattr(submit_batch, "AT_ONCE", 2)
    monkeypatch.setattr(held, "grow", noted)
    body = lines(FIELDS, *({"text": f"{TEXT}\n{'python ' * 5_500}{number}"} for number in range(20)))

    assert batch(owner, owner.post(URL, content=body, headers=LINES))["processing"] == 20
    assert len(body) > 700_000
    # A few texts of forty kilobytes, and a piece of the body.
    assert 0 < max(totals) < 400_000
    assert totals[-1] == 0


def followed(client: httpx.Client, where: str, headers: dict[str, str] | None = None) -> list[dict[str, Any]]:
    with client.stream("GET", f"{where}/events", headers=headers or {}) as stream:
        assert stream.status_code == 200
        return [json.loads(line[6:]) for line in stream.iter_lines() if line.startswith("data: ")]


@pytest.fixture(scope="module")
def worked(deployment: Deployment) -> Iterator[httpx.Client]:
    """Give a client of a service that works on jobs."""
    with httpx.Client(base_url=deployment.address, timeout=30) as client:
        yield client


def results(client: httpx.Client, where: str, **query: int) -> list[dict[str, Any]]:
    answer = client.get(f"{where}/results", params=query)
    assert answer.headers["content-type"] == "application/x-ndjson"
    return [json.loads(line) for line in answer.text.splitlines()]


def test_a_batch_is_followed_to_its_end_and_its_results_are_lines(worked: httpx.Client) -> None:
    body = lines(FIELDS | {"parse_mode": "basic"}, {"text": TEXT, "item": "a"}, {"text": ""}, {"text": TEXT})
    where = worked.post(URL, content=body, headers=LINES).headers["location"]
    told = followed(worked, where)
    found = results(worked, where)

    assert (told[-1]["status"], told[-1]["success"], told[-1]["refused"]) == ("done", 2, 1)
    assert told[-1]["finished_at"] is not None
    assert [(each["position"], each["item"], each["status"], each["error_code"]) for each in found] == [
        (0, "a", "success", None), (1, None, "refused", "text_empty"), (2, None, "success", None),
    ]  # fmt: skip
    alone = worked.get(f"{API}/result/{found[0]['job_id']}").json()
    assert found[0]["result"] == alone
    assert results(worked, where, after=0, limit=1) == found[1:2]
    again = worked.get(f"{where}/events", headers={"Last-Event-ID": "done"})
    assert (again.status_code, again.content) == (204, b"")
    assert worked.head(f"{where}/results").status_code == 200


def test_jobs_that_are_read_once_are_gone_when_their_lines_have_arrived(worked: httpx.Client) -> None:
    body = lines(FIELDS | {"delete_after_read": True, "parse_mode": "basic"}, {"text": TEXT}, {"text": TEXT})
    where = worked.post(URL, content=body, headers=LINES).headers["location"]
    followed(worked, where)
    worked.head(f"{where}/results")

    read = results(worked, where)

    assert [each["status"] for each in read] == ["success", "success"]
    assert all(each["result"] for each in read)
    assert [(each["status"], each["result"]) for each in results(worked, where)] == [("erased", None)] * 2
    assert worked.get(where).json()["erased"] == 2
