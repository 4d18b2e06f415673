"""Lines of the table of hostile inputs, by their numbers, over real sockets: uploads."""

from __future__ import annotations

import socket
import zipfile
from collections.abc import Iterator
from io import BytesIO

import httpx
import pytest
from tests.e2e.deployment import Deployment
from tests.http.forms import API, BOUNDARY, FILE, FORM, IDS, LATIN, PDF, UPLOAD, field, form

from cvparser.testing.conformance.text_extractor import docx

#: Bytes that the deployment of these tests takes.
LIMIT = 2**20

OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)
ENCRYPTED = OLE + "EncryptedPackage".encode("utf-16-le")


def archive(types: str) -> bytes:
    """Give an Office file of another kind than a letter."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as out:
        out.writestr("[Content_Types].xml", f'<Types><Override ContentType="{types}"/></Types>')
    return packed.getvalue()


def file(name: str, content: bytes) -> bytes:
    """Give an upload of one file."""
    return form(*IDS, field("file", content, f'; filename="{name}"'))


SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
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
    (14, file("cv.exe", PDF), 415, "type_not_allowed"),
    (15, file("cv.pdf", b"<!DOCTYPE html><html></html>"), 422, "type_mismatch"),
    (15, file("cv.pdf", b"\x89PNG\r\n\x1a\n\x00\xff"), 422, "type_mismatch"),
    (16, file("cv.docx", archive(SHEET)), 422, "type_mismatch"),
    (17, form(*IDS, field("file", b"PK\x03\x04garbage", '; filename="cv.docx"')), 422, "docx_corrupt"),
    (18, file("cv.doc", OLE), 415, "legacy_doc_not_supported"),
    (19, file("cv.docx", ENCRYPTED), 422, "file_encrypted"),
    (20, file("cv.pdf", b"x" * 2000 + PDF), 422, "type_ambiguous"),
    (21, file("cv.docm", docx("x")), 415, "macro_not_allowed"),
    (20, form(*IDS, field("file", PDF + docx("x"), '; filename="cv.pdf"')), 422, "type_ambiguous"),
    (22, form(*IDS, field("file", b"C\x00V", '; filename="cv.txt"')), 422, "text_not_decodable"),
    (22, file("cv.txt", "CV of a nurse".encode("utf-16-le")), 422, "text_not_decodable"),
    (22, file("cv.md", bytes(range(128, 256))), 422, "text_not_decodable"),
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
    "c\x00v\x1b.pdf",
    "x" * 3000 + ".pdf",
    ".pdf",
    ". .",
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


def test_line_63_a_packed_body_is_refused(client: httpx.Client) -> None:
    response = client.post(UPLOAD, content=b"x", headers={"Content-Type": FORM, "Content-Encoding": "gzip"})

    assert (response.status_code, response.json()["code"]) == (415, "encoding_not_supported")


def test_line_4_a_body_that_says_it_is_too_large_is_refused_before_it_comes(deployment: Deployment) -> None:
    head = f"POST {UPLOAD} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {FORM}\r\nContent-Length: {2 * LIMIT}\r\n\r\n"
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
    head = (
        f"POST {UPLOAD} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {FORM}\r\nContent-Length: {len(body) - 20}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", deployment.port), timeout=10) as connection:
        connection.sendall(head.encode() + body[:-20])

        assert connection.recv(4096).startswith(b"HTTP/1.1 400")


def test_an_upload_that_is_no_form_at_all_says_what_to_send(client: httpx.Client) -> None:
    response = client.post(UPLOAD, content=PDF, headers={"Content-Type": "application/pdf"})

    assert (response.status_code, response.json()["code"]) == (400, "file_missing")


def test_the_parts_of_an_upload_may_come_in_any_order(client: httpx.Client) -> None:
    response = client.post(UPLOAD, content=form(FILE, *reversed(IDS)), headers={"Content-Type": FORM})

    assert response.status_code == 202
