"""What well-behaved clients of HTTP expect of a server, and what people see who open its addresses in a browser."""

from __future__ import annotations

import json
from uuid import uuid4

import httpx
import pytest
from tests.http.test_routes import API, CVS, FIELDS, TEXT, ended, submit, submit_file

import cvparser

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


@pytest.fixture
def done(client: httpx.Client) -> str:
    """A job that ended in success."""
    job_id = str(submit_file(client, "cv.docx", (CVS / "resume.docx").read_bytes()).json()["job_id"])
    ended(client, job_id)
    return job_id


def test_a_result_that_the_client_has_is_not_sent_again(client: httpx.Client, done: str) -> None:
    first = client.get(f"{API}/result/{done}")
    tag = first.headers["etag"]

    again = client.get(f"{API}/result/{done}", headers={"If-None-Match": f'"another", {tag}'})

    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert client.get(f"{API}/result/{done}", headers={"If-None-Match": "*"}).status_code == 304
    assert client.head(f"{API}/result/{done}").headers["etag"] == tag
    other = client.get(f"{API}/result/{done}", headers={"If-None-Match": tag.replace("W/", "")[:-2] + '"'})
    assert other.json() == first.json()


def test_results_of_two_jobs_have_tags_of_their_own(client: httpx.Client, done: str) -> None:
    other = submit(client)["job_id"]
    ended(client, other)

    tags = {client.get(f"{API}/result/{job_id}").headers["etag"] for job_id in (done, other)}

    assert len(tags) == 2


def test_a_result_that_is_erased_by_reading_it_is_always_sent(client: httpx.Client) -> None:
    response = client.post(f"{API}/parse-text-async", json=FIELDS | {"text": TEXT, "delete_after_read": True})
    job_id = response.json()["job_id"]
    ended(client, job_id)

    result = client.get(f"{API}/result/{job_id}", headers={"If-None-Match": "*"})

    assert result.status_code == 200
    assert "etag" not in result.headers


def test_what_is_large_is_compressed_for_who_takes_that(client: httpx.Client, done: str) -> None:
    for path in ("/openapi.json", "/docs/page.js", f"{API}/result/{done}"):
        plain = client.get(path, headers={"Accept-Encoding": "identity"})
        packed = client.get(path, headers={"Accept-Encoding": "gzip"})

        assert "content-encoding" not in plain.headers
        assert packed.headers["content-encoding"] == "gzip"
        assert int(packed.headers["content-length"]) < int(plain.headers["content-length"])
        assert packed.content == plain.content
        assert "accept-encoding" in packed.headers["vary"].lower()


def test_an_event_stream_is_never_compressed(client: httpx.Client, done: str) -> None:
    stream = client.get(f"{API}/job/{done}/events", headers={"Accept-Encoding": "gzip"})

    assert "content-encoding" not in stream.headers
    assert stream.text.startswith("id: success")


def test_an_event_source_that_has_seen_the_end_is_told_to_stop(client: httpx.Client, done: str) -> None:
    events = client.get(f"{API}/job/{done}/events").text.splitlines()
    last = next(line.removeprefix("id: ") for line in reversed(events) if line.startswith("id: "))

    assert client.get(f"{API}/job/{done}/events", headers={"Last-Event-ID": last}).status_code == 204


@pytest.mark.parametrize("path", ["/", "/dashboard", "/app/app.js", "/app/app.css"])
def test_a_page_and_its_files_that_the_browser_has_are_not_sent_again(client: httpx.Client, path: str) -> None:
    first = client.get(path)

    again = client.get(path, headers={"If-None-Match": first.headers["etag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert first.headers["cache-control"] == again.headers["cache-control"] == "no-cache"
    assert first.headers["content-type"].count("charset") == 1


@pytest.mark.parametrize("refused", ["gzip;q=0", "gzip ; Q=0.000, identity", "br, gzip;q=0.0"])
def test_a_coding_that_the_client_refuses_is_not_used(client: httpx.Client, refused: str) -> None:
    assert "content-encoding" not in client.get("/docs/page.js", headers={"Accept-Encoding": refused}).headers
    taken = client.get("/docs/page.js", headers={"Accept-Encoding": "br;q=0, gzip;q=0.5"})
    assert taken.headers["content-encoding"] == "gzip"


@pytest.mark.parametrize(
    ("path", "allowed"),
    [("webhooks", {"GET", "POST"}), ("job/{}", {"GET", "DELETE"}), ("webhooks/callbacks", {"GET", "DELETE"})],
)
def test_all_methods_of_an_address_are_told_and_no_other_is_taken(
    client: httpx.Client, path: str, allowed: set[str]
) -> None:
    url = f"{API}/{path.format(uuid4())}"

    for answer in (client.options(url), client.put(url)):
        assert set(answer.headers["allow"].split(", ")) == allowed | {"HEAD", "OPTIONS"}


@pytest.mark.parametrize(("path", "allowed"), [("job/{}", "GET"), ("result/{}", "GET"), ("parse-text-async", "POST")])
def test_options_tell_the_methods_and_head_where_get_is(client: httpx.Client, path: str, allowed: str) -> None:
    methods = client.options(f"{API}/{path.format(uuid4())}").headers["allow"].split(", ")

    assert {allowed, "OPTIONS"} <= set(methods)
    assert ("HEAD" in methods) == ("GET" in methods)


def test_json_may_begin_with_a_byte_order_mark(client: httpx.Client) -> None:
    body = json.dumps(FIELDS | {"text": TEXT}).encode("utf-8-sig")

    response = client.post(f"{API}/parse-text-async", content=body, headers={"Content-Type": "application/json"})

    assert response.status_code == 202


def test_all_that_is_wrong_with_a_text_is_said_at_once(client: httpx.Client) -> None:
    wrong = {"user_id": 7, "session_id": "two words", "parse_mode": ["basic"], "expires_in": 1}

    problem = client.post(f"{API}/parse-text-async", json=wrong)

    assert (problem.status_code, problem.json()["code"]) == (422, "field_invalid")
    assert [each["field"] for each in problem.json()["errors"]] == [
        "user_id", "session_id", "parse_mode", "expires_in", "text",
    ]  # fmt: skip
    assert "7" not in problem.text.replace("128", "")


def test_what_is_wrong_beside_a_missing_file_is_said_with_it(client: httpx.Client) -> None:
    form = {"user_id": (None, "user123"), "parse_mode": (None, "banana")}

    problem = client.post(f"{API}/parse-file-async", files=form)

    assert (problem.status_code, problem.json()["code"]) == (400, "file_missing")
    assert [each["field"] for each in problem.json()["errors"]] == ["session_id", "parse_mode"]


def test_the_version_that_answers_is_told(client: httpx.Client) -> None:
    assert client.get("/version").json() == {"name": "cvparser", "version": cvparser.__version__, "api": "v1"}
    assert client.get("/openapi.json").json()["info"]["version"] == cvparser.__version__


def test_browsers_find_an_icon(client: httpx.Client) -> None:
    icon = client.get("/favicon.ico")

    assert (icon.status_code, icon.headers["content-type"], icon.content[:4]) == (200, "image/x-icon", b"\0\0\1\0")


@pytest.mark.parametrize(("path", "status"), [("/nowhere", 404), ("/problems/no_such_code", 404), ("/docs/x", 404)])
def test_who_opens_a_wrong_address_in_a_browser_sees_a_page(client: httpx.Client, path: str, status: int) -> None:
    page = client.get(path, headers=BROWSER)

    assert (page.status_code, page.headers["content-type"]) == (status, "text/html; charset=utf-8")
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert "Nothing is at this address" in page.text
    assert "Accept" in page.headers["vary"]


@pytest.mark.parametrize("accept", ["*/*", "application/json", "application/problem+json, text/html", "text/plain"])
def test_programs_get_a_problem_at_a_wrong_address(client: httpx.Client, accept: str) -> None:
    response = client.get("/nowhere", headers={"Accept": accept})

    assert (response.status_code, response.headers["content-type"]) == (404, "application/problem+json")


def test_below_the_api_a_problem_is_never_a_page(client: httpx.Client) -> None:
    # What Java's HttpURLConnection says unless it is told otherwise.
    java = {"Accept": "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2"}

    response = client.get(f"{API}/job/{uuid4()}", headers=java)

    assert (response.status_code, response.json()["code"]) == (404, "job_unknown")


def test_a_socket_that_is_asked_for_as_a_page_says_what_it_is(client: httpx.Client) -> None:
    response = client.get(f"{API}/job/{uuid4()}/ws")

    assert (response.status_code, response.json()["code"]) == (426, "upgrade_required")
    assert response.headers["upgrade"] == "websocket"
