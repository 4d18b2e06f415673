"""An owner's jobs as a list, their trends, and one of them tried again."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from tests.http.keyed import keyed, submitted

API = "/api/v1/parser"
FIELDS = {"user_id": "user123", "session_id": "session456"}
TEXT = "Data Engineer at Kestrel Analytics since March 2019.\n\nSkills\nPython, SQL"


def ended(client: httpx.Client, **sent: object) -> str:
    """Submit, wait for the end, and give the job's id."""
    path = "parse-file-async" if "files" in sent else "parse-text-async"
    job_id: str = client.post(f"{API}/{path}", **sent).raise_for_status().json()["job_id"]  # type: ignore[arg-type]
    list(client.get(f"{API}/job/{job_id}/events").iter_lines())
    return job_id


def test_jobs_are_listed_newest_first_and_narrowed(client: httpx.Client) -> None:
    good = ended(client, json=FIELDS | {"text": TEXT})
    bad = ended(client, data=FIELDS, files={"file": ("cv.pdf", b"%PDF-1.7\nnothing")})

    assert [each["job_id"] for each in client.get(f"{API}/jobs", params={"limit": 2}).json()["jobs"]] == [bad, good]
    failed = client.get(f"{API}/jobs", params={"code": "pdf_corrupt", "limit": 1}).json()["jobs"][0]
    assert (failed["job_id"], failed["status"], failed["error_code"]) == (bad, "failed", "pdf_corrupt")
    of_success = client.get(f"{API}/jobs", params={"status": "success"}).json()["jobs"]
    assert {each["status"] for each in of_success} == {"success"}
    assert good in {each["job_id"] for each in of_success}


@pytest.mark.parametrize(
    "wrong", [{"status": "done"}, {"limit": "0"}, {"limit": "201"}, {"window": "0"}, {"code": "a'b"}]
)
def test_a_list_that_makes_no_sense_is_a_problem(client: httpx.Client, wrong: dict[str, str]) -> None:
    answer = client.get(f"{API}/jobs", params=wrong)

    assert (answer.status_code, answer.json()["code"]) == (400, "request_invalid")


def test_an_owner_sees_its_own_jobs_and_trends_alone(tmp_path: Path) -> None:
    with keyed(tmp_path) as door, door.client(door.key()[1]) as mine, door.client(door.key(owner="other")[1]) as others:
        job_id = submitted(mine)
        submitted(others)

        assert [each["job_id"] for each in mine.get(f"{API}/jobs").json()["jobs"]] == [job_id]
        assert sum(each["processing"] for each in mine.get("/stats/trends").json()["steps"]) == 1


def test_trends_tell_when_jobs_came_and_what_failed(client: httpx.Client) -> None:
    ended(client, json=FIELDS | {"text": TEXT})
    ended(client, data=FIELDS, files={"file": ("cv.pdf", b"%PDF-1.7\nnothing")})

    trends = client.get("/stats/trends", params={"window": 3_600}).raise_for_status().json()

    assert len(trends["steps"]) == 24
    assert trends["step_seconds"] == 150
    assert trends["steps"][-1]["success"] >= 1
    assert trends["failed_codes"]["pdf_corrupt"] >= 1
    assert trends["p95_processing_time_seconds"] > 0


def test_an_ended_job_is_tried_again_as_another(client: httpx.Client) -> None:
    job_id = ended(client, data=FIELDS, files={"file": ("cv.txt", TEXT.encode())})

    answer = client.post(f"{API}/job/{job_id}/retry")

    assert answer.status_code == 202
    assert answer.json()["job_id"] != job_id
    assert answer.headers["location"].endswith(answer.json()["job_id"])
    list(client.get(f"{API}/job/{answer.json()['job_id']}/events").iter_lines())
    assert client.get(f"{API}/result/{answer.json()['job_id']}").status_code == 200


def test_a_text_is_not_kept_to_be_tried_again(client: httpx.Client) -> None:
    job_id = ended(client, json=FIELDS | {"text": TEXT})

    answer = client.post(f"{API}/job/{job_id}/retry")

    assert (answer.status_code, answer.json()["code"]) == (410, "file_gone")
