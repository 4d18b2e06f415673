from __future__ import annotations

import re
import time
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from tests.e2e.deployment import Deployment

API = "/api/v1/parser"
FIELDS = {"user_id": "user123", "session_id": "session456"}
TEXT = "Data Engineer at Kestrel Analytics since March 2019.\n\nSkills\nPython, SQL"
CVS = Path(__file__).parents[2] / "examples" / "cvs"
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def submit(client: httpx.Client, text: str = TEXT) -> dict[str, Any]:
    response = client.post(f"{API}/parse-text-async", json=FIELDS | {"text": text})
    assert response.status_code == 202
    body: dict[str, Any] = response.json()
    return body


def submit_file(client: httpx.Client, name: str, content: bytes) -> httpx.Response:
    return client.post(f"{API}/parse-file-async", data=FIELDS, files={"file": (name, content)})


def ended(client: httpx.Client, job_id: str) -> dict[str, Any]:
    for _ in range(1_800):
        status: dict[str, Any] = client.get(f"{API}/job/{job_id}").json()
        if status["status"] != "processing":
            return status
        time.sleep(0.05)
    pytest.fail("the job did not end")


def test_a_submission_answers_at_once_with_the_job_and_where_to_look(client: httpx.Client) -> None:
    response = client.post(f"{API}/parse-text-async", json=FIELDS | {"text": TEXT, "parse_mode": "basic"})

    body = response.json()
    path = f"{API}/job/{body['job_id']}"
    assert response.status_code == 202
    assert response.headers["location"] == path
    assert body == {
        "job_id": body["job_id"],
        "status": "processing",
        "message": f"Job created successfully. Check status at {path}",
    }


def test_a_file_goes_in_and_a_profile_comes_out(client: httpx.Client, deployment: Deployment) -> None:
    job_id = submit_file(client, "cv.pdf", (CVS / "ozgecmis.pdf").read_bytes()).json()["job_id"]
    status = ended(client, job_id)
    result = client.get(f"{API}/result/{job_id}").json()

    assert set(status) == {
        "job_id", "status", "user_id", "session_id", "file_name", "cv_language", "processing_time_seconds",
        "error_message", "created_at", "updated_at", "expires_at",
    }  # fmt: skip
    assert (status["status"], status["file_name"], status["cv_language"]) == ("success", "cv.pdf", "tr")
    assert set(result) == {
        "id", "user_id", "session_id", "stored_file_path", "parsed_data", "cv_language", "file_name",
        "processing_time_seconds", "status", "created_at", "updated_at",
    }  # fmt: skip
    assert result["parsed_data"]["profile"]["basics"]["profession"] == "Veri Mühendisi"
    assert MOMENT.fullmatch(result["created_at"])
    assert round(result["processing_time_seconds"], 2) == result["processing_time_seconds"]
    stored = rf"{re.escape(str(deployment.originals))}/cv_\d{{8}}_\d{{6}}_{job_id[:8]}\.pdf"
    assert re.fullmatch(stored, result["stored_file_path"])
    assert Path(result["stored_file_path"]).read_bytes() == (CVS / "ozgecmis.pdf").read_bytes()


def test_a_text_has_no_file_and_its_bytes_are_gone_when_it_ended(client: httpx.Client, deployment: Deployment) -> None:
    job_id = submit(client)["job_id"]
    ended(client, job_id)
    result = client.get(f"{API}/result/{job_id}").json()

    assert (result["file_name"], result["stored_file_path"]) == (None, None)
    assert not list(deployment.originals.glob(f"*_{job_id[:8]}.txt"))


def test_a_failed_job_says_why(client: httpx.Client) -> None:
    job_id = submit_file(client, "cv.pdf", b"%PDF-1.7\nnothing").json()["job_id"]
    status = ended(client, job_id)
    result = client.get(f"{API}/result/{job_id}")

    assert status["status"] == "failed"
    assert status["error_message"].startswith("The PDF file is damaged.")
    assert result.status_code == 409
    assert result.headers["content-type"] == "application/problem+json"
    assert (result.json()["code"], result.json()["error_code"]) == ("job_failed", "pdf_corrupt")


def test_an_erased_job_is_gone_with_its_file(client: httpx.Client, deployment: Deployment) -> None:
    job_id = submit_file(client, "cv.docx", (CVS / "resume.docx").read_bytes()).json()["job_id"]
    ended(client, job_id)

    assert client.delete(f"{API}/job/{job_id}").status_code == 204
    assert client.delete(f"{API}/job/{job_id}").status_code == 204

    assert client.get(f"{API}/job/{job_id}").status_code == 410
    assert client.get(f"{API}/result/{job_id}").json()["code"] == "job_erased"
    assert not list(deployment.originals.glob(f"*_{job_id[:8]}.docx"))


@pytest.mark.parametrize("job_id", ["550e8400-e29b-41d4-a716-446655440000", "not-a-uuid", "1"])
@pytest.mark.parametrize("path", ["job", "result"])
def test_an_unknown_job_is_not_found(client: httpx.Client, path: str, job_id: str) -> None:
    response = client.get(f"{API}/{path}/{job_id}")

    assert (response.status_code, response.json()["code"]) == (404, "job_unknown")


def test_the_blocking_endpoints_answer_with_the_result_and_say_that_they_are_deprecated(client: httpx.Client) -> None:
    response = client.post(f"{API}/parse-text", json=FIELDS | {"text": TEXT})

    assert response.status_code == 200
    assert response.json()["parsed_data"]["profile"]["professional_experiences"][0]["company"] == "Kestrel Analytics"
    assert datetime.fromtimestamp(int(response.headers["deprecation"].removeprefix("@")), UTC).year == 2026
    assert parsedate_to_datetime(response.headers["sunset"]).year == 2027
    assert response.headers["link"] == f'<{API}/parse-text-async>; rel="successor-version"'


def test_a_blocking_file_that_fails_answers_as_its_result_does(client: httpx.Client) -> None:
    files = {"file": ("cv.pdf", b"%PDF-1.7\nnothing")}

    response = client.post(f"{API}/parse-file", data=FIELDS, files=files)

    assert (response.status_code, response.json()["error_code"]) == (409, "pdf_corrupt")


def test_health_tells_that_the_service_is_live_and_ready(client: httpx.Client) -> None:
    assert client.get("/health/live").json() == {"status": "live"}
    assert client.get("/health/ready").json() == {"status": "ready"}


def test_what_litestar_itself_refuses_is_a_problem_too(client: httpx.Client) -> None:
    missing, wrong = client.get("/nowhere"), client.put(f"{API}/parse-file-async")

    assert (missing.status_code, missing.json()["code"]) == (404, "not_found")
    assert (wrong.status_code, wrong.json()["code"]) == (405, "method_not_allowed")
    assert "POST" in wrong.headers["allow"]
    for response in (missing, wrong):
        assert response.headers["content-type"] == "application/problem+json"


def test_head_answers_as_get_without_a_body(client: httpx.Client) -> None:
    job_id = submit(client)["job_id"]
    ended(client, job_id)
    for path in (
        "/health/live", "/health/ready", "/stats", "/metrics", "/docs", "/docs/page.js", "/", "/openapi.json",
        "/version", "/favicon.ico",
        f"{API}/job/{job_id}", f"{API}/result/{job_id}", f"{API}/job/{job_id}/events", f"{API}/job/{uuid4()}",
        "/nowhere", f"{API}/parse-file-async",
    ):  # fmt: skip
        head, get = client.head(path), client.get(path)

        assert (head.status_code, head.content) == (get.status_code, b"")
        assert head.headers.get("content-type") == get.headers.get("content-type")
    assert "HEAD" in client.put("/health/live").headers["allow"]


def test_the_type_of_a_problem_leads_to_its_explanation(client: httpx.Client) -> None:
    problem = client.get(f"{API}/job/{uuid4()}").json()

    explained = client.get(problem["type"])

    assert explained.status_code == 200
    assert explained.json()["code"] == problem["code"]
    assert client.get("/problems/no_such_code").status_code == 404


@pytest.mark.parametrize("path", ["/", "/dashboard", "/docs"])
def test_a_page_loads_nothing_from_elsewhere(client: httpx.Client, path: str) -> None:
    page = client.get(path)

    assert page.status_code == 200
    assert "default-src 'none'" in page.headers["content-security-policy"]
    for name in re.findall(r'(?:src|href)="([^"]+)"', page.text):
        assert name.startswith(("/", "data:", "#"))
        assert name.startswith(("data:", "#")) or client.get(name).status_code == 200


def test_the_openapi_document_names_every_route_with_its_body_and_its_problems(client: httpx.Client) -> None:
    document = client.get("/openapi.json").json()
    upload = document["paths"][f"{API}/parse-file-async"]["post"]

    assert document["openapi"].startswith("3.1")
    assert set(document["paths"]) == {
        f"{API}/parse-file-async", f"{API}/parse-text-async", f"{API}/parse-file", f"{API}/parse-text",
        f"{API}/job/{{job_id}}", f"{API}/job/{{job_id}}/cancel", f"{API}/job/{{job_id}}/events",
        f"{API}/job/{{job_id}}/retry", f"{API}/jobs", f"{API}/redact",
        f"{API}/operator/jobs", f"{API}/operator/job/{{job_id}}", f"{API}/operator/job/{{job_id}}/cancel",
        f"{API}/operator/job/{{job_id}}/retry", f"{API}/operator/stats", f"{API}/operator/trends",
        f"{API}/parse-batch-async", f"{API}/batch/{{batch_id}}", f"{API}/batch/{{batch_id}}/events",
        f"{API}/batch/{{batch_id}}/results", f"{API}/batch/{{batch_id}}/cancel",
        f"{API}/job/{{job_id}}/ws", f"{API}/result/{{job_id}}", f"{API}/tickets",
        f"{API}/webhooks", f"{API}/webhooks/{{webhook_id}}", f"{API}/webhooks/{{webhook_id}}/rotate",
        f"{API}/webhooks/{{webhook_id}}/deliveries", f"{API}/webhooks/{{webhook_id}}/replay",
        f"{API}/webhooks/{{webhook_id}}/deliveries/{{delivery_id}}/replay",
        f"{API}/users/{{user_id}}", f"{API}/users/{{user_id}}/export", f"{API}/users/{{user_id}}/objection",
        "/health/live", "/health/ready", "/stats", "/stats/trends", "/version",
    }  # fmt: skip
    fields = upload["requestBody"]["content"]["multipart/form-data"]["schema"]["properties"]
    assert set(fields) == {
        "user_id", "session_id", "file", "parse_mode", "expires_in", "delete_after_read", "callback_url",
    }  # fmt: skip
    assert {"202", "400", "413", "415", "422", "503"} <= set(upload["responses"])
    assert document["paths"][f"{API}/parse-file"]["post"]["deprecated"]
