from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest
from tests.http.served import comes_true
from tests.http.test_routes import API, CVS, FIELDS, ended

WORD = "Kestrelworks77"
TEXT = f"Data Engineer at {WORD} GmbH since March 2019.\n\nSkills\nPython, SQL"


def submit(client: httpx.Client, **fields: object) -> str:
    response = client.post(f"{API}/parse-text-async", json=FIELDS | {"text": TEXT} | fields)
    assert response.status_code == 202
    return str(response.json()["job_id"])


def properties_of(schema: dict[str, Any], document: dict[str, Any]) -> dict[str, Any]:
    """Give the properties of a schema, which may stand elsewhere in the document."""
    name = schema.get("$ref", "").rpartition("/")[2]
    found: dict[str, Any] = (document["components"]["schemas"][name] if name else schema)["properties"]
    return found


def lives_for(status: dict[str, str]) -> timedelta:
    return datetime.fromisoformat(status["expires_at"]) - datetime.fromisoformat(status["created_at"])


def test_a_status_says_when_its_job_is_erased(client: httpx.Client) -> None:
    usual, short = submit(client), submit(client, expires_in=120)
    form = {"expires_in": "90", "delete_after_read": "false"}
    file = {"file": ("cv.docx", (CVS / "resume.docx").read_bytes())}
    uploaded = client.post(f"{API}/parse-file-async", data=FIELDS | form, files=file).json()["job_id"]

    lives = [lives_for(client.get(f"{API}/job/{job_id}").json()) for job_id in (usual, short, uploaded)]

    assert lives == [timedelta(days=30), timedelta(seconds=120), timedelta(seconds=90)]


@pytest.mark.parametrize("wrong", [59, 10**9, "soon", 60.5, True, None])
def test_a_time_that_cannot_be_kept_is_a_field_error_with_the_bounds(client: httpx.Client, wrong: object) -> None:
    fields = FIELDS | {"text": TEXT, "expires_in": wrong, "delete_after_read": "perhaps"}

    response = client.post(f"{API}/parse-text-async", json=fields)

    named = {each["field"]: each["message"] for each in response.json()["errors"]}
    assert response.status_code == 422
    assert "true or false" in named["delete_after_read"]
    assert wrong is None or "60 to 2592000" in named["expires_in"]


@pytest.mark.parametrize("headers", [{}, {"Connection": "close"}], ids=["kept alive", "closed"])
def test_a_job_that_is_to_go_once_it_was_read_is_gone_when_its_result_has_arrived(
    client: httpx.Client, headers: dict[str, str]
) -> None:
    job_id = submit(client, delete_after_read=True)
    assert ended(client, job_id)["status"] == "success"
    assert client.head(f"{API}/result/{job_id}").status_code == 200
    assert client.get(f"{API}/job/{job_id}").status_code == 200

    result = client.get(f"{API}/result/{job_id}", headers=headers)

    assert result.json()["parsed_data"]["profile"]["basics"]["skills"]
    assert comes_true(lambda: client.get(f"{API}/result/{job_id}").status_code == 410)
    assert client.get(f"{API}/job/{job_id}").json()["code"] == "job_erased"


def test_a_result_that_is_answered_by_a_blocking_endpoint_was_read_too(client: httpx.Client) -> None:
    response = client.post(f"{API}/parse-text", json=FIELDS | {"text": TEXT, "delete_after_read": True})

    assert response.status_code == 200
    assert response.headers["deprecation"]
    assert comes_true(lambda: client.get(f"{API}/job/{response.json()['id']}").status_code == 410)


def test_a_job_that_failed_stays_until_it_has_expired(client: httpx.Client) -> None:
    file = {"file": ("cv.pdf", b"%PDF-1.7\nnothing")}
    form = FIELDS | {"delete_after_read": "true"}
    job_id = client.post(f"{API}/parse-file-async", data=form, files=file).json()["job_id"]
    assert ended(client, job_id)["status"] == "failed"

    assert client.get(f"{API}/result/{job_id}").status_code == 409
    assert client.get(f"{API}/job/{job_id}").status_code == 200


def test_the_documentation_names_the_fields_and_the_moment(client: httpx.Client) -> None:
    document = client.get("/openapi.json").json()

    schemas = document["components"]["schemas"]
    status = next(each for name, each in schemas.items() if name.endswith("StatusBody"))
    bodies = [
        properties_of(media["schema"], document)
        for path in document["paths"].values()
        for operation in path.values()
        for media in operation.get("requestBody", {}).get("content", {}).values()
        if "submit" in operation["tags"]
    ]
    assert "expires_at" in status["properties"]
    assert bodies
    assert all({"expires_in", "delete_after_read"} <= set(each) for each in bodies)
