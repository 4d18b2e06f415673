"""Lines of the table of hostile inputs, by their numbers, over real sockets."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator

import httpx
import pytest
from tests.e2e.deployment import Deployment

from cvparser.testing.conformance.text_extractor import docx, pdf

API = "/api/v1/parser"
UPLOAD = f"{API}/parse-file-async"
FIELDS = {"user_id": "user123", "session_id": "session456"}
PDF = pdf("Data Engineer")
BOUNDARY = "----boundary"
FORM = f"multipart/form-data; boundary={BOUNDARY}"
LIMIT = 2**20


def form(*parts: tuple[str, bytes], close: bool = True) -> bytes:
    """Give a multipart body; a part is its header's lines and its content."""
    body = b"".join(f"--{BOUNDARY}\r\n{header}\r\n\r\n".encode() + content + b"\r\n" for header, content in parts)
    return body + (f"--{BOUNDARY}--\r\n".encode() if close else b"")


def field(name: str, value: bytes = b"x", more: str = "") -> tuple[str, bytes]:
    return f'Content-Disposition: form-data; name="{name}"{more}', value


FILE = field("file", PDF, '; filename="cv.pdf"')
IDS = (field("user_id", b"u"), field("session_id", b"s"))
LATIN = ('Content-Disposition: form-data; name="user_id"\r\nContent-Type: text/plain; charset=nope', b"u")

BODIES: list[tuple[int, bytes, int, str]] = [
    (1, form(*IDS, field("file", b"", '; filename="cv.pdf"')), 422, "file_empty"),
    (2, form(*IDS), 400, "file_missing"),
    (2, b"", 400, "file_missing"),
    (3, form(*IDS, FILE, FILE), 400, "too_many_files"),
    (7, form(*IDS, *(field(f"f{number}") for number in range(1001)), FILE), 413, "multipart_limit"),
    (7, form(*IDS, field("file", PDF, f'; filename="{"x" * 5000}.pdf"')), 413, "multipart_limit"),
    (8, form(*IDS, FILE, close=False), 400, "multipart_invalid"),
    (8, form(*IDS, FILE).replace(b"----boundary", b"----another"), 400, "multipart_invalid"),
    (9, form(field("user_id", b"\xff\xfe"), FILE), 400, "field_encoding"),
    (9, form(LATIN, FILE), 400, "field_encoding"),
    (10, form(field("user_id", b"u" * 500_000), field("session_id"), FILE), 422, "field_invalid"),
    (10, form(field("user_id", b"a\x00b"), field("session_id"), FILE), 422, "field_invalid"),
    (11, form(*IDS, field("parse_mode", b"banana"), FILE), 422, "parse_mode_invalid"),
    (14, form(*IDS, field("file", PDF, '; filename="cv.pdf.exe"')), 415, "type_not_allowed"),
    (15, form(*IDS, field("file", b"MZ\x90\x00\xff", '; filename="cv.pdf"')), 422, "type_mismatch"),
    (17, form(*IDS, field("file", b"PK\x03\x04garbage", '; filename="cv.docx"')), 422, "docx_corrupt"),
    (20, form(*IDS, field("file", PDF + docx("x"), '; filename="cv.pdf"')), 422, "type_ambiguous"),
    (22, form(*IDS, field("file", b"C\x00V", '; filename="cv.txt"')), 422, "text_not_decodable"),
    (23, form(*IDS, field("file", b"x" * 200_001, '; filename="cv.txt"')), 413, "text_too_long"),
    (24, form(*IDS, field("file", b" \n ", '; filename="cv.txt"')), 422, "text_empty"),
]


@pytest.mark.parametrize(
    ("body", "status", "code"), [case[1:] for case in BODIES], ids=[f"line {case[0]}: {case[3]}" for case in BODIES]
)
def test_a_hostile_upload_gets_its_problem(client: httpx.Client, body: bytes, status: int, code: str) -> None:
    response = client.post(UPLOAD, content=body, headers={"Content-Type": FORM})

    problem = response.json()
    assert (response.status_code, problem["code"]) == (status, code)
    assert response.headers["content-type"] == "application/problem+json"
    assert problem["status"] == status
    assert problem["detail"].endswith((".", "-"))


def test_all_wrong_fields_are_named_at_once(client: httpx.Client) -> None:
    response = client.post(UPLOAD, content=form(field("session_id", b"!"), FILE), headers={"Content-Type": FORM})

    assert response.status_code == 422
    assert [error["field"] for error in response.json()["errors"]] == ["user_id", "session_id"]


NAMES = [
    "../../etc/passwd.pdf",
    r"..\\..\\x.pdf",
    "/abs/cv.pdf",
    "CON.pdf",
    "-rf.pdf",
    "x" * 300 + ".pdf",
    "cv\u202e.pdf",
]


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_lines_12_and_13_a_hostile_name_is_accepted_and_made_harmless(client: httpx.Client, name: str) -> None:
    body = form(*IDS, field("file", PDF, f'; filename="{name}"'))

    response = client.post(UPLOAD, content=body, headers={"Content-Type": FORM})

    shown = client.get(response.json()["job_id"].join((f"{API}/job/", ""))).json()["file_name"]
    assert response.status_code == 202
    assert shown.isprintable()
    assert len(shown) <= 100
    assert not set(shown) & set("/\\")


JSON: list[tuple[str, bytes]] = [
    ("duplicate keys", b'{"user_id": "u", "user_id": "v"}'),
    ("depth", b"[" * 10_000),
    ("not a number", b'{"text": NaN}'),
    ("infinite", b'{"text": 1e400}'),
    ("lone surrogate", b'{"text": "\\ud800"}'),
    ("not UTF-8", b'{"text": "\xff"}'),
    ("a list", b"[]"),
    ("nothing", b""),
]


@pytest.mark.parametrize("body", [case[1] for case in JSON], ids=[case[0] for case in JSON])
def test_line_25_ambiguous_json_is_refused(client: httpx.Client, body: bytes) -> None:
    response = client.post(f"{API}/parse-text-async", content=body)

    assert (response.status_code, response.json()["code"]) == (400, "json_invalid")


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"text": " \u200b"}, 422, "text_empty"),
        ({"text": "x" * 200_001}, 413, "text_too_long"),
        ({"text": None}, 422, "field_invalid"),
        ({"text": ["x"]}, 422, "field_invalid"),
        ({"user_id": 7}, 422, "field_invalid"),
        ({"parse_mode": "banana"}, 422, "parse_mode_invalid"),
    ],
)
def test_a_wrong_text_submission_gets_its_problem(
    client: httpx.Client, change: dict[str, object], status: int, code: str
) -> None:
    response = client.post(f"{API}/parse-text-async", content=json.dumps(FIELDS | {"text": "CV"} | change))

    assert (response.status_code, response.json()["code"]) == (status, code)


def test_line_63_a_packed_body_is_refused(client: httpx.Client) -> None:
    response = client.post(UPLOAD, content=b"x", headers={"Content-Type": FORM, "Content-Encoding": "gzip"})

    assert (response.status_code, response.json()["code"]) == (415, "encoding_not_supported")


def test_line_4_a_body_that_says_it_is_too_large_is_refused_before_it_comes(deployment: Deployment) -> None:
    head = f"POST {UPLOAD} HTTP/1.1\r\nHost: x\r\nContent-Type: {FORM}\r\nContent-Length: {2 * LIMIT}\r\n\r\n"
    with socket.create_connection(("127.0.0.1", deployment.port), timeout=10) as connection:
        connection.sendall(head.encode())

        assert connection.recv(4096).startswith(b"HTTP/1.1 413")


def test_line_5_a_body_without_a_length_is_cut_at_the_limit(client: httpx.Client) -> None:
    def endless() -> Iterator[bytes]:
        yield form(*IDS, close=False) + f"--{BOUNDARY}\r\n{FILE[0]}\r\n\r\n".encode() + PDF
        for _ in range(64):
            yield b"x" * 65_536

    try:
        response = client.post(UPLOAD, content=endless(), headers={"Content-Type": FORM})
    except httpx.WriteError:
        return
    assert (response.status_code, response.json()["code"]) == (413, "file_too_large")


def test_line_6_a_body_that_is_shorter_than_it_says_creates_no_job(deployment: Deployment) -> None:
    body = form(*IDS, FILE)
    head = f"POST {UPLOAD} HTTP/1.1\r\nHost: x\r\nContent-Type: {FORM}\r\nContent-Length: {len(body) - 20}\r\n\r\n"
    with socket.create_connection(("127.0.0.1", deployment.port), timeout=10) as connection:
        connection.sendall(head.encode() + body[:-20])

        assert connection.recv(4096).startswith(b"HTTP/1.1 400")


def test_an_upload_that_is_no_form_at_all_says_what_to_send(client: httpx.Client) -> None:
    response = client.post(UPLOAD, content=PDF, headers={"Content-Type": "application/pdf"})

    assert (response.status_code, response.json()["code"]) == (400, "file_missing")


def test_the_parts_of_an_upload_may_come_in_any_order(client: httpx.Client) -> None:
    response = client.post(UPLOAD, content=form(FILE, *reversed(IDS)), headers={"Content-Type": FORM})

    assert response.status_code == 202
