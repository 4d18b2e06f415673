"""Redaction for a sender who waits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from tests.adapters.text_extractor.formats import archive
from tests.http.served import Door, served

API = "/api/v1/parser"
CV = "Ada Quill\nData Engineer\nada@quill.example\n+44 20 7946 0018\n\nSkills\nPython, SQL"
PERSONAL = ("Ada", "Quill", "quill.example", "7946")
ZIP = archive({"a.txt": b""})
RESUME = Path(__file__).parents[2] / "examples" / "cvs" / "resume.docx"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("redact")


@pytest.fixture(scope="module")
def door(folder: Path) -> Iterator[Door]:
    with served(folder, max_redactions=2, peer_share=1) as door:
        yield door


def redacted(door: Door, **sent: object) -> httpx.Response:
    return httpx.post(f"{door.address}{API}/redact", timeout=60, **sent)  # type: ignore[arg-type]


def test_a_text_comes_back_without_what_is_personal_and_says_where_that_stood(door: Door) -> None:
    answer = redacted(door, json={"text": f"🙂 {CV}"}).raise_for_status()

    body = answer.json()
    assert not [each for each in PERSONAL if each in answer.text]
    assert "Data Engineer" in body["text"]
    assert {"name", "email", "phone"} <= body["categories"].keys()
    for each in body["withheld"]:
        assert body["text"][each["start"] : each["end"]] == f"[{each['category'].upper()}]"
    assert Counter(each["category"] for each in body["withheld"]) == body["categories"]
    assert answer.headers["cache-control"] == "no-store"


def test_a_file_is_redacted_as_its_text_is(door: Door) -> None:
    text = redacted(door, json={"text": CV}).json()

    assert redacted(door, files={"file": ("cv.txt", CV.encode())}).json() == text
    page = "".join(f"<p>{line}" for line in CV.split("\n")).encode()
    rich = CV.replace("\n", "\\par ").encode()
    mail = b"From: Berta Roe <b@roe.example>\nMIME-Version: 1.0\nContent-Type: text/plain\n\n" + CV.encode()
    others = {"cv.html": page, "cv.rtf": b"{\\rtf1 " + rich + b"}", "cv.eml": mail}
    for name, content in others.items():
        found = redacted(door, files={"file": (name, content)}).json()
        assert found["text"].split() == text["text"].split()
        assert found["categories"] == text["categories"]
    assert redacted(door, files={"file": ("cv.docx", RESUME.read_bytes())}).json()["categories"]["email"] == 1


def test_who_asks_for_it_is_told_how_the_pages_of_a_pdf_are_drawn(door: Door) -> None:
    sent = {"files": {"file": ("ozgecmis.pdf", RESUME.with_name("ozgecmis.pdf").read_bytes())}}

    body = redacted(door, params={"drawing": "true"}, **sent).json()

    drawing, text = body["drawing"], body["text"]
    assert drawing["pages"] == [{"width": 595.3, "height": 841.9}]
    words = [text[each["start"] : each["end"]] for each in drawing["words"]]
    assert words[:3] == ["[NAME]", "Veri", "Mühendisi"]
    assert "".join(words) == "".join(text.split())
    assert redacted(door, **sent).json() == body | {"drawing": None}
    assert redacted(door, params={"drawing": "true"}, files={"file": ("cv.txt", CV.encode())}).json()["drawing"] is None


def test_nothing_of_it_is_stored(door: Door, folder: Path) -> None:
    redacted(door, files={"file": ("cv.txt", CV.encode())}).raise_for_status()

    assert httpx.get(f"{door.address}{API}/jobs").json() == {"jobs": []}
    written = [path for path in folder.rglob("*") if path.is_file() and b"Quill" in path.read_bytes()]
    assert not written


@pytest.mark.parametrize(
    ("sent", "status", "code"),
    [
        ({"files": {"file": ("cv.pdf", b"%PDF-1.7\nnothing")}}, 422, "pdf_corrupt"),
        ({"files": {"file": ("cv.exe", b"MZ\0\0")}}, 415, "type_not_allowed"),
        ({"files": {"file": ("cvs.zip", ZIP)}}, 415, "archive_not_supported"),
        ({"files": {"file": ("cv.odt", b"PK\x03\x04nothing")}}, 422, "document_corrupt"),
        ({"files": {"other": ("cv.txt", b"Ada")}}, 400, "file_missing"),
        ({"json": {}}, 422, "field_invalid"),
        ({"json": {"text": ""}}, 422, "text_empty"),
        ({"json": {"text": "x" * 200_001}}, 413, "text_too_long"),
        ({"content": b"{", "headers": {"Content-Type": "application/json"}}, 400, "json_invalid"),
        ({"content": b"Ada", "headers": {"Content-Type": "text/plain"}}, 415, "media_type_not_supported"),
        ({"files": {"file": ("cv.txt", b"x" * 11 * 2**20)}}, 413, "file_too_large"),
    ],
)
def test_what_cannot_be_redacted_is_a_problem_that_says_why(
    door: Door, sent: dict[str, object], status: int, code: str
) -> None:
    answer = redacted(door, **sent)

    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_no_more_documents_are_redacted_at_once_than_there_may_be(door: Door) -> None:
    with door.bounds.redactions.one("192.0.2.1"), door.bounds.redactions.one("192.0.2.2"):
        refused = redacted(door, json={"text": CV})

    assert (refused.status_code, refused.json()["code"]) == (503, "overloaded")
    assert refused.headers["retry-after"]
    assert redacted(door, json={"text": CV}).status_code == 200


def test_a_service_can_leave_it_out(tmp_path: Path) -> None:
    with served(tmp_path, max_redactions=0) as door:
        assert redacted(door, json={"text": CV}).status_code == 404
        assert f"{API}/redact" not in httpx.get(f"{door.address}/openapi.json").json()["paths"]


def test_its_stages_are_measured(door: Door) -> None:
    redacted(door, json={"text": CV}).raise_for_status()

    page = httpx.get(f"{door.address}/metrics").text

    for stage in ("extraction", "redaction"):
        assert f'cvparser_stage_seconds_count{{parser="none",stage="{stage}"}}' in page
